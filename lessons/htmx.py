"""Whether a request asks for a page or for a part of one."""

from __future__ import annotations

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

__all__ = ["wants_part"]


def wants_part(request: HttpRequest) -> bool:
    """Whether HTMX swaps a part; a boosted link or a restored history entry needs the whole page."""
    htmx: HtmxDetails = request.htmx  # type: ignore[attr-defined] # HtmxMiddleware sets it
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request
