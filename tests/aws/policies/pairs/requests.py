"""Requests at random: who asks for what, and what the request says of itself."""

from __future__ import annotations

from random import Random
from typing import Any

HERE, THERE = "111122223333", "444455556666"

ALICE = f"arn:aws:iam::{HERE}:user/red/alice"
DEMO = f"arn:aws:iam::{HERE}:role/red/demo"
PRINCIPALS = {
    "user": {"arn": ALICE, "of": None},
    "session": {"arn": f"arn:aws:sts::{HERE}:assumed-role/demo/monday", "of": DEMO},
    "federated": {"arn": f"arn:aws:sts::{HERE}:federated-user/visitor", "of": ALICE},
    "provider": {"arn": f"arn:aws:iam::{HERE}:oidc-provider/login.example", "of": None},
}
SHARES = {"user": 8, "session": 8, "federated": 3, "provider": 1}

WEB_IDENTITY = "sts:AssumeRoleWithWebIdentity"
ACTIONS = {
    "s3:GetObject": "arn:aws:s3:::reports/{team}/q1.csv",
    "s3:PutObject": "arn:aws:s3:::reports/alice/q1.csv",
    "s3:ListBucket": "arn:aws:s3:::reports",
    "iam:GetUser": "arn:aws:iam::{account}:user/red/alice",
    "iam:PutRolePolicy": "arn:aws:iam::{account}:role/{team}/target",
    "sts:AssumeRole": "arn:aws:iam::{account}:role/{team}/target",
    "sts:TagSession": "arn:aws:iam::{account}:role/alice",
    "sts:GetFederationToken": "arn:aws:sts::{account}:federated-user/visitor",
}
SHARED = ("s3:", "sts:Assume", "sts:Tag")  # on what another account can share
NOON = "2026-06-15T12:00:00Z"
OPTIONAL = {
    "aws:PrincipalTag/team": ("red", "blue", "Red"),
    "aws:MultiFactorAuthPresent": ("true", "false"),
    "aws:MultiFactorAuthAge": ("10", "3600"),
    "aws:SourceIdentity": ("alice", "bob"),
    "example:digest": ("AQID", "/w=="),  # bytes, written in base 64
}
OF_SERVICE: dict[str, dict[str, tuple[Any, ...]]] = {
    "s3": {
        "s3:prefix": ("red/", "alice/", "", "a*b", "${x}"),
        "s3:delimiter": ("/", "?"),
        "s3:max-keys": ("1", "10", "1000"),
    },
    "sts": {
        "sts:ExternalId": ("red-42", "Red-42", "$5"),
        "sts:RoleSessionName": ("monday", "alice"),
        "aws:TagKeys": (["team"], ["team", "cost"], ["cost", "Team", "alice"]),
        "aws:RequestTag/team": ("red", "blue"),
    },
    "iam": {"aws:ResourceTag/team": ("red", "blue")},
}


def drawn_request(draw: Random) -> dict[str, Any]:
    """One request, as `second_opinion` takes it."""
    kind = draw.choices([*SHARES], [*SHARES.values()])[0]
    principal = {"kind": kind, "account": HERE, **PRINCIPALS[kind]}
    action = WEB_IDENTITY if kind == "provider" else draw.choice([*ACTIONS])
    abroad = 0 if kind == "provider" else 0.35 if action.startswith(SHARED) else 0.03
    account = THERE if draw.random() < abroad else HERE
    resource = ACTIONS.get(action, ACTIONS["sts:AssumeRole"])
    return {
        "principal": principal,
        "action": action,
        "resource": resource.format(account=account, team=draw.choice(["red", "blue"])),
        "account": account,
        "trust": action.startswith("sts:") and ":role/" in resource,
        "context": drawn_context(draw, principal, action),
    }


def drawn_context(draw: Random, principal: dict[str, Any], action: str) -> dict[str, Any]:
    keys: dict[str, Any] = {
        "aws:SourceIp": draw.choice(["203.0.113.7", "10.1.2.3", "2001:db8::7"]),
        "aws:UserAgent": draw.choice(["aws-cli/2.31", "Boto3/1.40 (*)"]),
        "aws:SecureTransport": draw.choice(["true", "false"]),
        "aws:CurrentTime": NOON,
        "aws:EpochTime": "1781524800",
    }
    if principal["kind"] == "provider":
        return keys | {"login.example:sub": "student-7", "login.example:aud": "sts.amazonaws.com"}
    keys |= {
        "aws:PrincipalArn": principal["of"] if principal["kind"] == "session" else principal["arn"],
        "aws:PrincipalAccount": HERE,
    }
    if principal["kind"] == "user":
        keys["aws:username"] = "alice"
    else:
        keys["aws:TokenIssueTime"] = draw.choice(["2026-06-15T11:30:00Z", "2026-06-14T12:00:00Z"])
    for key, values in (OPTIONAL | OF_SERVICE[action.partition(":")[0]]).items():
        if draw.random() < 0.6:
            keys[key] = draw.choice(values)
    return keys
