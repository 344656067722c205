"""The id of the request that is being answered, which every line of the log carries."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextvars import ContextVar
from uuid import uuid4

from django.http import HttpRequest, HttpResponse

__all__ = ["HEADER", "answering", "identified"]

HEADER = "X-Request-Id"
WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{8,64}")

# The request that this thread answers. It has its id as `request.id`.
answering: ContextVar[HttpRequest | None] = ContextVar("answering", default=None)


def identified(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Take the id that a proxy gave the request, or make one, and send it back with the answer."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.id = _id_of(request)  # type: ignore[attr-defined] # HttpRequest declares no such attribute
        token = answering.set(request)
        try:
            response = get_response(request)
        finally:
            answering.reset(token)
        response.headers[HEADER] = request.id  # type: ignore[attr-defined] # as above
        return response

    return middleware


def _id_of(request: HttpRequest) -> str:
    """The id in the header where it is well formed, so that nobody writes lines of their own into the log."""
    given = request.META.get("HTTP_X_REQUEST_ID", "")
    return given if WELL_FORMED.fullmatch(given) else uuid4().hex
