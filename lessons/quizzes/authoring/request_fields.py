"""Requests to AWS as an author types them: one in fields of its own, or many, one on each line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from lessons.quizzes.authoring.lines import cells, entries, joined
from lessons.quizzes.authoring.question_form import lines_field
from lessons.quizzes.question_types.asked_request import KEYS, WrittenRequest
from lessons.quizzes.question_types.interface import QuestionMistakeError
from lessons.quizzes.question_types.policy_task import ALLOWED, DENIED, Wanted

__all__ = ["REQUEST_FIELDS", "RequestFields"]
__all__ += ["read_wanted", "request_lines", "typed_request", "written_request"]

REQUEST_FIELDS = ["principal", "action", "resource", ("account", "issuer"), "context"]
PLAIN = tuple(name for name in KEYS if name != "context")
FIRST = ("expected", "principal", "action", "resource")  # cells of a line; what follows has its name
NAMED = ("why", "account", "issuer")
IS = " = "


class RequestFields(forms.Form):
    """The parts of one request."""

    principal = forms.CharField(label="Who asks", help_text="The ARN of a user, a session or a provider.")
    action = forms.CharField(help_text="Such as s3:GetObject.")
    resource = forms.CharField(help_text="Its ARN, or * where AWS asks for the action on everything.")
    account = forms.CharField(
        required=False,
        help_text="Whose the resource is, where its ARN does not say so and it is another's.",
    )
    issuer = forms.CharField(
        required=False,
        help_text="What a session stands on: who federated a user, or a role with a path.",
    )
    context = lines_field(
        "Condition keys",
        "One a line with its values, and bars between them: aws:SourceIp | 203.0.113.7",
        rows=3,
        required=False,
    )


def typed_request(request: WrittenRequest) -> dict[str, Any]:
    """What stands in the fields of a request."""
    context = "\n".join(joined([key, *values]) for key, values in request.context)
    return {name: getattr(request, name) for name in PLAIN} | {"context": context}


def written_request(typed: Mapping[str, Any]) -> dict[str, Any]:
    """The request that the fields say. Raises QuestionMistakeError."""
    given = {name: typed[name] for name in PLAIN if typed[name]}
    context = {key: values for key, *values in map(cells, entries(typed["context"]))}
    return given | ({"context": context} if context else {})


def request_lines(wanted: tuple[Wanted, ...]) -> str:
    """A line for each request and what is to come of it."""
    return "\n".join(map(_line, wanted))


def _line(one: Wanted) -> str:
    dumped = one.dump()
    context = [(key, value) for key, values in one.request.context for value in values]
    named = [*((name, dumped[name]) for name in NAMED if name in dumped), *context]
    return joined([*(dumped[name] for name in FIRST), *(name + IS + value for name, value in named)])


def read_wanted(lines: str) -> list[dict[str, Any]]:
    """The requests that the lines say, as `policy_task` reads them. Raises QuestionMistakeError."""
    return [_read(number, cells(line)) for number, line in enumerate(entries(lines), start=1)]


def _read(number: int, found: list[str]) -> dict[str, Any]:
    if len(found) < len(FIRST) or found[0] not in (ALLOWED, DENIED):
        said = f"Line {number}: write {ALLOWED} or {DENIED}, who asks, the action and the resource."
        raise QuestionMistakeError("requests", said)
    asked: dict[str, Any] = dict(zip(FIRST, found, strict=False))
    context: dict[str, list[str]] = {}
    for cell in found[len(FIRST) :]:
        name, is_there, value = cell.partition(IS)
        if not is_there:
            said = f"Line {number}: “{cell}” says not what it is; write it such as why = It is hers to read."
            raise QuestionMistakeError("requests", said)
        if name in NAMED:
            asked[name] = value
        else:
            context.setdefault(name, []).append(value)
    return asked | ({"context": context} if context else {})
