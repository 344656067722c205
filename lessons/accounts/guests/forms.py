"""The form by which a guest comes back."""

from __future__ import annotations

from django import forms

from lessons.accounts.codes import LONGEST

__all__ = ["ReturnForm"]


class ReturnForm(forms.Form):
    """The code that a guest wrote down; whose it is, is for find_guest to say."""

    code = forms.CharField(
        label="Your code",
        max_length=LONGEST,
        help_text="Capitals and dashes do not matter.",
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
