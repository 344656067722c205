"""The run so far, played as steps."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lessons import visualizer
from lessons.sandbox.access import own_sandbox
from lessons.sandbox.models import Sandbox
from lessons.sandbox.recording import trace_of
from lessons.trace import Trace

__all__ = ["run", "step"]

PLAYED_EVENTS = 50


@require_safe
@own_sandbox
def run(request: HttpRequest, sandbox: Sandbox) -> HttpResponse:
    """The first step, or what to do while there is none."""
    if sandbox.last_number:
        return redirect("sandbox:step", sandbox.pk, 1)
    return render(request, "sandbox/run_empty.html", {"sandbox": sandbox})


@require_safe
@own_sandbox
def step(request: HttpRequest, sandbox: Sandbox, number: int) -> HttpResponse:
    """One step of the run, as a page or as what HTMX puts in place of the step before."""
    trace = recorded(sandbox)
    if not trace.has_step(number):
        raise Http404("This run has no such step. Go back to the sandbox and play it from the first.")
    return visualizer.show(
        request,
        trace,
        number,
        url_for=lambda number: reverse("sandbox:step", args=[sandbox.pk, number]),
        page=lambda board: render(request, "sandbox/run.html", {"sandbox": sandbox, "board": board}),
    )


def recorded(sandbox: Sandbox) -> Trace:
    """The newest events as a trace, oldest first."""
    events = list(sandbox.events.newest_first()[:PLAYED_EVENTS])[::-1]
    keys = {event.access_key_id for event in events}
    credentials = {row.access_key_id: row for row in sandbox.credentials.filter(access_key_id__in=keys)}
    return trace_of(sandbox.scenario.title, events, credentials)
