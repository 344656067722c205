"""The page of results, which HTMX asks for while somebody types."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lessons.reading.course_cache import course_of
from lessons.requests import wants_part
from lessons.search import results

__all__ = ["search"]


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What `?q=` finds of all that the reader may see."""
    lessons = course_of(request).visible_to(request.user)
    found = results.search(request.GET.get("q", ""), lessons)
    context = {"results": found, "longest": results.LONGEST, "sandbox": _latest_sandbox(request)}
    template = "search/_results.html" if wants_part(request) else "search/search.html"
    status = HTTPStatus.UNPROCESSABLE_ENTITY if found.refusal else HTTPStatus.OK
    return render(request, template, context, status=status)


def _latest_sandbox(request: HttpRequest) -> UUID | None:
    """The id of the reader's own sandbox in which calls that are found can be made."""
    if not request.user.is_authenticated:
        return None
    return request.user.sandboxes.order_by("-created_at").values_list("pk", flat=True).first()
