"""Conditions on where somebody is, and how a session is called."""

from __future__ import annotations

from collections.abc import Mapping

from lessons.quizzes.generators.generator import Answers, Drawn, Generator, Variant
from lessons.quizzes.generators.phrases import (
    own_policies,
    trust_policy,
    which,
)
from lessons.quizzes.generators.scene import Call, Scene
from lessons.quizzes.generators.worlds import (
    ACCOUNT,
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


# A network, and addresses of which it has the first alone.
_NETWORKS: Mapping[str, tuple[str, ...]] = {
    "203.0.113.0/24": ("203.0.113.{n}", "203.0.112.{n}", "203.1.113.{n}", "198.51.100.{n}"),
    "198.51.100.0/25": ("198.51.100.{n}", "198.51.100.2{n}", "198.51.101.{n}", "203.0.113.{n}"),
    "198.51.100.128/25": ("198.51.100.2{n}", "198.51.100.{n}", "198.51.101.2{n}", "203.0.113.2{n}"),
    "203.0.113.32/27": ("203.0.113.{n}", "203.0.113.1{n}", "203.0.113.7", "203.0.112.{n}"),
}


def _addresses(drawn: Drawn) -> list[str]:
    return [one.format(n=drawn["host"]) for one in _NETWORKS[drawn["network"]]]


def _address_scene(drawn: Drawn) -> Scene:
    reading = allow("s3:ListBucket", f"arn:aws:s3:::{bucket_of(drawn)}")
    network = {"aws:SourceIp": drawn["network"]}
    statements = {
        "Allow": (reading | {"Condition": {"IpAddress": network}},),
        "Deny": (reading, deny("*", Condition={"NotIpAddress": network})),
    }[drawn["effect"]]
    users = {drawn["user"]: {"policies": {"office": policy(*statements)}}}
    calls = (
        Call("ListObjectsV2", {"Bucket": bucket_of(drawn)}, drawn["user"], "s3", source_ip=address)
        for address in _addresses(drawn)
    )
    return lending(drawn, *calls, users=users)


def _address(drawn: Drawn, scene: Scene, answers: Answers) -> Variant:
    lines = (
        f"This is the only policy of `{drawn['user']}`, who lists the bucket with a long-term key.",
        "From which address does S3 answer with the list?",
    )
    more = f"Of these addresses, only one is in the network `{drawn['network']}`."
    candidates = [f"`{one}`" for one in _addresses(drawn)]
    return which(lines, candidates, answers, more).showing(*own_policies(scene, "users", drawn["user"]))


# What a policy wants of the session name, and names of which it takes the first alone.
_SESSION_NAMES: Mapping[str, tuple[str, ...]] = {
    "StringEquals ${aws:username}": ("{user}", "{role}", "{user}-1", "session1"),
    "StringLike ${aws:username}-*": ("{user}-{n}", "{user}", "{n}-{user}", "{role}-{n}"),
    "StringLike ticket-????": ("ticket-2{n}0", "ticket-{n}", "ticket-12{n}0", "my-ticket-2{n}0"),
    "StringNotLike *{role}*": ("{user}-{n}", "{role}-{n}", "{user}-{role}", "{role}"),
}


def _session_names(drawn: Drawn) -> list[str]:
    return [one.format(n=drawn["number"], **drawn) for one in _SESSION_NAMES[drawn["wanted"]]]


def _session_name_scene(drawn: Drawn) -> Scene:
    operator, _, value = drawn["wanted"].partition(" ")
    condition = {operator: {"sts:RoleSessionName": value.replace("{role}", drawn["role"])}}
    let_in = policy(trust(f"{ACCOUNT}:user/{drawn['user']}", Condition=condition))
    calls = (assume(drawn, RoleSessionName=name) for name in _session_names(drawn))
    return lending(drawn, *calls, role={"trust": let_in})


def _session_name(drawn: Drawn, scene: Scene, answers: Answers) -> Variant:
    lines = (
        f"`{drawn['user']}` assumes the role `{drawn['role']}`.",
        "With which `RoleSessionName` does STS issue credentials?",
    )
    more = "`StringLike` knows `*` and `?`; for `StringEquals` they are characters like any other."
    candidates = [f"`{one}`" for one in _session_names(drawn)]
    return which(lines, candidates, answers, more).showing(trust_policy(scene, drawn["role"]))


_NUMBERS = (21, 34, 42, 57, 68, 73, 85, 96)


GENERATORS = (
    Generator(
        "source-address",
        "From which address a call is allowed",
        "conditions-and-mfa",
        {**NAMES, "network": tuple(_NETWORKS), "host": (34, 38, 41, 44, 47, 50), "effect": ("Allow", "Deny")},
        _address_scene,
        _address,
    ),
    Generator(
        "session-name",
        "Which session name a trust policy takes",
        "conditions-and-mfa",
        {**NAMES, "wanted": tuple(_SESSION_NAMES), "number": _NUMBERS},
        _session_name_scene,
        _session_name,
    ),
)
