"""An instructor makes a run a draft of a lesson."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from lessons.accounts.models import User
from lessons.authoring.drafts import MOST_STEPS, draft_lesson, may_draft
from lessons.sandbox.access import own_sandbox
from lessons.sandbox.models import Sandbox, SharedRun
from lessons.sandbox.runs.sharing.forms import DraftForm
from lessons.sandbox.runs.sharing.snapshots import snapshot
from lessons.trace import Trace
from lessons.trace_json import from_json

__all__ = ["draft_form", "draft_own", "draft_shared"]

NOT_ALLOWED = "Only those who write lessons can make one of a run. Sign in with your instructor account."
NO_CHAPTER = "Choose the chapter of the lesson. If there is none yet, add one in the admin first."


def draft_form(user: User | AnonymousUser) -> DraftForm | None:
    """The form that makes a lesson, for those who may; None for everybody else."""
    return DraftForm() if may_draft(user) else None


@require_POST
@own_sandbox
def draft_own(request: HttpRequest, sandbox: Sandbox) -> HttpResponse:
    """Make a draft lesson of one's own run, and go on to it in the admin."""
    check_allowed(request)
    if not sandbox.last_number:
        raise Http404("There is nothing in this run yet. Make a call in the sandbox first.")
    return draft(request, snapshot(sandbox, sandbox.origin.title), "a run in the sandbox")


@require_POST
def draft_shared(request: HttpRequest, share: str) -> HttpResponse:
    """Make a draft lesson of a run that somebody shared, and go on to it in the admin."""
    check_allowed(request)
    run = get_object_or_404(SharedRun, pk=share)
    return draft(request, from_json(run.trace), "a shared run")


def check_allowed(request: HttpRequest) -> None:
    """Raises PermissionDenied for those who may not add lessons."""
    if not may_draft(request.user):
        raise PermissionDenied(NOT_ALLOWED)


def draft(request: HttpRequest, trace: Trace, origin: str) -> HttpResponse:
    """The new lesson in the admin, with a word on what is left to do."""
    form = DraftForm(request.POST)
    if not form.is_valid():
        raise BadRequest(NO_CHAPTER)
    reason = f"Made from {origin}: “{trace.title}”"
    lesson = draft_lesson(trace, form.cleaned_data["chapter"], reason[:100], cast(User, request.user))
    kept = f" It has the newest {MOST_STEPS} steps of the run." if len(trace.steps) > MOST_STEPS else ""
    messages.success(request, f"“{lesson}” is a draft now, which students do not see.{kept}")
    return redirect("admin:lessons_lesson_change", lesson.pk)
