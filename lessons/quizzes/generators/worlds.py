"""The worlds that scenes play in, and the names that are drawn for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lessons.quizzes.generators.generator import Drawn, Space
from lessons.quizzes.generators.scene import Call, Nothing, Scene

__all__ = ["ACCOUNT", "DEFAULT", "NAMES", "ROLES", "USERS"]
__all__ += ["allow", "asking", "assume", "bucket_of", "chain_of", "colleague", "deny", "lending", "policy"]
__all__ += ["scene", "trust"]

ACCOUNT = "arn:aws:iam::{training}"
USERS = ("alice", "bob", "carol", "dana", "erin", "frank")
ROLES = ("reports", "deploy", "audit", "backup", "billing")
SESSIONS = ("session1", "nightly", "monday", "ticket-42", "laptop")
DEFAULT = 0  # a duration that nobody has asked for
NAMES: Space = {"user": USERS, "role": ROLES, "session": SESSIONS}

_VERSION = "2012-10-17"


def policy(*statements: Mapping[str, Any]) -> dict[str, Any]:
    """A policy document."""
    return {"Version": _VERSION, "Statement": list(statements)}


def allow(action: Any, resource: Any = "*", **more: Any) -> dict[str, Any]:
    """A statement of an identity's policy."""
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def deny(action: Any, resource: Any = "*", **more: Any) -> dict[str, Any]:
    """The same, which denies."""
    return {**allow(action, resource, **more), "Effect": "Deny"}


def trust(principal: str | Mapping[str, str], action: Any = "sts:AssumeRole", **more: Any) -> dict[str, Any]:
    """A statement of a trust policy. A plain principal is one of AWS."""
    named = {"AWS": principal} if isinstance(principal, str) and principal != "*" else principal
    return {"Effect": "Allow", "Principal": named, "Action": action, **more}


def scene(drawn: Drawn, accounts: Mapping[str, Any], *calls: Call) -> Scene:
    """A scene of the values that were drawn."""
    return Scene(drawn["seed"], drawn["minute"], accounts, calls)


def assume(drawn: Drawn, **more: Any) -> Call:
    """The user asks for the role. Names in capitals are parameters, the others those of `Call`."""
    given = {
        "RoleArn": f"{ACCOUNT}:role/{drawn['role']}",
        "RoleSessionName": drawn["session"],
        **{name: value for name, value in more.items() if name[0].isupper()},
    }
    rest = {name: value for name, value in more.items() if not name[0].isupper()}
    return Call("AssumeRole", given, **{"by": drawn["user"], **rest})


def bucket_of(drawn: Drawn) -> str:
    """The name of the bucket in `lending`."""
    return f"{drawn['role']}-{{training}}"


def lending(drawn: Drawn, *calls: Call, role: Mapping[str, Any] = Nothing, **more: Any) -> Scene:
    """A world of one account: the user may assume the role, and the role read a bucket of that name.

    ``role`` are further values of the role, ``more`` those of the account, in the form of a scenario.
    """
    bucket = bucket_of(drawn)
    reading = allow(["s3:GetObject", "s3:ListBucket"], [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"])
    account = {
        "users": {drawn["user"]: {"policies": {"assume": policy(allow("sts:AssumeRole"))}}},
        "roles": {
            drawn["role"]: {
                "trust": policy(trust(f"{ACCOUNT}:user/{drawn['user']}")),
                "policies": {"read": policy(reading)},
                **role,
            }
        },
        "buckets": {bucket: {"january.csv": "region,sales\n"}},
    }
    return scene(drawn, {"training": {**account, **more}}, *calls)


def chain_of(drawn: Drawn, *calls: Call) -> Scene:
    """A world in which a session of the role “first” may ask for the role too. The first call opens it."""
    first = {
        "trust": policy(trust(f"{ACCOUNT}:user/{drawn['user']}")),
        "policies": {"assume": policy(allow("sts:AssumeRole"))},
        "max_session_seconds": 43200,
    }
    lent = {
        "trust": policy(trust(f"{ACCOUNT}:user/{drawn['user']}"), trust(f"{ACCOUNT}:role/first")),
        "max_session_seconds": drawn["maximum"],
    }
    opening = assume({**drawn, "role": "first"}, DurationSeconds=10800)
    return lending(drawn, opening, *calls, roles={"first": first, drawn["role"]: lent})


def colleague(drawn: Drawn) -> str:
    """Another user than the one that was drawn, always the same."""
    return USERS[USERS.index(drawn["user"]) - 1]


def asking(seconds: int) -> dict[str, Any]:
    """The parameter of a call for so many seconds; none for `DEFAULT`."""
    return {} if seconds == DEFAULT else {"DurationSeconds": seconds}
