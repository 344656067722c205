"""Guests: real rows, made on the first page that remembers something."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec, cast

from allauth.core.internal.ratelimit import get_ip
from django.contrib.auth import login
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.crypto import get_random_string

from lessons.accounts.models import User
from lessons.accounts.signals import guest_merged

__all__ = [
    "GUEST_PREFIX",
    "LearnerRequest",
    "as_stranger",
    "clear_guests",
    "ensure_user",
    "guest_aside",
    "learner_required",
    "merge_guest",
]

GUEST_PREFIX = "guest-"

BATCH = 200
HOUR_SECONDS = 60 * 60
GUESTS_AN_HOUR = 300  # from one address: a school may sit behind it
P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


class LearnerRequest(HttpRequest):
    """A request whose user is certainly a row: a guest or an account."""

    user: User


def ensure_user(request: HttpRequest) -> User:
    """The signed-in user, or a new guest who is signed in from now on."""
    if not request.user.is_authenticated:
        guest = User(username=GUEST_PREFIX + get_random_string(16).lower(), is_guest=True)
        guest.set_unusable_password()
        guest.save()
        login(request, guest)
    user = cast(User, request.user)
    user.touch()
    return user


def count_guest(request: HttpRequest) -> bool:
    """Count a new guest of the address; False where it has had its GUESTS_AN_HOUR already."""
    hour = int(timezone.now().timestamp()) // HOUR_SECONDS
    key = f"accounts:guests:{get_ip(request)}:{hour}"
    guests: int = cache.get(key, 0)
    if guests >= GUESTS_AN_HOUR:
        return False
    cache.set(key, guests + 1, HOUR_SECONDS)
    return True


def learner_required(view: Callable[Concatenate[LearnerRequest, P], HttpResponse]) -> View[P]:
    """Let everybody in, strangers as guests, so that what they do is remembered.

    A stranger's HEAD is answered without a page, and too many new guests from one address with 429.
    """

    @wraps(view)
    def wrapper(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            if request.method == "HEAD":
                return HttpResponse()
            if not count_guest(request):
                return render(request, "429_guests.html", status=HTTPStatus.TOO_MANY_REQUESTS)
        ensure_user(request)
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


def clear_guests(seen_before: datetime) -> int:
    """Delete the guests who were last seen before then (UTC), batch by batch; how many they were."""
    idle = User.objects.filter(is_guest=True, last_seen__lt=seen_before)
    count = 0
    while True:
        with transaction.atomic():
            batch = [guest.pk for guest in idle.select_for_update().order_by("pk")[:BATCH]]
            User.objects.filter(pk__in=batch).delete()
        count += len(batch)
        if len(batch) < BATCH:
            return count
