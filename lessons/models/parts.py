"""What a lesson's trace is made of: actors, flow, steps, tracker values, key moments."""

from __future__ import annotations

from typing import Any

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone
from simple_history.models import HistoricalRecords

from lessons.keys import KeyField
from lessons.models.course import LONGEST_LIFE, Lesson, no_longer_than_a_page
from lessons.trace import ActorKind, Outcome

__all__ = ["Actor", "FlowNode", "KeyMoment", "LessonPart", "Step", "TrackerValue"]


class LessonPart(models.Model):
    """A row that belongs to a lesson, in an order of its own.

    Parts refer to each other with RESTRICT: one that is needed cannot go alone, but all go with their lesson.
    """

    lesson: models.ForeignKey[Lesson, Lesson]
    lesson_id: int
    position = models.PositiveSmallIntegerField("order", default=0)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, then mark the lesson as changed."""
        super().save(*args, **kwargs)
        self.touch_lesson()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete, then mark the lesson as changed."""
        deleted = super().delete(*args, **kwargs)
        self.touch_lesson()
        return deleted

    def touch_lesson(self) -> None:
        """Every process keeps what it made of a lesson by its ``updated_at``; a new one makes it anew."""
        Lesson.objects.filter(pk=self.lesson_id).update(updated_at=timezone.now())


class Actor(LessonPart):
    """A column of the lesson's diagram."""

    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="actors")
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in ActorKind])
    name = models.CharField(max_length=40)
    note = models.CharField(max_length=40, blank=True)

    history = HistoricalRecords()

    def __str__(self) -> str:
        return self.name


class FlowNode(LessonPart):
    """A line of the process flow, from an actor to an actor, or to itself."""

    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="nodes")
    label = models.CharField(max_length=80)
    source = models.ForeignKey(Actor, on_delete=models.RESTRICT, related_name="+", verbose_name="from")
    target = models.ForeignKey(Actor, on_delete=models.RESTRICT, related_name="+", verbose_name="to")
    carries_credentials = models.BooleanField(default=False, help_text="The credentials travel along here.")

    history = HistoricalRecords()

    def __str__(self) -> str:
        return self.label


class Step(LessonPart):
    """A row of the process table.

    Its place is where it is shown; its key is what readers' work, files and versions know it by.
    """

    key = KeyField(
        made_of="action", help_text="What files know the step by, wherever it stands. It never changes."
    )
    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="steps")
    node = models.ForeignKey(FlowNode, on_delete=models.RESTRICT, related_name="steps")
    action = models.CharField(max_length=120)
    input = models.CharField(max_length=240)
    output = models.CharField(max_length=240)
    result = models.CharField(max_length=120)
    outcome = models.CharField(
        max_length=10,
        choices=[(outcome.value, outcome.value) for outcome in Outcome],
        default=Outcome.NEUTRAL,
    )
    caption = models.CharField(max_length=200, help_text="What happens, in one sentence.")
    why = models.TextField(help_text="Why it happens, in one or two sentences.")
    command = models.TextField(blank=True, help_text="The command or call of this step.")
    seconds_left = models.PositiveIntegerField(
        null=True,
        blank=True,
        validators=[MaxValueValidator(LONGEST_LIFE)],
        help_text="What the credentials still have to live; empty before there are any, 0 once expired.",
    )
    session = models.CharField(
        max_length=60,
        blank=True,
        db_default="",
        help_text="Whose these credentials are, such as demo/session1.",
    )
    run = models.JSONField(
        null=True,
        blank=True,
        editable=False,
        help_text="The calls by which the step happens in the lesson's scenario, as trace.yaml has them.",
    )

    history = HistoricalRecords(excluded_fields=["key"])

    class Meta(LessonPart.Meta):
        constraints = [models.UniqueConstraint(fields=["lesson", "key"], name="one_step_a_key")]

    def __str__(self) -> str:
        return self.action


class TrackerValue(LessonPart):
    """A value of a tracked variable: at the start, or after a step that changes it."""

    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="tracker_values")
    variable = models.CharField(max_length=60)
    step = models.ForeignKey(
        Step,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="tracker_values",
        help_text="Empty: at the start.",
    )
    value = models.CharField(max_length=160)

    history = HistoricalRecords()

    class Meta(LessonPart.Meta):
        constraints = [
            models.UniqueConstraint(fields=["lesson", "variable", "step"], name="one_value_a_step"),
            models.UniqueConstraint(
                fields=["lesson", "variable"], condition=models.Q(step=None), name="one_value_at_the_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.variable} = {self.value}"


class KeyMoment(LessonPart):
    """A question people get wrong, its answer and the step that proves it."""

    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="key_moments")
    question = models.CharField(max_length=200)
    answer = models.TextField(help_text="Markdown.", validators=[no_longer_than_a_page])
    step = models.ForeignKey(Step, on_delete=models.RESTRICT, related_name="key_moments")

    history = HistoricalRecords()

    def __str__(self) -> str:
        return self.question
