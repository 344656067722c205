"""Taking a quiz: the only writer of attempts and answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import BadRequest
from django.db import transaction
from django.utils import timezone

from lessons.accounts.models import User
from lessons.aws import budgets
from lessons.models import Lesson
from lessons.prediction_questions import Sureness
from lessons.quizzes.cards.history import store
from lessons.quizzes.cards.sources import answer_recalled
from lessons.quizzes.grading import AskedQuestion, grade
from lessons.quizzes.models import Attempt, Question
from lessons.quizzes.models.question import new_seed
from lessons.quizzes.question_types.interface import Given
from lessons.reading.progress import finish_style

__all__ = ["NoQuestionsError", "answer", "finish", "kept", "show_hint", "start", "try_again"]


class NoQuestionsError(Exception):
    """The lesson has no quiz yet."""


def start(user: User, lesson: Lesson) -> Attempt:
    """The attempt to go on with, or a new one; the database allows one at a time.

    Raises NoQuestionsError where there is nothing to ask, and BadRequest where they have taken it as often as
    a learner may.
    """
    questions = _questions(lesson)
    if not questions:
        raise NoQuestionsError
    _check_room(user, lesson)
    attempt, _ = Attempt.objects.open().get_or_create(user=user, lesson=lesson, defaults=kept(questions))
    return attempt


def kept(questions: Sequence[AskedQuestion]) -> dict[str, Any]:
    """The fields of an attempt that keep what it asks."""
    return {
        "asked": [question.as_json() for question in questions],
        "step_keys": [question.step_key for question in questions],
        "details": [question.details() for question in questions],
        "total": len(questions),
    }


def _check_room(user: User, lesson: Lesson) -> None:
    own = Attempt.objects.filter(user=user, lesson=lesson)
    if not own.open().exists() and own.finished().count() >= budgets.ATTEMPTS:
        raise BadRequest(
            f"You have taken this quiz {budgets.ATTEMPTS} times, which is as often as it counts."
        )


@transaction.atomic
def answer(attempt: Attempt, number: int, given: Given, sureness: Sureness | None = None) -> None:
    """Store what was ``given`` to question ``number`` (from 1), and how sure of it; the last answer finishes.

    Only the first answer to a question counts. Raises NotAnAnswerError for what is none.
    """
    lesson = attempt.lesson
    attempt = Attempt.objects.select_for_update().get(pk=attempt.pk)
    attempt.lesson = lesson
    feedback = grade(attempt.questions[number - 1], given)
    if attempt.is_open:
        answer = {
            "given": given,
            "chosen": given if feedback.question.is_single_choice else 0,
            "right": feedback.right,
            "fraction": feedback.fraction,
            "hinted": bool(attempt.hints_of(number)),
            "sureness": sureness or "",
        }
        row, is_new = attempt.answers.get_or_create(number=number, defaults=answer)
        if is_new:
            store([answer_recalled(attempt, row, lesson, is_right=row.right)])
        if attempt.next_number is None:
            finish(attempt, timezone.now())


@transaction.atomic
def try_again(attempt: Attempt, number: int, given: Given) -> None:
    """Store a further try at question ``number`` (from 1), that counts nothing; none after a right one.

    What is sent twice is one try. Raises NotAnAnswerError, and BadRequest where they have tried it as often
    as a learner may.
    """
    attempt = Attempt.objects.select_for_update().get(pk=attempt.pk)
    grade(attempt.questions[number - 1], given)
    before = attempt.latest_feedback(number)
    if attempt.abandoned_at or before is None or before.right or before.given == given:
        return
    tries = attempt.tries(number) + 1
    if tries > budgets.TRIES:
        raise BadRequest(f"You have tried this question {budgets.TRIES} times, which is as often as you may.")
    attempt.answers.filter(number=number).update(latest=given, tries=tries)


@transaction.atomic
def show_hint(attempt: Attempt, number: int) -> None:
    """Remember that the next hint of question ``number`` (from 1) is shown, as long as it is not answered."""
    attempt = Attempt.objects.select_for_update().get(pk=attempt.pk)
    is_more = len(attempt.hints_of(number)) < len(attempt.questions[number - 1].hints)
    if attempt.is_open and number not in attempt.answered and is_more:
        attempt.hints = [*(attempt.hints or ()), number]
        attempt.save(update_fields=["hints"])


def finish(attempt: Attempt, at: datetime) -> None:
    """Count the score of what was answered so far, as of then."""
    score = attempt.score
    attempt.right = sum(grade(attempt.questions[n - 1], given).right for n, given in attempt.given.items())
    attempt.points, attempt.possible_points = score.right, score.total
    attempt.finished_at = at
    attempt.save(update_fields=["right", "points", "possible_points", "finished_at"])
    if attempt.lesson_id and score.is_pass:
        finish_style(attempt.user, attempt.lesson, "quiz")


def _questions(lesson: Lesson) -> list[AskedQuestion]:
    numbers = {step: n for n, step in enumerate(lesson.steps.values_list("pk", flat=True), start=1)}
    rows = Question.objects.of(lesson).published()
    return [question.as_asked(numbers.get(question.step_id or 0, 0), new_seed()) for question in rows]
