"""Scenarios and labs for instructors. Sandboxes are their owners' alone, so they are not here."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import JSONField
from django.http import HttpRequest
from django.utils import timezone

from lessons.admin import PARTS, SHORT_TEXT, HistoryAdmin, KeptWithWorkAdmin, LessonAdmin, of_lesson
from lessons.models import Lesson
from lessons.sandbox.documents.json_field import DocumentField
from lessons.sandbox.models import Lab, LabProgress, Scenario

__all__ = ["LabInline", "ScenarioAdmin"]


@admin.register(Scenario)
class ScenarioAdmin(KeptWithWorkAdmin, HistoryAdmin):
    """A scenario's document is checked when it is saved (`Scenario.clean`)."""

    instead = (
        "is in use: lessons have labs in it, or learners have sandboxes of it, which would go with it. Give"
        " the lessons another scenario instead; then nobody begins a new sandbox of this one."
    )
    list_display = ["title", "slug", "summary"]
    formfield_overrides = {JSONField: {"form_class": DocumentField}}
    search_fields = ["title", "slug"]
    prepopulated_fields = {"slug": ["title"]}

    def save_model(self, request: HttpRequest, obj: Scenario, form: Any, change: bool) -> None:
        """Mark the lessons that use it as edited, so that loading the course does not undo the edit."""
        super().save_model(request, obj, form, change)
        now = timezone.now()
        Lesson.objects.filter(lab__scenario=obj).update(edited_at=now, updated_at=now)


class LabInline(admin.StackedInline):
    """What the lesson asks its readers to do in the sandbox."""

    model = Lab
    extra = 0
    formfield_overrides = SHORT_TEXT

    def has_delete_permission(self, request: HttpRequest, obj: Lesson | None = None) -> bool:
        """A lab that somebody has begun stays: their progress would go with it."""
        begun = LabProgress.objects.filter(lab__lesson=obj).exists()
        return not begun and super().has_delete_permission(request, obj)


LessonAdmin.inlines.append(LabInline)
PARTS.append(of_lesson(Lab))
