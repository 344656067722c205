"""The parts of temporary credentials, and the name that a session gets."""

from __future__ import annotations

from collections.abc import Mapping

from lessons.quizzes.generators.generator import Answers, Drawn, Generator, Variant
from lessons.quizzes.generators.phrases import by_code, others
from lessons.quizzes.generators.scene import Call, Scene
from lessons.quizzes.generators.worlds import (
    ACCOUNT,
    NAMES,
    allow,
    assume,
    bucket_of,
    lending,
    policy,
    scene,
    trust,
)

__all__ = ["GENERATORS"]


PATHS = ("/", "/teams/", "/teams/data/", "/vendors/")


# Which token is sent: the place of a call, as `Call.token_of` has it.
_TOKENS: Mapping[str, tuple[int | None, str]] = {
    "right": (None, "with all three parts of the first session"),
    "missing": (-1, "with the first session's key id and secret, but without a session token"),
    "other": (1, "with the first session's key id and secret, and with the session token of the second"),
}


_PARTS_CALLS = {
    "sts": ("GetCallerIdentity", "STS answers who is signing."),
    "s3": ("ListObjectsV2", "S3 answers with the list of the objects."),
}


def _parts_scene(drawn: Drawn) -> Scene:
    place, _ = _TOKENS[drawn["token"]]
    given = {"Bucket": bucket_of(drawn)} if drawn["service"] == "s3" else {}
    second = assume({**drawn, "session": "second"}, at=60)
    call = Call(_PARTS_CALLS[drawn["service"]][0], given, 0, drawn["service"], 120, token_of=place)
    return lending(drawn, assume(drawn), second, call)


def _parts(drawn: Drawn, scene: Scene, answers: Answers) -> Variant:
    operation, success = _PARTS_CALLS[drawn["service"]]
    lines = (
        f"`{drawn['user']}` assumes the role `{drawn['role']}` twice, one minute apart: first as "
        f"`{drawn['session']}`, then as `second`. The role may list a bucket.",
        f"A minute later `{drawn['user']}` calls `{operation}` {_TOKENS[drawn['token']][1]}.",
    )
    codes = {"sts": ("InvalidClientTokenId", "ExpiredToken", "AccessDenied")}.get(
        drawn["service"], ("InvalidAccessKeyId", "InvalidToken", "ExpiredToken")
    )
    more = "Each `AssumeRole` opens a session of its own and ends no other."
    return by_code(lines, answers[2], success, codes, more)


def _arn_scene(drawn: Drawn) -> Scene:
    account = {
        "users": {drawn["user"]: {"policies": {"assume": policy(allow("sts:AssumeRole"))}}},
        "roles": {
            drawn["role"]: {"path": drawn["path"], "trust": policy(trust(f"{ACCOUNT}:user/{drawn['user']}"))}
        },
    }
    arn = f"{ACCOUNT}:role{drawn['path']}{drawn['role']}"
    return scene(drawn, {"training": account}, assume(drawn, RoleArn=arn), Call("GetCallerIdentity", by=0))


def _arn(drawn: Drawn, scene: Scene, answers: Answers) -> Variant:
    account, role, name = scene.account(), drawn["role"], drawn["session"]
    role_arn = f"arn:aws:iam::{account}:role{drawn['path']}{role}"
    lines = (
        f"`{drawn['user']}` assumes the role `{role_arn}` with the session name `{name}`, and calls "
        "`GetCallerIdentity` with the new credentials.",
        "Which `Arn` does STS tell?",
    )
    right = answers[1].says["Arn"]
    wrong = others(
        right,
        f"arn:aws:sts::{account}:assumed-role{drawn['path']}{role}/{name}",
        role_arn,
        f"arn:aws:sts::{account}:assumed-role/{role}/{drawn['user']}",
        f"arn:aws:iam::{account}:assumed-role/{role}/{name}",
        f"arn:aws:sts::{account}:assumed-role/{name}/{role}",
    )
    why = (
        f"A session is `assumed-role`, in `sts`: then comes the name of the role without its path, `{role}`, "
        f"and the session name, `{name}`."
    )
    return Variant(lines, _code(right), why, tuple(map(_code, wrong)))


def _code(text: str) -> str:
    return f"`{text}`"


GENERATORS = (
    Generator(
        "session-parts",
        "What a request gets with the wrong session token",
        "what-comes-back",
        {**NAMES, "token": tuple(_TOKENS), "service": ("sts", "s3")},
        _parts_scene,
        _parts,
    ),
    Generator(
        "session-arn",
        "The ARN of a session",
        "what-comes-back",
        {**NAMES, "path": PATHS},
        _arn_scene,
        _arn,
    ),
)
