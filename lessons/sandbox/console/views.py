"""The list of calls, and the page of each: its form, and what AWS answers."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import trigger_client_event

from lessons.requests import wants_part
from lessons.sandbox.access import own_sandbox
from lessons.sandbox.calls import callers, execution
from lessons.sandbox.console import operations
from lessons.sandbox.console.forms import CallForm
from lessons.sandbox.console.identity_providers import SignInForm, providers
from lessons.sandbox.console.operations import Call
from lessons.sandbox.console.suggestions import offered
from lessons.sandbox.explanations import commands
from lessons.sandbox.explanations.cli_output import whole_text
from lessons.sandbox.labs.forms import BY
from lessons.sandbox.labs.lab_view import LabView, view_in
from lessons.sandbox.models import Sandbox
from lessons.sandbox.scenarios.mfa_devices import devices
from lessons.sandbox.workbench import page_context
from lessons.sandbox.workbench.actions import CHANGED

__all__ = ["call", "calls", "mfa", "sign_in"]

WITH_TOKEN = ("sts", "AssumeRoleWithWebIdentity")
NO_PROVIDER = "Nobody outside AWS can sign in here: this sandbox has no identity provider."
NO_SUCH_CALL = "The sandbox has no such call. The list of calls names all there are."


@require_safe
@own_sandbox
def calls(request: HttpRequest, sandbox: Sandbox) -> HttpResponse:
    """Every call there is; `?q=` keeps those that speak of it."""
    text = request.GET.get("q", "").strip()
    context = {"sandbox": sandbox, "groups": operations.groups(text), "text": text}
    if wants_part(request):
        return render(request, "sandbox/console/_list.html", context)
    return render(request, "sandbox/console/calls.html", context | {"view": view_in(sandbox)})


@require_http_methods(["GET", "HEAD", "POST"])
@own_sandbox
def call(request: HttpRequest, sandbox: Sandbox, service: str, operation: str) -> HttpResponse:
    """The form of one call, which the query may fill in. POST makes the call."""
    asked = operations.find(service, operation)
    if asked is None:
        raise Http404(NO_SUCH_CALL)
    if request.method != "POST":
        form = CallForm(sandbox=sandbox, call=asked, initial=request.GET.dict())
        return _page(request, sandbox, form)
    form = CallForm(request.POST, sandbox=sandbox, call=asked)
    answered = _send(sandbox, asked, form)
    return _page(request, sandbox, form, answered)


@require_safe
@own_sandbox
def mfa(request: HttpRequest, sandbox: Sandbox) -> HttpResponse:
    """What each user's MFA device shows now."""
    context = {"sandbox": sandbox, "devices": devices(sandbox), "now": sandbox.now()}
    template = "sandbox/console/_mfa.html" if wants_part(request) else "sandbox/console/mfa.html"
    return render(request, template, context)


@require_http_methods(["GET", "HEAD", "POST"])
@own_sandbox
def sign_in(request: HttpRequest, sandbox: Sandbox) -> HttpResponse:
    """Sign in at an identity provider. POST fills the token in where it is of use."""
    asked = operations.find(*WITH_TOKEN)
    if asked is None or not providers(sandbox):
        raise Http404(NO_PROVIDER)
    form = SignInForm(request.POST if request.method == "POST" else None, sandbox=sandbox)
    if form.is_valid():
        filled = CallForm(sandbox=sandbox, call=asked, initial=form.filled_in)
        return _page(request, sandbox, filled, signed_in=form)
    context = {"sandbox": sandbox, "sign_in": form}
    return render(request, "sandbox/console/sign_in.html", context, status=422 if form.is_bound else 200)


def _send(sandbox: Sandbox, asked: Call, form: CallForm) -> dict[str, Any]:
    """Make the call, and give what the page shows of it: nothing where the form is wrong, which tells why."""
    if not form.is_valid():
        return {}
    caller, parameters = form.cleaned_data["caller"], form.parameters
    try:
        keys = callers.keys_of(sandbox, caller) if caller else None
        recorded = execution.send(sandbox, keys, asked.service, asked.python_name, parameters)
    except BadRequest as refused:
        form.add_error(None, str(refused))
        return {}
    sandbox.refresh_from_db()
    form.offer_callers(sandbox)
    return page_context.answered(sandbox, recorded.event) | {
        "came_back": whole_text(recorded),
        "cli": commands.cli(asked.service, asked.name, parameters),
        "boto3": commands.boto3(asked.service, asked.name, parameters),
    }


def _page(
    request: HttpRequest,
    sandbox: Sandbox,
    form: CallForm,
    answered: dict[str, Any] | None = None,
    signed_in: SignInForm | None = None,
) -> HttpResponse:
    """The form as it was filled in, with the answer if there is one; 422 where nothing was called."""
    view = view_in(sandbox)
    if not form.is_bound:
        _let_sign(sandbox, form, view)
    context = {"sandbox": sandbox, "call": form.call, "form": form, "offered": offered(sandbox, form.call)}
    context |= _beside(sandbox, form.call, signed_in) | (answered or {}) | {"view": view}
    template = "sandbox/console/_call_part.html" if wants_part(request) else "sandbox/console/call.html"
    response = render(request, template, context, status=422 if form.is_bound and not answered else 200)
    return trigger_client_event(response, CHANGED) if answered else response


def _let_sign(sandbox: Sandbox, form: CallForm, view: LabView | None) -> None:
    """Begin with the caller that the query asks for, or with who makes this call in the lab."""
    in_lab = view.signer_of(f"{form.call.service}:{form.call.name}") if view else ""
    if signer := callers.signer(sandbox, str(form.initial.get(BY, in_lab))):
        form.initial.setdefault("caller", signer)


def _beside(sandbox: Sandbox, asked: Call, signed_in: SignInForm | None) -> dict[str, Any]:
    """What a call may need beside its form: a code of MFA, or a token."""
    if "SerialNumber" in asked.members:
        return {"devices": devices(sandbox), "now": sandbox.now()}
    if (asked.service, asked.name) == WITH_TOKEN and providers(sandbox):
        return {"sign_in": signed_in or SignInForm(sandbox=sandbox), "signed_in": signed_in}
    return {}
