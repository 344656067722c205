"""What the sandbox's forms take. AWS's own rules are AWS's to apply: a wrong value must reach it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from lessons.sandbox.calls.callers import Choices
from lessons.sandbox.calls.clock import SKIPS
from lessons.sandbox.workbench.sample_calls import Use

__all__ = ["VERBATIM", "AssumeRoleForm", "SkipForm", "UseForm"]

# Of a field whose text is no prose: browsers neither complete nor correct it.
VERBATIM = {"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}


class AssumeRoleForm(forms.Form):
    """AssumeRole's parameters, named as AWS names them."""

    caller = forms.ChoiceField(label="Acting as")
    role_arn = forms.CharField(
        label="RoleArn",
        required=False,
        strip=False,
        max_length=4_000,
        widget=forms.TextInput(VERBATIM | {"list": "roles"}),
        help_text="The role to take on. Change it to see what AWS says to a wrong one.",
    )
    role_session_name = forms.CharField(
        label="RoleSessionName",
        required=False,
        strip=False,
        max_length=1_000,
        widget=forms.TextInput(VERBATIM),
        help_text="A name of your choice, so that the logs tell whose session it was.",
    )
    duration_seconds = forms.IntegerField(
        label="DurationSeconds",
        required=False,
        widget=forms.TextInput(VERBATIM | {"inputmode": "numeric"}),
        help_text="AWS takes 900 (15 minutes) to 43200 (12 hours), and no more than the role allows.",
        error_messages={"invalid": "A duration is a whole number of seconds, such as 3600."},
    )

    def __init__(self, *args: Any, callers: Choices, roles: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.roles = roles
        self.fields["caller"] = forms.ChoiceField(label="Acting as", choices=callers)

    @property
    def parameters(self) -> dict[str, Any]:
        """AssumeRole's parameters as boto3 takes them; an empty duration is left to AWS's default."""
        duration = self.cleaned_data["duration_seconds"]
        return {
            "RoleArn": self.cleaned_data["role_arn"],
            "RoleSessionName": self.cleaned_data["role_session_name"],
        } | ({} if duration is None else {"DurationSeconds": duration})


class UseForm(forms.Form):
    """Which button was pressed, and with whose keys: a user's ARN, or temporary credentials' key id."""

    use = forms.ChoiceField()
    caller = forms.CharField(max_length=2_048)

    def __init__(self, *args: Any, uses: Sequence[Use], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["use"] = forms.TypedChoiceField(
            choices=[(use.key, use.label) for use in uses],
            coerce={use.key: use for use in uses}.__getitem__,
        )


class SkipForm(forms.Form):
    """How far the clock goes: a quarter of an hour, or relative to the end of some credentials."""

    to = forms.ChoiceField(choices=[(key, key) for key in SKIPS])
    credential = forms.CharField(max_length=128, required=False)
