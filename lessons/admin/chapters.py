"""Chapters: their titles and their order."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone

from lessons.models import Chapter

__all__ = ["ChapterAdmin"]


@admin.register(Chapter)
class ChapterAdmin(admin.ModelAdmin):
    """The parts of the course; one that has lessons cannot be deleted."""

    list_display = ["title", "summary", "position", "lesson_count"]
    list_editable = ["position"]
    readonly_fields = ["key"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Chapter]:
        """Each with `count`, the number of its lessons."""
        return super().get_queryset(request).annotate(count=Count("lessons"))

    @admin.display(description="lessons")
    def lesson_count(self, chapter: Chapter) -> int:
        """How many lessons the chapter has, drafts included."""
        return chapter.count  # type: ignore[attr-defined] # annotated above

    def save_model(self, request: HttpRequest, obj: Chapter, form: ModelForm[Chapter], change: Any) -> None:
        """Remember that it was edited here, so that loading the course keeps it."""
        obj.edited_at = timezone.now()
        super().save_model(request, obj, form, change)
