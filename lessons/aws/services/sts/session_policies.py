"""Session policies: one as JSON text, and up to ten managed ones by ARN. They take away and never add."""

from collections.abc import Mapping
from typing import Any

from lessons.aws.credentials import Session
from lessons.aws.errors import AwsError
from lessons.aws.policies.access_request import NamedPolicies
from lessons.aws.policies.policy import parse
from lessons.aws.policies.policy_json import read_json
from lessons.aws.policies.validate import refused_for, validate
from lessons.aws.world import World

LONGEST_POLICY = 2048  # characters, of the text and of all ARNs together
MOST_ARNS = 10


def arns(parameters: Mapping[str, Any]) -> tuple[str, ...]:
    """The managed policies that a call names."""
    return tuple(item.get("arn", "") for item in parameters.get("PolicyArns", ()))


def check(parameters: Mapping[str, Any], account_id: str, world: World) -> None:
    """Whether AWS would take the session policies of a call for a session in an account. Raises AwsError."""
    named, percent = arns(parameters), packed_percent(parameters)
    if len(named) > MOST_ARNS:
        raise AwsError("policy arns", "sts", count=MOST_ARNS)
    if percent > 100:  # noqa: PLR2004 -- percent
        raise AwsError("session policy size", "sts", percent=percent, limit=LONGEST_POLICY)
    text = parameters.get("Policy")
    if text is not None and (mistake := _mistake(text)):
        raise AwsError("session policy", "sts", message=mistake)
    owners = (f"arn:aws:iam::{account_id}:policy/", "arn:aws:iam::aws:policy/")
    for arn in named:
        if not arn.startswith(owners) or world.managed_policy(arn) is None:
            raise AwsError("policy arn", "sts", arn=arn)


def _mistake(text: str) -> str | None:
    try:
        read_json(text)
    except (ValueError, RecursionError):
        return "The policy is not in the valid JSON format."
    told = refused_for(validate(text, "identity"))
    return told[0] if told else None


def packed_percent(parameters: Mapping[str, Any]) -> int:
    """How much of their room the policies take. AWS packs them first, so its figure differs."""
    size = len(parameters.get("Policy", "")) + sum(map(len, arns(parameters)))
    return size * 100 // LONGEST_POLICY


def of_session(session: Session, world: World) -> NamedPolicies | None:
    """The policies that limit a session; None where nothing was passed. Managed ones are read as of now.

    A federated user without any may do nothing but what a resource's policy grants that very user.
    """
    text = session.session_policy
    named = [] if text is None else [("session policy", parse(text))]
    for arn in session.policy_arns:
        managed = world.managed_policy(arn)
        named.append((arn, managed.policy if managed else parse("")))
    return tuple(named) if named or session.kind == "federated" else None
