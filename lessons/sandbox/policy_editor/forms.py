"""What the pages of policies take. Whether a document is right is for AWS to say."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator

from lessons.sandbox.workbench.forms import VERBATIM

__all__ = ["DocumentForm", "NewPolicyForm"]

LONGEST = 20_000  # characters: more than AWS takes in any policy (a bucket's may have 20 KB)
POLICY_NAME = RegexValidator(
    r"^[\w+=,.@-]{1,128}\Z", "A policy's name has letters, digits and any of _+=,.@- in it, 128 at most."
)


class DocumentForm(forms.Form):
    """A document as it was written, and the digest of the one it is to replace."""

    document = forms.CharField(
        label="Policy document",
        required=False,
        strip=False,
        max_length=LONGEST,
        widget=forms.Textarea(VERBATIM | {"rows": 18}),
    )
    opened = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput())

    def clean_document(self) -> str:
        """The text with the line ends it was written with: browsers send others."""
        text: str = self.cleaned_data["document"]
        return text.replace("\r\n", "\n")


class NewPolicyForm(forms.Form):
    """The name of a policy that is to be written, and whose it will be."""

    owner = forms.CharField(max_length=400, widget=forms.HiddenInput())
    name = forms.CharField(
        label="Name of the new policy",
        max_length=128,
        validators=[POLICY_NAME],
        widget=forms.TextInput(VERBATIM),
    )

    @property
    def place(self) -> str:
        """Where the new document will be."""
        values: dict[str, Any] = self.cleaned_data
        return f"{values['owner']}/{values['name']}"
