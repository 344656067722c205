"""The table holds of everybody the first attempt that they finished."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from lessons.accounts.models import User
from lessons.models import Lesson
from lessons.quizzes import attempts
from lessons.quizzes.analysis.first_attempts import read_table
from lessons.quizzes.models import Answer, Attempt, Question
from tests.quizzes.analysis.conftest import CHOICES, SECONDS, Ask, Take


def test_a_response_has_share_answer_time_and_hint(lesson: Lesson, ask: Ask, take: Take) -> None:
    take(ask(3), [(1, 0, None)])
    (attempt,) = read_table(lesson).attempts
    right, wrong, missing = (attempt.responses[key] for key in ("q1", "q2", "q3"))
    assert right == (1.0, (CHOICES[1],), SECONDS, False)
    assert wrong == (0.0, (CHOICES[0],), SECONDS, True)
    assert missing == (None, (), None, False)


def test_a_question_has_its_place_words_choices_and_key(lesson: Lesson, ask: Ask, take: Take) -> None:
    take(ask(2), [(1, 0)])
    first, second = read_table(lesson).items
    assert (first.key, first.number, first.prompt) == ("q1", 1, "What comes out of `step` 1?")
    assert (second.choices, second.right) == (CHOICES, {CHOICES[1]})


def test_the_second_attempt_of_a_person_does_not_count(quiz: Lesson, student: User) -> None:
    for chosen in ((0, 0, 1), (1, 1, 0)):
        attempt = attempts.start(student, quiz)
        for number, choice in enumerate(chosen, start=1):
            attempts.answer(attempt, number, choice)
    (only,) = read_table(quiz).attempts
    assert [response.share for response in only.responses.values()] == [0, 0, 0]


def test_what_is_open_or_given_up_does_not_count(quiz: Lesson, student: User) -> None:
    attempts.start(student, quiz)
    assert read_table(quiz).attempts == ()


def test_partial_points_of_several_choices_and_each_choice_taken(with_many: Lesson, student: User) -> None:
    attempt = attempts.start(student, with_many)
    for number, given in enumerate(([1, 0], 0, 0, 0), start=1):
        attempts.answer(attempt, number, given)
    table = read_table(with_many)
    response = table.attempts[0].responses["which-expire"]
    assert (response.share, set(response.chosen)) == (0, {"A session", "An AKIA key"})
    assert table.points["which-expire"] == 2


def test_a_question_that_is_gone_stays_after_those_of_today(lesson: Lesson, ask: Ask, take: Take) -> None:
    take(ask(2), [(1, 0)])
    Question.objects.get(key="q1").delete()
    assert [(item.key, item.is_asked_today) for item in read_table(lesson).items] == [
        ("q2", True),
        ("q1", False),
    ]


def test_an_attempt_of_0_7_0_is_read_by_the_words_of_its_questions(
    lesson: Lesson, ask: Ask, take: Take
) -> None:
    take(ask(2), [(1, 0)])
    Attempt.objects.update(details=None)
    Answer.objects.update(given=None, fraction=None)
    responses = read_table(lesson).attempts[0].responses
    assert {key: (one.share, one.chosen) for key, one in responses.items()} == {
        "q1": (1.0, (CHOICES[1],)),
        "q2": (0.0, (CHOICES[0],)),
    }


def test_a_type_that_is_gone_is_still_counted(lesson: Lesson, ask: Ask, take: Take) -> None:
    (attempt,) = take(ask(1), [(1,)])
    attempt.details[0]["type"] = "gone"
    attempt.save()
    (response,) = read_table(lesson).attempts[0].responses.values()
    assert (response.share, response.chosen) == (1.0, ("an answer that is no longer understood",))


def test_time_is_from_one_answer_to_the_next_and_never_below_zero(
    lesson: Lesson, ask: Ask, take: Take
) -> None:
    (attempt,) = take(ask(2), [(1, 1)])
    attempt.answers.filter(number=1).update(answered_at=attempt.started_at - timedelta(seconds=5))
    first, second = read_table(lesson).attempts[0].responses.values()
    assert (first.seconds, second.seconds) == (0, 2 * SECONDS + 5)


@pytest.mark.parametrize("people", [1, 60])
def test_as_many_people_as_there_are_take_three_queries(
    lesson: Lesson, ask: Ask, take: Take, people: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    take(ask(4), [(1, 0, 2, None)] * people)
    with django_assert_num_queries(3):
        assert len(read_table(lesson).attempts) == people
