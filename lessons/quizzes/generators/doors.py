"""Who gets into a role, by its trust policy and the caller's own, in one account or across two."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lessons.aws.policies.access_request import IDENTITY, TRUST
from lessons.quizzes.generators.generator import Answers, Drawn, Generator, Variant
from lessons.quizzes.generators.phrases import (
    BOTH_SIDES,
    by_verdict,
    others,
    own_policies,
    trust_policy,
)
from lessons.quizzes.generators.scene import Call, Scene
from lessons.quizzes.generators.worlds import (
    ACCOUNT,
    NAMES,
    ROLES,
    USERS,
    allow,
    assume,
    colleague,
    deny,
    policy,
    scene,
    trust,
)

__all__ = ["GENERATORS"]


HOME = "arn:aws:iam::{home}"  # the account of the caller, where that is another one than the role's


TRUSTED = ("account", "user", "colleague", "user but denied")


OWN = ("the role", "another role", "nothing", "the role but denied")


def _trusted(kind: str, drawn: Drawn, account: str) -> dict[str, Any]:
    """A trust policy that trusts the caller's account, the caller, or a colleague."""
    named = {"account": f"{account}:root", "colleague": f"{account}:user/{colleague(drawn)}"}
    let_in = trust(named.get(kind, f"{account}:user/{drawn['user']}"))
    never = {"Sid": "NotNow", **let_in, "Effect": "Deny"}
    return policy(let_in, never) if kind == "user but denied" else policy(let_in)


def _own(kind: str, drawn: Drawn, account: str) -> dict[str, Any]:
    """The policies of the caller, by what they allow to be assumed."""
    role, other = f"{account}:role/{drawn['role']}", others(drawn["role"], *ROLES)[0]
    assuming = allow("sts:AssumeRole", role)
    statements: Mapping[str, list[dict[str, Any]]] = {
        "the role": [assuming],
        "another role": [allow("sts:AssumeRole", f"{account}:role/{other}")],
        "nothing": [allow("s3:ListAllMyBuckets")],
        "the role but denied": [assuming, deny("sts:AssumeRole", role)],
    }
    return {"policies": {"work": policy(*statements[kind])}}


def _same_scene(drawn: Drawn) -> Scene:
    account = {
        "users": {name: {} for name in USERS} | {drawn["user"]: _own(drawn["own"], drawn, ACCOUNT)},
        "roles": {drawn["role"]: {"trust": _trusted(drawn["trusted"], drawn, ACCOUNT)}},
    }
    return scene(drawn, {"training": account}, assume(drawn))


def _same(drawn: Drawn, scene: Scene, answers: Answers) -> Variant:
    lines = (
        f"The user `{drawn['user']}` and the role `{drawn['role']}` are in the same account. These policies "
        "are all that there are.",
        f"`{drawn['user']}` calls `AssumeRole` for the role.",
    )
    variant = by_verdict(lines, answers[0], ("allowed", "denied", TRUST, IDENTITY, BOTH_SIDES))
    documents = (trust_policy(scene, drawn["role"]), *own_policies(scene, "users", drawn["user"]))
    return variant.showing(*documents)


def _across_scene(drawn: Drawn) -> Scene:
    users: dict[str, Any] = {name: {} for name in USERS} | {drawn["user"]: _own(drawn["own"], drawn, ACCOUNT)}
    roles = {drawn["role"]: {"trust": _trusted(drawn["trusted"], drawn, HOME)}}
    return scene(drawn, {"home": {"users": users}, "training": {"roles": roles}}, assume(drawn))


def _across(drawn: Drawn, scene: Scene, answers: Answers) -> Variant:
    lines = (
        f"The user `{drawn['user']}` is in the account `{scene.account('home')}`, the role `{drawn['role']}` "
        f"in the account `{scene.account()}`. These policies are all that there are.",
        f"`{drawn['user']}` calls `AssumeRole` for the role.",
    )
    variant = by_verdict(
        lines,
        answers[0],
        ("allowed", "denied", TRUST, IDENTITY, BOTH_SIDES),
        "Across accounts both sides have to allow it.",
    )
    documents = (trust_policy(scene, drawn["role"]), *own_policies(scene, "users", drawn["user"], "home"))
    return variant.showing(*documents)


_NAMED = ("user", "first role", "session", "other session", "account")


def _session_scene(drawn: Drawn) -> Scene:
    session = "arn:aws:sts::{training}:assumed-role/first"
    named = {
        "user": f"{ACCOUNT}:user/{drawn['user']}",
        "first role": f"{ACCOUNT}:role/first",
        "session": f"{session}/{drawn['session']}",
        "other session": f"{session}/somebody-else",
        "account": f"{ACCOUNT}:root",
    }[drawn["named"]]
    own = {"policies": {"work": policy(allow("sts:AssumeRole" if drawn["may"] else "s3:ListAllMyBuckets"))}}
    account = {
        "users": {drawn["user"]: {"policies": {"work": policy(allow("sts:AssumeRole"))}}},
        "roles": {
            "first": {"trust": policy(trust(f"{ACCOUNT}:user/{drawn['user']}")), **own},
            drawn["role"]: {"trust": policy(trust(named))},
        },
    }
    first = assume(drawn, RoleArn=f"{ACCOUNT}:role/first")
    return scene(drawn, {"training": account}, first, assume(drawn, by=0))


def _session(drawn: Drawn, scene: Scene, answers: Answers) -> Variant:
    lines = (
        f"In one account, `{drawn['user']}` has assumed the role `first` with the session name "
        f"`{drawn['session']}`.",
        f"That session now calls `AssumeRole` for the role `{drawn['role']}`. These policies count.",
    )
    variant = by_verdict(
        lines,
        answers[1],
        ("allowed", TRUST, IDENTITY, BOTH_SIDES),
        f"Whoever signs with the session is not the user `{drawn['user']}` any more.",
    )
    documents = (trust_policy(scene, drawn["role"]), *own_policies(scene, "roles", "first"))
    return variant.showing(*documents)


def _belongs_scene(drawn: Drawn) -> Scene:
    users = {drawn["user"]: {"policies": {"work": policy(allow("sts:AssumeRole"))}}}
    roles = {drawn["role"]: {"trust": policy(trust(f"{HOME}:root"))}}
    asking = Call("GetCallerIdentity", by=0)
    accounts = {"home": {"users": users}, "training": {"roles": roles}, "third": {}}
    return scene(drawn, accounts, assume(drawn), asking)


def _belongs(drawn: Drawn, scene: Scene, answers: Answers) -> Variant:
    home, there, third = (scene.account(name) for name in ("home", "training", "third"))
    lines = (
        f"`arn:aws:iam::{home}:user/{drawn['user']}` assumes "
        f"`arn:aws:iam::{there}:role/{drawn['role']}` with the session name `{drawn['session']}`. The object "
        f"that the session is to read is in a bucket of the account `{third}`.",
        f"The session calls `GetCallerIdentity`. Which {drawn['asked']} does STS tell?",
    )
    arns = tuple(
        f"arn:aws:sts::{account}:assumed-role/{drawn['role']}/{drawn['session']}"
        for account in (home, there, third)
    )
    offered = {"Account": (home, there, third), "Arn": (*arns, f"arn:aws:iam::{home}:user/{drawn['user']}")}
    right = answers[1].says[drawn["asked"]]
    why = (
        f"A session belongs to the account of its role, `{there}`: neither to that of whoever assumed the "
        "role nor to that of what it is used for."
    )
    wrong = others(right, *offered[drawn["asked"]])
    return Variant(lines, f"`{right}`", why, tuple(f"`{one}`" for one in wrong))


GENERATORS = (
    Generator(
        "same-account-door",
        "Who gets into a role of the same account",
        "two-keys-one-door",
        {**NAMES, "trusted": TRUSTED, "own": OWN},
        _same_scene,
        _same,
    ),
    Generator(
        "session-in-trust",
        "A trust policy that names a user, a role or a session",
        "two-keys-one-door",
        {**NAMES, "named": _NAMED, "may": (True, False)},
        _session_scene,
        _session,
    ),
    Generator(
        "across-accounts-door",
        "Who gets into a role of another account",
        "across-accounts",
        {**NAMES, "trusted": TRUSTED, "own": OWN},
        _across_scene,
        _across,
    ),
    Generator(
        "session-account",
        "Which account a session belongs to",
        "across-accounts",
        {**NAMES, "asked": ("Account", "Arn")},
        _belongs_scene,
        _belongs,
    ),
)
