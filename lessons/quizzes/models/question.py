"""The bank: questions of every type, most of them in a lesson's quiz."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from random import Random
from typing import Any

from django.db import models
from django.db.models import Count, Q
from simple_history.models import HistoricalRecords

from lessons.keys import KeyField
from lessons.models import Lesson, LessonPart, Step
from lessons.quizzes.choices import Option
from lessons.quizzes.grading import AskedQuestion
from lessons.quizzes.question_types import choice
from lessons.quizzes.question_types.registry import TYPES
from lessons.quizzes.written_question import WrittenQuestion

__all__ = ["Choice", "Question"]

SECONDS_A_QUESTION = 40


def type_choices() -> list[tuple[str, str]]:
    """The types by name with their titles; a function, so that a new type needs no migration."""
    return [(name, module.TITLE) for name, module in TYPES.items()]


class QuestionQuerySet(models.QuerySet["Question"]):
    """Questions as a quiz asks them."""

    def published(self) -> QuestionQuerySet:
        """Those that are asked; the rest are drafts."""
        return self.filter(is_published=True)

    def of(self, lesson: Lesson) -> QuestionQuerySet:
        """A lesson's questions in their order, drafts too, with what they are made of."""
        return self.filter(lesson=lesson).select_related("step").prefetch_related("choices")

    def seconds_by_lesson(self) -> dict[int, int]:
        """About how long the questions take, by the id of their lesson."""
        counted = self.published().exclude(lesson=None).order_by().values_list("lesson").annotate(Count("pk"))
        return {lesson: SECONDS_A_QUESTION * count for lesson, count in counted}


class Question(LessonPart):
    """A question of the bank. In a lesson's quiz, its hints point to the cell that proves the answer."""

    class Column(models.TextChoices):
        ACTION = "action"
        INPUT = "input"
        OUTPUT = "output"
        RESULT = "result"

    class Difficulty(models.TextChoices):
        EASY = "easy"
        MEDIUM = "medium"
        HARD = "hard"

    lesson = models.ForeignKey(  # type: ignore[assignment] # every other part stands in a lesson
        Lesson,
        on_delete=models.CASCADE,
        related_name="questions",
        null=True,
        blank=True,
        help_text="The lesson whose quiz asks it; none, and it waits in the bank.",
    )
    key = KeyField(made_of="prompt")
    type = models.CharField(
        max_length=20,
        default=choice.NAME,
        db_default=choice.NAME,
        choices=type_choices,
    )
    prompt = models.CharField("question", max_length=300)
    content = models.JSONField(null=True, help_text="What only its type reads, see question_types.")
    hint = models.CharField(
        max_length=300, blank=True, help_text="One sentence that points into the process table."
    )
    further_hints = models.JSONField(default=list, db_default=[], blank=True)
    step = models.ForeignKey(
        Step,
        on_delete=models.RESTRICT,
        related_name="questions",
        null=True,
        blank=True,
        help_text="The step the hint points to and that proves the answer.",
    )
    hint_column = models.CharField(
        "column",
        max_length=10,
        choices=Column,
        default=Column.OUTPUT,
        help_text="The cell of that step that the hint lights up.",
    )
    explanation = models.TextField(help_text="Why the right answer is right, in one or two sentences.")
    topic = models.CharField(max_length=60, blank=True, db_default="")
    difficulty = models.CharField(
        max_length=10, choices=Difficulty, default=Difficulty.MEDIUM, db_default=Difficulty.MEDIUM
    )
    points = models.PositiveSmallIntegerField(default=1, db_default=1)
    is_published = models.BooleanField(
        "published", default=True, db_default=True, help_text="Whether it is asked; a draft is not."
    )

    history = HistoricalRecords()
    objects = QuestionQuerySet.as_manager()

    class Meta(LessonPart.Meta):
        constraints = [
            models.UniqueConstraint(fields=["lesson", "key"], name="one_question_a_key"),
            models.UniqueConstraint(
                fields=["key"], condition=Q(lesson=None), name="one_question_a_key_in_none"
            ),
            models.CheckConstraint(condition=Q(points__gte=1), name="a_question_has_points"),
        ]

    def __str__(self) -> str:
        return self.prompt

    @property
    def values(self) -> dict[str, Any]:
        """The content; a node of 0.7.0 has written choices alone."""
        if self.content is not None:
            return dict(self.content)
        options = self.choices.all()
        return {
            "choices": [option.text for option in options],
            "right": next((option.text for option in options if option.is_right), ""),
        }

    @property
    def hints(self) -> tuple[str, ...]:
        """Its hints, in the order in which they are given."""
        return (*filter(None, [self.hint]), *self.further_hints)

    @classmethod
    def from_written(cls, written: WrittenQuestion, step: Step | None = None) -> Question:
        """The row, not yet saved and in no lesson, of what an author wrote."""
        first, *further = written.hints or ("",)
        return cls(
            **{name: getattr(written, name) for name in PLAIN},
            hint=first,
            further_hints=further,
            step=step,
            hint_column=written.column or cls.Column.OUTPUT,
        )

    def as_written(self) -> WrittenQuestion:
        """The question as an author would write it."""
        return WrittenQuestion(
            **{name: getattr(self, name) for name in PLAIN} | {"content": self.values},
            hints=self.hints,
            step=self.step.key if self.step else "",
            column=self.hint_column if self.step else "",
        )

    def as_asked(self, step_number: int, seed: int) -> AskedQuestion:
        """The question as a value that later edits do not reach, drawn by ``seed``."""
        module = TYPES[self.type]
        drawn = module.draw(module.parse(self.values), Random(seed))  # noqa: S311 -- no secret is drawn
        return AskedQuestion(
            prompt=self.prompt,
            type=self.type,
            version=module.VERSION,
            content=module.dump(drawn),
            hints=self.hints,
            step=step_number,
            step_key=self.step.key if self.step else None,
            column=self.hint_column,
            explanation=self.explanation,
            key=self.key,
            topic=self.topic,
            points=self.points,
            seed=seed,
        )

    def options(self) -> tuple[Option, ...]:
        """The choices as an author writes them, one a line."""
        return tuple(Option(one.text, one.is_right) for one in choice.parse(self.values).choices)

    def set_options(self, options: Sequence[Option]) -> None:
        """Make these the choices; what is said to whoever takes one stays with its text."""
        said = {one.text: one.feedback for one in choice.parse(self.values).choices} if self.content else {}
        choices = tuple(choice.Choice(one.text, one.is_right, said.get(one.text, "")) for one in options)
        self.content = choice.dump(choice.Choices(choices))
        self.save()
        self.keep_choices()

    def keep_choices(self) -> None:
        """Write the choices as rows, too, by which a node of 0.7.0 asks beside this one."""
        wanted = choice.parse(self.values).choices if self.type == choice.NAME else ()
        rows = {row.position: row for row in self.choices.all()}
        for position, one in enumerate(wanted, start=1):
            row = rows.pop(position, None) or Choice(question=self, position=position)
            if (row.text, row.is_right) != (one.text, one.is_right):
                row.text, row.is_right = one.text, one.is_right
                row.save()
        for row in rows.values():
            row.delete()


PLAIN = ("key", "type", "prompt", "content", "explanation", "topic", "difficulty", "points", "is_published")


def new_seed() -> int:
    """By what a question is drawn for one attempt."""
    return secrets.randbelow(2**32)


class Choice(models.Model):
    """One of a question's choices, for nodes of 0.7.0: the question's content says the same."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="choices")
    position = models.PositiveSmallIntegerField(default=0)
    text = models.CharField(max_length=200)
    is_right = models.BooleanField(default=False)

    history = HistoricalRecords()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["question", "position"], name="one_choice_a_place")]

    def __str__(self) -> str:
        return self.text
