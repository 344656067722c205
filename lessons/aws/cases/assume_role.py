"""AssumeRole: who gets in, for how long, with what, and in which words AWS refuses."""

import json
from typing import Any

from lessons.aws.cases.case import Answered, Case, Step, constraint, denied, invalid
from lessons.aws.cases.world import ACCOUNT, BUCKET

WHO, HOW_LONG, PARAMETERS, NARROWER = (
    "AssumeRole: who gets in",
    "AssumeRole: for how long",
    "AssumeRole: its parameters",
    "AssumeRole: narrower sessions",
)
ASSUME = "sts:AssumeRole"
ALICE, DEMO = f"{ACCOUNT}:user/alice", f"{ACCOUNT}:role/demo"
VISITORS = "arn:aws:iam::{other}:role/visitors"
AS_DEMO = (Step("assume_role", {"RoleArn": DEMO, "RoleSessionName": "session1"}),)
PATTERN = "satisfy regular expression pattern: [\\w+=,.@-]*"


def _case(topic: str, asks: str, answer: Answered, role: str = DEMO, **more: Any) -> Case:
    """AssumeRole on a role; `given` are its other parameters, `None` takes one away."""
    given = {"RoleArn": role, "RoleSessionName": "session1", **more.pop("given", {})}
    parameters = {name: value for name, value in given.items() if value is not None}
    return Case(topic, asks, "sts", "assume_role", answer, parameters, **more)


def _in(text: str) -> Answered:
    """Credentials, and something else that the answer says."""
    return Answered("", 200, text)


def _role(name: str) -> str:
    return f"{ACCOUNT}:role/{name}"


def _refused(user: str, role: str) -> Answered:
    return denied(f"{ACCOUNT}:user/{user}", ASSUME, role)


_ENTRY = (
    _case(
        WHO,
        "The trust policy names the caller",
        _in("arn:aws:sts::{training}:assumed-role/demo/session1"),
        by="alice",
    ),
    _case(WHO, "The trust policy does not name the caller", _refused("carol", DEMO), by="carol"),
    _case(WHO, "There is no such role", _refused("alice", _role("nowhere")), _role("nowhere")),
    _case(
        WHO,
        "The role trusts the account, and the caller's policy allows it",
        _in("assumed-role/account/session1"),
        _role("account"),
    ),
    _case(
        WHO,
        "The role trusts the account by its bare number",
        _in("assumed-role/bare/session1"),
        _role("bare"),
    ),
    _case(
        WHO,
        "The role trusts the account, and no policy of the caller allows it",
        _refused("bob", _role("account")),
        _role("account"),
        by="bob",
    ),
    _case(
        WHO,
        "The role is in another account, and both sides allow it",
        _in("arn:aws:sts::{other}:assumed-role/visitors/session1"),
        VISITORS,
        by="carol",
    ),
    _case(
        WHO,
        "The role is in another account, which alone allows it",
        _refused("bob", VISITORS),
        VISITORS,
        by="bob",
    ),
    _case(
        WHO,
        "The role is in another account, and only the caller's own policy allows it",
        denied("arn:aws:iam::{other}:user/mallory", ASSUME, DEMO),
        by="mallory",
    ),
    _case(WHO, "A Deny in the trust policy", _refused("alice", _role("shut")), _role("shut")),
    _case(
        WHO,
        "A Deny in the caller's own policies",
        _refused("erin", _role("account")),
        _role("account"),
        by="erin",
    ),
    _case(WHO, "The ExternalId is missing", _refused("alice", _role("vendor")), _role("vendor")),
    _case(
        WHO,
        "The ExternalId is wrong",
        _refused("alice", _role("vendor")),
        _role("vendor"),
        given={"ExternalId": "k7-guessed"},
    ),
    _case(
        WHO,
        "The ExternalId is the one that the trust policy asks for",
        _in("assumed-role/vendor/session1"),
        _role("vendor"),
        given={"ExternalId": "k7-vendor"},
    ),
    _case(
        WHO,
        "A session assumes another role",
        _in("arn:aws:sts::{training}:assumed-role/twelve-hours/session1"),
        _role("teams/twelve-hours"),
        first=AS_DEMO,
    ),
)

_DURATION = (
    _case(
        HOW_LONG,
        "899 seconds",
        constraint("'899'", "durationSeconds", "have value greater than or equal to 900"),
        given={"DurationSeconds": 899},
    ),
    _case(HOW_LONG, "900 seconds", _in("<SessionToken>"), given={"DurationSeconds": 900}),
    _case(
        HOW_LONG,
        "43,200 seconds, which the role allows",
        _in("<SessionToken>"),
        _role("teams/twelve-hours"),
        given={"DurationSeconds": 43200},
    ),
    _case(
        HOW_LONG,
        "43,201 seconds",
        constraint("'43201'", "durationSeconds", "have value less than or equal to 43200"),
        given={"DurationSeconds": 43201},
    ),
    _case(
        HOW_LONG,
        "More than the role's maximum",
        invalid("The requested DurationSeconds exceeds the MaxSessionDuration set for this role."),
        given={"DurationSeconds": 3601},
    ),
    _case(
        HOW_LONG,
        "More than an hour with the credentials of another role",
        invalid(
            "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role "
            "chaining."
        ),
        _role("teams/twelve-hours"),
        given={"DurationSeconds": 3601},
        first=AS_DEMO,
    ),
    _case(
        HOW_LONG,
        "A duration that is no number",
        Answered("MalformedInput", 400),
        given={"DurationSeconds": "1h"},
    ),
)

_GIVEN = (
    _case(
        PARAMETERS,
        "An ARN that is no role's",
        invalid(f"{ALICE} is invalid"),
        ALICE,
    ),
    _case(
        PARAMETERS,
        "An ARN that is too short",
        constraint("'arn:aws:iam::role'", "roleArn", "have length greater than or equal to 20"),
        "arn:aws:iam::role",
    ),
    _case(
        PARAMETERS,
        "A session name with spaces",
        constraint("'my session'", "roleSessionName", PATTERN),
        given={"RoleSessionName": "my session"},
    ),
    _case(
        PARAMETERS,
        "A session name of one letter",
        constraint("'a'", "roleSessionName", "have length greater than or equal to 2"),
        given={"RoleSessionName": "a"},
    ),
    _case(
        PARAMETERS,
        "No session name",
        constraint("null", "roleSessionName", "not be null"),
        given={"RoleSessionName": None},
    ),
    _case(
        PARAMETERS,
        "An ExternalId of one letter",
        constraint("'k'", "externalId", "have length greater than or equal to 2"),
        given={"ExternalId": "k"},
    ),
)

_LISTS = json.dumps(
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*"}]}
)
AS_LISTING_DEMO = (Step("assume_role", {"RoleArn": DEMO, "RoleSessionName": "session1", "Policy": _LISTS}),)
_SESSION = "arn:aws:sts::{training}:assumed-role/demo/session1"

_POLICY = (
    _case(
        NARROWER,
        "The answer tells how full the session policy is",
        _in("<PackedPolicySize>"),
        given={"Policy": _LISTS},
    ),
    _case(
        NARROWER,
        "A session policy that is not JSON",
        Answered("MalformedPolicyDocument", 400),
        given={"Policy": "{"},
    ),
    _case(
        NARROWER,
        "A session policy that is too large",
        Answered("PackedPolicyTooLarge", 400),
        given={"Policy": _LISTS + " " * 2048},
    ),
    Case(
        NARROWER,
        "What both the role and the session policy allow",
        "s3",
        "list_objects_v2",
        _in("q1.csv"),
        {"Bucket": "reports-{training}"},
        first=AS_LISTING_DEMO,
    ),
    Case(
        NARROWER,
        "What the role allows, and the session policy does not",
        "s3",
        "get_object",
        Answered(
            "AccessDenied",
            403,
            f'User: {_SESSION} is not authorized to perform: s3:GetObject on resource: "{BUCKET}/q1.csv" '
            "because no session policy allows the s3:GetObject action",
        ),
        {"Bucket": "reports-{training}", "Key": "q1.csv"},
        first=AS_LISTING_DEMO,
    ),
)

CASES = _ENTRY + _DURATION + _GIVEN + _POLICY
