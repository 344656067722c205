"""The rules of the engine that have a figure, by the names that figures.yaml has for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import timedelta
from typing import Any

from lessons.aws import scenario
from lessons.aws.credentials import Credentials
from lessons.aws.errors import FAILURES
from lessons.aws.policies import conditions
from lessons.aws.services.iam import limits, mfa
from lessons.aws.services.parameters import service_model
from lessons.aws.services.sts import jwt, rules, session_policies, web_identity
from lessons.aws.signing import key_ids

Rule = Callable[[], float]


def _answer(operation: str) -> Mapping[str, Any]:
    """The values that an operation of STS returns."""
    members: Mapping[str, Any] = service_model("sts").operation_model(operation).output_shape.members
    return members


def _limits(name: str, service: str, operation: str, parameter: str) -> dict[str, Rule]:
    """The least and the most of a parameter, by the model that the engine checks calls with."""

    def limit(end: str) -> float:
        shape = service_model(service).operation_model(operation).input_shape
        return float(shape.members[parameter].metadata[end])

    return {f"{name}, least": lambda: limit("min"), f"{name}, most": lambda: limit("max")}


def _default(call: str) -> dict[str, Rule]:
    return {f"{call}, default": lambda: rules.DEFAULT_SECONDS[call]}


# Seconds, or how many. Each is asked for when it is compared, so that it is what the engine has then.
RULES: dict[str, Rule] = {
    **_default("AssumeRole"),
    **_default("AssumeRoleWithWebIdentity"),
    **_default("GetSessionToken"),
    **_default("GetFederationToken"),
    **_limits("AssumeRole", "sts", "AssumeRole", "DurationSeconds"),
    **_limits("GetSessionToken", "sts", "GetSessionToken", "DurationSeconds"),
    **_limits("GetFederationToken", "sts", "GetFederationToken", "DurationSeconds"),
    **_limits("maximum of a role", "iam", "CreateRole", "MaxSessionDuration"),
    **_limits("session name", "sts", "AssumeRole", "RoleSessionName"),
    **_limits("external ID", "sts", "AssumeRole", "ExternalId"),
    "maximum of a role, default": lambda: scenario.MAX_SESSION_SECONDS,
    "chain, most": lambda: rules.LONGEST_CHAINED_SECONDS,
    "session policies, characters": lambda: session_policies.LONGEST_POLICY,
    "session policies, ARNs": lambda: session_policies.MOST_ARNS,
    "access keys of a user": lambda: limits.MOST_KEYS,
    "parts of temporary credentials": lambda: len(fields(Credentials)),
    "parts without the session token": lambda: len(fields(Credentials)) - 1,
    "values of Credentials": lambda: len(_answer("AssumeRole")["Credentials"].members),
    "values of GetCallerIdentity": lambda: len(_answer("GetCallerIdentity")),
    "letters that tell the kind of a key": lambda: key_ids.KIND_LETTERS,
    "digits of an account": lambda: key_ids.ACCOUNT_DIGITS,
    "digits of an MFA code": lambda: mfa.DIGITS,
    "seconds of an MFA code": lambda: mfa.STEP_SECONDS,
    "letters of IfExists": lambda: len(conditions.IF_EXISTS),
    "parts of a web identity token": lambda: jwt.PARTS,
    "life of a web identity token": lambda: web_identity.TOKEN_LIFE / timedelta(seconds=1),
    "relatives of AssumeRole": lambda: sum(
        name.startswith("AssumeRoleWith") for name in service_model("sts").operation_names
    ),
    "calls that pass on a user's rights": lambda: len(rules.FOR_LONG_TERM_KEYS),
    "status of a wrong duration": lambda: FAILURES["longer than chain"].words.status,
    "status of an unknown operation": lambda: FAILURES["unknown action"].words.status,
}
