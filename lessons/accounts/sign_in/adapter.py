"""How accounts differ from allauth's defaults: a guest may become one, or be merged into one."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

from lessons.accounts.addresses import client_address
from lessons.accounts.guests.learners import GUEST_PREFIX, guest_aside, merge_guest
from lessons.accounts.limits import address_of
from lessons.accounts.models import User
from lessons.accounts.names import is_invisible
from lessons.accounts.sign_in.forms import SignUpForm
from lessons.accounts.sign_in.password_hashing import CrowdedError, room
from lessons.accounts.sign_in.staff_sessions import SIGNED_IN_AT

__all__ = ["AccountAdapter"]

WHO_IS_SIGNED_IN = {SESSION_KEY, BACKEND_SESSION_KEY, HASH_SESSION_KEY, SIGNED_IN_AT}


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up turns a guest's own row into an account; sign-in hands the guest's work to the account."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "enter_current_password": "This is not your current password.",
        "too_many_at_once": "Very many people are signing in at this moment. Try again in a few seconds.",
        "too_many_login_attempts": "Too many wrong passwords. Wait five minutes, then try again.",
        "too_many_sign_ups": "Very many people have just signed up from your network. Try again in a minute.",
        "username_invisible": "Some characters of this name cannot be seen. Type it again.",
        "username_password_mismatch": (
            "This user name and password do not belong together. "
            "Check both; in the password, capital letters count."
        ),
        "username_reserved": (
            f"Names that begin with “{GUEST_PREFIX}” are kept for visitors without an account. "
            "Please choose another."
        ),
        "username_taken": "Somebody has this user name already. Choose another, or sign in if it is yours.",
    }

    def is_ajax(self, request: HttpRequest) -> bool:
        """Never: these pages answer everybody with HTML."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that limits go by."""
        return client_address(request.META)

    def is_safe_url(self, url: str) -> bool:
        """Whether `next` leads to a page of the host that was asked, and nowhere else."""
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts={self.request.get_host()}, require_https=self.request.is_secure()
        )

    def clean_username(self, username: str, shallow: bool = False) -> str:
        """The name in Unicode's NFKC form. Raises ValidationError where it is reserved, odd or taken."""
        name = User.normalize_username(username)
        if name.lower().startswith(GUEST_PREFIX):
            raise self.validation_error("username_reserved")
        if any(map(is_invisible, name)):
            raise self.validation_error("username_invisible")
        return super().clean_username(name, shallow)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """The name and the address, by whatever host: who guesses a password slows nobody elsewhere."""
        return f"{credentials['username'].lower()}:{address_of(request)}"

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """The account of these credentials, or None. Raises ValidationError where too many are checked."""
        try:
            with room.place(address_of(request)):
                return super().authenticate(request, **credentials)
        except CrowdedError:
            raise self.validation_error("too_many_at_once") from None

    def new_user(self, request: HttpRequest) -> User:
        """The guest's own row, locked and no longer a guest's; for a stranger a new one."""
        guest = guest_aside(request)
        row = guest and User.objects.select_for_update().filter(pk=guest.pk, is_guest=True).first()
        user = row or User()
        user.is_guest = False
        return user

    def save_user(self, request: HttpRequest, user: User, form: SignUpForm, commit: bool = True) -> User:
        """The new account as its form has it, the password hashed before."""
        super().save_user(request, user, form, commit=False)
        user.password = form.hashed_password
        if commit:
            user.save()
        return user

    def login(self, request: HttpRequest, user: User) -> None:
        """Sign in, all or nothing; a guest's work and session go with them."""
        guest = guest_aside(request)
        kept = {key: value for key, value in request.session.items() if key not in WHO_IS_SIGNED_IN}
        with transaction.atomic():
            if guest and guest.pk != user.pk:
                merge_guest(guest, user)
            super().login(request, user)
        if guest:  # Django empties the session of somebody else; this is the same person
            request.session.update(kept)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to the course."""
        return resolve_url("lessons:home")
