"""The pages of a regrade, for instructors: what it would change, carrying it out, taking it back."""

from __future__ import annotations

from typing import cast

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from lessons.accounts.models import User
from lessons.instructors import instructors_only
from lessons.models import Lesson
from lessons.quizzes.models import Regrade
from lessons.quizzes.regrading import ChangedReportError, apply, report, undo
from lessons.reading.lesson_page import lesson_required

__all__ = ["regrade", "undo_regrade"]

SCORES_A_PAGE = 50
CHANGED = "Meanwhile something else would change: look at it once more. Nothing was regraded."
for_instructors = instructors_only(
    "Only instructors regrade a quiz. Sign in with your instructor account.", home="lessons:home"
)


class RegradeForm(forms.ModelForm):  # type: ignore[type-arg] # Django's takes none when it runs
    """Why, for those whose score changes; and which report was confirmed."""

    token = forms.CharField(max_length=32, widget=forms.HiddenInput)

    class Meta:
        model = Regrade
        fields = ["reason"]


@require_http_methods(["GET", "HEAD", "POST"])
@for_instructors
@lesson_required
def regrade(request: HttpRequest, lesson: Lesson) -> HttpResponse:
    """What grading by the questions of today would change; POST carries out what was shown."""
    if request.method != "POST":
        return _show(request, lesson)
    form = RegradeForm(request.POST)
    if not form.is_valid():
        return _show(request, lesson, form, status=422)
    try:
        apply(lesson, cast(User, request.user), form.cleaned_data["reason"], form.cleaned_data["token"])
    except ChangedReportError:
        form.add_error(None, CHANGED)
        return _show(request, lesson, form, status=409)
    return redirect("quizzes:regrade", lesson.slug)


@require_POST
@for_instructors
@lesson_required
def undo_regrade(request: HttpRequest, lesson: Lesson, regrade_id: int) -> HttpResponse:
    """Take the lesson's last regrade back; an older one stays, for the newer one stands on it."""
    last = lesson.regrades.filter(undone_at=None).first()
    if last == get_object_or_404(Regrade, pk=regrade_id, lesson=lesson):
        undo(last)
    return redirect("quizzes:regrade", lesson.slug)


def _show(
    request: HttpRequest, lesson: Lesson, form: RegradeForm | None = None, status: int = 200
) -> HttpResponse:
    found = report(lesson)
    context = {
        "lesson": lesson,
        "report": found,
        "page": Paginator(found.rescored, SCORES_A_PAGE).get_page(request.GET.get("page")),
        "form": form or RegradeForm(),
        "regrades": lesson.regrades.select_related("made_by"),
        "last": lesson.regrades.filter(undone_at=None).first(),
    }
    return render(request, "quizzes/regrade.html", context, status=status)
