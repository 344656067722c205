"""Signing up, in and out, and changing a password: allauth's views, opened to guests."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from allauth.account import views as allauth
from allauth.account.adapter import get_adapter
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lessons.accounts import limits
from lessons.accounts.guests.learners import LearnerRequest, as_stranger
from lessons.accounts.models import User
from lessons.accounts.sign_in.forms import ChangePasswordForm, SignInForm, SignUpForm
from lessons.accounts.sign_in.password_hashing import CrowdedError, room

__all__ = [
    "account_inactive",
    "admin_change_password",
    "admin_sign_in",
    "change_password",
    "sign_in",
    "sign_out",
    "sign_up",
]

REASONS_TO_WAIT = ("too_many_login_attempts", "too_many_at_once")

form_methods = require_http_methods(["GET", "HEAD", "POST"])


class SignUp(allauth.SignupView):
    """allauth's sign-up, which keeps everything or nothing, and counts only what it keeps."""

    form_class = SignUpForm

    def form_valid(self, form: SignUpForm) -> HttpResponse:
        """Save and sign in; somebody may take the name between the check and the write."""
        address, now = limits.SIGN_UPS_OF_ADDRESS.of(limits.address_of(self.request)), timezone.now()
        if limits.seconds_to_wait([address], now):
            return self.refused(form, None, "too_many_sign_ups", HTTPStatus.TOO_MANY_REQUESTS)
        try:
            with room.place(address.whom):
                form.hash_password()
            with transaction.atomic():
                response = super().form_valid(form)
        except CrowdedError:
            return self.refused(form, None, "too_many_at_once", HTTPStatus.TOO_MANY_REQUESTS)
        except IntegrityError:
            return self.refused(form, "username", "username_taken", HTTPStatus.OK)
        limits.count([address], now)
        return response

    def refused(self, form: SignUpForm, field: str | None, reason: str, status: HTTPStatus) -> HttpResponse:
        """The form with what was typed, and why it was not enough."""
        form.add_error(field, get_adapter().validation_error(reason))
        response = self.form_invalid(form)
        response.status_code = status
        return response


class SignIn(allauth.LoginView):
    """allauth's sign-in, which says 429 where it makes one wait."""

    form_class = SignInForm

    def form_invalid(self, form: SignInForm) -> HttpResponse:
        """The form with its errors."""
        response = super().form_invalid(form)
        if any(form.has_error(NON_FIELD_ERRORS, reason) for reason in REASONS_TO_WAIT):
            response.status_code = HTTPStatus.TOO_MANY_REQUESTS
        return response


@form_methods
@as_stranger
def sign_up(request: HttpRequest) -> HttpResponse:
    """A new account; a guest's own row becomes it."""
    return SignUp.as_view()(request)


@form_methods
@as_stranger
def sign_in(request: HttpRequest) -> HttpResponse:
    """Into an account that exists; what a guest has done is merged into it."""
    return SignIn.as_view()(request)


@form_methods
def sign_out(request: HttpRequest) -> HttpResponse:
    """GET asks, a guest in a page of their own; POST signs out."""
    if request.method != "POST" and request.user.is_authenticated and request.user.is_guest:
        return redirect("account_leave")
    return allauth.LogoutView.as_view()(request)


@form_methods
@login_required
def change_password(request: LearnerRequest) -> HttpResponse:
    """A new password for an account; a guest has none yet and is led to sign-up."""
    if request.user.is_guest:
        return redirect("account_signup")
    return allauth.PasswordChangeView.as_view(form_class=ChangePasswordForm)(request)


@form_methods
def account_inactive(request: HttpRequest) -> HttpResponse:
    """Where somebody lands whose account is switched off."""
    return allauth.AccountInactiveView.as_view()(request)


@never_cache
def admin_sign_in(request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
    """The admin's sign-in: the site's own, so that its limits hold there too. Raises PermissionDenied."""
    target = request.GET.get(REDIRECT_FIELD_NAME) or reverse("admin:index")
    user = request.user
    if not isinstance(user, User) or user.is_guest:
        return redirect_to_login(target)
    if not user.is_staff:
        raise PermissionDenied("The admin is for instructors. If you are one, sign out and in again as one.")
    return redirect(target if get_adapter().is_safe_url(target) else "admin:index")


def admin_change_password(request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
    """The admin's change of password: the site's own, for the same reason."""
    return redirect("account_change_password")
