"""Session policies: less than the role may do, or less than the user."""

from __future__ import annotations

from typing import Any

from lessons.aws.policies.access_request import IDENTITY, SESSION
from lessons.quizzes.generators.bucket_access import DOING, GRANTS, doing, grant
from lessons.quizzes.generators.generator import Answers, Document, Drawn, Generator, Variant
from lessons.quizzes.generators.phrases import (
    by_verdict,
    own_policies,
    session_policy,
    which,
)
from lessons.quizzes.generators.scene import Call, Scene
from lessons.quizzes.generators.worlds import (
    NAMES,
    allow,
    assume,
    bucket_of,
    lending,
    policy,
)

__all__ = ["GENERATORS"]


def _session_scene(drawn: Drawn) -> Scene:
    passed = session_policy(grant(drawn["passed"], drawn))
    return lending(
        drawn,
        assume(drawn, Policy=passed),
        doing(drawn, 0),
        role={"policies": {"work": grant(drawn["own"], drawn)}},
    )


def _session(drawn: Drawn, scene: Scene, answers: Answers) -> Variant:
    lines = (
        f"`{drawn['user']}` assumes the role `{drawn['role']}` and passes a session policy. The bucket has "
        "no policy.",
        f"The session {DOING[drawn['doing']][0]}.",
    )
    menu = ("allowed", "denied", IDENTITY, SESSION, f"{IDENTITY}, {SESSION}")
    more = "A session may do what the role's policy and the session policy both allow."
    passed = Document("Session policy", scene.parameters(scene.calls[0])["Policy"])
    documents = (*own_policies(scene, "roles", drawn["role"]), passed)
    return by_verdict(lines, answers[1], menu, more).showing(*documents)


_FOLDERS = ("sales", "salaries", "plans", "minutes", "orders", "audits")


def _folders(drawn: Drawn) -> tuple[str, ...]:
    """Four folders: what role and session policy both cover, one alone each, none of them."""
    place = _FOLDERS.index(drawn["folder"])
    return tuple(_FOLDERS[(place + step) % len(_FOLDERS)] for step in range(4))


def _covers(action: str, drawn: Drawn, *folders: str) -> dict[str, Any]:
    bucket = f"arn:aws:s3:::{bucket_of(drawn)}"
    return policy(allow(action, [f"{bucket}/{folder}/*" for folder in folders]))


def _both_scene(drawn: Drawn) -> Scene:
    both, role_only, session_only, neither = _folders(drawn)
    objects = {f"{folder}/january.csv": "-" for folder in (both, role_only, session_only, neither)}
    bucket = bucket_of(drawn)
    passed = session_policy(_covers(drawn["passed"], drawn, session_only, both))
    calls = (Call("GetObject", {"Bucket": bucket, "Key": key}, 0, "s3", 60) for key in objects)
    return lending(
        drawn,
        assume(drawn, Policy=passed),
        *calls,
        role={"policies": {"work": _covers(drawn["own"], drawn, both, role_only)}},
        buckets={bucket: objects},
    )


def _both(drawn: Drawn, scene: Scene, answers: Answers) -> Variant:
    lines = (
        f"`{drawn['user']}` assumes the role `{drawn['role']}` and passes a session policy. The bucket has "
        "no policy.",
        "Which object may the session read?",
    )
    candidates = [f"`{call.parameters['Key']}`" for call in scene.calls[1:]]
    more = "The session policy has to allow it too: it takes away, and adds nothing."
    passed = Document("Session policy", scene.parameters(scene.calls[0])["Policy"])
    documents = (*own_policies(scene, "roles", drawn["role"]), passed)
    return which(lines, candidates, answers[1:], more).showing(*documents)


def _federated_scene(drawn: Drawn) -> Scene:
    own = grant(drawn["own"], drawn)
    own["Statement"].append(allow("sts:GetFederationToken"))
    given = {"Name": drawn["session"], "Policy": session_policy(grant(drawn["passed"], drawn))}
    return lending(
        drawn,
        Call("GetFederationToken", given, drawn["user"]),
        doing(drawn, 0),
        users={drawn["user"]: {"policies": {"work": own}}},
    )


def _federated(drawn: Drawn, scene: Scene, answers: Answers) -> Variant:
    lines = (
        f"`{drawn['user']}` calls `GetFederationToken` with the Name `{drawn['session']}` and passes a "
        "session policy. The bucket has no policy.",
        f"With the new credentials somebody {DOING[drawn['doing']][0]}.",
    )
    menu = ("allowed", "denied", IDENTITY, SESSION, f"{IDENTITY}, {SESSION}")
    more = "A federated user may do what the user's own policies and the session policy both allow."
    passed = Document("Session policy", scene.parameters(scene.calls[0])["Policy"])
    documents = (*own_policies(scene, "users", drawn["user"]), passed)
    return by_verdict(lines, answers[1], menu, more).showing(*documents)


_KINDS = tuple(GRANTS)


GENERATORS = (
    Generator(
        "session-policy",
        "Which policy decides in a session that was passed one",
        "session-policies",
        {**NAMES, "own": _KINDS, "passed": _KINDS, "doing": tuple(DOING)},
        _session_scene,
        _session,
    ),
    Generator(
        "session-policy-object",
        "Which object a session with a session policy may read",
        "session-policies",
        {
            **NAMES,
            "folder": _FOLDERS,
            "own": ("s3:GetObject", "s3:*", "s3:Get*"),
            "passed": ("s3:GetObject", "s3:*", "s3:Get*"),
        },
        _both_scene,
        _both,
    ),
    Generator(
        "federated-user",
        "What a federated user may do",
        "which-sts-call",
        {**NAMES, "own": _KINDS, "passed": _KINDS, "doing": tuple(DOING)},
        _federated_scene,
        _federated,
    ),
)
