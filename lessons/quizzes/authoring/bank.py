"""The bank of questions in Django's admin: found, written in the form of their type, published."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, cast

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import F, Max, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.html import format_html

from lessons.accounts.models import User
from lessons.admin import HistoryAdmin
from lessons.models import Lesson
from lessons.quizzes.authoring.exchange_pages import ExchangePages
from lessons.quizzes.authoring.form_registry import FORMS, form_of
from lessons.quizzes.authoring.lesson_edits import editing
from lessons.quizzes.authoring.preview_pages import PreviewPages
from lessons.quizzes.authoring.question_form import OF_MODEL
from lessons.quizzes.models import Question
from lessons.quizzes.question_types.registry import TYPES

__all__ = ["QuestionAdmin"]

TITLE = "Question bank"
LONGEST = 90  # characters of a prompt in the list


@admin.register(Question)
class QuestionAdmin(PreviewPages, ExchangePages, HistoryAdmin):
    """Every question; its type is chosen once, and decides the form it is written in."""

    list_display = ["short_prompt", "state", "place", "type", "topic", "difficulty", "points"]
    list_filter = [
        "is_published",
        "type",
        "difficulty",
        ("lesson", admin.RelatedFieldListFilter),
        ("topic", admin.AllValuesFieldListFilter),
    ]
    list_select_related = ["lesson"]
    search_fields = ["prompt", "key", "topic", "explanation"]
    search_help_text = "Words of the question, its explanation, its topic or its key."
    ordering = [
        F("lesson__chapter__position").asc(nulls_last=True),
        F("lesson__position").asc(nulls_last=True),
        "lesson",
        "position",
        "pk",
    ]
    list_per_page = 50
    empty_value_display = "none"
    actions = ["publish", "unpublish", "export"]
    change_form_template = "admin/quizzes/question/change_form.html"
    view_on_site = False

    # -- the list ------------------------------------------------------------------------------------------

    @admin.display(description="question", ordering="prompt")
    def short_prompt(self, question: Question) -> str:
        """How it begins."""
        prompt = question.prompt
        return prompt if len(prompt) <= LONGEST else f"{prompt[:LONGEST].rstrip()}…"

    @admin.display(description="lesson", ordering="lesson__position")
    def place(self, question: Question) -> str:
        """The lesson that asks it, and where."""
        return f"{question.lesson}, {question.position}" if question.lesson else "none"

    @admin.display(description="state", ordering="is_published")
    def state(self, question: Question) -> str:
        """Whether it is asked."""
        return "published" if question.is_published else format_html("<b>{}</b>", "draft")

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The bank by its name."""
        return super().changelist_view(request, {"title": TITLE, **(extra_context or {})})

    @admin.action(description="Publish the selected questions", permissions=["change"])
    def publish(self, request: HttpRequest, questions: QuerySet[Question]) -> None:
        """Have them asked."""
        self._set_published(request, questions, is_published=True)

    @admin.action(description="Make drafts of the selected questions", permissions=["change"])
    def unpublish(self, request: HttpRequest, questions: QuerySet[Question]) -> None:
        """Have them asked no more; attempts keep what they asked."""
        self._set_published(request, questions, is_published=False)

    def _set_published(
        self, request: HttpRequest, questions: QuerySet[Question], *, is_published: bool
    ) -> None:
        changed = list(questions.select_related("lesson").exclude(is_published=is_published))
        reason = "Questions published" if is_published else "Questions made drafts"
        with self.keeping(request, reason, changed):
            for question in changed:
                question.is_published = is_published
                question.save()
        became = "published" if is_published else "drafts"
        self.message_user(request, f"{len(changed)} questions are {became} now.", messages.SUCCESS)

    # -- the form ------------------------------------------------------------------------------------------

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """First the types to choose from, then the form that is made for the one."""
        if request.GET.get("type") in FORMS or not self.has_add_permission(request):
            return super().add_view(request, form_url, extra_context)
        context = {
            **self.admin_site.each_context(request),
            "title": "Add a question: of which type?",
            "opts": self.opts,
            "types": [(name, TYPES[name].TITLE, form.SUMMARY) for name, form in FORMS.items()],
            "lesson": request.GET.get("lesson", ""),
        }
        return render(request, "admin/quizzes/question/choose_type.html", context)

    def get_form(
        self, request: HttpRequest, obj: Question | None = None, change: bool = False, **kwargs: Any
    ) -> type[ModelForm[Question]]:
        """The form of its type."""
        own = {"form": form_of(_type_name(request, obj)), "fields": OF_MODEL}
        return super().get_form(request, obj, change, **{**kwargs, **own})

    def get_fieldsets(self, request: HttpRequest, obj: Question | None = None) -> Any:
        """The form's own."""
        return form_of(_type_name(request, obj)).fieldsets(obj.values if obj else {})

    # -- what is kept --------------------------------------------------------------------------------------

    def save_model(
        self, request: HttpRequest, obj: Question, form: ModelForm[Question], change: bool
    ) -> None:
        """Store it, new ones behind the others of its lesson; keep what the lessons were and are."""
        before = Question.objects.select_related("lesson").filter(pk=obj.pk).first() if change else None
        with self.keeping(request, "Question saved in admin", [obj, *filter(None, [before])]):
            if before is None or before.lesson_id != obj.lesson_id:
                last = Question.objects.filter(lesson=obj.lesson).aggregate(last=Max("position"))["last"]
                obj.position = (last or 0) + 1
            super().save_model(request, obj, form, change)
            obj.keep_choices()

    def delete_model(self, request: HttpRequest, obj: Question) -> None:
        """Delete it; attempts keep what was asked."""
        with self.keeping(request, "Question deleted in admin", [obj]):
            super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Question]) -> None:
        """Delete several, each as if alone."""
        gone = list(queryset.select_related("lesson"))
        with self.keeping(request, "Questions deleted in admin", gone):
            for question in gone:
                question.delete()

    @contextmanager
    def keeping(self, request: HttpRequest, reason: str, questions: list[Question]) -> Iterator[None]:
        """All or nothing, with a version of each lesson before and after."""
        lessons: list[Lesson | None] = [question.lesson for question in questions]
        with transaction.atomic(), editing(cast(User, request.user), reason, lessons):
            yield

    def get_urls(self) -> list[URLPattern]:
        """Also the preview, the variants, and the files."""
        pages: dict[str, tuple[str, Callable[..., HttpResponse]]] = {
            "preview/<slug:type_name>/": ("preview", self.preview),
            "<int:question_id>/variants/": ("variants", self.variants),
            "import/": ("import", self.import_file),
            "download/": ("download", self.download),
        }
        own = [
            path(address, self.admin_site.admin_view(view), name=f"quizzes_question_{name}")
            for address, (name, view) in pages.items()
        ]
        return [*own, *super().get_urls()]


def _type_name(request: HttpRequest, question: Question | None) -> str:
    """The type of a question, or of one that is added, which the address names."""
    return question.type if question else request.GET.get("type", "")
