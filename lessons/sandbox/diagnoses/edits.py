"""A world that is about to be broken, and where in its document that can be done. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from random import Random
from typing import Any

from lessons.sandbox.diagnoses.questions import Journey, Question

__all__ = ["Broken", "Case", "allowing", "conditioned", "listed", "policy", "replaced"]

Document = dict[str, Any]
Statement = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Broken:
    """A world before and after it was broken, and the steps of the journey that it ends.

    `also` are questions beside the usual ones, whose answers must stay. `told` says what is special about how
    the journey is made.
    """

    before: Document
    after: Document
    steps: tuple[Question, ...]
    also: tuple[Question, ...] = ()
    told: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """A healthy world, the journey in it that shall end, and where chance comes from."""

    healthy: Mapping[str, Any]
    journey: Journey
    random: Random

    def copy(self) -> Document:
        """The healthy world, to be changed."""
        return deepcopy(dict(self.healthy))

    def broken(self, after: Document, before: Document | None = None, **more: Any) -> Broken:
        """The world broken, `before` being the healthy one if no other is told. The journey is as ever."""
        return Broken(before or self.copy(), after, self.journey.steps, **more)

    def users(self, document: Document) -> dict[str, Any]:
        """The users of the account that the journey begins in."""
        found: dict[str, Any] = document["accounts"][self.journey.user_account]["users"]
        return found

    def user(self, document: Document) -> dict[str, Any]:
        """The user who makes the journey."""
        found: dict[str, Any] = self.users(document)[self.journey.user]
        return found

    def role_account(self, document: Document) -> dict[str, Any]:
        """The account that the journey's role is in."""
        found: dict[str, Any] = document["accounts"][self.journey.role_account]
        return found

    def role(self, document: Document) -> dict[str, Any]:
        """The role that the journey leads through."""
        found: dict[str, Any] = self.role_account(document)["roles"][self.journey.role]
        return found

    def door(self, document: Document) -> Statement | None:
        """The statement of the role's trust policy that lets the user in, by name or with the account."""
        for statement in self.role(document)["trust"]["Statement"]:
            trusted = listed(statement.get("Principal", {}), "AWS")
            if statement["Effect"] == "Allow" and self.names_in(trusted):
                found: Statement = statement
                return found
        return None

    def names_in(self, principals: list[Any]) -> list[str]:
        """Those of the principals that are the user, or the user's account."""
        root = f"arn:aws:iam::{{{self.journey.user_account}}}:root"
        return [name for name in principals if name in (self.journey.user_arn, root)]

    def permission(self, document: Document) -> Statement | None:
        """The statement among the role's own policies that allows what is done, in so many words."""
        return next(allowing(self.role(document).get("policies", {}), self.journey.action), None)


def allowing(policies: Mapping[str, Any], action: str) -> Iterator[Statement]:
    """The statements that allow an action, in so many words."""
    for document in policies.values():
        for statement in document["Statement"]:
            if statement["Effect"] == "Allow" and action in listed(statement, "Action"):
                yield statement


def listed(statement: Mapping[str, Any], element: str) -> list[Any]:
    """What an element says, as a list; nothing where it is not there."""
    value = statement.get(element, [])
    return list(value) if isinstance(value, list) else [value]


def replaced(statement: Statement, element: str, old: str, new: str) -> None:
    """Put something else in the place of one of the element's values."""
    values = [new if value == old else value for value in listed(statement, element)]
    statement[element] = values if isinstance(statement[element], list) else values[0]


def conditioned(statement: Statement, operator: str, key: str, value: Any) -> None:
    """Let the statement hold on one more condition."""
    conditions = statement.setdefault("Condition", {})
    conditions[operator] = {**conditions.get(operator, {}), key: value}


def policy(effect: str, action: Any, resource: Any, **more: Any) -> Document:
    """A policy of one statement."""
    statement = {"Effect": effect, "Action": action, "Resource": resource, **more}
    return {"Version": "2012-10-17", "Statement": [statement]}
