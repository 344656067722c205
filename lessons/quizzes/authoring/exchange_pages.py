"""Pages in admin that bring questions in from a file, and write them as one."""

from __future__ import annotations

from hashlib import sha256
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods, require_POST

from lessons.accounts.models import User
from lessons.admin import LinesTextarea
from lessons.aws.budgets import EXPORTED, IMPORTED
from lessons.models import Lesson
from lessons.quizzes.authoring.importing import import_questions, would_import
from lessons.quizzes.exchange.formats import FORMATS, READABLE, format_of, read_file
from lessons.quizzes.exchange.results import Exported, Imported
from lessons.quizzes.models import Question

__all__ = ["ExchangePages"]

GUESS = [("", "by its name")]


class ImportForm(forms.Form):
    """The text of a file, which a script reads from where it is; without scripts it is pasted."""

    text = forms.CharField(
        label="The file's text", max_length=IMPORTED, widget=LinesTextarea({"rows": 14, "cols": 80})
    )
    name = forms.CharField(label="Its name", required=False, max_length=200, help_text="Such as quiz.gift.")
    format = forms.ChoiceField(
        required=False, choices=[*GUESS, *((name, FORMATS[name].title) for name in READABLE)]
    )
    lesson = forms.ModelChoiceField(
        Lesson.objects.order_by("chapter__position", "position", "pk"),
        required=False,
        empty_label="none: they wait in the bank",
    )

    def read(self) -> Imported:
        """The questions of the file and what is wrong with it."""
        data = self.cleaned_data["text"].encode()
        return read_file(data, self.cleaned_data["format"] or format_of(self.cleaned_data["name"], data))

    @property
    def fingerprint(self) -> str:
        """What differs for another file: only what was looked at is stored."""
        return sha256("\0".join(map(str, self.cleaned_data.values())).encode()).hexdigest()


class ExchangePages(admin.ModelAdmin):  # type: ignore[type-arg] # Django's takes none when it runs
    """Import is for who may add and change questions, export for who may see them."""

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def import_file(self, request: HttpRequest) -> HttpResponse:
        """First what would be stored, with every problem by its line; then, on confirmation, it is."""
        if not (self.has_add_permission(request) and self.has_change_permission(request)):
            raise PermissionDenied
        form = ImportForm(request.POST if request.method == "POST" else None, initial=request.GET.dict())
        context: dict[str, Any] = {"title": "Import questions", "form": form}
        if form.is_valid():
            found, lesson = form.read(), form.cleaned_data["lesson"]
            if request.POST.get("confirmed") == form.fingerprint:
                stored = import_questions(found.questions, lesson, cast(User, request.user))
                told = f"{stored.new} questions are new, {stored.changed} were there and are changed."
                self.message_user(request, told, messages.SUCCESS)
                return HttpResponseRedirect(reverse("admin:quizzes_question_changelist"))
            stored = would_import(found.questions, lesson)
            problems = sorted((*found.problems, *stored.problems), key=lambda problem: problem.line)
            context |= {"found": found.questions, "stored": stored, "problems": problems}
        return self._page(request, "import.html", context)

    @admin.action(description="Export the selected questions", permissions=["view"])
    def export(self, request: HttpRequest, questions: QuerySet[Question]) -> HttpResponse | None:
        """What each format has no place for, and a button for each file."""
        if questions.count() > EXPORTED:
            said = f"A file has {EXPORTED:,} questions at most: select fewer, or export them by the command."
            self.message_user(request, said, messages.ERROR)
            return None
        rows = self._rows([question.pk for question in questions])
        formats = [(name, one, _exported(name, rows).problems) for name, one in FORMATS.items()]
        ids = ",".join(str(row.pk) for row in rows)
        context = {"title": "Export questions", "ids": ids, "count": len(rows), "formats": formats}
        return self._page(request, "export.html", context)

    @method_decorator(require_POST)
    def download(self, request: HttpRequest) -> HttpResponse:
        """The questions as a file. Raises Http404 and PermissionDenied."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        name, ids = request.POST.get("format", ""), request.POST.get("ids", "").split(",")[:EXPORTED]
        if name not in FORMATS or not all(one.isascii() and one.isdecimal() for one in ids):
            raise Http404("There is no such file.")
        response = HttpResponse(_exported(name, self._rows(ids)).data, "application/octet-stream")
        response["Content-Disposition"] = f'attachment; filename="questions{FORMATS[name].suffix}"'
        return response

    def _rows(self, ids: list[Any]) -> list[Question]:
        """The questions in the order of the bank."""
        rows = Question.objects.select_related("step").prefetch_related("choices").filter(pk__in=ids)
        return list(rows.order_by(*self.ordering or ()))

    def _page(self, request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
        around = {**self.admin_site.each_context(request), "opts": self.opts}
        return render(request, f"admin/quizzes/question/{template}", around | context)


def _exported(name: str, rows: list[Question]) -> Exported:
    return FORMATS[name].write(row.as_written() for row in rows)
