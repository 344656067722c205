"""A corrected key reaches graded quizzes and practice exams that asked the question, and leaves them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from fsrs import Rating

from lessons.accounts.models import User
from lessons.models import Chapter, Lesson, StyleProgress
from lessons.quizzes.grading import Score
from lessons.quizzes.models import Attempt, Card, Question, Quiz, QuizLearner
from lessons.quizzes.regrading import apply, report, undo
from lessons.quizzes.sittings import sitting
from lessons.quizzes.sittings.sitting import Sent
from tests.quizzes.conftest import RIGHT
from tests.quizzes.sittings.conftest import MINUTE, NOON, begin
from tests.quizzes.test_regrading import correct, ratings, regrade, rows

Browser = Callable[[User | None], Client]
CALL, ERROR = "A `call`", "An error"


def sit(user: User, quiz: Quiz, *choices: int) -> Attempt:
    """Answer the first questions, and hand in."""
    attempt = begin(user, quiz)
    for number, choice in enumerate(choices, start=1):
        sitting.save(attempt, number, Sent(choice), NOON)
    sitting.hand_in(attempt, NOON + MINUTE)
    return Attempt.objects.get(pk=attempt.pk)


@pytest.fixture
def other(quiz: Lesson) -> Lesson:
    """Another lesson, with a question of the same key and another of its own."""
    made = Lesson.objects.create(
        chapter=Chapter.objects.get(),
        slug=f"{quiz.slug}-more",
        title="More",
        position=9,
        status="published",
    )
    for key in (Question.objects.get(prompt="What comes out of step 2?").key, "own"):
        content = {"choices": [ERROR, "Three values", CALL], "right": CALL}
        Question.objects.create(lesson=made, key=key, prompt=f"More {key}?", content=content, explanation="-")
    return made


def test_each_sitting_is_reported_with_its_score_and_corrected(
    graded: Quiz, quiz: Lesson, student: User, instructor: User
) -> None:
    sit(student, graded, *RIGHT)
    correct(quiz, CALL)
    found = report(quiz)
    assert [(one.attempt.quiz, one.before, one.after) for one in found.rescored] == [
        (graded, Score(3, 3), Score(2, 3))
    ]
    regrade(quiz, instructor)
    stored = Attempt.objects.get()
    assert (stored.stored_score, stored.score, stored.right) == (Score(2, 3), Score(2, 3), 2)
    assert not stored.answers.get(number=1).right
    assert sitting.standing(student, graded, NOON).score == Score(2, 3)
    assert not report(quiz).regraded


def test_the_quiz_of_the_lesson_and_sittings_are_corrected_together(
    take: Callable[..., Attempt], graded: Quiz, quiz: Lesson, student: User, instructor: User
) -> None:
    take(student, 2, *RIGHT[1:])
    sit(student, graded, 2, *RIGHT[1:])
    before = rows()
    correct(quiz, CALL)
    made = regrade(quiz, instructor)
    assert {attempt.stored_score for attempt in Attempt.objects.all()} == {Score(3, 3)}
    assert Attempt.objects.best_scores([student], [quiz]) == {(student.pk, quiz.pk): Score(3, 3)}
    undo(made)
    assert rows() == before


def test_a_sitting_makes_no_quiz_of_a_lesson_passed(
    graded: Quiz, quiz: Lesson, student: User, instructor: User
) -> None:
    sit(student, graded, 2, *RIGHT[1:])
    correct(quiz, CALL)
    regrade(quiz, instructor)
    assert not StyleProgress.objects.exists()


def test_questions_of_other_lessons_stay_as_they_are(
    other: Lesson, graded: Quiz, quiz: Lesson, student: User, instructor: User
) -> None:
    graded.questions.set(Question.objects.all())
    sit(student, graded, *[0] * 5)
    correct(quiz, CALL)
    found = report(quiz)
    assert [len(one.corrected) for one in found.regraded] == [1]
    assert found.regraded[0].corrected[0].kept.lesson == quiz.slug
    assert found.standing == {}
    assert report(other).regraded == ()


def test_a_quiz_of_another_lesson_is_not_meant_by_a_name_that_begins_alike(
    other: Lesson, graded: Quiz, quiz: Lesson, student: User
) -> None:
    Quiz.objects.update(lesson=other)
    graded.refresh_from_db()
    sit(student, graded, 0)
    assert (report(quiz).attempts, report(other).attempts) == (0, 1)


def test_one_under_way_goes_on_with_the_corrected_key_and_back(
    sat: Attempt, quiz: Lesson, instructor: User
) -> None:
    sitting.save(sat, 1, Sent(RIGHT[0]), NOON)
    correct(quiz, CALL)
    made = regrade(quiz, instructor)
    assert Attempt.objects.get().score == Score(0, 3)
    sitting.save(sat, 1, Sent(2), NOON)
    assert Attempt.objects.get().answers.get().right
    undo(made)
    assert not Attempt.objects.get().answers.get().right
    sitting.hand_in(sat, NOON + MINUTE)
    assert Attempt.objects.get().stored_score == Score(0, 3)


def test_choices_that_were_shuffled_are_the_same_question(
    graded: Quiz, quiz: Lesson, student: User, instructor: User
) -> None:
    Quiz.objects.update(shuffles_choices=True, shuffles_questions=True)
    graded.refresh_from_db()
    attempt = begin(student, graded)
    prompts = [one.prompt for one in attempt.questions]
    number = prompts.index("What comes out of step 2?") + 1
    choices = [one.text for one in attempt.questions[number - 1].value.choices]
    sitting.save(attempt, number, Sent(choices.index(CALL)), NOON)
    sitting.hand_in(attempt, NOON)
    correct(quiz, CALL)
    regrade(quiz, instructor)
    assert Attempt.objects.get().stored_score == Score(1, 3)


def test_cards_follow_it_and_its_undoing(graded: Quiz, quiz: Lesson, student: User, instructor: User) -> None:
    QuizLearner.objects.update(extra_days=2)
    sit(student, graded, *RIGHT)
    assert ratings(student) == []
    correct(quiz, CALL)
    made = regrade(quiz, instructor)
    assert ratings(student) == [[Rating.Again]]
    assert (
        Card.objects.get().reviewed_at == NOON + (2 * 24 + 2) * 60 * MINUTE
    )  # not before it is closed for them
    undo(made)
    assert ratings(student) == [[Rating.Good]]


def test_cards_hear_nothing_of_one_under_way(sat: Attempt, quiz: Lesson, instructor: User) -> None:
    sitting.save(sat, 1, Sent(RIGHT[0]), NOON)
    correct(quiz, CALL)
    regrade(quiz, instructor)
    assert not Card.objects.exists()
    sitting.hand_in(sat, NOON)
    assert Card.objects.count() == 1


def test_of_two_lessons_either_is_taken_back(
    other: Lesson, graded: Quiz, quiz: Lesson, student: User, instructor: User
) -> None:
    graded.questions.set(Question.objects.all())
    attempt = begin(student, graded)
    for number, asked in enumerate(attempt.questions, start=1):
        sitting.save(attempt, number, Sent(asked.module.key(asked.value)), NOON)
    sitting.hand_in(attempt, NOON)
    before = rows()
    correct(quiz, CALL)
    first = regrade(quiz, instructor)
    correct(other, ERROR, "More own?")
    second = apply(other, instructor, "Another one.", report(other).token)
    scores = [(one.reason, one.before, one.after) for one in Attempt.objects.get().rescores]
    assert scores == [
        ("Another one.", Score(4, 5), Score(3, 5)),
        ("The key was wrong.", Score(5, 5), Score(4, 5)),
    ]
    undo(first)
    assert [(one.before, one.after) for one in Attempt.objects.get().rescores] == [(Score(5, 5), Score(4, 5))]
    undo(second)
    assert rows() == before


def test_it_takes_as_many_queries_for_many_as_for_one(
    graded: Quiz, quiz: Lesson, student: User, other_student: User
) -> None:
    correct(quiz, CALL)
    counts = []
    for user in (student, other_student):
        QuizLearner.objects.get_or_create(quiz=graded, user=user)
        sit(user, graded, *RIGHT)
        correct(quiz, ERROR)
        with CaptureQueriesContext(connection) as queries:
            assert report(quiz).regraded
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 6


def test_the_page_says_where_and_the_learner_is_told_why(
    graded: Quiz, quiz: Lesson, student: User, instructor: User, client_of: Browser
) -> None:
    attempt = sit(student, graded, *RIGHT)
    correct(quiz, CALL)
    page = client_of(instructor).get(reverse("quizzes:regrade", args=[quiz.slug])).content.decode()
    assert "reaches 1 of 1 attempt" in page
    assert '<td data-label="Where">Graded</td>' in page
    regrade(quiz, instructor)
    result = client_of(student).get(attempt.get_absolute_url()).content.decode()
    assert "changed from 3 of 3 to 2 of 3" in result
    assert "The key was wrong." in result


def test_the_analysis_of_the_lesson_says_that_it_leaves_sittings_out(
    graded: Quiz, quiz: Lesson, student: User, instructor: User, client_of: Browser
) -> None:
    url = reverse("quizzes:analysis", args=[quiz.slug])
    assert "graded quizzes" not in client_of(instructor).get(url).content.decode()
    sit(student, graded, *RIGHT)
    page = client_of(instructor).get(url).content.decode()
    assert "1 attempt at graded quizzes and practice exams asked questions of this lesson" in page
    assert "Nobody has finished this quiz yet" in page
    assert reverse("quizzes:regrade", args=[quiz.slug]) in page
