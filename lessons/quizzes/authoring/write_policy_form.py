"""The form for a policy that has to be written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from lessons.quizzes.authoring.policy_fields import PoliciesForm, json_field, kind_choices
from lessons.quizzes.authoring.question_form import Fieldset, lines_field
from lessons.quizzes.authoring.request_fields import read_wanted, request_lines
from lessons.quizzes.question_types import write_policy
from lessons.quizzes.question_types.asked_request import bucket_of
from lessons.quizzes.question_types.interface import Values
from lessons.quizzes.question_types.policy_task import FEWEST, FEWEST_REFUSED, WRITTEN, parse_task

__all__ = ["WritePolicyForm"]


class WritePolicyForm(PoliciesForm):
    """The requests in one text box, one that decides them as wanted, and what stands around it."""

    TYPE = write_policy.NAME
    SUMMARY = "A policy that lets some requests through and refuses others."
    policy_parts = ("kind", "name", "of", "level", "document")

    kind = forms.ChoiceField(label="Kind of the policy", choices=kind_choices(*WRITTEN))
    requests = lines_field(
        "Requests",
        f"{FEWEST} or more, one a line, at least {FEWEST_REFUSED} of them denied: allowed | who asks |"
        " action | resource, and where it matters | why = … | account = … | issuer = … | aws:SourceIp = …",
        rows=12,
        wrap="off",
    )
    solution = json_field("A policy that solves it", required=True)
    start = json_field("What the learner begins with", "Nothing, or a policy that is to be mended.")

    @classmethod
    def own_fieldsets(cls, content: Values) -> list[Fieldset]:
        """What is asked, then the policies around it."""
        asked: list[Any] = ["kind", "requests", "solution", "start"]
        return [("The policy to write", {"fields": asked}), *cls.policy_fieldsets(content)]

    def typed(self, content: Values) -> dict[str, Any]:
        """The task as it stands in the fields."""
        task = parse_task(content)
        asked = {name: getattr(task, name) for name in ("kind", "solution", "start")}
        return asked | {"requests": request_lines(task.wanted)} | self.typed_policies(task.policies)

    def written(self, typed: Mapping[str, Any]) -> dict[str, Any]:
        """The task that the fields say."""
        requests = read_wanted(typed["requests"])
        bucket = bucket_of(requests[0]["resource"]) if requests else ""
        asked = {name: typed[name] for name in ("kind", "solution", "start")}
        return asked | {"requests": requests, "policies": self.written_policies(typed, bucket)}
