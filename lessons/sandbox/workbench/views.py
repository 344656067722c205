"""The sandbox's pages and parts that change nothing."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRefresh

from lessons import aws
from lessons.accounts.guests.learners import LearnerRequest, learner_required
from lessons.requests import wants_part, whole_number
from lessons.sandbox.access import own_sandbox
from lessons.sandbox.calls.callers import GONE
from lessons.sandbox.documents.storable import as_stored
from lessons.sandbox.explanations import fidelity
from lessons.sandbox.explanations.explanation import explain, explain_decision
from lessons.sandbox.labs.checks import decided
from lessons.sandbox.labs.lab_view import view_in
from lessons.sandbox.models import Sandbox, Scenario
from lessons.sandbox.scenarios import personas
from lessons.sandbox.scenarios.opening import open_sandbox
from lessons.sandbox.workbench import page_context
from lessons.sandbox.workbench.profiles import config_file
from lessons.sandbox.workbench.shells import SHELLS, shell_of
from lessons.sandbox.workbench.terminal import endpoint_of, exports, rclone_exports

__all__ = [
    "decision",
    "differences",
    "event",
    "events",
    "news",
    "playground",
    "sandbox",
    "secrets",
    "terminal",
]

NO_SUCH_CHECK = "The lab of this sandbox asks for no such decision. Its goals are on the sandbox's page."
FORGOTTEN = "There is no such call in this sandbox. A new start, or a thousand newer calls, made it forget."


@require_http_methods(["GET", "HEAD", "POST"])
def playground(request: HttpRequest) -> HttpResponse:
    """The scenarios that no lesson's lab needs, and the user's own sandboxes. POST opens a scenario."""
    if request.method == "POST":
        slug = request.POST.get("scenario", "").replace("\0", "")
        return _open(request, get_object_or_404(Scenario, slug=slug, labs=None))
    user = request.user
    mine = user.sandboxes.exclude(scenario=None) if user.is_authenticated else Sandbox.objects.none()
    context = {
        "scenarios": Scenario.objects.filter(labs=None),
        "sandboxes": mine.select_related("scenario").defer("world"),
    }
    return render(request, "sandbox/workbench/playground.html", context)


@learner_required
def _open(request: LearnerRequest, scenario: Scenario) -> HttpResponse:
    """Open the learner's sandbox of the scenario that was chosen."""
    return redirect(open_sandbox(request.user, scenario))


@require_safe
@own_sandbox
def sandbox(request: HttpRequest, sandbox: Sandbox) -> HttpResponse:
    """The workbench. `?credential=` chooses a card, `?event=` shows an answer again."""
    return render(request, "sandbox/workbench/sandbox.html", page_context.bench(sandbox, request.GET))


@require_safe
@own_sandbox
def news(request: HttpRequest, sandbox: Sandbox) -> HttpResponse:
    """What happened since `?after=`: 204 when nothing did. A new run, or too much news, reloads the page."""
    after = whole_number(request.GET, "after")
    missed = sandbox.last_number - after
    if whole_number(request.GET, "run") != sandbox.run or missed > page_context.EVENTS_A_PAGE:
        return HttpResponseClientRefresh()
    if missed <= 0:
        return HttpResponse(status=204)
    new = sandbox.events.as_lines().filter(number__gt=after)
    return render(request, "sandbox/workbench/_news.html", page_context.news(sandbox) | {"events": new})


@require_safe
@own_sandbox
def events(request: HttpRequest, sandbox: Sandbox) -> HttpResponse:
    """A page of the events, newest first; `?before=` goes on from a number."""
    page = page_context.page_of_events(sandbox, whole_number(request.GET, "before"))
    return render(
        request,
        "sandbox/workbench/_older.html" if wants_part(request) else "sandbox/workbench/events.html",
        page,
    )


@require_safe
def differences(request: HttpRequest) -> HttpResponse:
    """What the sandbox does as AWS does and what it does not, for everybody to read."""
    context = {
        "count": fidelity.count(),
        "differences": fidelity.DIFFERENCES,
        "services": fidelity.services(),
        "topics": fidelity.cases(),
    }
    return render(request, "sandbox/explanations/differences.html", context)


@require_safe
@own_sandbox
def event(request: HttpRequest, sandbox: Sandbox, number: int) -> HttpResponse:
    """Why a call was answered as it was: for HTMX what opens below its line, else a page."""
    event = sandbox.events.calls().filter(number=number).first()
    if event is None:
        raise Http404(FORGOTTEN)
    context = {"sandbox": sandbox, "event": event, "why": explain(event, sandbox.user)}
    template = (
        "sandbox/explanations/_explained.html" if wants_part(request) else "sandbox/workbench/event.html"
    )
    return render(request, template, context)


@require_safe
@own_sandbox
def decision(request: HttpRequest, sandbox: Sandbox, goal: str, place: int) -> HttpResponse:
    """Why what a goal of the lab asks for would be decided as it is now: the decision at that place in it."""
    view = view_in(sandbox)
    goals = {standing.goal.key: standing.goal for standing in view.goals} if view else {}
    wanted = goals.get(goal)
    if wanted is None or not 1 <= place <= len(wanted.now):
        raise Http404(NO_SUCH_CHECK)
    check, decision = decided(wanted, place, aws.World(sandbox.world), sandbox.now())
    context = {"sandbox": sandbox, "view": view, "goal": wanted, "check": check, "decision": decision}
    why = {"why": explain_decision(as_stored(decision.to_json()), sandbox.user)} if decision else {}
    return render(request, "sandbox/workbench/decision.html", context | why)


@require_safe
@own_sandbox
def secrets(request: HttpRequest, sandbox: Sandbox, access_key_id: str) -> HttpResponse:
    """The secret parts of some credentials, for whoever asks for them; `?hide` hides them again."""
    credential = sandbox.session(access_key_id)
    if credential is None:
        raise Http404(GONE)
    context = {"sandbox": sandbox, "credential": credential, "shown": "hide" not in request.GET}
    template = "sandbox/workbench/_secrets.html" if wants_part(request) else "sandbox/workbench/secrets.html"
    return render(request, template, context)


@require_safe
@own_sandbox
def terminal(request: HttpRequest, sandbox: Sandbox) -> HttpResponse:
    """What to type into a terminal, as the user whose ARN is `?persona=`, in the shell of `?shell=`.

    `?show` shows the secret.
    """
    users = personas.users(sandbox.world)
    persona = users.get(request.GET.get("persona", "")) or next(iter(users.values()), None)
    context = {"sandbox": sandbox, "persona": persona, "users": list(users.values())}
    if persona:
        context |= _lines(request, persona, aws.World(sandbox.world))
    template = (
        "sandbox/workbench/_terminal.html" if wants_part(request) else "sandbox/workbench/terminal.html"
    )
    return render(request, template, context)


def _lines(request: HttpRequest, persona: aws.User, world: aws.World) -> dict[str, Any]:
    """What there is to type and to paste, in the shell that was chosen."""
    endpoint, shown = endpoint_of(request), "show" in request.GET
    shell = shell_of(request.GET.get("shell", ""))
    return {
        "endpoint": endpoint,
        "shown": shown,
        "shell": shell,
        "shells": SHELLS,
        "exports": exports(persona, endpoint, shell=shell, secret=shown),
        "profiles": config_file(persona, world, endpoint, secret=shown),
        "rclone": rclone_exports(endpoint, shell=shell),
    }
