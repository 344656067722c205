"""What a learner does in a sandbox: each action has its URL, and answers HTMX with its own part."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect, retarget, trigger_client_event

from lessons.requests import wants_part
from lessons.sandbox.access import own_sandbox
from lessons.sandbox.calls import callers, clock, execution
from lessons.sandbox.models import Event, Sandbox
from lessons.sandbox.scenarios.opening import start_over
from lessons.sandbox.workbench import page_context
from lessons.sandbox.workbench.forms import AssumeRoleForm, SkipForm, UseForm

__all__ = ["assume_role", "reset", "skip", "use"]

# Tells the open page that there is news to fetch.
CHANGED = "sandbox:changed"
AFRESH = "This is a new copy of the scenario: a new account, new keys, and the clock at the real time."
NOT_SKIPPED = (
    "The clock stays: the credentials have come that far already, or it is a month ahead, the most it goes."
)


@require_POST
@own_sandbox
def assume_role(request: HttpRequest, sandbox: Sandbox) -> HttpResponse:
    """Call AssumeRole with what the form says, right or wrong: AWS answers."""
    form = page_context.assume_form(sandbox, request.POST)
    if not form.is_valid():
        return _form_again(request, sandbox, form)
    keys = callers.keys_of(sandbox, form.cleaned_data["caller"])
    event = execution.ask(sandbox, keys, "sts", "assume_role", form.parameters)
    return _answer(request, sandbox, event, "sandbox/workbench/_assumed.html")


@require_POST
@own_sandbox
def use(request: HttpRequest, sandbox: Sandbox) -> HttpResponse:
    """Call AWS with temporary credentials, or with a user's own keys."""
    form = UseForm(request.POST, uses=page_context.uses_of(sandbox))
    if not form.is_valid():
        raise BadRequest("Choose one of the buttons on the sandbox's page.")
    use, caller = form.cleaned_data["use"], form.cleaned_data["caller"]
    keys = callers.keys_of(sandbox, caller)
    event = execution.ask(sandbox, keys, use.service, use.operation, use.parameters)
    return _answer(request, sandbox, event, "sandbox/workbench/_answer.html", caller)


@require_POST
@own_sandbox
def skip(request: HttpRequest, sandbox: Sandbox) -> HttpResponse:
    """Put the sandbox's clock ahead: 15 minutes, or to the end of some credentials or just before it."""
    form = SkipForm(request.POST)
    if not form.is_valid():
        raise BadRequest("Choose one of the buttons that skip time.")
    credential = form.cleaned_data["credential"]
    skipped = clock.skip(sandbox, clock.seconds_to(sandbox, form.cleaned_data["to"], credential))
    if wants_part(request):
        sandbox.refresh_from_db()
        context = page_context.news(sandbox) | {"note": "" if skipped else NOT_SKIPPED}
        return trigger_client_event(render(request, "sandbox/workbench/_clock.html", context), CHANGED)
    if not skipped:
        messages.warning(request, NOT_SKIPPED)
    return _to(sandbox, credential=credential)


@require_http_methods(["GET", "HEAD", "POST"])
@own_sandbox
def reset(request: HttpRequest, sandbox: Sandbox) -> HttpResponse:
    """Ask, and on POST start over with a new copy of the scenario."""
    if request.method != "POST":
        return render(request, "sandbox/workbench/reset.html", {"sandbox": sandbox})
    start_over(sandbox)
    messages.success(request, AFRESH)
    if wants_part(request):
        return HttpResponseClientRedirect(sandbox.get_absolute_url())
    return redirect(sandbox)


def _answer(
    request: HttpRequest, sandbox: Sandbox, event: Event, template: str, chosen: str = ""
) -> HttpResponse:
    """Show what AWS answered: as a part of the page, or on the page with that answer open."""
    if not wants_part(request):
        return _to(sandbox, "#answer", credential=chosen, event=event.number)
    context = page_context.credential_card(sandbox, chosen) | page_context.answered(sandbox, event)
    return trigger_client_event(render(request, template, context), CHANGED)


def _form_again(request: HttpRequest, sandbox: Sandbox, form: AssumeRoleForm) -> HttpResponse:
    """Show the form with what is wrong in it, nothing having been called."""
    if wants_part(request):
        context = {"sandbox": sandbox, "form": form, "uses": page_context.uses_of(sandbox)}
        part = render(request, "sandbox/workbench/_assume_again.html", context, status=422)
        return retarget(part, "#assume")
    context = page_context.bench(sandbox, request.GET) | {"form": form}
    return render(request, "sandbox/workbench/sandbox.html", context, status=422)


def _to(sandbox: Sandbox, fragment: str = "", **query: str | int) -> HttpResponse:
    """Lead back to the workbench."""
    given = urlencode({name: value for name, value in query.items() if value})
    return redirect(f"{sandbox.get_absolute_url()}?{given}{fragment}")
