"""A request to AWS as an author writes it: who asks, for what, and what else a policy can ask about it.

    principal: arn:aws:iam::111122223333:user/alice
    action: s3:GetObject
    resource: arn:aws:s3:::reports/q1.csv
    account: "444455556666"
    context: {aws:SourceIp: 203.0.113.7}

`account` is whose the resource is, where its ARN does not say so and it is not the principal's. `issuer` is
what a session stands on: the user who federated somebody, or a role whose path is not "/".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lessons.aws import AccessRequest, Principal
from lessons.aws.arn import BUCKETS, role_arn
from lessons.aws.policies.grammar.principals import ENTITY, FEDERATED, SESSION
from lessons.aws.policies.policy import strings
from lessons.aws.services.sts.operations import STS
from lessons.quizzes.question_types.interface import QuestionMistakeError, Values
from lessons.quizzes.question_types.written import check_length, text

__all__ = ["KEYS", "WrittenRequest", "bucket_of", "mapping", "parse_request"]

KEYS = ("principal", "issuer", "action", "resource", "account", "context")
DIGITS = 12  # of an account

# Where other rules hold than those of `evaluate`: the policy of a key has to let an account's policies count
# (AWS KMS Developer Guide, "Key policies"), and these calls of STS need no permission (STS API Reference).
OTHER_RULES = ("kms:",)
NOT_FOR_FEDERATED = ("iam:", "sts:")  # STS API Reference, "GetFederationToken"
OPEN_TO_ALL = tuple(operation.action for operation in STS.values() if operation.open_to_all)

# What is asked of an object and what of a role (Service Authorization Reference, "Actions defined by").
OF_OBJECTS = tuple(f"s3:{verb}Object" for verb in ("Get", "Put", "Delete", "Restore"))
OF_ROLES = ("sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity")

_PROVIDER, _FEDERATED_USER = ":oidc-provider/", ":federated-user/"
_TYPES = {"user": "User", "assumed-role": "AssumedRole", "federated-user": "FederatedUser"}


@dataclass(frozen=True)
class WrittenRequest:
    """A request, with the context as its author gave it: each key with its values."""

    principal: str
    action: str
    resource: str
    issuer: str = ""
    account: str = ""
    context: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def asked(self) -> AccessRequest:
        """The request as `evaluate` takes it, with the condition keys that follow from who asks.

        IAM User Guide, "AWS global condition context keys", says when each is there. TLS is taken for
        granted, and that a session has no MFA.
        """
        who = _principal(self)
        owner = _account_in(self.resource) or self.account or who.account_id
        keys = _following(who, owner) | dict(self.context)
        return AccessRequest(who, self.action, self.resource, owner, keys)

    @property
    def words(self) -> str:
        """What is asked, in a line in which backticks mark code."""
        keys = "".join(f", `{key}` is {' and '.join(values)}" for key, values in self.context)
        return f"`{self.principal}` asks for `{self.action}` on `{self.resource}`{keys}"

    def dump(self) -> dict[str, Any]:
        """The request as JSON values, as `parse_request` reads them."""
        written = {name: getattr(self, name) for name in KEYS[:-1]}
        context = {key: list(values) for key, values in self.context}
        return {name: value for name, value in (written | {"context": context}).items() if value}


def parse_request(values: Any, key: str = "request") -> WrittenRequest:
    """The request that an author wrote at ``key``. Raises QuestionMistakeError."""
    given = mapping({key: values}, key)
    if unknown := set(given) - set(KEYS):
        raise QuestionMistakeError(key, f"“{min(map(str, unknown))}” is not known in “{key}”.")
    try:
        names = {name: text(given, name, None if name in _REQUIRED else "") for name in KEYS[:-1]}
        for name, said in names.items():
            check_length(name, [said])
        request = WrittenRequest(**names, context=_context(given.get("context", {})))
        _check(request)
    except QuestionMistakeError as mistake:
        raise QuestionMistakeError(key, mistake.sentence, mistake.key) from None
    return request


_REQUIRED = ("principal", "action", "resource")


def mapping(values: Values, key: str) -> Mapping[str, Any]:
    """What stands at a key, which must be a mapping. Raises QuestionMistakeError."""
    value = values.get(key)
    if not isinstance(value, Mapping):
        raise QuestionMistakeError(
            key, f"“{key}” is missing." if value is None else f"“{key}” is no mapping."
        )
    return value


def bucket_of(resource: str) -> str:
    """The name of the bucket that a resource is, or is in; empty for what is of another service."""
    return resource.removeprefix(BUCKETS).partition("/")[0] if resource.startswith(BUCKETS) else ""


def _context(value: Any) -> tuple[tuple[str, tuple[str, ...]], ...]:
    given = mapping({"context": value}, "context")
    read = [(str(key), strings(values)) for key, values in given.items()]
    found = [(key, values) for key, values in read if values]
    if len(found) < len(read):
        raise QuestionMistakeError("context", "Each key of “context” has a text or a list of texts.")
    check_length("context", (part for key, values in found for part in (key, *values)))
    return tuple(found)


def _check(request: WrittenRequest) -> None:
    service, colon, name = request.action.partition(":")
    if not (service.isalnum() and colon and name.isalnum()):
        raise QuestionMistakeError("action", f"“{request.action}” is no action such as “s3:GetObject”.")
    if request.action.startswith(OTHER_RULES) or request.action in OPEN_TO_ALL:
        said = f"AWS has other rules for “{request.action}” than those that are asked here."
        raise QuestionMistakeError("action", said)
    if _FEDERATED_USER in request.principal and request.action.startswith(NOT_FOR_FEDERATED):
        raise QuestionMistakeError("action", f"A federated user can never call “{request.action}”.")
    if request.resource != "*" and (not request.resource.startswith("arn:") or "*" in request.resource):
        raise QuestionMistakeError("resource", f"“{request.resource}” is neither an ARN nor “*”.")
    if not _is_of_its_kind(request):
        said = f"AWS does not ask for “{request.action}” on “{request.resource}”."
        raise QuestionMistakeError("resource", said)
    _check_account(request)
    asked = request.asked
    follow = {key.lower() for key in _following(asked.principal, asked.resource_account)} - _MAY_DIFFER
    for key, _ in request.context:
        if key.lower() in follow:
            raise QuestionMistakeError("context", f"“{key}” follows from the request: leave it out.")


def _is_of_its_kind(request: WrittenRequest) -> bool:
    """Whether the resource is of the kind that the action is for."""
    action, resource = request.action, request.resource
    if action.startswith(OF_OBJECTS):
        return bucket_of(resource) != "" and "/" in resource
    if action.startswith("s3:") and "Bucket" in action:
        return "/" not in resource
    return ":role/" in resource or not action.startswith(OF_ROLES)


def _check_account(request: WrittenRequest) -> None:
    given, own = request.account, _account_in(request.resource)
    if given and (not _is_account(given) or own not in ("", given)):
        raise QuestionMistakeError("account", f"“{given}” is not the account of “{request.resource}”.")


_MAY_DIFFER = {"aws:securetransport", "aws:multifactorauthpresent"}


def _principal(request: WrittenRequest) -> Principal:
    arn, issuer = request.principal, ENTITY.fullmatch(request.issuer)
    kind, _, path = arn.rpartition(":")[2].partition("/")
    account = _account_in(arn)
    if ENTITY.fullmatch(arn) and kind == "user" and not request.issuer:
        return Principal(arn, account, path.rpartition("/")[2])
    if SESSION.fullmatch(arn):
        role = path.partition("/")[0]
        if request.issuer and not (issuer and ":role/" in request.issuer and issuer[3] == role):
            raise QuestionMistakeError("issuer", f"The session's “issuer” is the ARN of the role {role}.")
        return Principal(arn, account, path, request.issuer or role_arn(account, "/", role))
    if FEDERATED.fullmatch(arn):
        if not issuer or ":user/" not in request.issuer:
            raise QuestionMistakeError("issuer", "A federated user has as “issuer” the ARN of a user.")
        return Principal(arn, account, path, request.issuer)
    if _PROVIDER in arn and _is_account(account) and not request.issuer:
        return Principal(arn, account, _subject(request, path), provider=True)
    raise QuestionMistakeError("principal", f"“{arn}” is neither a user, nor a session, nor a provider.")


def _subject(request: WrittenRequest, provider: str) -> str:
    """Who a web identity is: what its provider says, or somebody."""
    return next((values[0] for key, values in request.context if key == f"{provider}:sub"), "somebody")


def _following(who: Principal, owner: str) -> dict[str, tuple[str, ...]]:
    """The condition keys that follow from who asks, and from whose the resource is."""
    keys = {"aws:SecureTransport": "true", "aws:ViaAWSService": "false", "aws:ResourceAccount": owner}
    if not who.provider:
        kind = who.arn.rpartition(":")[2].partition("/")[0]
        keys["aws:PrincipalArn"] = (who.issuer_arn or who.arn) if kind == "assumed-role" else who.arn
        keys |= {"aws:PrincipalAccount": who.account_id, "aws:PrincipalIsAWSService": "false"}
        keys["aws:PrincipalType"] = _TYPES[kind]
        # Only temporary credentials have the second of these.
        more = {"aws:username": who.name} if kind == "user" else {"aws:MultiFactorAuthPresent": "false"}
        keys |= more
    return {key: (value,) for key, value in keys.items()}


def _account_in(arn: str) -> str:
    number = arn.split(":")[4:5]
    return number[0] if number and _is_account(number[0]) else ""


def _is_account(number: str) -> bool:
    return len(number) == DIGITS and number.isascii() and number.isdecimal()
