"""Policies as an author types them: each a JSON document of a kind, in fields of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from lessons.quizzes.authoring.question_form import Fieldset, Lines, QuestionForm
from lessons.quizzes.question_types.given_policies import KINDS, MOST, WrittenPolicy, parse_policies
from lessons.quizzes.question_types.interface import QuestionMistakeError, Values

__all__ = ["PoliciesForm", "json_field", "kind_choices"]

PARTS = ("kind", "name", "of", "level", "document")
KEY = "policies"


def kind_choices(*kinds: str) -> list[tuple[str, str]]:
    """The kinds of policies by name, with their titles."""
    return [("", "---------"), *((kind, KINDS[kind].title) for kind in kinds)]


def json_field(label: str, help_text: str = "", *, required: bool = False) -> forms.CharField:
    """A field for a policy's document, which is written in the site's editor where scripts run."""
    widget = Lines(10, spellcheck="false", **{"data-json": ""})
    return forms.CharField(label=label, help_text=help_text, required=required, widget=widget)


class PoliciesForm(QuestionForm):
    """A question with policies around it. ``policy_parts`` are those of `PARTS` that its type reads."""

    policy_parts: tuple[str, ...] = PARTS

    def add_fields(self) -> None:
        """The fields of every policy that there can be; those that are empty are none."""
        for number in range(MOST):
            for part in self.policy_parts:
                self.fields[_field(number, part)] = _make_field(part)

    @classmethod
    def policy_fieldsets(cls, content: Values) -> list[Fieldset]:
        """The fields of each policy, folded for those behind the first that is free."""
        there = len(content.get(KEY, ()))
        return [
            (
                f"Policy {number + 1}",
                {
                    "fields": [
                        tuple(_field(number, part) for part in cls.policy_parts if part != "document"),
                        _field(number, "document"),
                    ],
                    "classes": ["policy", *(["collapse"] if number > there else [])],
                },
            )
            for number in range(MOST)
        ]

    def typed_policies(self, policies: tuple[WrittenPolicy, ...]) -> dict[str, str]:
        """What stands in the fields of these policies."""
        return {
            _field(number, part): getattr(policy, part)
            for number, policy in enumerate(policies)
            for part in self.policy_parts
        }

    def written_policies(self, typed: Mapping[str, Any], bucket: str = "") -> list[dict[str, str]]:
        """The policies that the fields say; what is wrong with one of them is told beside its fields."""
        written = {number: self._policy(number, typed) for number in range(MOST)}
        for number, policy in written.items():
            if policy and "kind" not in policy:
                self.add_error(_field(number, "kind"), "Choose what kind of policy this is.")
            elif policy:
                self._check(number, policy, bucket)
        return [policy for policy in written.values() if policy]

    def beside(self, mistake: QuestionMistakeError) -> str | None:
        """What is wrong with the policies together is told at the first of them."""
        return _field(0, "kind") if mistake.key == KEY else super().beside(mistake)

    def _policy(self, number: int, typed: Mapping[str, Any]) -> dict[str, str]:
        parts = {part: typed[_field(number, part)] for part in self.policy_parts}
        return {part: said for part, said in parts.items() if said}

    def _check(self, number: int, policy: Mapping[str, str], bucket: str) -> None:
        try:
            parse_policies({KEY: [policy]}, KEY, "of", bucket=bucket)
        except QuestionMistakeError as mistake:
            self.add_error(_field(number, "document"), mistake.sentence)


def _field(number: int, part: str) -> str:
    return f"policy_{number}_{part}"


def _make_field(part: str) -> forms.Field:
    if part == "kind":
        return forms.ChoiceField(label="Kind", required=False, choices=kind_choices(*KINDS))
    if part == "document":
        return json_field("Document", "JSON, as AWS has it.")
    label, said = {
        "name": ("Name", "As learners read it."),
        "level": ("Level", "Where an SCP or an RCP is attached, such as Root."),
        "of": ("Attached to", "Where it has a say in some of the requests only."),
    }[part]
    return forms.CharField(label=label, required=False, help_text=said)
