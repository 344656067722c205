"""A lesson's lab: its page, the way into the sandbox, and hints for whoever asks for them."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from lessons.accounts.guests import LearnerRequest
from lessons.htmx import wants_part
from lessons.models import Lesson
from lessons.pages import lesson_context, lesson_required
from lessons.progress import open_style
from lessons.sandbox.labs.hints import ask_for_hint
from lessons.sandbox.labs.progress import view_of
from lessons.sandbox.models import Lab
from lessons.sandbox.opening import enter
from lessons.sandbox.workbench import whole

__all__ = ["hint", "lab"]


@require_http_methods(["GET", "HEAD", "POST"])
@lesson_required
def lab(request: LearnerRequest, lesson: Lesson) -> HttpResponse:
    """The lesson's Sandbox style: what to do and why. POST opens the learner's sandbox."""
    lab = Lab.objects.filter(lesson=lesson).select_related("scenario", "lesson").first()
    if request.method == "POST":
        if lab is None:
            raise Http404("This lesson has no lab yet.")
        return redirect(enter(request.user, lab))
    open_style(request.user, lesson, "sandbox")
    mine = request.user.sandboxes.filter(scenario=lab.scenario).defer("world").first() if lab else None
    context = {"lab": lab, "view": view_of(request.user, lab) if lab else None, "sandbox": mine}
    return render(request, "sandbox/lab.html", lesson_context(request, lesson, "sandbox") | context)


@require_POST
@lesson_required
def hint(request: LearnerRequest, lesson: Lesson) -> HttpResponse:
    """Give the hint of a `number` for a `goal`. `at` is "sandbox" where it was asked for on the workbench."""
    lab = get_object_or_404(Lab.objects.select_related("lesson"), lesson=lesson)
    ask_for_hint(request.user, lab, request.POST.get("goal", ""), whole(request.POST, "number"))
    at = request.POST.get("at", "")
    if wants_part(request):
        return render(request, "sandbox/_lab_goals.html", {"view": view_of(request.user, lab), "at": at})
    mine = request.user.sandboxes.filter(scenario=lab.scenario_id).first() if at == "sandbox" else None
    page = mine.get_absolute_url() if mine else lab.get_absolute_url()
    return redirect(f"{page}#lab-{lab.pk}")
