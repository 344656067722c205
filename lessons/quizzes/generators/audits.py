"""A role for auditors: its end date, whose session it is, and a tag that narrows what it may read."""

from __future__ import annotations

from typing import Any

from lessons.aws.policies.access_request import IDENTITY
from lessons.quizzes.generators.generator import Answers, Drawn, Generator, Variant
from lessons.quizzes.generators.phrases import (
    LISTED,
    S3_CODES,
    by_code,
    by_verdict,
    clock,
    duration,
    iso,
    own_policies,
    trust_policy,
)
from lessons.quizzes.generators.scene import Call, Scene
from lessons.quizzes.generators.worlds import (
    ACCOUNT,
    NAMES,
    allow,
    assume,
    bucket_of,
    lending,
    policy,
    trust,
)

__all__ = ["GENERATORS"]


def _audit_scene(drawn: Drawn) -> Scene:
    plain = lending(drawn)
    ends = {"DateLessThan": {"aws:CurrentTime": iso(plain.moment(60 * drawn["ends"]))}}
    let_in = policy(trust(f"{ACCOUNT}:user/{drawn['user']}", Condition=ends))
    opening = assume(drawn, DurationSeconds=drawn["duration"])
    used = 60 * drawn["later"]
    listing = Call("ListObjectsV2", {"Bucket": bucket_of(drawn)}, 0, "s3", used)
    asked = listing if drawn["does"] == "lists" else assume(drawn, at=used)
    return lending(drawn, opening, asked, role={"trust": let_in})


def _audit(drawn: Drawn, scene: Scene, answers: Answers) -> Variant:
    at = clock(scene.moment(60 * drawn["later"]))
    does, success = {
        "lists": (f"At {at} UTC this session lists the bucket.", LISTED),
        "asks": (
            f"At {at} UTC `{drawn['user']}` asks for the role once more, with the long-term key.",
            "STS issues credentials.",
        ),
    }[drawn["does"]]
    lines = (
        f"At {clock(scene.moment(0))} UTC `{drawn['user']}` assumes the role `{drawn['role']}` with a "
        f"long-term key, for {duration(drawn['duration'])}. The role may list a bucket.",
        does,
    )
    more = (
        "The trust policy is read when a session begins: after its end date no new one does, and those that "
        f"are open go on until they expire. The first lives until {clock(answers[0].expires)}."
    )
    variant = by_code(lines, answers[1], success, S3_CODES, more)
    return variant.showing(trust_policy(scene, drawn["role"]))


# Whether a call carries a source identity and a tag, and what a trust policy that checks both says.
_IDENTITIES = ("own", "colleague", "none")


_SCOPES = ("finance", "payroll", "none")


def _source_scene(drawn: Drawn) -> Scene:
    user = f"{ACCOUNT}:user/{drawn['user']}"
    actions = ["sts:AssumeRole", "sts:SetSourceIdentity"]
    named = {"StringEquals": {"sts:SourceIdentity": drawn["user"]}}
    scoped = {"StringEquals": {"aws:RequestTag/scope": "finance"}}
    let_in = policy(trust(user, actions, Condition=named), trust(user, "sts:TagSession", Condition=scoped))
    identity = {"own": drawn["user"], "colleague": "somebody"}.get(drawn["identity"])
    given: dict[str, Any] = {"SourceIdentity": identity} if identity else {}
    if drawn["scope"] != "none":
        given["Tags"] = [{"Key": "scope", "Value": drawn["scope"]}]
    return lending(drawn, assume(drawn, **given), role={"trust": let_in})


def _source(drawn: Drawn, scene: Scene, answers: Answers) -> Variant:
    given = scene.calls[0].parameters
    identity = f"the source identity `{given['SourceIdentity']}`" if "SourceIdentity" in given else ""
    tag = f"the session tag `scope={drawn['scope']}`" if "Tags" in given else ""
    passed = " and ".join(part for part in (identity, tag) if part)
    lines = (
        f"`{drawn['user']}` assumes the role `{drawn['role']}` with the session name `{drawn['session']}`, "
        f"and passes {passed or 'neither a source identity nor tags'}.",
    )
    more = (
        "To pass a source identity and to pass tags are permissions of their own, asked for where the call "
        "passes them."
    )
    codes = ("AccessDenied", "ValidationError", "ExpiredToken")
    variant = by_code(lines, answers[0], "STS issues credentials.", codes, more)
    return variant.showing(trust_policy(scene, drawn["role"]))


def _tag_scene(drawn: Drawn) -> Scene:
    bucket = bucket_of(drawn)
    reading = allow("s3:GetObject", f"arn:aws:s3:::{bucket}/${{aws:PrincipalTag/scope}}/*")
    let_in = policy(trust(f"{ACCOUNT}:user/{drawn['user']}", ["sts:AssumeRole", "sts:TagSession"]))
    tags = {} if drawn["scope"] == "none" else {"Tags": [{"Key": "scope", "Value": drawn["scope"]}]}
    key = f"{drawn['folder']}/january.csv"
    return lending(
        drawn,
        assume(drawn, **tags),
        Call("GetObject", {"Bucket": bucket, "Key": key}, 0, "s3", 60),
        role={
            "trust": let_in,
            "policies": {"read": policy(reading)},
            "tags": {"scope": drawn["of_role"]} if drawn["of_role"] != "none" else {},
        },
        buckets={bucket: {key: "-"}},
    )


def _tag(drawn: Drawn, scene: Scene, answers: Answers) -> Variant:
    passed = "no tag" if drawn["scope"] == "none" else f"the session tag `scope={drawn['scope']}`"
    has = "no tag" if drawn["of_role"] == "none" else f"the tag `scope={drawn['of_role']}`"
    lines = (
        f"`{drawn['user']}` assumes the role `{drawn['role']}` and passes {passed}. The role itself has "
        f"{has}.",
        f"The session reads `{drawn['folder']}/january.csv`. The bucket has no policy.",
    )
    more = (
        "The session's tag counts where there is one, else the role's; without either the statement is about "
        "nothing."
    )
    menu = ("allowed", "denied", IDENTITY)
    shown = own_policies(scene, "roles", drawn["role"])
    return by_verdict(lines, answers[1], menu, more).showing(*shown)


GENERATORS = (
    Generator(
        "audit-end",
        "After the end date of a role",
        "auditors-day",
        {
            **NAMES,
            "ends": (15, 30, 45),
            "later": (10, 20, 35, 50, 65),
            "duration": (1800, 3600),
            "does": ("lists", "asks"),
        },
        _audit_scene,
        _audit,
    ),
    Generator(
        "source-identity",
        "A role that asks for a source identity and a tag",
        "auditors-day",
        {**NAMES, "identity": _IDENTITIES, "scope": _SCOPES},
        _source_scene,
        _source,
    ),
    Generator(
        "session-tag",
        "What a session with a tag may read",
        "auditors-day",
        {
            **NAMES,
            "scope": _SCOPES,
            "of_role": ("none", "finance", "payroll"),
            "folder": ("finance", "payroll", "sales"),
        },
        _tag_scene,
        _tag,
    ),
)
