"""Leaving a shared computer as a guest, and coming back by a code."""

from __future__ import annotations

from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lessons.accounts import limits
from lessons.accounts.codes import show_code
from lessons.accounts.guests.forms import ReturnForm
from lessons.accounts.guests.learners import LearnerRequest, guest_required, merge_guest
from lessons.accounts.guests.return_codes import (
    HOLDS,
    TooManyCodesError,
    WrongCodeError,
    find_guest,
    give_code,
)
from lessons.accounts.models import User
from lessons.accounts.security_log import tell

__all__ = ["come_back", "leave", "left", "make_code"]

UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@guest_required
def leave(request: LearnerRequest) -> HttpResponse:
    """What to do with a guest's work before somebody else sits here; POST leaves it behind."""
    if request.method != "POST":
        return render(request, "accounts/guests/leave.html", {"days": HOLDS.days})
    logout(request)
    response = redirect("account_left")
    response.delete_cookie(settings.CSRF_COOKIE_NAME)
    return response


@require_POST
@never_cache
@guest_required
def make_code(request: LearnerRequest) -> HttpResponse:
    """Show a new code, this once."""
    code = give_code(request.user, timezone.now())
    context = {
        "code": show_code(code),
        "until": request.user.return_until,
        "return_url": request.build_absolute_uri(reverse("account_return")),
    }
    return render(request, "accounts/guests/code.html", context)


@require_safe
def left(request: HttpRequest) -> HttpResponse:
    """The browser is free: whoever comes next begins anew."""
    return (
        redirect("lessons:home")
        if request.user.is_authenticated
        else render(request, "accounts/guests/left.html")
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def come_back(request: HttpRequest) -> HttpResponse:
    """Ask for the code, and go on with the work that it opens."""
    form = ReturnForm(request.POST if request.method == "POST" else None)
    status = UNPROCESSABLE if form.is_bound else HTTPStatus.OK
    if form.is_valid():
        address = limits.RETURN_CODES_OF_ADDRESS.of(limits.address_of(request))
        try:
            go_on_as(request, find_guest(form.cleaned_data["code"], address, timezone.now()))
            return redirect("lessons:home")
        except WrongCodeError as refused:
            form.add_error("code", str(refused))
            is_fast = isinstance(refused, TooManyCodesError)
            status = HTTPStatus.TOO_MANY_REQUESTS if is_fast else HTTPStatus.NOT_FOUND
    return render(request, "accounts/guests/return.html", {"form": form}, status=status)


def go_on_as(request: HttpRequest, guest: User) -> None:
    """Be this guest from now on; an account, or who is a guest already, brings both together."""
    user = request.user
    if not user.is_authenticated:
        login(request, guest)
    elif not user.is_guest:
        merge_guest(guest, user)
    elif user != guest:
        merge_guest(user, guest)
        login(request, guest)
    tell("came back by a code", request, guest=guest.pk)
    messages.success(request, "Welcome back. All that you did is here again.")
