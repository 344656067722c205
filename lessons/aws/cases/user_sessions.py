"""Temporary credentials of users: GetSessionToken, GetFederationToken, and MFA."""

import json
from typing import Any

from lessons.aws.cases.assume_role import ALICE, AS_DEMO
from lessons.aws.cases.case import Answered, Case, Parameters, Step, constraint, denied
from lessons.aws.cases.world import ACCOUNT

SESSION, FEDERATION, MFA = "GetSessionToken", "GetFederationToken", "MFA"
AS_HERSELF = (Step("get_session_token", {}),)
_LISTS = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*"}],
}
_BUCKET = {"Bucket": "reports-{training}"}
_VISITOR = {"Name": "visitor"}
AS_VISITOR = (Step("get_federation_token", _VISITOR),)
AS_LISTING_VISITOR = (Step("get_federation_token", {**_VISITOR, "Policy": json.dumps(_LISTS)}),)

_DEVICE = "arn:aws:iam::{training}:mfa/alice"
_FAILED = "MultiFactorAuthentication failed"


def _refused(message: str | None) -> Answered:
    return Answered("AccessDenied", 403, message)


def _case(topic: str, asks: str, answer: Answered, given: Parameters, **more: Any) -> Case:
    operation = "get_session_token" if topic == SESSION else "get_federation_token"
    return Case(topic, asks, "sts", operation, answer, given, **more)


_SESSIONS = (
    _case(SESSION, "A user to whom everything is denied", Answered("", 200, "<SessionToken>"), {}, by="erin"),
    _case(
        SESSION,
        "With the credentials of a role",
        _refused("Cannot call GetSessionToken with session credentials"),
        {},
        first=AS_DEMO,
    ),
    _case(
        SESSION,
        "129,601 seconds",
        constraint("'129601'", "durationSeconds", "have value less than or equal to 129600"),
        {"DurationSeconds": 129601},
    ),
    Case(
        SESSION,
        "They are the same user",
        "sts",
        "get_caller_identity",
        Answered("", 200, f"<Arn>{ALICE}</Arn>"),
        first=AS_HERSELF,
    ),
    Case(
        SESSION,
        "They call IAM, and no MFA code was given for them",
        "iam",
        "list_users",
        Answered("InvalidClientTokenId", 403, "The security token included in the request is invalid"),
        by="carol",
        first=AS_HERSELF,
    ),
)

_FEDERATED = (
    _case(
        FEDERATION,
        "No policy of the user allows it",
        _refused(
            f"User: {ACCOUNT}:user/bob is not authorized to perform: sts:GetFederationToken on resource: "
            "arn:aws:sts::{training}:federated-user/visitor because no identity-based policy allows the "
            "sts:GetFederationToken action"
        ),
        _VISITOR,
        by="bob",
    ),
    _case(
        FEDERATION,
        "With the credentials of a role",
        _refused("Cannot call GetFederationToken with session credentials"),
        _VISITOR,
        first=AS_DEMO,
    ),
    _case(
        FEDERATION,
        "A policy of more than 2,048 characters",
        constraint(f"'{'x' * 2049}'", "policy", "have length less than or equal to 2048"),
        {**_VISITOR, "Policy": "x" * 2049},
        by="carol",
    ),
    Case(
        FEDERATION,
        "What both the user and the passed policy allow",
        "s3",
        "list_objects_v2",
        Answered("", 200, "q1.csv"),
        _BUCKET,
        by="carol",
        first=AS_LISTING_VISITOR,
    ),
    Case(
        FEDERATION,
        "Without a passed policy they allow nothing",
        "s3",
        "list_objects_v2",
        _refused(None),
        _BUCKET,
        by="carol",
        first=AS_VISITOR,
    ),
    Case(
        FEDERATION,
        "They have an ARN of their own",
        "sts",
        "get_caller_identity",
        Answered("", 200, "<Arn>arn:aws:sts::{training}:federated-user/visitor</Arn>"),
        by="carol",
        first=AS_VISITOR,
    ),
)


def _code(asks: str, answer: Answered, role: str = "demo", **given: str) -> Case:
    asked = {"RoleArn": f"{ACCOUNT}:role/{role}", "RoleSessionName": "session1", **given}
    return Case(MFA, asks, "sts", "assume_role", answer, asked)


_CODES = (
    _code(
        "The role asks for MFA, and a code is given",
        Answered("", 200, "assumed-role/guarded/session1"),
        "guarded",
        SerialNumber=_DEVICE,
        TokenCode="{code:alice}",
    ),
    _code(
        "The role asks for MFA, and no code is given",
        denied(ALICE, "sts:AssumeRole", f"{ACCOUNT}:role/guarded"),
        "guarded",
    ),
    _code(
        "The code is wrong",
        _refused(f"{_FAILED} with invalid MFA one time pass code. "),
        SerialNumber=_DEVICE,
        TokenCode="000000",
    ),
    _code(
        "The device is another user's",
        _refused(
            f"{_FAILED}, unable to validate MFA code.  "
            "Please verify your MFA serial number is valid and associated with this user."
        ),
        SerialNumber="arn:aws:iam::{training}:mfa/bob",
        TokenCode="{code:bob}",
    ),
    _code(
        "A serial number without a code",
        _refused(f"{_FAILED}, must provide both MFA serial number and one time pass code."),
        SerialNumber=_DEVICE,
    ),
)

CASES = _SESSIONS + _FEDERATED + _CODES
