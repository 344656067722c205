"""A lesson's lab: its page, the way into the sandbox, and hints for whoever asks for them."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from lessons.accounts.guests.learners import LearnerRequest, learner_required
from lessons.accounts.models import User
from lessons.models import Lesson
from lessons.reading.course_cache import course_of
from lessons.reading.lesson_page import lesson_required, opened_context
from lessons.requests import wants_part, whole_number
from lessons.sandbox.documents.goals import Goal
from lessons.sandbox.labs.hints import ask_for_hint, find_goal
from lessons.sandbox.labs.lab_view import view_of
from lessons.sandbox.models import Lab, Sandbox
from lessons.sandbox.scenarios.opening import enter

__all__ = ["first", "hint", "lab"]

FIRST_SCENARIO = "demo"  # its first user may take on its first role, which the form has filled in


@require_http_methods(["GET", "HEAD", "POST"])
@lesson_required
def lab(request: HttpRequest, lesson: Lesson) -> HttpResponse:
    """The lesson's Sandbox style: what to do and why.

    POST opens the learner's sandbox; with a `goal` and the place of a `form` in it, at that form.
    """
    lab = Lab.objects.filter(lesson=lesson).select_related("scenario", "lesson").first()
    if request.method == "POST":
        if lab is None:
            raise Http404("This lesson has no lab yet.")
        return _enter(request, lab)
    user = request.user
    mine = sandbox_of(user, lab) if lab and user.is_authenticated else None
    context = {"lab": lab, "view": view_of(user, lab, mine) if lab else None, "sandbox": mine}
    return render(request, "sandbox/labs/lab.html", opened_context(request, lesson, "sandbox") | context)


@require_POST
def first(request: HttpRequest) -> HttpResponse:
    """The shortest way to a credential: the first lab in which it takes one button, at that button's form."""
    lessons = course_of(request).published
    labs = Lab.objects.filter(lesson__in=lessons, scenario__slug=FIRST_SCENARIO)
    candidates = labs.select_related("scenario", "lesson")
    found = min(candidates, key=lambda one: lessons.index(one.lesson), default=None)
    return _enter_at_form(request, found) if found else redirect("sandbox:playground")


@learner_required
def _enter_at_form(request: LearnerRequest, lab: Lab) -> HttpResponse:
    """Into the learner's own sandbox, where the form for a role stands."""
    return redirect(f"{enter(request.user, lab).get_absolute_url()}#assume")


@learner_required
def _enter(request: LearnerRequest, lab: Lab) -> HttpResponse:
    """Into the learner's own sandbox, a new one where there is none, and to the form that a hint is about."""
    sandbox, key = enter(request.user, lab), request.POST.get("goal", "")
    goals = view_of(request.user, lab, sandbox).goals if key else ()
    forms = next((standing.forms for standing in goals if standing.goal.key == key), ())
    asked_for = forms[whole_number(request.POST, "form") :]
    return redirect(asked_for[0].url if asked_for else sandbox)


def sandbox_of(user: User, lab: Lab) -> Sandbox | None:
    """The learner's sandbox of the lab's scenario, if there is one."""
    return user.sandboxes.filter(scenario=lab.scenario_id).first()


@require_POST
@lesson_required
def hint(request: HttpRequest, lesson: Lesson) -> HttpResponse:
    """Give the hint of a `number` for a `goal`. `at` is "sandbox" where it was asked for on the workbench."""
    lab = get_object_or_404(Lab.objects.select_related("lesson"), lesson=lesson)
    return _give_hint(request, lab, find_goal(lab, request.POST.get("goal", "")))


@learner_required
def _give_hint(request: LearnerRequest, lab: Lab, goal: Goal) -> HttpResponse:
    """Remember the hint, and answer with the goals or with the page that it was asked for on."""
    ask_for_hint(request.user, lab, goal, whole_number(request.POST, "number"))
    at, mine = request.POST.get("at", ""), sandbox_of(request.user, lab)
    if wants_part(request):
        context = {"view": view_of(request.user, lab, mine), "sandbox": mine, "at": at}
        return render(request, "sandbox/labs/_lab_goals.html", context)
    page = mine.get_absolute_url() if mine and at == "sandbox" else lab.get_absolute_url()
    return redirect(f"{page}#lab-{lab.pk}")
