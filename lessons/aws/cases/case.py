"""One documented case: a call to AWS, and what AWS answers to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

Parameters = Mapping[str, Any]


class Answered(NamedTuple):
    """What comes back: the error's code ("" for a success), the HTTP status, and the words.

    The words are an error's message, or something that a success says; None where they are not documented.
    """

    code: str
    status: int
    words: str | None = None


class Step(NamedTuple):
    """A call on the way to the one that is asked about."""

    operation: str
    parameters: Parameters
    service: str = "sts"


@dataclass(frozen=True, slots=True)
class Case:
    """A call in the world of `lessons.aws.cases.world`, and AWS's answer to it.

    `{training}` and `{other}` in any text stand for the 12 digits of these accounts, `{code:alice}` for what
    her MFA device shows, and `{token:student-7:training-app:https://login.example}` for the token of a web
    identity: whose, for which audience, from which provider. `{id}` is an id that is new each time. The call
    is made `by` a user, or with the credentials that the steps of `first` issue one after the other;
    `altered` are parts of these credentials that are wrong. Before the call the steps of `meanwhile` are made
    by carol, who may do everything in the account training, and `skip` seconds pass.

    `differs` tells why the sandbox answers otherwise, "" where it answers as AWS does; then `instead` is what
    it answers. The tests hold every case against the gateway, and fail when such a mark is out of date too.
    """

    topic: str
    asks: str
    service: str
    operation: str
    answer: Answered
    parameters: Parameters = field(default_factory=dict)
    by: str = "alice"
    first: tuple[Step, ...] = ()
    meanwhile: tuple[Step, ...] = ()
    skip: int = 0
    altered: Mapping[str, str | None] = field(default_factory=dict)
    differs: str = ""
    instead: Answered | None = None

    @property
    def as_aws(self) -> bool:
        """Whether the sandbox answers as AWS does."""
        return not self.differs


def denied(who: str, action: str, resource: str) -> Answered:
    """STS's refusal, which gives no reason."""
    return Answered(
        "AccessDenied", 403, f"User: {who} is not authorized to perform: {action} on resource: {resource}"
    )


def invalid(message: str) -> Answered:
    """A parameter that AWS does not take."""
    return Answered("ValidationError", 400, message)


def constraint(value: str, place: str, must: str) -> Answered:
    """One parameter that breaks one rule of AWS's service model."""
    failed = f"Value {value} at '{place}' failed to satisfy constraint: Member must {must}"
    return invalid(f"1 validation error detected: {failed}")
