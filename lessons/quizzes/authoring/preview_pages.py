"""Pages that show a question before anybody is asked it: the one that is being written, and its variants."""

from __future__ import annotations

from typing import Any

from csp.constants import SELF
from csp.decorators import csp_replace
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.decorators import method_decorator
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_safe

from lessons.quizzes.authoring.form_registry import form_of
from lessons.quizzes.authoring.preview import preview_context, variants_of
from lessons.quizzes.models import Question
from lessons.quizzes.question_types import computed
from lessons.quizzes.question_types.interface import QuestionMistakeError

__all__ = ["PreviewPages"]


class PreviewPages(admin.ModelAdmin):  # type: ignore[type-arg] # Django's takes none when it runs
    """Both are for who may write questions, and store nothing."""

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    @method_decorator(xframe_options_sameorigin)
    @method_decorator(csp_replace({"frame-ancestors": [SELF]}))
    def preview(self, request: HttpRequest, type_name: str) -> HttpResponse:
        """What was sent as a learner would see it, with what is wrong with it; a GET shows an empty page."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        context: dict[str, Any] = {}
        if request.method == "POST":
            form = form_of(type_name)(request.POST, instance=Question())
            form.is_valid()
            context["mistakes"] = [
                (form.fields[name].label or name if name in form.fields else "", said)
                for name, told in form.errors.items()
                for said in told
            ]
            if form.content is not None:
                context |= preview_context(form.instance)
        return render(request, "admin/quizzes/question/preview.html", context)

    @method_decorator(require_safe)
    def variants(self, request: HttpRequest, question_id: int) -> HttpResponse:
        """A hundred variants of a computed question, each with its key."""
        question = get_object_or_404(Question, pk=question_id, type=computed.NAME)
        if not self.has_view_or_change_permission(request, question):
            raise PermissionDenied
        context: dict[str, Any] = {
            **self.admin_site.each_context(request),
            "title": f"Variants: {question}",
            "opts": self.opts,
            "question": question,
        }
        try:
            context["variants"] = variants_of(question)
        except QuestionMistakeError as mistake:
            context["refused"] = mistake.sentence
        return render(request, "admin/quizzes/question/variants.html", context)
