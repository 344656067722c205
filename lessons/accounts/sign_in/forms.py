"""allauth's forms in our words."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth
from allauth.account.fields import EmailField
from django import forms
from django.contrib.auth.hashers import make_password

from lessons.accounts.models import User

__all__ = ["ChangePasswordForm", "SignInForm", "SignUpForm"]

NEW_PASSWORD_HELP = "At least 8 characters, not only digits, no common password, nothing like your name."  # noqa: S105 -- words
FORGOTTEN = "Forgotten? Ask your instructor: whoever runs this site can give you a new one."

# field: (label, help text)
SIGN_UP = {
    "username": ("User name", "In a class, your instructor sees it. Letters, digits and any of @.+-_"),
    "email": ("E-mail (optional)", "Only for whoever runs this site. LearnSTS sends nothing to it."),
    "password1": ("Password", NEW_PASSWORD_HELP),
    "password2": ("The same password again", ""),
}
SIGN_IN = {
    "login": ("User name", ""),
    "password": ("Password", FORGOTTEN),
    "remember": ("Keep me signed in on this computer", ""),
}
CHANGE_PASSWORD = {
    "oldpassword": ("Current password", FORGOTTEN),
    "password1": ("New password", NEW_PASSWORD_HELP),
    "password2": ("The new password again", ""),
}


def describe(form: forms.Form, words: dict[str, tuple[str, str]]) -> None:
    """Give each field its label and help text, and no placeholder that vanishes as one types."""
    for name, (label, help_text) in words.items():
        field = form.fields[name]
        field.label, field.help_text = label, help_text
        field.widget.attrs.pop("placeholder", None)


class SignUpForm(allauth.SignupForm):
    """User name, e-mail if one likes, password twice."""

    email = EmailField(max_length=254)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        describe(self, SIGN_UP)

    def hash_password(self) -> None:
        """Put the password's hash in its place: it takes long, so before anything is locked."""
        self.hashed_password = make_password(self.cleaned_data.pop("password1"))

    def validate_unique_email(self, value: str) -> str:
        """Any address: nobody signs in or is reset by it, so two accounts may share one."""
        return value


class SignInForm(allauth.LoginForm):
    """User name and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        describe(self, SIGN_IN)

    def clean_login(self) -> str:
        """The name in the form it was saved in, so that it also counts as one name for the limit."""
        return User.normalize_username(super().clean_login())


class ChangePasswordForm(allauth.ChangePasswordForm):
    """The current password and a new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        describe(self, CHANGE_PASSWORD)
