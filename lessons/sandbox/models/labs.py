"""Scenarios and labs by authors, and how far a learner is in a lab."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from lessons.models import Lesson, no_longer_than_a_page
from lessons.sandbox.documents.goal_mistakes import mistakes_in_goals
from lessons.sandbox.documents.goals import Goal, read_goals
from lessons.sandbox.documents.scenario import mistakes_in
from lessons.sandbox.documents.shape import Mistake

__all__ = ["Lab", "LabProgress", "Scenario"]

SECONDS_A_GOAL = 180


class Scenario(models.Model):
    """A starting point by an author: accounts with users, roles and buckets (`lessons.aws.build`)."""

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=120)
    summary = models.CharField(max_length=240, blank=True)
    document = models.JSONField(help_text="Accounts with their users, roles and buckets.")

    history = HistoricalRecords()

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Refuse a document from which no world can be built, with the place of each mistake."""
        _refuse("document", mistakes_in(self.document))


class LabQuerySet(models.QuerySet["Lab"]):
    """Labs of any lessons."""

    def seconds_by_lesson(self) -> dict[int, int]:
        """About how long the labs take, by the id of their lesson."""
        return {lesson: SECONDS_A_GOAL * len(goals) for lesson, goals in self.values_list("lesson", "goals")}


class Lab(models.Model):
    """What a lesson asks its readers to do in a scenario."""

    lesson = models.OneToOneField(Lesson, on_delete=models.CASCADE, related_name="lab")
    scenario = models.ForeignKey(Scenario, on_delete=models.PROTECT, related_name="labs")
    title = models.CharField(max_length=120)
    intro = models.TextField(help_text="Markdown: what to do, and why.", validators=[no_longer_than_a_page])
    tasks = models.TextField(blank=True, help_text="Also worth trying: one task a line.")
    goals = models.JSONField(default=list, blank=True, help_text="What has to have happened, or to be true.")
    mend = models.BooleanField(default=False, help_text="Something here is broken, to be mended.")

    history = HistoricalRecords()
    objects = LabQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the lab, mark its lesson as changed, and look for its goals wherever its scenario is in use.

        Once more after a transaction: a sandbox opened meanwhile has read the goals of before.
        """
        super().save(*args, **kwargs)
        self._touch_lesson()
        self._look_again()
        transaction.on_commit(self._look_again)

    def get_absolute_url(self) -> str:
        """The lab's own page, by its lesson."""
        return reverse("sandbox:lab", args=[self.lesson.slug])

    def clean(self) -> None:
        """Refuse goals that cannot be read, with the place of each mistake."""
        document = self.scenario.document if self.scenario_id else {}
        _refuse("goals", mistakes_in_goals(self.goals, document.get("accounts", {})))

    @property
    def task_list(self) -> list[str]:
        """The tasks, one by one."""
        return [line.strip() for line in self.tasks.splitlines() if line.strip()]

    @property
    def goal_list(self) -> tuple[Goal, ...]:
        """The goals, one by one."""
        return read_goals(self.goals)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete the lab, and mark its lesson as changed."""
        deleted = super().delete(*args, **kwargs)
        self._touch_lesson()
        return deleted

    def _touch_lesson(self) -> None:
        Lesson.objects.filter(pk=self.lesson_id).update()

    def _look_again(self) -> None:
        self.scenario.sandboxes.update(open_goals=None)


class LabProgress(models.Model):
    """How far a learner is in a lab: the goals ever reached by key, and how many hints of each it took.

    Once finished a lab stays so, whatever becomes of its goals; starting over takes nothing away.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="lab_progress")
    lab = models.ForeignKey(Lab, on_delete=models.CASCADE, related_name="progress")
    reached = models.JSONField(default=list)
    hints = models.JSONField(default=dict)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "lab"], name="one_progress_a_lab")]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.lab_id}"

    def add(self, keys: Iterable[str], goals: Iterable[Goal]) -> None:
        """Keep that goals were reached; with the last of the lab's ``goals`` it is finished. Unsaved."""
        self.reached = list(dict.fromkeys([*self.reached, *keys]))
        if self.finished_at is None and {goal.key for goal in goals} <= set(self.reached):
            self.finished_at = timezone.now()


def _refuse(field: str, mistakes: Iterable[Mistake]) -> None:
    """Raise ValidationError where there are mistakes in a document, each with its place."""
    told = [": ".join(filter(None, (".".join(path), message))) for path, message in mistakes]
    if told:
        raise ValidationError({field: told})
