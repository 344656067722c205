"""The form of a call: who calls, and every parameter under AWS's own name for it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from lessons.sandbox.calls import callers
from lessons.sandbox.console.fields import PolicyField, field_for
from lessons.sandbox.console.operations import Call
from lessons.sandbox.models import Sandbox

__all__ = ["CallForm", "ParametersForm"]

UNSIGNED = ("Nobody", [("", "nobody · the call is not signed")])


class ParametersForm(forms.Form):
    """The parameters of a call. What is left empty is not sent."""

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.call = call
        self.fields |= {name: field_for(call.name, name, shape) for name, shape in call.members.items()}

    @property
    def first(self) -> list[BoundField]:
        """What a call needs, or is about."""
        return [self[name] for name in self.call.members if name in self.call.first]

    @property
    def more(self) -> list[BoundField]:
        """What may be left out."""
        return [self[name] for name in self.call.members if name not in self.call.first]

    @property
    def takes_policy(self) -> bool:
        """Whether a parameter is a policy, which is written in the editor."""
        return any(isinstance(field, PolicyField) for field in self.fields.values())

    @property
    def has_more(self) -> bool:
        """Whether some of `more` is filled in, or wrong."""
        return any(field.value() or field.errors for field in self.more)

    @property
    def parameters(self) -> dict[str, Any]:
        """The parameters as boto3 takes them."""
        values = {name: self.cleaned_data[name] for name in self.call.members}
        return {name: value for name, value in values.items() if value is not None}


class CallForm(ParametersForm):
    """Who calls, and the parameters."""

    caller = forms.ChoiceField(label="Acting as", required=False)

    def __init__(self, *args: Any, sandbox: Sandbox, call: Call, **kwargs: Any) -> None:
        super().__init__(*args, call=call, **kwargs)
        self.offer_callers(sandbox)

    def offer_callers(self, sandbox: Sandbox) -> None:
        """Offer who can call now, first whoever is likely to: whoever edits IAM is an administrator."""
        users, admins = callers.choices(sandbox), callers.administrators(sandbox)
        by_admin = self.call.service == "iam" and not self.call.is_of_caller
        signed = [*admins, *users] if by_admin else [*users, *admins]
        groups = [UNSIGNED, *signed] if self.call.unsigned else [*signed, UNSIGNED]
        likely = groups[0][1][0][0]
        self.fields["caller"] = forms.ChoiceField(
            label="Acting as", required=False, choices=groups, initial=likely
        )
