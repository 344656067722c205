"""Questions with their choices, and what learners answered, kept as it was asked."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import starmap
from typing import NamedTuple

from django.conf import settings
from django.db import models
from django.db.models import Count, F, FloatField, Q, Window
from django.db.models.functions import Cast, RowNumber
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from lessons.accounts.models import User
from lessons.levels import PASS_PERCENT
from lessons.models import Lesson, LessonPart, Step
from lessons.quizzes.choices import TEXT_LENGTH, Option
from lessons.quizzes.grading import AskedQuestion, Feedback, Score, grade, score

__all__ = ["PASSED", "Answer", "Attempt", "Choice", "Question", "Scores"]

SECONDS_A_QUESTION = 40
# Who passed which quiz, and when: for `register_challenge`.
PASSED = f"""
SELECT user_id, lesson_id, finished_at AS passed_at FROM quizzes_attempt
WHERE finished_at IS NOT NULL AND 100 * "right" >= {PASS_PERCENT} * total
"""  # noqa: S608 -- a number of ours


class QuestionQuerySet(models.QuerySet["Question"]):
    """Questions as a quiz asks them."""

    def of(self, lesson: Lesson) -> QuestionQuerySet:
        """A lesson's questions in their order, with the choices."""
        return self.filter(lesson=lesson).prefetch_related("choices")

    def seconds_by_lesson(self) -> dict[int, int]:
        """About how long the questions take, by the id of their lesson."""
        counted = self.order_by().values_list("lesson").annotate(Count("pk"))
        return {lesson: SECONDS_A_QUESTION * count for lesson, count in counted}


class Question(LessonPart):
    """A choice question whose hint points to the cell of the process table that proves the answer."""

    class Column(models.TextChoices):
        ACTION = "action"
        INPUT = "input"
        OUTPUT = "output"
        RESULT = "result"

    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="questions")
    prompt = models.CharField(max_length=300)
    hint = models.CharField(max_length=300, help_text="One sentence that points into the process table.")
    step = models.ForeignKey(
        Step,
        on_delete=models.RESTRICT,
        related_name="questions",
        help_text="The step the hint points to and that proves the answer.",
    )
    hint_column = models.CharField(
        "column",
        max_length=10,
        choices=Column,
        default=Column.OUTPUT,
        help_text="The cell of that step that the hint lights up.",
    )
    explanation = models.TextField(help_text="Why the right choice is right, in one or two sentences.")

    history = HistoricalRecords()
    objects = QuestionQuerySet.as_manager()

    def __str__(self) -> str:
        return self.prompt

    def options(self) -> tuple[Option, ...]:
        """The choices as their author writes them."""
        return tuple(choice.as_option() for choice in self.choices.all())

    def set_options(self, options: Sequence[Option]) -> None:
        """Make these the choices: rows stay in place by position, and only what differs is written."""
        rows = {row.position: row for row in self.choices.all()}
        for position, option in enumerate(options, start=1):
            row = rows.pop(position, None) or Choice(question=self, position=position)
            if row.as_option() != option:
                row.text, row.is_right = option.text, option.is_right
                row.save()
        for row in rows.values():
            row.delete()

    def as_asked(self, step_number: int) -> AskedQuestion:
        """The question as a value that later edits do not reach."""
        options = self.options()
        return AskedQuestion(
            prompt=self.prompt,
            choices=tuple(option.text for option in options),
            right=next(index for index, option in enumerate(options) if option.is_right),
            hint=self.hint,
            step=step_number,
            step_key=self.step.key,
            column=self.hint_column,
            explanation=self.explanation,
        )


class Choice(models.Model):
    """One of a question's choices."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="choices")
    position = models.PositiveSmallIntegerField(default=0)
    text = models.CharField(max_length=TEXT_LENGTH)
    is_right = models.BooleanField(default=False)

    history = HistoricalRecords()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["question", "position"], name="one_choice_a_place")]

    def __str__(self) -> str:
        return self.text

    def as_option(self) -> Option:
        """The choice as its author writes it."""
        return Option(self.text, self.is_right)


class GivenAnswer(NamedTuple):
    """What was chosen, counted from 0, and whether after the hint."""

    chosen: int
    hinted: bool


@dataclass(frozen=True)
class Scores:
    """What a learner reached in a lesson's quiz; None before the first finished attempt."""

    best: Score | None
    latest: Score | None


class AttemptQuerySet(models.QuerySet["Attempt"]):
    """Attempts: open, finished or given up, and the scores that count."""

    def open(self) -> AttemptQuerySet:
        """Attempts to go on with: neither finished nor given up for a newer one."""
        return self.filter(finished_at=None, abandoned_at=None)

    def finished(self) -> AttemptQuerySet:
        """Attempts with a score."""
        return self.filter(finished_at__isnull=False)

    def open_one(self, user: User, lesson: Lesson) -> Attempt | None:
        """The attempt that ``user`` can go on with in this lesson."""
        return self.open().filter(user=user, lesson=lesson).first()

    def best_and_latest(self, user: User, lesson: Lesson) -> Scores:
        """What ``user`` reached in the lesson's quiz, in one query."""
        rows = self.finished().filter(user=user, lesson=lesson).order_by("finished_at")
        scores = [Score(*row) for row in rows.values_list("right", "total")]
        if not scores:
            return Scores(best=None, latest=None)
        return Scores(best=max(scores, key=lambda score: score.share), latest=scores[-1])

    def best_scores(self, users: Iterable[User], lessons: Iterable[Lesson]) -> dict[tuple[int, int], Score]:
        """The best score by (user id, lesson id), in one query; nothing for who has not finished."""
        share = Cast("right", FloatField()) / F("total")
        rank = Window(RowNumber(), partition_by=["user", "lesson"], order_by=[share.desc(), "-finished_at"])
        rows = self.finished().filter(user__in=users, lesson__in=lessons).annotate(rank=rank).filter(rank=1)
        return {
            (user, lesson): Score(right, total)
            for user, lesson, right, total in rows.values_list("user_id", "lesson_id", "right", "total")
        }


class Attempt(models.Model):
    """A learner's way through a lesson's quiz, with the questions as they were when it began."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="attempts")
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="attempts")
    asked = models.JSONField(help_text="The questions as they were asked, see AskedQuestion.")
    step_keys = models.JSONField(
        null=True, help_text="The key of each question's step; empty where a node of 0.3.1 has stored it."
    )
    hints = models.JSONField(null=True, help_text="The numbers of the questions whose hint was shown.")
    total = models.PositiveSmallIntegerField(help_text="How many questions were asked.")
    right = models.PositiveSmallIntegerField(default=0, help_text="The score, counted when it is finished.")
    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)
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
            models.CheckConstraint(condition=Q(right__lte=F("total")), name="no_more_right_than_asked"),
        ]

    def __str__(self) -> str:
        return f"attempt of {self.started_at:%Y-%m-%d %H:%M}"

    def get_absolute_url(self) -> str:
        """Where to go on: the first question without an answer, then the result."""
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
        keys = self.step_keys or [None] * len(self.asked)
        return tuple(starmap(AskedQuestion.from_json, zip(self.asked, keys, strict=True)))

    @cached_property
    def given(self) -> dict[int, GivenAnswer]:
        """The answers so far by the number of their question."""
        rows = self.answers.order_by("number").values_list("number", "chosen", "hinted")
        return {number: GivenAnswer(chosen, hinted) for number, chosen, hinted in rows}

    @property
    def chosen(self) -> dict[int, int]:
        """The index of the choice made, by the number of each question answered so far."""
        return {number: answer.chosen for number, answer in self.given.items()}

    @property
    def right_with_hint(self) -> int:
        """How many of the right answers were given after the hint."""
        return sum(
            answer.hinted and answer.chosen == self.questions[number - 1].right
            for number, answer in self.given.items()
        )

    def shows_hint(self, number: int) -> bool:
        """Whether the learner has asked for the hint of question ``number``."""
        return number in (self.hints or ())

    def is_hinted(self, number: int) -> bool:
        """Whether question ``number`` was answered after its hint."""
        return number in self.given and self.given[number].hinted

    @property
    def next_number(self) -> int | None:
        """The first question without an answer, from 1; None once all are answered."""
        return next((n for n in range(1, self.total + 1) if n not in self.chosen), None)

    @property
    def score(self) -> Score:
        """The score by the answers given so far."""
        return score(self.questions, self.chosen)

    def feedback(self, number: int) -> Feedback | None:
        """The verdict on the answer to question ``number``, None before there is one."""
        chosen = self.chosen.get(number)
        return None if chosen is None else grade(self.questions[number - 1], chosen)


class Answer(models.Model):
    """The choice made for one question of an attempt; the first one stays."""

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="answers")
    number = models.PositiveSmallIntegerField(help_text="The question's number in the attempt, from 1.")
    chosen = models.PositiveSmallIntegerField(help_text="Index of the choice, from 0.")
    right = models.BooleanField()
    hinted = models.BooleanField(default=False, db_default=False, help_text="Answered after the hint.")
    answered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["attempt", "number"], name="one_answer_a_question")]

    def __str__(self) -> str:
        return f"answer to question {self.number}"
