"""What learners answered, kept as it was asked."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import groupby, starmap
from typing import NamedTuple

from django.conf import settings
from django.db import models
from django.db.models import F, FloatField, Q, TextField, Window
from django.db.models.functions import Cast, Coalesce, RowNumber
from django.urls import reverse
from django.utils import timezone

from lessons.accounts.models import User
from lessons.levels import PASS_PERCENT
from lessons.models import Lesson
from lessons.prediction_questions import Sureness
from lessons.quizzes.grading import AskedQuestion, Feedback, Score, grade, score, score_of
from lessons.quizzes.models.quiz import Quiz
from lessons.quizzes.question_types.interface import Given

__all__ = ["PASSED", "Answer", "Attempt", "LateAnswer", "Scores"]

# Who passed which quiz, and when: for `register_challenge`.
PASSED = f"""
SELECT user_id, lesson_id, finished_at AS passed_at FROM quizzes_attempt
WHERE finished_at IS NOT NULL AND lesson_id IS NOT NULL
AND 100 * COALESCE(points, "right") >= {PASS_PERCENT} * COALESCE(possible_points, total)
"""  # noqa: S608 -- a number of ours


# Of attempts that were finished before there were points, each right answer is one.
REACHED = Coalesce("points", Cast("right", FloatField()))
POSSIBLE = Coalesce("possible_points", Cast("total", FloatField()))


class GivenAnswer(NamedTuple):
    """What was given first, see the question's type, and how; ``latest`` is the last of several tries."""

    given: Given
    hinted: bool
    answered_at: datetime
    tries: int
    latest: Given | None
    sureness: str


@dataclass(frozen=True)
class Scores:
    """What a learner reached in a lesson's quiz; None before the first finished attempt."""

    best: Score | None
    latest: Score | None


class Rescore(NamedTuple):
    """A score that a regrade changed: when (UTC) and why, before and after."""

    made_at: datetime
    reason: str
    before: Score
    after: Score


class AttemptQuerySet(models.QuerySet["Attempt"]):
    """Attempts: open, finished or given up, and the scores that count."""

    def open(self) -> AttemptQuerySet:
        """Attempts to go on with: neither finished nor given up for a newer one."""
        return self.filter(finished_at=None, abandoned_at=None)

    def finished(self) -> AttemptQuerySet:
        """Attempts with a score."""
        return self.filter(finished_at__isnull=False)

    def asking(self, lesson: Lesson) -> AttemptQuerySet:
        """Attempts that asked questions of this lesson: at its own quiz, or at one with times."""
        # SQLite cannot look for a member of objects in a list; as text both databases write it like this.
        kept, named = self.annotate(kept=Cast("details", TextField())), f'"lesson": "{lesson.slug}"'
        return kept.filter(Q(lesson=lesson) | Q(quiz__isnull=False, kept__contains=named))

    def open_one(self, user: User, lesson: Lesson) -> Attempt | None:
        """The attempt that ``user`` can go on with in this lesson."""
        return self.open().filter(user=user, lesson=lesson).first()

    def best_and_latest(self, user: User, lesson: Lesson) -> Scores:
        """What ``user`` reached in the lesson's quiz, in one query."""
        rows = self.finished().filter(user=user, lesson=lesson).order_by("finished_at")
        scores = list(starmap(Score.of_points, rows.values_list(REACHED, POSSIBLE)))
        if not scores:
            return Scores(best=None, latest=None)
        return Scores(best=max(scores, key=lambda score: score.share), latest=scores[-1])

    def best_scores(self, users: Iterable[User], lessons: Iterable[Lesson]) -> dict[tuple[int, int], Score]:
        """The best score by (user id, lesson id), in one query; nothing for who has not finished."""
        order = ((REACHED / POSSIBLE).desc(), "-finished_at")
        rank = Window(RowNumber(), partition_by=["user", "lesson"], order_by=order)
        rows = self.finished().filter(user__in=users, lesson__in=lessons).annotate(rank=rank).filter(rank=1)
        return {
            (user, lesson): Score.of_points(reached, possible)
            for user, lesson, reached, possible in rows.values_list("user_id", "lesson_id", REACHED, POSSIBLE)
        }


class Attempt(models.Model):
    """A learner's way through a lesson's quiz, with the questions as they were when it began."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="attempts")
    # Each has a lesson or a quiz with times, and who reads one of a kind need not ask: the other is None.
    lesson: models.ForeignKey[Lesson, Lesson] = models.ForeignKey(  # type: ignore[misc] # never read without
        Lesson, on_delete=models.PROTECT, related_name="attempts", null=True
    )
    quiz: models.ForeignKey[Quiz, Quiz] = models.ForeignKey(  # type: ignore[misc] # never read without
        Quiz,
        on_delete=models.PROTECT,
        related_name="attempts",
        null=True,
        help_text="The quiz with times that it is at; none, and it is at its lesson's own.",
    )
    minutes = models.PositiveSmallIntegerField(null=True, help_text="Its time limit, extensions aside.")
    asked = models.JSONField(help_text="The questions as they were asked, as 0.7.0 reads them.")
    step_keys = models.JSONField(
        null=True, help_text="The key of each question's step; empty where a node of 0.3.1 has stored it."
    )
    details = models.JSONField(
        null=True, help_text="The rest of each question, see AskedQuestion; empty where 0.7.0 has stored it."
    )
    hints = models.JSONField(null=True, help_text="The number of the question for each hint that was shown.")
    total = models.PositiveSmallIntegerField(help_text="How many questions were asked.")
    right = models.PositiveSmallIntegerField(
        default=0, help_text="How many were answered all right, counted when it is finished."
    )
    points = models.FloatField(null=True, help_text="The score, counted when it is finished.")
    possible_points = models.FloatField(null=True, help_text="The score of who answers everything right.")
    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)
    ended_by_itself = models.BooleanField(
        default=False, db_default=False, help_text="Handed in by itself, for its time was over."
    )
    abandoned_at = models.DateTimeField(null=True, blank=True, help_text="Given up for a newer attempt.")

    objects = AttemptQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["lesson", "user", "finished_at"], name="attempts_of_a_lesson")]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "lesson"],
                condition=Q(finished_at=None, abandoned_at=None),
                name="one_open_attempt_a_lesson",
            ),
            models.UniqueConstraint(
                fields=["user", "quiz"],
                condition=Q(finished_at=None, abandoned_at=None),
                name="one_open_attempt_a_quiz",
            ),
            models.CheckConstraint(condition=Q(right__lte=F("total")), name="no_more_right_than_asked"),
        ]

    def __str__(self) -> str:
        return f"attempt of {self.started_at:%Y-%m-%d %H:%M}"

    def get_absolute_url(self) -> str:
        """Where to go on: the first question without an answer, then the result."""
        if self.quiz_id:
            return reverse("quizzes:sitting", args=[self.pk])
        if self.abandoned_at:
            return reverse("quizzes:quiz", args=[self.lesson.slug])
        number = self.next_number
        if number is None:
            return reverse("quizzes:result", args=[self.pk])
        return reverse("quizzes:question", args=[self.pk, number])

    @property
    def is_open(self) -> bool:
        """Whether answers still count: it is neither finished nor given up for a newer one."""
        return self.finished_at is None and self.abandoned_at is None

    @cached_property
    def questions(self) -> tuple[AskedQuestion, ...]:
        """The questions as they were asked."""
        nothing = [None] * len(self.asked)
        kept = zip(self.asked, self.step_keys or nothing, self.details or nothing, strict=True)
        return tuple(starmap(AskedQuestion.from_json, kept))

    @cached_property
    def answered(self) -> dict[int, GivenAnswer]:
        """The answers so far by the number of their question."""
        rows = self.answers.order_by("number").values_list(
            "number", "chosen", "given", "hinted", "answered_at", "tries", "latest", "sureness"
        )
        return {
            number: GivenAnswer(chosen if given is None else given, hinted, at, tries, latest, sureness)
            for number, chosen, given, hinted, at, tries, latest, sureness in rows
        }

    @property
    def given(self) -> dict[int, Given]:
        """What was given, by the number of each question answered so far."""
        return {number: answer.given for number, answer in self.answered.items()}

    @property
    def right_with_hint(self) -> int:
        """How many of the right answers were given after a hint."""
        return sum(
            answer.hinted and grade(self.questions[number - 1], answer.given).right
            for number, answer in self.answered.items()
        )

    def hints_of(self, number: int) -> tuple[str, ...]:
        """The hints of question ``number`` that the learner has asked for."""
        return self.questions[number - 1].hints[: (self.hints or []).count(number)]

    def is_hinted(self, number: int) -> bool:
        """Whether question ``number`` was answered after a hint."""
        return number in self.answered and self.answered[number].hinted

    @property
    def next_number(self) -> int | None:
        """The first question without an answer, from 1; None once all are answered."""
        return next((n for n in range(1, self.total + 1) if n not in self.answered), None)

    @property
    def score(self) -> Score:
        """The score by the answers given so far."""
        return score(self.questions, self.given)

    @property
    def rescores(self) -> list[Rescore]:
        """The regrades in force that changed its score, the newest first, in one query.

        Each is taken off by the answers that it changed: of two lessons' the older may have been undone.
        """
        kept = self.regraded.filter(regrade__undone_at=None, points__isnull=False).order_by("-regrade_id")
        rows = kept.values_list("regrade__made_at", "regrade__reason", "regrade_id", "number", "fraction")
        worth = {n: grade(self.questions[n - 1], given).fraction for n, given in self.given.items()}
        after, found = self.score, []
        for (made_at, reason, _), changed in groupby(rows, key=lambda row: row[:3]):
            worth |= {row[3]: row[4] for row in changed if row[4] is not None}
            before = score_of(self.questions, worth)
            if before != after:
                found.append(Rescore(made_at, reason, before, after))
            after = before
        return found

    @property
    def stored_score(self) -> Score:
        """The score as it was counted when it was finished."""
        points = self.right if self.points is None else self.points
        possible = self.total if self.possible_points is None else self.possible_points
        return Score.of_points(points, possible)

    def feedback(self, number: int) -> Feedback | None:
        """The verdict on the answer to question ``number``, None before there is one."""
        if number not in self.answered:
            return None
        return grade(self.questions[number - 1], self.answered[number].given)

    def latest_feedback(self, number: int) -> Feedback | None:
        """The verdict on the latest try at question ``number``, None before the first."""
        answer = self.answered.get(number)
        if answer is None or answer.latest is None:
            return self.feedback(number)
        return grade(self.questions[number - 1], answer.latest)

    def tries(self, number: int) -> int:
        """How often question ``number`` was tried so far."""
        return self.answered[number].tries if number in self.answered else 0


class Answer(models.Model):
    """What was given to one question of an attempt; the first answer stays, and is what counts."""

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="answers")
    number = models.PositiveSmallIntegerField(help_text="The question's number in the attempt, from 1.")
    chosen = models.PositiveSmallIntegerField(
        default=0, db_default=0, help_text="Index of the one choice, from 0, as 0.7.0 reads it."
    )
    given = models.JSONField(null=True, help_text="The answer, see its type; empty where 0.7.0 stored it.")
    right = models.BooleanField()
    fraction = models.FloatField(null=True, help_text="How much of it is right, from 0 to 1.")
    hinted = models.BooleanField(default=False, db_default=False, help_text="Answered after the hint.")
    answered_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(
        default=1, db_default=1, help_text="How often it was tried; the first counts, the rest is practice."
    )
    latest = models.JSONField(null=True, help_text="What was given at the latest try after the first.")
    sureness = models.CharField(
        max_length=10,
        blank=True,
        db_default="",
        choices=[(one.value, one.label) for one in Sureness],
        help_text="How sure they said they were, where that was asked.",
    )
    page = models.CharField(
        max_length=36, blank=True, db_default="", help_text="The browser that sent it, by a name of its own."
    )
    change = models.PositiveBigIntegerField(
        default=0, db_default=0, help_text="Its number among what that sent."
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["attempt", "number"], name="one_answer_a_question")]

    def __str__(self) -> str:
        return f"answer to question {self.number}"

    def as_given(self) -> Given:
        """The answer as its question's type reads it."""
        return self.chosen if self.given is None else self.given

    @property
    def worth(self) -> float:
        """How much of it is right, from 0 to 1; 0.7.0 stored all or nothing."""
        return float(self.right) if self.fraction is None else self.fraction


class LateAnswer(models.Model):
    """What came after the end of an attempt: kept as it came last, and not counted."""

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="late_answers")
    number = models.PositiveSmallIntegerField(help_text="The question's number in the attempt, from 1.")
    given = models.JSONField(help_text="The answer, see its question's type.")
    came_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["attempt", "number"], name="one_late_answer_a_question")
        ]

    def __str__(self) -> str:
        return f"late answer to question {self.number}"
