"""Long-term keys: what a key that was switched off gets, and whose keys a user may look after."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from lessons.aws import WorldDocument
from lessons.aws.policies.access_request import IDENTITY
from lessons.quizzes.generators.generator import Answers, Drawn, Generator, Variant
from lessons.quizzes.generators.phrases import by_code, by_verdict, others, own_policies
from lessons.quizzes.generators.scene import Call, Change, Scene
from lessons.quizzes.generators.worlds import (
    ACCOUNT,
    NAMES,
    USERS,
    allow,
    bucket_of,
    deny,
    lending,
    policy,
    scene,
)

__all__ = ["GENERATORS", "with_user"]

# What a call of each service is, and what a success is.
_CALLS: Mapping[str, tuple[str, str]] = {
    "sts": ("GetCallerIdentity", "STS answers whose key it is."),
    "iam": ("ListUsers", "IAM answers with a list of users."),
    "s3": ("ListObjectsV2", "S3 answers with a list of objects."),
}
_STATES = {
    "active": "was never switched off",
    "inactive": "was deactivated",
    "deleted": "was deleted",
}


def with_user(name: str, change: Callable[[dict[str, Any]], dict[str, Any]]) -> Change:
    """What makes of a world one in which the user is changed."""

    def changed(document: WorldDocument) -> WorldDocument:
        accounts = {
            account_id: {
                **account,
                "users": {
                    key: change(item) if key == name else item for key, item in account["users"].items()
                },
            }
            for account_id, account in document["accounts"].items()
        }
        return {**document, "accounts": accounts}

    return changed


def _keys(state: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """What becomes of a user whose keys get into a state."""

    def change(user: dict[str, Any]) -> dict[str, Any]:
        keys = [{**key, "active": state == "active"} for key in user["access_keys"]]
        return {**user, "access_keys": [] if state == "deleted" else keys}

    return change


def _state_scene(drawn: Drawn) -> Scene:
    operation, _ = _CALLS[drawn["service"]]
    given = {"Bucket": bucket_of(drawn)} if drawn["service"] == "s3" else {}
    change = with_user(drawn["user"], _keys(drawn["state"]))
    call = Call(operation, given, drawn["user"], drawn["service"], change=change)
    return lending(
        drawn, call, users={drawn["user"]: {"policies": {"work": policy(allow(["s3:*", "iam:*"]))}}}
    )


def _state(drawn: Drawn, scene: Scene, answers: Answers) -> Variant:
    operation, success = _CALLS[drawn["service"]]
    lines = (
        f"A script of `{drawn['user']}` signs with a long-term key that is {drawn['months']} months old. "
        f"A policy of `{drawn['user']}` allows everything that the script does.",
        f"Yesterday the key {_STATES[drawn['state']]}. Today the script calls `{operation}`.",
    )
    codes = ("InvalidClientTokenId", "InvalidAccessKeyId", "ExpiredToken")
    more = (
        f"A long-term key has no end date, so its {drawn['months']} months do not matter."
        if drawn["state"] == "active"
        else "STS and IAM answer `InvalidClientTokenId` to such a key, and S3 `InvalidAccessKeyId`."
    )
    return by_code(lines, answers[0], success, codes, more)


_ACTIONS = ("CreateAccessKey", "ListAccessKeys", "ListUserPolicies")


def _own_scene(drawn: Drawn) -> Scene:
    own = allow(["iam:CreateAccessKey", "iam:ListAccessKeys"], f"{ACCOUNT}:user/${{aws:username}}")
    never = deny("iam:CreateAccessKey", "*")
    statements = (own, never) if drawn["denied"] else (own,)
    users: dict[str, Any] = {name: {} for name in USERS} | {
        drawn["user"]: {"policies": {"own-keys": policy(*statements)}}
    }
    target = drawn["user"] if drawn["own"] else _colleague(drawn)
    call = Call(drawn["action"], {"UserName": target}, drawn["user"], "iam")
    return scene(drawn, {"training": {"users": users}}, call)


def _colleague(drawn: Drawn) -> str:
    return others(drawn["user"], *USERS)[0]


def _own(drawn: Drawn, scene: Scene, answers: Answers) -> Variant:
    target = drawn["user"] if drawn["own"] else _colleague(drawn)
    lines = (
        f"This is the only policy of `{drawn['user']}`, and there is no other kind of policy.",
        f"`{drawn['user']}` calls `{drawn['action']}` for the user `{target}`.",
    )
    more = f"For `${{aws:username}}` AWS puts the name of whoever calls: `{drawn['user']}`."
    variant = by_verdict(lines, answers[0], ("allowed", "denied", IDENTITY), more)
    return variant.showing(*own_policies(scene, "users", drawn["user"]))


GENERATORS = (
    Generator(
        "key-state",
        "What a long-term key gets, active or not",
        "long-term-keys",
        {**NAMES, "state": tuple(_STATES), "service": tuple(_CALLS), "months": (2, 5, 9, 14, 26, 40)},
        _state_scene,
        _state,
    ),
    Generator(
        "own-keys",
        "Whose keys a policy with a variable lets a user look after",
        "long-term-keys",
        {"user": USERS, "action": _ACTIONS, "own": (True, False), "denied": (True, False, False)},
        _own_scene,
        _own,
    ),
)
