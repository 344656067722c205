"""The run so far, played as steps."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lessons import visualizer
from lessons.sandbox.access import own_sandbox
from lessons.sandbox.models import Sandbox
from lessons.sandbox.runs.run_trace import explained, trace_of
from lessons.sandbox.runs.sharing.drafts import draft_form
from lessons.sandbox.runs.sharing.views import sharing

__all__ = ["run", "step"]


@require_safe
@own_sandbox
def run(request: HttpRequest, sandbox: Sandbox) -> HttpResponse:
    """The first step, or what to do while there is none."""
    if sandbox.last_number:
        return redirect("sandbox:step", sandbox.pk, 1)
    return render(request, "sandbox/runs/run_empty.html", {"sandbox": sandbox})


@require_safe
@own_sandbox
def step(request: HttpRequest, sandbox: Sandbox, number: int) -> HttpResponse:
    """One step of the run, as a page or as what HTMX puts in place of the step before."""
    events = tuple(sandbox.newest.defer("decision", "answer"))
    trace = trace_of(sandbox.origin.title, events)
    if not trace.has_step(number):
        raise Http404("This run has no such step. Go back to the sandbox and play it from the first.")
    context = sharing(request, sandbox) | {"draft_form": draft_form(request.user)}
    return visualizer.show(
        request,
        explained(trace, {number: events[number - 1]}),
        number,
        url_for=lambda number: reverse("sandbox:step", args=[sandbox.pk, number]),
        page=lambda board: render(request, "sandbox/runs/run.html", context | {"board": board}),
    )
