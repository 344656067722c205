"""Guests: real rows, made by the first thing that somebody does and wants to find again.

Whoever only reads is a stranger: without a row, without a session, and with the same pages as all others.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth import login
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.crypto import get_random_string

from lessons.accounts import limits
from lessons.accounts.models import User
from lessons.accounts.signals import guest_merged

__all__ = [
    "GUEST_PREFIX",
    "LearnerRequest",
    "as_stranger",
    "guest_aside",
    "guest_required",
    "is_stranger",
    "learner_required",
    "merge_guest",
    "new_guest",
]

GUEST_PREFIX = "guest-"

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


class LearnerRequest(HttpRequest):
    """A request whose user is certainly a row: a guest or an account."""

    user: User


def is_stranger(request: HttpRequest) -> bool:
    """Whether nobody is known behind the request: without a session a page cannot depend on who asks."""
    session = getattr(request, "session", None)
    return session is None or session.is_empty()


def new_guest() -> User:
    """A row for somebody without an account."""
    guest = User(username=GUEST_PREFIX + get_random_string(16).lower(), is_guest=True)
    guest.set_unusable_password()
    guest.save()
    return guest


def learner_required(view: Callable[Concatenate[LearnerRequest, P], HttpResponse]) -> View[P]:
    """Let everybody in, strangers as guests: for what is done, not for what is read.

    Check first what was sent, for only what is worth remembering makes a guest. Beyond the limit of their
    address strangers are answered 429, and told how to go on. Where HTMX swaps a part, the page's way around
    comes with it, as a guest has it.
    """

    @wraps(view)
    def wrapper(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        is_new = not request.user.is_authenticated
        if is_new and not become_guest(request):
            return render(request, "429_guests.html", status=HTTPStatus.TOO_MANY_REQUESTS)
        cast(User, request.user).touch()
        response = view(cast(LearnerRequest, request), *args, **kwargs)
        if is_new and response.content and "HX-Request" in request.headers:
            response.write(render_to_string("_nav.html", {"is_swap": True}, request))
        return response

    return wrapper


def become_guest(request: HttpRequest) -> bool:
    """Make a stranger a guest; False where their address has made all the guests of this hour."""
    address, now = limits.GUESTS_OF_ADDRESS.of(limits.address_of(request)), timezone.now()
    if limits.seconds_to_wait([address], now):
        return False
    limits.count([address], now)
    login(request, new_guest())
    return True


def guest_required(view: Callable[Concatenate[LearnerRequest, P], HttpResponse]) -> View[P]:
    """For guests: an account is led to signing out, and a stranger, who leaves nothing, to the course."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect("lessons:home")
        if not request.user.is_guest:
            return redirect("account_logout")
        return view(cast(LearnerRequest, request), *args, **kwargs)

    return wrapper


def as_stranger(view: View[P]) -> View[P]:
    """Open a view for strangers to guests too; the guest stands aside until somebody signs up or in."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if isinstance(request.user, User) and request.user.is_guest:
            setattr(request, "guest", request.user)  # noqa: B010 -- HttpRequest declares no such attribute
            request.user = AnonymousUser()
        return view(request, *args, **kwargs)

    return wrapper


def guest_aside(request: HttpRequest) -> User | None:
    """The guest that `as_stranger` found on this request."""
    return getattr(request, "guest", None)


@transaction.atomic
def merge_guest(guest: User, user: User) -> None:
    """Hand a guest's work to an account and delete the guest; nothing of it where a chapter raises."""
    pair = User.objects.select_for_update().filter(pk__in=[guest.pk, user.pk]).order_by("pk")
    locked = {row.pk: row for row in pair}
    if guest.pk in locked and locked[guest.pk].is_guest:
        guest_merged.send(sender=User, guest=locked[guest.pk], user=locked[user.pk])
        locked[guest.pk].delete()
