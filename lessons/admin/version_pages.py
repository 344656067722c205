"""A lesson's versions in admin: kept with every save, looked at, gone back to."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.views.decorators.http import require_http_methods

from lessons.accounts.models import User
from lessons.admin.history import HistoryAdmin, part_changes
from lessons.authoring.differences import differences
from lessons.authoring.version_history import CannotRevertError, entries, revert
from lessons.loading.export import lesson_files
from lessons.loading.kept_versions import keep_version
from lessons.models import Lesson, LessonVersion

__all__ = ["VersionsAdmin"]

A_PAGE = 20


class VersionsAdmin(HistoryAdmin):
    """The history of a lesson is that of its versions; single rows are told, but not gone back to."""

    def get_urls(self) -> list[URLPattern]:
        """Also a page for each version."""
        view = require_http_methods(["GET", "HEAD", "POST"])(self.version_view)
        address = "<path:object_id>/versions/<int:version_id>/"
        own = path(address, self.admin_site.admin_view(view), name="lessons_lesson_version")
        return [own, *super().get_urls()]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The lesson's versions with what each changed, and below them who changed which part."""
        lesson = cast(Lesson, self.get_visible(request, object_id))
        versions = lesson.versions.select_related("made_by")
        page = Paginator(versions, A_PAGE).get_page(request.GET.get("page"))
        before = versions[page.end_index() : page.end_index() + 1]
        context = {
            "title": f"History: {lesson}",
            "page": page,
            "entries": [*entries([*page], next(iter(before), None))],
            "part_changes": part_changes(lesson.pk),
        }
        return self.page(request, "object_history.html", lesson, context)

    def history_form_view(
        self,
        request: HttpRequest,
        object_id: str,
        version_id: str,
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """One state of the lesson's own fields, from before versions were kept: to look at only."""
        if request.method == "POST":
            raise PermissionDenied("One row does not go back alone: go back to a version of the lesson.")
        return super().history_form_view(request, object_id, version_id, extra_context)

    def revert_disabled(self, request: HttpRequest, obj: Lesson | None = None) -> bool:
        """No single row goes back: the whole lesson does, by its versions."""
        return True

    def version_view(self, request: HttpRequest, object_id: str, version_id: int) -> HttpResponse:
        """One version and what going back to it would change; POST goes back."""
        lesson = cast(Lesson, self.get_visible(request, object_id))
        version = lesson.versions.select_related("made_by").filter(pk=version_id).first()
        if version is None:
            raise Http404("This lesson has no such version.")
        if request.method == "POST":
            return self.go_back(request, lesson, version)
        context = {
            "title": f"{lesson}: {version}",
            "version": version,
            "changes": differences(lesson_files(lesson), version.files),
        }
        return self.page(request, "version.html", lesson, context)

    def go_back(self, request: HttpRequest, lesson: Lesson, version: LessonVersion) -> HttpResponse:
        """Make the lesson what it was. Raises PermissionDenied."""
        if not self.has_change_permission(request, lesson):
            raise PermissionDenied
        try:
            lesson = revert(version, cast(User, request.user))
        except CannotRevertError as reason:
            self.message_user(request, f"Nothing was changed. {reason}", messages.ERROR)
            return HttpResponseRedirect(request.path)
        seen = "It is a draft: students do not see it." if lesson.is_draft else "Students see it like this."
        self.message_user(request, f"“{lesson}” is as it was in the {version}. {seen}", messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:lessons_lesson_change", args=[lesson.pk]))

    def keep(self, request: HttpRequest, lesson: Lesson, reason: str) -> None:
        """Keep the lesson as it is stored now, in the name of who changed it."""
        keep_version(lesson, reason, cast(User, request.user))

    def page(
        self, request: HttpRequest, template: str, lesson: Lesson, context: dict[str, Any]
    ) -> HttpResponse:
        """A page of admin about the lesson."""
        around = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "module_name": capfirst(self.opts.verbose_name_plural),
            "object": lesson,
            "may_go_back": self.has_change_permission(request, lesson),
        }
        return render(request, f"admin/lessons/lesson/{template}", around | context)
