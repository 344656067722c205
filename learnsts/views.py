"""The site's own pages: health and errors."""

from __future__ import annotations

from django.core.exceptions import BadRequest
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django_htmx.http import reswap, retarget

from lessons.htmx import wants_part

__all__ = ["bad_request", "csrf_failure", "healthz"]


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when the database answers, 503 when it does not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "unavailable", "database": "no answer"}, status=503)
    return JsonResponse({"status": "ok", "database": "ok"})


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
