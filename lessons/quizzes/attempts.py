"""Taking a quiz: the only writer of attempts and answers."""

from __future__ import annotations

from django.core.exceptions import BadRequest
from django.db import transaction
from django.utils import timezone

from lessons.accounts.models import User
from lessons.aws import budgets
from lessons.models import Lesson
from lessons.quizzes.grading import AskedQuestion, grade
from lessons.quizzes.models import Attempt, Question
from lessons.reading.progress import finish_style

__all__ = ["NoQuestionsError", "answer", "show_hint", "start"]


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
    asked = {
        "asked": [question.as_json() for question in questions],
        "step_keys": [question.step_key for question in questions],
        "total": len(questions),
    }
    attempt, _ = Attempt.objects.open().get_or_create(user=user, lesson=lesson, defaults=asked)
    return attempt


def _check_room(user: User, lesson: Lesson) -> None:
    own = Attempt.objects.filter(user=user, lesson=lesson)
    if not own.open().exists() and own.finished().count() >= budgets.ATTEMPTS:
        raise BadRequest(
            f"You have taken this quiz {budgets.ATTEMPTS} times, which is as often as it counts."
        )


@transaction.atomic
def answer(attempt: Attempt, number: int, chosen: int) -> None:
    """Store the choice ``chosen`` (from 0) for question ``number`` (from 1); the last answer finishes.

    Only the first answer to a question counts. Raises NoSuchChoiceError for a choice that was not offered.
    """
    attempt = Attempt.objects.select_for_update().get(pk=attempt.pk)
    feedback = grade(attempt.questions[number - 1], chosen)
    if attempt.is_open:
        answer = {"chosen": chosen, "right": feedback.right, "hinted": attempt.shows_hint(number)}
        attempt.answers.get_or_create(number=number, defaults=answer)
        if attempt.next_number is None:
            _finish(attempt)


@transaction.atomic
def show_hint(attempt: Attempt, number: int) -> None:
    """Remember that the hint of question ``number`` (from 1) is shown, as long as it is not answered."""
    attempt = Attempt.objects.select_for_update().get(pk=attempt.pk)
    if attempt.is_open and number not in attempt.chosen and not attempt.shows_hint(number):
        attempt.hints = [*(attempt.hints or ()), number]
        attempt.save(update_fields=["hints"])


def _finish(attempt: Attempt) -> None:
    attempt.right = attempt.score.right
    attempt.finished_at = timezone.now()
    attempt.save(update_fields=["right", "finished_at"])
    if attempt.score.is_pass:
        finish_style(attempt.user, attempt.lesson, "quiz")


def _questions(lesson: Lesson) -> list[AskedQuestion]:
    numbers = {step: n for n, step in enumerate(lesson.steps.values_list("pk", flat=True), start=1)}
    rows = Question.objects.of(lesson).select_related("step")
    return [question.as_asked(numbers[question.step_id]) for question in rows]
