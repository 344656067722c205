"""What people type into the pages of classes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from lessons.accounts.codes import LONGEST
from lessons.accounts.names import is_invisible
from lessons.classrooms.models import Classroom, Membership

__all__ = ["ClassForm", "CodeForm", "GuestForm"]


# They join letters in Persian, Hindi and emoji, and show nothing of their own.
JOINERS = "\u200c\u200d"


class NameField(forms.CharField):
    """A name people can read: one line of visible characters, with a letter or a digit among them.

    ``unseen`` are the invisible characters that it may have all the same.
    """

    def __init__(self, *, unseen: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.unseen = unseen

    def to_python(self, value: Any) -> str:
        """The name with its spaces tidied."""
        return " ".join((super().to_python(value) or "").split())

    def validate(self, value: str) -> None:
        """Refuse characters that show nothing, and names made of signs alone."""
        super().validate(value)
        if any(is_invisible(c) and c not in self.unseen for c in value):
            raise ValidationError("Some characters of this name cannot be shown. Type it again.")
        if value and not any(c.isalnum() for c in value):
            raise ValidationError("A name needs a letter or a digit.")


class ClassForm(forms.Form):
    """The name of a class, new or renamed."""

    name = NameField(
        label="Name of the class",
        unseen=JOINERS,
        max_length=Classroom._meta.get_field("name").max_length,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class CodeForm(forms.Form):
    """A join code as somebody types it; whether a class has it is for find_class to say."""

    code = forms.CharField(
        label="Join code",
        max_length=LONGEST,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class GuestForm(forms.Form):
    """What a guest wants to be called in a class."""

    name = NameField(
        label="Your name",
        max_length=Membership._meta.get_field("shown_name").max_length,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text="Your instructor sees it, so that guests can be told apart.",
    )
