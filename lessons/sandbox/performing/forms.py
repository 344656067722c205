"""The form of a move: who signs, and every parameter of the call that was chosen."""

from __future__ import annotations

import json
from typing import Any

from django import forms

from lessons.aws import budgets
from lessons.sandbox.console.forms import ParametersForm
from lessons.sandbox.console.operations import Call, find, groups
from lessons.sandbox.documents.storable import StorableJSON
from lessons.sandbox.performing.deciding_statements import Statement
from lessons.sandbox.performing.grading import FREE
from lessons.sandbox.performing.recorded_moves import UnplayableError, resolved
from lessons.sandbox.performing.stage import Move, Stage
from lessons.sandbox.performing.who_signs import NOBODY, signers
from lessons.trace import Step

__all__ = ["ChoiceForm", "MoveForm", "StatementForm", "call_choices", "find_call"]

CHOOSE_WHO = "Choose who signs the call."
CHOOSE_STATEMENT = "Choose a statement. A guess is fine."
CHOOSE_STEP = "Choose what happens next. A guess is fine."
NOT_THERE = "What stands in braces here stands for nothing that there is."


class MoveForm(ParametersForm):
    """A move on a stage. Placeholders such as {now} stand for what they stand for in a lesson's files."""

    signer = forms.ChoiceField(
        label="Who signs the call?",
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE_WHO, "invalid_choice": CHOOSE_WHO},
    )

    def __init__(self, *args: Any, stage: Stage, call: Call, **kwargs: Any) -> None:
        super().__init__(*args, call=call, **kwargs)
        self.stage = stage
        self.signers = {signer.id: signer for signer in signers(stage)}
        choices = [(signer.id, signer) for signer in self.signers.values()]
        self.fields["signer"].choices = choices  # type: ignore[attr-defined] # it is the ChoiceField above

    @property
    def free(self) -> tuple[str, ...]:
        """The parameters of which any name or text will do."""
        return FREE.get(self.call.name, ())

    @property
    def call_name(self) -> str:
        """The call, as it is chosen."""
        return f"{self.call.service}:{self.call.name}"

    def clean(self) -> dict[str, Any]:
        """Fill in the placeholders."""
        super().clean()
        for name in self.call.members:
            try:
                self.cleaned_data[name] = resolved(self.cleaned_data.get(name), self.stage)
            except UnplayableError:
                self.add_error(name, NOT_THERE)
        return self.cleaned_data

    @property
    def move(self) -> Move:
        """The move, as boto3 makes it."""
        signer = self.cleaned_data["signer"]
        return Move(self.call.service, self.call.name, self.parameters, "" if signer == NOBODY else signer)

    @property
    def typed(self) -> dict[str, Any]:
        """What is kept of it: who signed, and what was typed, where there is room for that."""
        texts = {name: self.data.get(name, "") for name in self.call.members}
        kept = {name: text for name, text in texts.items() if text}
        if len(json.dumps(kept, cls=StorableJSON)) > budgets.PARAMETERS:
            kept = {}
        signer = self.cleaned_data["signer"]
        return {"call": self.call_name, "signer": signer, "by": self.signers[signer].name, "with": kept}


class ChoiceForm(forms.Form):
    """Which of these steps happens next."""

    chosen = forms.ChoiceField(
        label="What happens next?",
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE_STEP, "invalid_choice": CHOOSE_STEP},
    )

    def __init__(self, *args: Any, steps: tuple[Step, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(step.key, step.caption or step.action) for step in steps]
        self.fields["chosen"].choices = choices  # type: ignore[attr-defined] # it is the ChoiceField above


class StatementForm(forms.Form):
    """Which of these statements decided the call."""

    statement = forms.ChoiceField(
        label="Which statement decides?",
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE_STATEMENT, "invalid_choice": CHOOSE_STATEMENT},
    )

    def __init__(self, *args: Any, statements: tuple[Statement, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(statement.id, statement) for statement in statements]
        self.fields["statement"].choices = choices  # type: ignore[attr-defined] # it is the ChoiceField above


def find_call(name: str) -> Call | None:
    """The call of that name, as “sts:AssumeRole”."""
    service, _, operation = name.partition(":")
    return find(service, operation)


def call_choices() -> list[tuple[str, list[str]]]:
    """Every call there is, by name, in the groups of the console."""
    return [(group.title, [f"{call.service}:{call.name}" for call in group.calls]) for group in groups()]
