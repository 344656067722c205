"""A corrected key is applied to every stored attempt as it was shown, and taken back by one step."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from fsrs import Rating

from lessons.accounts.models import User
from lessons.models import Lesson, StyleProgress
from lessons.quizzes import attempts
from lessons.quizzes.cards.schedule import Review, replay
from lessons.quizzes.grading import Score
from lessons.quizzes.models import Answer, Attempt, Card, Question, Regrade
from lessons.quizzes.regrading import ChangedReportError, apply, report, undo
from tests.quizzes.conftest import RIGHT

Take = Callable[..., Attempt]
FIRST = "What comes out of step 2?"


def correct(lesson: Lesson, right: str, prompt: str = FIRST) -> None:
    """Say that another choice was right all along."""
    question = lesson.questions.get(prompt=prompt)
    question.content = {**question.content, "right": right}
    question.save()


def rows() -> list[tuple[object, ...]]:
    """Everything that is stored of attempts and answers."""
    stored = Attempt.objects.order_by("pk").values_list(
        "pk", "asked", "details", "right", "points", "possible_points", "finished_at"
    )
    return [*stored, *Answer.objects.order_by("pk").values_list("pk", "given", "chosen", "fraction", "right")]


def regrade(lesson: Lesson, by: User) -> Regrade:
    return apply(lesson, by, "The key was wrong.", report(lesson).token)


def test_nothing_is_reported_where_nothing_was_corrected(take: Take, quiz: Lesson, student: User) -> None:
    take(student, *RIGHT)
    found = report(quiz)
    assert (found.attempts, found.regraded, found.standing) == (1, (), {})


def test_the_report_tells_each_score_before_and_after_and_changes_nothing(
    take: Take, quiz: Lesson, student: User, other_student: User
) -> None:
    take(student, *RIGHT)
    take(other_student, 2, *RIGHT[1:])
    before = rows()
    correct(quiz, "A `call`")
    found = report(quiz)
    scores = {one.attempt.user: (one.before, one.after) for one in found.rescored}
    assert scores == {student: (Score(3, 3), Score(2, 3)), other_student: (Score(2, 3), Score(3, 3))}
    assert found.means == pytest.approx((5 / 6, 5 / 6))
    assert rows() == before


def test_applied_it_is_in_the_scores_and_in_what_0_7_0_reads(
    take: Take, quiz: Lesson, student: User, instructor: User
) -> None:
    taken = take(student, 2, *RIGHT[1:])
    correct(quiz, "A `call`")
    regrade(quiz, instructor)
    stored = Attempt.objects.get()
    assert (stored.score, stored.right, stored.points) == (Score(3, 3), 3, 3.0)
    assert stored.asked[0]["right"] == 2
    assert stored.answers.get(number=1).right
    assert Attempt.objects.best_scores([student], [quiz]) == {(student.pk, quiz.pk): Score(3, 3)}
    assert StyleProgress.objects.filter(user=student, lesson=quiz, style="quiz").exists()
    assert stored.finished_at == taken.finished_at
    assert not report(quiz).regraded


def test_undone_every_row_is_what_it_was(
    take: Take, quiz: Lesson, student: User, other_student: User, instructor: User
) -> None:
    take(student, *RIGHT)
    take(other_student, 2, *RIGHT[1:])
    before = rows()
    correct(quiz, "A `call`")
    made = regrade(quiz, instructor)
    assert rows() != before
    undo(made)
    assert rows() == before
    undo(made)
    assert rows() == before


def test_what_changed_since_it_was_shown_is_not_applied(
    take: Take, quiz: Lesson, student: User, instructor: User
) -> None:
    take(student, *RIGHT)
    correct(quiz, "A `call`")
    shown = report(quiz).token
    correct(quiz, "An error")
    before = rows()
    with pytest.raises(ChangedReportError):
        apply(quiz, instructor, "Wrong.", shown)
    assert rows() == before
    assert not Regrade.objects.exists()


def test_a_question_that_asks_otherwise_today_leaves_the_kept_key(
    take: Take, quiz: Lesson, student: User
) -> None:
    take(student, *RIGHT)
    question = quiz.questions.get(prompt=FIRST)
    question.content = {"choices": ["Four values", "An error"], "right": "An error"}
    question.save()
    Question.objects.filter(prompt="When do they expire?").delete()
    found = report(quiz)
    assert found.regraded == ()
    assert found.standing == {FIRST: 1, "When do they expire?": 1}


def test_choices_in_another_order_are_the_same_question(take: Take, quiz: Lesson, student: User) -> None:
    take(student, *RIGHT)
    question = quiz.questions.get(prompt=FIRST)
    question.content = {"choices": ["A `call`", "Three values", "An error"], "right": "An error"}
    question.save()
    [one] = report(quiz).regraded
    assert one.corrected[0].question.content == {
        "choices": ["An error", "Three values", "A `call`"],
        "right": "An error",
    }


def test_an_attempt_of_0_7_0_is_known_by_what_it_asks(
    take: Take, quiz: Lesson, student: User, instructor: User
) -> None:
    take(student, 2, *RIGHT[1:])
    Attempt.objects.update(details=None, points=None, possible_points=None)
    Answer.objects.update(given=None, fraction=None)
    correct(quiz, "A `call`")
    regrade(quiz, instructor)
    assert Attempt.objects.get().score == Score(3, 3)


def test_an_open_attempt_goes_on_with_the_corrected_key_and_back(
    take: Take, quiz: Lesson, student: User, instructor: User
) -> None:
    take(student, 2)
    correct(quiz, "A `call`")
    made = regrade(quiz, instructor)
    open_one = Attempt.objects.get()
    assert open_one.points is None
    assert open_one.feedback(1).right
    for number in (2, 3):
        attempts.answer(open_one, number, RIGHT[number - 1])
    assert Attempt.objects.get().points == 3
    undo(made)
    assert Attempt.objects.get().points == 2


def test_it_takes_as_many_queries_for_many_as_for_one(
    take: Take, quiz: Lesson, student: User, other_student: User
) -> None:
    correct(quiz, "A `call`")
    counts = []
    for user in (student, other_student):
        take(user, *RIGHT)
        correct(quiz, "An error")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            report(quiz)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 6


def test_a_question_that_can_no_longer_be_asked_keeps_what_was_kept(
    take: Take, quiz: Lesson, student: User
) -> None:
    take(student, 2, *RIGHT[1:])
    correct(quiz, "A `call`")
    Question.objects.filter(prompt="When do they expire?").update(
        type="computed", content={"generator": "gone-since"}
    )
    found = report(quiz)
    assert [one.after for one in found.rescored] == [Score(3, 3)]
    assert found.standing == {"When do they expire?": 1}


def ratings(user: User) -> list[list[int]]:
    """How each of the learner's cards was answered, each due when a replay says."""
    cards = Card.objects.filter(user=user).order_by("key")
    for card in cards:
        reviews = [Review(one.at, one.token, one.rating) for one in card.reviews.all()]
        assert card.due == replay(reviews).due
    return [[one.rating for one in card.reviews.all()] for card in cards]


def test_cards_follow_it_and_its_undoing(
    take: Take, quiz: Lesson, student: User, other_student: User, instructor: User
) -> None:
    take(student, *RIGHT)
    take(other_student, 2, *RIGHT[1:])
    assert (ratings(student), ratings(other_student)) == ([], [[Rating.Again]])
    correct(quiz, "A `call`")
    regraded = regrade(quiz, instructor)
    assert (ratings(student), ratings(other_student)) == ([[Rating.Again]], [[Rating.Good]])
    undo(regraded)
    assert (ratings(student), ratings(other_student)) == ([[Rating.Good]], [[Rating.Again]])
