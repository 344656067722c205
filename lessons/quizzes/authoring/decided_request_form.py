"""The forms for a request and the policies that decide it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from lessons.quizzes.authoring.policy_fields import PoliciesForm
from lessons.quizzes.authoring.question_form import Fieldset
from lessons.quizzes.authoring.request_fields import (
    REQUEST_FIELDS,
    RequestFields,
    typed_request,
    written_request,
)
from lessons.quizzes.question_types import allowed_or_denied, read_policy
from lessons.quizzes.question_types.asked_request import bucket_of
from lessons.quizzes.question_types.decided_request import parse_decided
from lessons.quizzes.question_types.interface import QuestionMistakeError, Values

__all__ = ["AllowedOrDeniedForm", "ReadPolicyForm"]


class DecidedRequestForm(RequestFields, PoliciesForm):
    """The request part by part, and each policy with its kind."""

    policy_parts = ("kind", "name", "level", "document")

    @classmethod
    def own_fieldsets(cls, content: Values) -> list[Fieldset]:
        """The request, then the policies."""
        return [("The request", {"fields": REQUEST_FIELDS}), *cls.policy_fieldsets(content)]

    def typed(self, content: Values) -> dict[str, Any]:
        """The request and the policies."""
        decided = parse_decided(content)
        return typed_request(decided.request) | self.typed_policies(decided.policies)

    def written(self, typed: Mapping[str, Any]) -> dict[str, Any]:
        """The request with its policies."""
        policies = self.written_policies(typed, bucket_of(typed["resource"]))
        return {"request": written_request(typed), "policies": policies}

    def beside(self, mistake: QuestionMistakeError) -> str | None:
        """What is wrong with a part of the request is told beside that part."""
        return mistake.part or "principal" if mistake.key == "request" else super().beside(mistake)


class AllowedOrDeniedForm(DecidedRequestForm):
    """The request and its policies say everything."""

    TYPE = allowed_or_denied.NAME
    SUMMARY = "What AWS answers to a request, and which of its policies say so. AWS's rules compute the key."


class ReadPolicyForm(DecidedRequestForm):
    """The same, and whether several statements may decide."""

    TYPE = read_policy.NAME
    SUMMARY = "The statement that decides a request, among its policies. AWS's rules compute the key."

    accept_any = forms.BooleanField(
        label="Several statements may decide",
        required=False,
        help_text="Any of those that decide is right then (accept_any).",
    )

    @classmethod
    def own_fieldsets(cls, content: Values) -> list[Fieldset]:
        """Also whether any of several is right."""
        return [*super().own_fieldsets(content), ("The answer", {"fields": ["accept_any"]})]

    def typed(self, content: Values) -> dict[str, Any]:
        """Also whether any of several is right."""
        return super().typed(content) | {"accept_any": read_policy.parse(content).accepts_any}

    def written(self, typed: Mapping[str, Any]) -> dict[str, Any]:
        """Also whether any of several is right."""
        return super().written(typed) | {"accept_any": typed["accept_any"]}
