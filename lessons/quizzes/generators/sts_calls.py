"""The calls of STS: which temporary credentials may make which call, and how long what they issue lives."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lessons.quizzes.generators.generator import Answers, Drawn, Generator, Variant
from lessons.quizzes.generators.phrases import asked_with, by_code, duration, others
from lessons.quizzes.generators.scene import Call, Scene
from lessons.quizzes.generators.worlds import (
    ACCOUNT,
    DEFAULT,
    NAMES,
    allow,
    asking,
    assume,
    policy,
    scene,
    trust,
)

__all__ = ["GENERATORS"]

_ALL = {"policies": {"everything": policy(allow("*"))}}
# How the credentials were issued.
_ISSUED: Mapping[str, str] = {
    "AssumeRole": "`AssumeRole`",
    "GetSessionToken": "`GetSessionToken`, called without a code of an MFA device",
    "GetSessionToken with MFA": "`GetSessionToken`, called with a code of the MFA device",
    "GetFederationToken": "`GetFederationToken`, called with a session policy that allows everything",
}
# The call that is made with them: of which service, and with which parameters.
_MADE: Mapping[str, tuple[str, dict[str, Any]]] = {
    "GetCallerIdentity": ("sts", {}),
    "AssumeRole": ("sts", {}),
    "GetSessionToken": ("sts", {}),
    "GetFederationToken": ("sts", {"Name": "visitor"}),
    "ListUsers": ("iam", {}),
    "ListRoles": ("iam", {}),
    "ListBuckets": ("s3", {}),
}


def _issuing(drawn: Drawn) -> Call:
    issued = drawn["issued"]
    passed = '{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}'
    calls = {
        "AssumeRole": assume({**drawn, "role": "first"}),
        "GetFederationToken": Call("GetFederationToken", {"Name": "guest", "Policy": passed}, drawn["user"]),
    }
    return calls.get(issued) or Call("GetSessionToken", by=drawn["user"], mfa=issued.endswith("MFA"))


def _allowed_scene(drawn: Drawn) -> Scene:
    service, given = _MADE[drawn["made"]]
    if drawn["made"] == "AssumeRole":
        given = dict(assume(drawn).parameters)
    open_to_all = {**_ALL, "trust": policy(trust(f"{ACCOUNT}:root"))}
    account = {"users": {drawn["user"]: _ALL}, "roles": {"first": open_to_all, drawn["role"]: open_to_all}}
    made = Call(drawn["made"], given, 0, service, 60 * drawn["later"])
    return scene(drawn, {"training": account}, _issuing(drawn), made)


def _allowed(drawn: Drawn, scene: Scene, answers: Answers) -> Variant:
    owner = "A role that `{user}` may assume" if drawn["issued"] == "AssumeRole" else "The user `{user}`"
    about = (
        f" for the role `{drawn['role']}`, which trusts the account" if drawn["made"] == "AssumeRole" else ""
    )
    lines = (
        f"{owner.format_map(drawn)} has a policy that allows everything on every resource. "
        f"`{drawn['user']}` has temporary credentials from {_ISSUED[drawn['issued']]}.",
        f"{drawn['later']} minutes later these credentials call `{drawn['made']}`{about}.",
    )
    done = {"AssumeRole", "GetSessionToken", "GetFederationToken"}
    success = "STS issues credentials." if drawn["made"] in done else "AWS answers with what was asked for."
    codes = ("AccessDenied", "InvalidClientTokenId", "ExpiredToken")
    more = (
        "Credentials from `GetSessionToken` call no IAM without MFA, and of STS only `AssumeRole` and "
        "`GetCallerIdentity`; those from `GetFederationToken` call no IAM, and of STS only "
        "`GetCallerIdentity`; a role's session calls neither `GetSessionToken` nor `GetFederationToken`."
    )
    return by_code(lines, answers[1], success, codes, more)


_LIVES = {
    "AssumeRole": "`AssumeRole` for a role with a `MaxSessionDuration` of 12 hours",
    "GetSessionToken": "`GetSessionToken`",
    "GetFederationToken": "`GetFederationToken`",
}


def _life_scene(drawn: Drawn) -> Scene:
    asked = asking(drawn["duration"])
    role = {"trust": policy(trust(f"{ACCOUNT}:user/{drawn['user']}")), "max_session_seconds": 43200}
    call = {
        "AssumeRole": assume(drawn, **asked),
        "GetSessionToken": Call("GetSessionToken", asked, drawn["user"]),
        "GetFederationToken": Call("GetFederationToken", {"Name": "guest", **asked}, drawn["user"]),
    }[drawn["operation"]]
    account = {"users": {drawn["user"]: _ALL}, "roles": {drawn["role"]: role}}
    return scene(drawn, {"training": account}, call)


def _life(drawn: Drawn, scene: Scene, answers: Answers) -> Variant:
    asked = drawn["duration"]
    lines = (
        f"`{drawn['user']}` signs with a long-term key and calls {_LIVES[drawn['operation']]}, "
        f"{asked_with(asked)}.",
        "How long do the credentials live?",
    )
    refused = "There are none: STS answers `ValidationError`."
    ends = answers[0].expires
    right = refused if ends is None else _lives(round((ends - scene.moment(0)).total_seconds()))
    wrong = others(right, refused, *(_lives(seconds) for seconds in (asked or 43200, 43200, 3600, 129600)))
    limits = (
        "`AssumeRole` takes 900 to 43200 seconds, and 3600 are its default. `GetSessionToken` and "
        "`GetFederationToken` take 900 to 129600, and 43200 are theirs."
    )
    return Variant(lines, right, limits, wrong)


def _lives(seconds: int) -> str:
    return f"{duration(seconds)}."


GENERATORS = (
    Generator(
        "credentials-call",
        "Which call temporary credentials may make",
        "which-sts-call",
        {**NAMES, "issued": tuple(_ISSUED), "made": tuple(_MADE), "later": (2, 5, 9, 14)},
        _allowed_scene,
        _allowed,
    ),
    Generator(
        "credentials-life",
        "How long the credentials of each call live",
        "which-sts-call",
        {
            **NAMES,
            "operation": tuple(_LIVES),
            "duration": (DEFAULT, DEFAULT, 600, 900, 3600, 28800, 43200, 57600, 86400, 129600, 172800),
        },
        _life_scene,
        _life,
    ),
)
