"""What a request asks for: a page or a part of one, and from where on."""

from __future__ import annotations

from django.http import HttpRequest, QueryDict
from django_htmx.middleware import HtmxDetails

__all__ = ["is_ahead", "wants_part", "whole_number"]

LONGEST_NUMBER = 9  # digits, which every database's integers hold


def wants_part(request: HttpRequest) -> bool:
    """Whether HTMX swaps a part; a boosted link or a restored history entry needs the whole page."""
    htmx: HtmxDetails = request.htmx  # type: ignore[attr-defined] # HtmxMiddleware sets it
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def is_ahead(request: HttpRequest) -> bool:
    """Whether a page fetches a part that nobody looks at yet, as HTMX's preloading says it."""
    return wants_part(request) and request.headers.get("HX-Preloaded") == "true"


def whole_number(query: QueryDict, name: str) -> int:
    """A whole number from the query, 0 where it is missing or none."""
    text = query.get(name, "")
    return int(text) if text.isdecimal() and len(text) <= LONGEST_NUMBER else 0
