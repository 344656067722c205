"""The pages of what goes wrong."""

from __future__ import annotations

import sys
from http import HTTPStatus

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views import defaults
from django_htmx.http import reswap, retarget

from learnsts.sent_fields import sent_fields
from lessons.accounts.outage import CANNOT_STORE
from lessons.requests import wants_part

__all__ = ["bad_request", "csrf_failure", "server_error", "unavailable"]

RETRY_AFTER_SECONDS = 10


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for a request that makes no sense, with our own sentence where there is one.

    HTMX gets the sentence alone, for the foot of the page that is open.
    """
    sentence = str(exception) if isinstance(exception, BadRequest) else ""
    if hasattr(request, "htmx") and wants_part(request):
        part = render(request, "_request_error.html", {"exception": sentence}, status=400)
        return retarget(reswap(part, "outerHTML"), "#request-error")
    return render(request, "400.html", {"exception": sentence}, status=400)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page for a form whose CSRF token is missing or stale."""
    return render(request, "403_csrf.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """The page for what nobody foresaw, or for a database that cannot be reached or cannot store."""
    page = unavailable if isinstance(sys.exc_info()[1], CANNOT_STORE) else defaults.server_error
    return page(request)


def unavailable(request: HttpRequest) -> HttpResponse:
    """What was typed, in a form that sends it again; needs no database."""
    if hasattr(request, "session"):
        request.session.modified = False  # it could not be stored either
    context = {"url": request.get_full_path(), "method": request.method, "fields": sent_fields(request)}
    return HttpResponse(
        render_to_string("503.html", context),
        status=HTTPStatus.SERVICE_UNAVAILABLE,
        headers={"Retry-After": str(RETRY_AFTER_SECONDS), "Cache-Control": "no-store"},
    )
