"""Sharing a run, and a shared run as anybody with its link sees it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lessons import visualizer
from lessons.accounts.guests.learners import LearnerRequest, learner_required
from lessons.models import Lesson
from lessons.requests import wants_part
from lessons.sandbox.access import own_sandbox
from lessons.sandbox.models import Lab, Sandbox, Scenario, SharedRun
from lessons.sandbox.runs.sharing.drafts import draft_form
from lessons.sandbox.runs.sharing.forms import ShareForm
from lessons.sandbox.runs.sharing.snapshots import CannotShareError, share
from lessons.sandbox.scenarios.opening import enter, open_sandbox
from lessons.trace_json import from_json

__all__ = ["shared_run", "shared_step", "shares", "sharing", "stop", "try_it"]

P = ParamSpec("P")
IN_COURSE = ("lesson__chapter__position", "lesson__position", "pk")
NO_SUCH_RUN = "Nothing is shared here. The link may be mistyped, or its owner stopped sharing the run."
NO_WORLD = "The scenario of this run is not open to you. Another one may be: choose it in the playground."
NO_SUCH_STEP = "This run has no such step. Play it from the first."


@require_http_methods(["GET", "HEAD", "POST"])
@own_sandbox
def shares(request: HttpRequest, sandbox: Sandbox) -> HttpResponse:
    """The owner's links, and the form for a new one; POST shares the run as it is now."""
    if request.method != "POST":
        return _shares(request, sandbox, ShareForm(initial={"title": sandbox.origin.title}))
    form = ShareForm(request.POST)
    if form.is_valid():
        try:
            share(sandbox, form.cleaned_data["title"])
        except CannotShareError as reason:
            form.add_error(None, str(reason))
    if form.errors:
        return _shares(request, sandbox, form, status=422)
    if wants_part(request):
        return _shares(request, sandbox, ShareForm(initial={"title": sandbox.origin.title}))
    return redirect("sandbox:shares", sandbox.pk)


@require_POST
@own_sandbox
def stop(request: HttpRequest, sandbox: Sandbox, share: UUID) -> HttpResponse:
    """Delete one of the owner's links; where it is gone already, that is what was asked for."""
    SharedRun.objects.filter(user=sandbox.user, pk=share).delete()
    if wants_part(request):
        return _shares(request, sandbox, ShareForm(initial={"title": sandbox.origin.title}))
    messages.success(request, "The link leads nowhere now.")
    return redirect("sandbox:shares", sandbox.pk)


def _shares(request: HttpRequest, sandbox: Sandbox, form: ShareForm, status: int = 200) -> HttpResponse:
    template = (
        "sandbox/runs/sharing/_shares.html" if wants_part(request) else "sandbox/runs/sharing/shares.html"
    )
    return render(request, template, sharing(request, sandbox, form), status=status)


def sharing(request: HttpRequest, sandbox: Sandbox, form: ShareForm | None = None) -> dict[str, Any]:
    """What the part of the page about sharing needs: the form, and each link with its whole address."""
    rows = sandbox.user.shared_runs.defer("trace")
    return {
        "sandbox": sandbox,
        "share_form": form or ShareForm(initial={"title": sandbox.origin.title}),
        "shared": [(row, request.build_absolute_uri(row.get_absolute_url())) for row in rows],
    }


def shared(
    view: Callable[Concatenate[HttpRequest, SharedRun, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, UUID, P], HttpResponse]:
    """Give the view a shared run, whoever asks; keep its answer from caches and from search engines."""

    @never_cache
    @wraps(view)
    def wrapper(request: HttpRequest, share: UUID, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        run = SharedRun.objects.filter(pk=share).first()
        if run is None:
            raise Http404(NO_SUCH_RUN)
        response = view(request, run, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return wrapper


@require_safe
@shared
def shared_run(request: HttpRequest, run: SharedRun) -> HttpResponse:
    """The link itself leads to the first step."""
    return redirect("sandbox:shared-step", run.pk, 1)


@require_safe
@shared
def shared_step(request: HttpRequest, run: SharedRun, number: int) -> HttpResponse:
    """One step of a shared run, as a page or as what HTMX puts in place of the step before."""
    trace = from_json(run.trace)
    if not trace.has_step(number):
        raise Http404(NO_SUCH_STEP)
    context = {"run": run, "draft_form": draft_form(request.user)}
    return visualizer.show(
        request,
        trace,
        number,
        url_for=lambda number: reverse("sandbox:shared-step", args=[run.pk, number]),
        page=lambda board: render(request, "sandbox/runs/sharing/shared.html", context | {"board": board}),
    )


@require_POST
@shared
def try_it(request: HttpRequest, run: SharedRun) -> HttpResponse:
    """Open the reader's own copy of the world that the run began in, beside its lab where it has one."""
    scenario = run.scenario
    if scenario is None:
        raise Http404(NO_WORLD)
    labs = Lab.objects.filter(scenario=scenario)
    lab = (
        labs.filter(lesson__in=Lesson.objects.visible_to(request.user))
        .select_related("scenario")
        .order_by(*IN_COURSE)
        .first()
    )
    if lab is None and labs.exists():
        raise Http404(NO_WORLD)
    return _enter(request, scenario, lab)


@learner_required
def _enter(request: LearnerRequest, scenario: Scenario, lab: Lab | None) -> HttpResponse:
    """Into the learner's own sandbox."""
    return redirect(enter(request.user, lab) if lab else open_sandbox(request.user, scenario))
