"""Lessons: written, ordered, previewed and published on one page each."""

from __future__ import annotations

from typing import Any

from adminsortable2.admin import SortableAdminBase
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.forms import BaseModelFormSet, ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from lessons.admin.forms import LessonForm
from lessons.admin.inlines import INLINES
from lessons.admin.kept_rows import KeptWithWorkAdmin
from lessons.admin.version_pages import VersionsAdmin
from lessons.authoring.publication import CannotPublishError, publish
from lessons.loading.kept_versions import FOUND, keep_version
from lessons.models import Lesson
from lessons.reading.progress import name_steps

__all__ = ["LessonAdmin"]


@admin.register(Lesson)
class LessonAdmin(KeptWithWorkAdmin, SortableAdminBase, VersionsAdmin):
    """A lesson with all its parts; a draft is previewed at its own address."""

    form = LessonForm
    inlines = [*INLINES]
    instead = (
        "has been read: deleting it would delete what its readers did. Unpublish it instead: students no"
        " longer see it, and their work stays."
    )
    change_form_template = "admin/lessons/lesson/change_form.html"
    list_display = ["title", "chapter", "position", "status", "edited_at"]
    list_filter = ["status", "chapter"]
    list_select_related = ["chapter"]
    search_fields = ["title", "summary"]
    view_on_site = False  # the preview is a link of its own
    ordering = ["chapter__position", "position", "pk"]
    prepopulated_fields = {"slug": ["title"]}
    readonly_fields = ["scenario", "status", "published_at", "edited_at"]
    actions = ["publish_lessons", "unpublish_lessons"]
    fieldsets = [
        (None, {"fields": ["version", "title", "slug", ("chapter", "position"), "cloud", "summary"]}),
        ("Article", {"fields": ["objectives", "article", "command", "command_note", "sources"]}),
        ("Snapshot and transcript", {"fields": ["snapshot", "transcript"], "classes": ["collapse"]}),
        ("Trace", {"fields": ["lifetime_seconds", "stops_note", "scenario"]}),
        ("State", {"fields": [("status", "published_at", "edited_at")]}),
    ]

    def get_inlines(self, request: HttpRequest, obj: Lesson | None) -> list[Any]:
        """A new lesson is saved first: its parts point to it and to each other."""
        return self.inlines if obj else []

    def save_model(self, request: HttpRequest, obj: Lesson, form: ModelForm[Lesson], change: bool) -> None:
        """Remember that it was edited here, so that loading the course keeps it; keep what it was."""
        if change:
            name_steps(obj)
            keep_version(obj, FOUND)
        obj.edited_at = timezone.now()
        super().save_model(request, obj, form, change)

    def save_related(
        self,
        request: HttpRequest,
        form: ModelForm[Lesson],
        formsets: list[BaseModelFormSet[Any, Any]],
        change: bool,
    ) -> None:
        """With all parts saved, keep them, then publish or unpublish where that button was pressed."""
        super().save_related(request, form, formsets, change)
        self.keep(request, form.instance, "Saved in admin")
        if "_publish" in request.POST:
            self.publish_lessons(request, Lesson.objects.filter(pk=form.instance.pk))
        elif "_unpublish" in request.POST:
            self.unpublish_lessons(request, Lesson.objects.filter(pk=form.instance.pk))

    def response_post_save_add(self, request: HttpRequest, obj: Lesson) -> HttpResponseRedirect:
        """A new lesson goes on to its parts."""
        self.message_user(request, "Now add the actors, the process flow and the steps.")
        return HttpResponseRedirect(reverse("admin:lessons_lesson_change", args=[obj.pk]))

    def response_change(self, request: HttpRequest, obj: Lesson) -> HttpResponse:
        """Publishing stays on the page, with a word on how it went."""
        response: HttpResponse = super().response_change(request, obj)
        stays = "_publish" in request.POST or "_unpublish" in request.POST
        return HttpResponseRedirect(request.path) if stays else response

    @admin.action(description="Publish the selected lessons", permissions=["change"])
    @transaction.atomic
    def publish_lessons(self, request: HttpRequest, lessons: QuerySet[Lesson]) -> None:
        """Show the lessons to students, where they are ready."""
        for lesson in lessons:
            try:
                publish(lesson)
                self.keep(request, lesson, "Published")
            except CannotPublishError as reason:
                self.message_user(request, str(reason), messages.ERROR)
            else:
                self.message_user(request, f"“{lesson}” is published.", messages.SUCCESS)

    @admin.action(description="Unpublish the selected lessons", permissions=["change"])
    @transaction.atomic
    def unpublish_lessons(self, request: HttpRequest, lessons: QuerySet[Lesson]) -> None:
        """Hide the lessons from students; what they did stays."""
        for lesson in lessons:
            lesson.unpublish()
            lesson.save()
            self.keep(request, lesson, "Unpublished")
            self.message_user(request, f"“{lesson}” is a draft again.", messages.SUCCESS)
