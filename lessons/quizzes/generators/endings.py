"""How sessions end before their time, and what goes on: keys switched off, roles made anew, revoking."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from lessons.aws import WorldDocument
from lessons.quizzes.generators.generator import Answers, Drawn, Generator, Variant
from lessons.quizzes.generators.keys import with_user
from lessons.quizzes.generators.phrases import (
    LISTED,
    S3_CODES,
    by_code,
    clock,
    duration,
    iso,
    own_policies,
)
from lessons.quizzes.generators.scene import Call, Change, Scene
from lessons.quizzes.generators.worlds import (
    NAMES,
    allow,
    assume,
    bucket_of,
    deny,
    lending,
    policy,
    trust,
)

__all__ = ["GENERATORS"]


def _revoked_scene(drawn: Drawn) -> Scene:
    plain = lending(drawn)
    bucket = f"arn:aws:s3:::{bucket_of(drawn)}"
    before = iso(plain.moment(60 * drawn["revoked"]))
    policies = {
        "read": policy(allow("s3:ListBucket", bucket)),
        "revoke": policy(deny("*", Condition={"DateLessThan": {"aws:TokenIssueTime": before}})),
    }
    opened, used = 60 * drawn["opened"], 60 * drawn["used"]
    listing = Call("ListObjectsV2", {"Bucket": bucket_of(drawn)}, 0, "s3", opened + used)
    return lending(
        drawn,
        assume(drawn, DurationSeconds=drawn["duration"], at=opened),
        listing,
        role={"policies": policies},
    )


def _revoked(drawn: Drawn, scene: Scene, answers: Answers) -> Variant:
    opened, used = 60 * drawn["opened"], 60 * drawn["used"]
    lines = (
        f"The role `{drawn['role']}` has these policies; the first was always there, the second since "
        f"{clock(scene.moment(60 * drawn['revoked']))} UTC.",
        f"At {clock(scene.moment(opened))} UTC `{drawn['user']}` assumed the role, for "
        f"{duration(drawn['duration'])}. At {clock(scene.moment(opened + used))} UTC the session lists the "
        "bucket.",
    )
    more = (
        f"The session was issued at {clock(scene.moment(opened))}, and lives until "
        f"{clock(answers[0].expires)}. Such a deny stops all sessions from before "
        "its time, and none that was issued later."
    )
    shown = own_policies(scene, "roles", drawn["role"])
    return by_code(lines, answers[1], LISTED, S3_CODES, more).showing(*shown)


def _user_without_keys(user: dict[str, Any]) -> dict[str, Any]:
    return {**user, "access_keys": [{**key, "active": False} for key in user["access_keys"]]}


def _role_made_anew(name: str) -> Change:
    return _with_role(name, lambda role: {**role, "id": f"{role['id'][:-4]}NEW7"})


def _with_role(name: str, change: Callable[[dict[str, Any]], dict[str, Any]]) -> Change:
    """What makes of a world one in which the role is changed."""

    def changed(document: WorldDocument) -> WorldDocument:
        accounts = {
            key: {**account, "roles": {**account["roles"], name: change(account["roles"][name])}}
            for key, account in document["accounts"].items()
        }
        return {**document, "accounts": accounts}

    return changed


# What is done while a session is open: how it is told, and why it does not stop the session, or does.
_DONE: Mapping[str, tuple[str, str]] = {
    "nothing": ("nothing was changed in the account", "A session lives until it expires."),
    "key": (
        "the long-term key of `{user}` was deactivated",
        "Switching off the key stops new sessions; those that are open go on until they expire.",
    ),
    "trust": (
        "the trust policy of the role was changed, and lets nobody in any more",
        "A trust policy is read when a session begins: those that are open go on until they expire.",
    ),
    "anew": (
        "the role was deleted, and made again with the same name and the same policies",
        "A role that is made again has another unique id, and the sessions of the old one stay dead.",
    ),
    "policies": (
        "the permission policies of the role were taken away",
        "What a session may do is looked up at each call, in the role's policies as they are then.",
    ),
}


def _change(drawn: Drawn) -> Change | None:
    role = drawn["role"]
    nobody = json.dumps(policy({**trust("*"), "Effect": "Deny"}))
    return {
        "nothing": None,
        "key": with_user(drawn["user"], _user_without_keys),
        "trust": _with_role(role, lambda item: {**item, "trust": nobody}),
        "anew": _role_made_anew(role),
        "policies": _with_role(role, lambda item: {**item, "policies": {}}),
    }[drawn["done"]]


def _open_scene(drawn: Drawn) -> Scene:
    listing = Call(
        "ListObjectsV2", {"Bucket": bucket_of(drawn)}, 0, "s3", 60 * drawn["later"], change=_change(drawn)
    )
    return lending(drawn, assume(drawn, DurationSeconds=drawn["duration"]), listing)


def _open(drawn: Drawn, scene: Scene, answers: Answers) -> Variant:
    done, rule = _DONE[drawn["done"]]
    lines = (
        f"At {clock(scene.moment(0))} UTC `{drawn['user']}` assumes the role `{drawn['role']}` with a "
        f"long-term key, for {duration(drawn['duration'])}. The role may list a bucket.",
        f"Five minutes later {done.format_map(drawn)}.",
        f"At {clock(scene.moment(60 * drawn['later']))} UTC the session lists the bucket.",
    )
    more = f"{rule} This one was issued until {clock(answers[0].expires)}."
    return by_code(lines, answers[1], LISTED, S3_CODES, more)


GENERATORS = (
    Generator(
        "revoked-session",
        "Which sessions a revoking policy stops",
        "ending-a-session",
        {
            **NAMES,
            "opened": (0, 10, 20, 30, 40),
            "revoked": (10, 25, 35),
            "used": (42, 50, 58, 70),
            "duration": (2700, 3600),
        },
        _revoked_scene,
        _revoked,
    ),
    Generator(
        "open-session",
        "What stops a session that is open",
        "ending-a-session",
        {**NAMES, "done": tuple(_DONE), "later": (10, 20, 25, 40, 55), "duration": (900, 1800, 3600)},
        _open_scene,
        _open,
    ),
)
