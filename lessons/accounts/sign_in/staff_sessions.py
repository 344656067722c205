"""Staff sign in for a working day; what a learner does is remembered far longer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from lessons.accounts.models import User

__all__ = ["SIGNED_IN_AT", "connect", "end_after_hours"]

SIGNED_IN_AT = "signed_in_at"  # in the session: seconds since 1970


def connect() -> None:
    """Remember the moment of each sign-in."""
    user_logged_in.connect(_remember, dispatch_uid="staff sessions")


def _remember(request: HttpRequest, **kwargs: Any) -> None:
    request.session[SIGNED_IN_AT] = timezone.now().timestamp()


def end_after_hours(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """End a session of staff STAFF_SESSION_SECONDS after its sign-in, whatever was done since.

    Nobody is looked up for it: it is found out when the page asks who its reader is.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        user = request.user
        request.user = SimpleLazyObject(lambda: _still_signed_in(request, user))  # type: ignore[assignment] # as Django's own
        return get_response(request)

    return middleware


def _still_signed_in(request: HttpRequest, user: User | AnonymousUser) -> User | AnonymousUser:
    if isinstance(user, User) and user.is_staff and _is_over(request, user):
        request.session.flush()
        return AnonymousUser()
    return user


def _is_over(request: HttpRequest, user: User) -> bool:
    """Whether the hours are over; a session of 0.3.1 tells no moment, so that the last sign-in counts."""
    last = user.last_login.timestamp() if user.last_login else 0.0
    began: float = request.session.get(SIGNED_IN_AT, last)
    return timezone.now().timestamp() - began >= settings.STAFF_SESSION_SECONDS
