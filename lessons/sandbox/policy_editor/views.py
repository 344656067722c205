"""The pages on which policies are read, written, compared and thrown away."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lessons.requests import wants_part
from lessons.sandbox.access import own_sandbox
from lessons.sandbox.labs.lab_view import view_in
from lessons.sandbox.models import Sandbox
from lessons.sandbox.policy_editor import administrator_calls, policy_list
from lessons.sandbox.policy_editor.comparison import compare
from lessons.sandbox.policy_editor.confirmations import QUESTIONS
from lessons.sandbox.policy_editor.forms import DocumentForm, NewPolicyForm
from lessons.sandbox.policy_editor.policy_documents import Document, NoSuchDocumentError, Place, digest, find
from lessons.sandbox.policy_editor.policy_types import KINDS
from lessons.sandbox.policy_editor.problems import marks, marks_at
from lessons.sandbox.workbench.page_context import answered

__all__ = ["act", "changes", "document", "new", "policies", "validate"]

NOT_THERE = "There is no such policy in this sandbox. The page of its policies lists those there are."
CONFLICT, UNPROCESSABLE = 409, 422
EDITOR, ASK = "sandbox/policy_editor/document.html", "sandbox/policy_editor/ask.html"


@require_safe
@own_sandbox
def policies(request: HttpRequest, sandbox: Sandbox) -> HttpResponse:
    """Everything that has policies, with a link to each document."""
    return _list(request, sandbox)


@require_safe
@own_sandbox
def new(request: HttpRequest, sandbox: Sandbox) -> HttpResponse:
    """From the name of a policy that is to be, to the editor that it is written in."""
    form = NewPolicyForm(request.GET)
    if not form.is_valid():
        return _list(request, sandbox, refused=form, status=UNPROCESSABLE)
    return redirect("sandbox:policy", sandbox.pk, _document(sandbox, form.place).place)


@require_http_methods(["GET", "HEAD", "POST"])
@own_sandbox
def document(request: HttpRequest, sandbox: Sandbox, place: str) -> HttpResponse:
    """One document in the editor. POST saves it: AWS says whether it will do."""
    found = _document(sandbox, place)
    if request.method != "POST":
        text = found.starter if found.text is None else found.text
        form = DocumentForm(initial={"document": text, "opened": digest(found.text)})
        return render(request, EDITOR, _editor(sandbox, found, form))
    form = DocumentForm(request.POST)
    if not form.is_valid():
        return render(request, EDITOR, _editor(sandbox, found, form), status=UNPROCESSABLE)
    return _save(request, sandbox, found, form)


def _save(request: HttpRequest, sandbox: Sandbox, found: Document, form: DocumentForm) -> HttpResponse:
    text = form.cleaned_data["document"]
    try:
        event = administrator_calls.save(sandbox, found.place, text, form.cleaned_data["opened"])
    except administrator_calls.ChangedMeanwhileError as error:
        again = DocumentForm(initial={"document": text, "opened": digest(error.now.text)})
        context = _editor(sandbox, error.now, again) | {"changed_meanwhile": True}
        return render(request, EDITOR, context, status=CONFLICT)
    if event.succeeded:
        messages.success(request, f"Saved. AWS answered {event.operation} with {event.status}.")
        return redirect("sandbox:policy", sandbox.pk, found.place)
    refused = answered(sandbox, event) | {"problems": marks_at(text, found, sandbox.world, sandbox.now())}
    return render(request, EDITOR, _editor(sandbox, found, form) | refused, status=UNPROCESSABLE)


@require_POST
@own_sandbox
def validate(request: HttpRequest, sandbox: Sandbox) -> HttpResponse:
    """What is wrong in a text, for the editor: `{"problems": [{line, column, path, message, severity}]}`.

    `place` is where the text is to be saved, where that is known.
    """
    form, kind, place = DocumentForm(request.POST), request.POST.get("kind", ""), request.POST.get("place")
    if kind not in KINDS or not form.is_valid():
        raise BadRequest("Send a document of up to 20,000 characters, and of what kind it is.")
    text, world = form.cleaned_data["document"], sandbox.world
    found = (
        marks_at(text, _document(sandbox, place), world, sandbox.now()) if place else marks(text, kind, world)
    )
    return JsonResponse({"problems": [mark._asdict() for mark in found]})


@require_POST
@own_sandbox
def changes(request: HttpRequest, sandbox: Sandbox, place: str) -> HttpResponse:
    """What changes? The calls made so far that would be decided otherwise under the text."""
    found, form = _document(sandbox, place), DocumentForm(request.POST)
    if not form.is_valid():
        raise BadRequest("A policy has up to 20,000 characters.")
    text = form.cleaned_data["document"]
    problems = marks_at(text, found, sandbox.world, sandbox.now())
    refused = any(mark.is_error for mark in problems)
    comparison = None if refused else compare(sandbox, found, text)
    seen = {"problems": problems, "comparison": comparison}
    if wants_part(request):
        return render(request, "sandbox/policy_editor/_changes.html", {"sandbox": sandbox} | seen)
    return render(request, EDITOR, _editor(sandbox, found, form) | seen)


@require_http_methods(["GET", "HEAD", "POST"])
@own_sandbox
def act(request: HttpRequest, sandbox: Sandbox, action: str, place: str) -> HttpResponse:
    """Ask, and on POST do it: delete a policy, revoke a role's sessions, or make the role anew."""
    found, question = _document(sandbox, place), QUESTIONS.get(action)
    if question is None or not question.fits(found):
        raise Http404(NOT_THERE)
    words = {"owner": found.place.owner, "title": found.title}
    context = {
        "sandbox": sandbox,
        "view": view_in(sandbox),
        "document": found,
        "question": question,
        "heading": question.heading.format(**words),
    }
    if request.method != "POST":
        return render(request, ASK, context)
    event = question.act(sandbox, found.place)
    if not event.succeeded:
        return render(request, ASK, context | answered(sandbox, event), status=UNPROCESSABLE)
    messages.success(request, question.done.format(**words))
    return redirect("sandbox:policies", sandbox.pk)


def _document(sandbox: Sandbox, place: str) -> Document:
    """The document at a place. Raises Http404."""
    try:
        return find(sandbox.world, Place.read(place))
    except NoSuchDocumentError:
        raise Http404(NOT_THERE) from None


def _list(
    request: HttpRequest, sandbox: Sandbox, refused: NewPolicyForm | None = None, status: int = 200
) -> HttpResponse:
    accounts = policy_list.accounts(sandbox.world)
    context = {"sandbox": sandbox, "accounts": accounts, "refused": refused, "view": view_in(sandbox)}
    return render(request, "sandbox/policy_editor/policies.html", context, status=status)


def _editor(sandbox: Sandbox, found: Document, form: DocumentForm) -> dict[str, Any]:
    """What the page of one document shows."""
    return {"sandbox": sandbox, "document": found, "form": form, "view": view_in(sandbox)}
