"""Sitting a quiz with times: the only writer of its attempts and answers. The server's clock decides.

An answer is saved as it is given, and may be changed until the attempt is handed in: by the learner, or by
itself once its time is over. What comes after that is kept apart and counts nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from random import SystemRandom

from django.core.exceptions import BadRequest
from django.db import transaction

from lessons.accounts.models import User
from lessons.accounts.outage import in_passing
from lessons.aws import budgets
from lessons.models import Lesson
from lessons.quizzes.attempts import NoQuestionsError, finish, kept
from lessons.quizzes.cards.history import store
from lessons.quizzes.cards.sources import answer_recalled
from lessons.quizzes.grading import Feedback, Score, grade
from lessons.quizzes.models import Attempt, Quiz
from lessons.quizzes.question_types.interface import Given
from lessons.quizzes.score_policies import counting
from lessons.quizzes.sittings.drawing import Selection, draw
from lessons.quizzes.times import Extension, Times

__all__ = [
    "ClosedError",
    "Sent",
    "Standing",
    "end_if_over",
    "finish_sitting",
    "hand_in",
    "keep",
    "save",
    "sitting_times",
    "standing",
    "start",
]


class ClosedError(Exception):
    """It cannot be begun now: why, in a sentence for the learner."""


@dataclass(frozen=True)
class Standing:
    """How a learner stands with a quiz: when they may take it, and their attempts, oldest first."""

    quiz: Quiz
    times: Times
    extension: Extension
    attempts: tuple[Attempt, ...]

    @property
    def open(self) -> Attempt | None:
        """The attempt to go on with."""
        return next((one for one in self.attempts if one.is_open), None)

    @property
    def finished(self) -> tuple[Attempt, ...]:
        """Those with a score."""
        return tuple(one for one in self.attempts if one.finished_at)

    @property
    def score(self) -> Score | None:
        """The score that counts."""
        return counting(self.quiz.policy, [one.stored_score for one in self.finished])

    @property
    def left(self) -> int | None:
        """How many more attempts there are, None for any number."""
        allowed = self.quiz.attempts_allowed
        return None if allowed is None else max(0, allowed - len(self.attempts))

    def why_not(self, now: datetime) -> str:
        """Why no attempt can be begun now, in a sentence; empty where one can."""
        if self.times.is_closed(now):
            return "This quiz is closed."
        if not self.times.is_open(now):
            return "This quiz is not open yet."
        if self.left == 0:
            return "You have used all your attempts."
        return ""


def standing(user: User, quiz: Quiz, now: datetime) -> Standing:
    """How ``user`` stands with the quiz, in two queries; what is over is handed in first."""
    extension = quiz.extension_of(user)
    rows = list(quiz.attempts.filter(user=user).order_by("started_at").defer(*HEAVY)) if quiz.pk else []
    found = Standing(quiz, quiz.times.extended(extension), extension, tuple(rows))
    if found.open:
        found.open.quiz = quiz
        end_if_over(found.open, sitting_times(found.open, extension), now)
    return found


HEAVY = ("asked", "step_keys", "details")


@dataclass(frozen=True)
class SittingTimes:
    """Of one attempt: when it is handed in by itself, from when it is late, and when feedback is shown."""

    ends_at: datetime | None
    times: Times

    def is_over(self, now: datetime) -> bool:
        """Whether nothing that comes now counts."""
        return self.ends_at is not None and now >= self.ends_at

    def shows_feedback(self, now: datetime) -> bool:
        """Whether who has handed in sees what was right: at once, or once the quiz is closed for them."""
        return self.times.closes_at is None or now >= self.times.closes_at

    def known_at(self, answered_at: datetime) -> datetime:
        """When its learner may know at the earliest whether an answer was right."""
        return max(answered_at, self.times.closes_at or answered_at)


def sitting_times(attempt: Attempt, extension: Extension | None = None) -> SittingTimes:
    """The times of an attempt at a quiz, with the ``extension`` of its learner, looked up if not given."""
    extension = extension or attempt.quiz.extension_of(attempt.user)
    times = attempt.quiz.times.extended(extension)
    minutes = None if attempt.minutes is None else attempt.minutes + extension.minutes
    return SittingTimes(times.end(attempt.started_at, minutes), times)


def start(user: User, quiz: Quiz, now: datetime, selection: Selection, minutes: int | None) -> Attempt:
    """The attempt to go on with, or a new one of this selection; the database allows one at a time.

    Raises ClosedError where none may be begun, NoQuestionsError where there is nothing to ask, and BadRequest
    where they have begun as many as a learner may.
    """
    found = standing(user, quiz, now)
    if found.open:
        return found.open
    if why_not := found.why_not(now):
        raise ClosedError(why_not)
    if len(found.attempts) >= budgets.ATTEMPTS:
        raise BadRequest(f"You have taken this {budgets.ATTEMPTS} times, which is as often as it counts.")
    questions = draw(quiz, selection, SystemRandom())
    if not questions:
        raise NoQuestionsError
    fields = kept(questions) | {"minutes": minutes, "started_at": now}
    attempt, _ = Attempt.objects.open().get_or_create(user=user, quiz=quiz, defaults=fields)
    return attempt


@dataclass(frozen=True)
class Sent:
    """An answer as a page sent it; ``change`` numbers what this ``page`` has sent, from 1.

    A page without a script has no name, and what it sends last is what stands.
    """

    given: Given
    sureness: str = ""
    page: str = ""
    change: int = 0


@transaction.atomic
def save(attempt: Attempt, number: int, sent: Sent, now: datetime) -> bool:
    """Keep what was ``given`` to question ``number`` (from 1); whether it came in time.

    What a page has sent before, or has meanwhile changed, is not taken again. Raises NotAnAnswerError.
    """
    attempt = Attempt.objects.select_for_update(of=["self"]).select_related("quiz").get(pk=attempt.pk)
    feedback = grade(attempt.questions[number - 1], sent.given)
    end_if_over(attempt, sitting_times(attempt), now)
    if not attempt.is_open:
        late = {"given": sent.given, "came_at": now}
        attempt.late_answers.update_or_create(number=number, defaults=late)
        return False
    before = attempt.answers.filter(number=number).first()
    if before and sent.page and before.page == sent.page and before.change >= sent.change:
        return True
    keep(attempt, number, feedback, sent, now)
    return True


def keep(attempt: Attempt, number: int, feedback: Feedback, sent: Sent, at: datetime) -> None:
    """Make what was sent then the answer that counts."""
    answer = {
        "given": sent.given,
        "chosen": sent.given if feedback.question.is_single_choice else 0,
        "right": feedback.right,
        "fraction": feedback.fraction,
        "sureness": sent.sureness,
        "page": sent.page,
        "change": sent.change,
        "answered_at": at,
    }
    attempt.answers.update_or_create(number=number, defaults=answer)


@transaction.atomic
def hand_in(attempt: Attempt, now: datetime) -> None:
    """Finish the attempt with what is saved, once."""
    attempt = Attempt.objects.select_for_update(of=["self"]).select_related("quiz").get(pk=attempt.pk)
    times = sitting_times(attempt)
    end_if_over(attempt, times, now)
    if attempt.is_open:
        finish_sitting(attempt, now, times)


def end_if_over(attempt: Attempt, times: SittingTimes, now: datetime) -> None:
    """Hand in by itself what is over, as of the moment when it was."""
    if attempt.is_open and times.is_over(now) and times.ends_at:
        # it is over whether or not that can be stored just now
        attempt.finished_at, attempt.ended_by_itself = times.ends_at, True
        store_end(attempt, times)


@in_passing
def store_end(attempt: Attempt, times: SittingTimes) -> None:
    """Finish it in the database, unless another request has."""
    with transaction.atomic():
        row = Attempt.objects.select_for_update().get(pk=attempt.pk)
        if row.is_open and attempt.finished_at:
            row.ended_by_itself = True
            row.save(update_fields=["ended_by_itself"])
            finish_sitting(row, attempt.finished_at, times)


def finish_sitting(attempt: Attempt, at: datetime, times: SittingTimes) -> None:
    """Count the score of what is saved, and tell the cards which answers were right."""
    finish(attempt, at)
    slugs = {asked.lesson for asked in attempt.questions}
    lessons = {lesson.slug: lesson for lesson in Lesson.objects.filter(slug__in=slugs)}
    recalls = (
        answer_recalled(
            attempt, answer, lesson, is_right=answer.right, known_at=times.known_at(answer.answered_at)
        )
        for answer in attempt.answers.all()
        if (lesson := lessons.get(attempt.questions[answer.number - 1].lesson))
    )
    store(recalls, corrects=True)  # where it was gone on with, a first end has told them something else
