"""Forged requests: refused by what the browser says of where a form comes from, or by a token.

A stranger's page is the same bytes for everybody, so it carries no token. Browsers say with each POST where
it comes from, in headers that no script of another site can set: `Origin` (RFC 6454) and over HTTPS
`Sec-Fetch-Site` (W3C, Fetch Metadata). Either is enough, as in OWASP's cheat sheet on CSRF. The pages of
whoever has a session carry a token as well, for a browser that says neither.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponseForbidden
from django.middleware import csrf
from django.middleware.csrf import CsrfViewMiddleware

from lessons.accounts.guests.learners import is_stranger

__all__ = ["OriginMiddleware", "random_text", "token_of_session"]


class OriginMiddleware(CsrfViewMiddleware):
    """Django's check, which a request passes without a token where its browser says it is from this site."""

    def process_view(
        self, request: HttpRequest, callback: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseForbidden | None:
        """None where the request may go on; otherwise the page that refuses it."""
        if self.is_from_here(request):
            return self._accept(request)  # type: ignore[attr-defined] # Django's own
        return super().process_view(request, callback, args, kwargs)

    def is_from_here(self, request: HttpRequest) -> bool:
        """Whether the browser says that a page of this site, or of a trusted origin, has sent it."""
        if request.headers.get("Sec-Fetch-Site") == "same-origin":
            return True
        if "Origin" in request.headers:
            return self._origin_verified(request)  # type: ignore[attr-defined] # Django's own
        return is_own_page(request, request.headers.get("Referer", ""))


def is_own_page(request: HttpRequest, referer: str) -> bool:
    """Whether the address is one of this site, asked by the same scheme, host and port."""
    try:
        page, host = urlsplit(referer), request.get_host()
    except (ValueError, DisallowedHost):
        return False
    return (page.scheme, page.netloc) == (request.scheme, host)


def random_text(length: int, allowed_chars: str) -> str:
    """As many characters, each as likely as the others, for which the system is asked once.

    Django asks for each of a token's 32 apart, and with each question a thread lets the others of its worker
    take their turns: under load a page with a form waited 32 times.
    """
    number, digits = secrets.randbits(8 * (length + 8)), []
    for _ in range(length):
        number, digit = divmod(number, len(allowed_chars))
        digits.append(allowed_chars[digit])
    return "".join(digits)


csrf.get_random_string = random_text  # type: ignore[attr-defined] # by which Django makes and masks its tokens


def token_of_session(request: HttpRequest) -> dict[str, str]:
    """The context processor that leaves the token out of a stranger's page."""
    return {"csrf_token": ""} if is_stranger(request) else {}
