"""Signing in from elsewhere: tokens of an identity provider, and the trust policies that take them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lessons.quizzes.generators.generator import Answers, Drawn, Generator, Variant
from lessons.quizzes.generators.phrases import by_code, clock, trust_policy, which
from lessons.quizzes.generators.scene import Call, Scene, Vouched
from lessons.quizzes.generators.worlds import ACCOUNT, NAMES, policy, scene, trust

__all__ = ["GENERATORS"]

HOST = "builds.example"
ISSUER, ELSEWHERE = f"https://{HOST}", "https://elsewhere.example"
AUDIENCE = "sts.amazonaws.com"
_ISSUED = "STS issues credentials."


def _scene(drawn: Drawn, condition: Mapping[str, Any], *who: Vouched) -> Scene:
    """Jobs of a build service ask for a role, each with a token of its own."""
    provider = {"Federated": f"{ACCOUNT}:oidc-provider/{HOST}"}
    let_in = trust(provider, "sts:AssumeRoleWithWebIdentity", Condition=condition)
    providers = {ISSUER: {"client_ids": [AUDIENCE]}}
    accounts = {
        "training": {"roles": {drawn["role"]: {"trust": policy(let_in)}}, "oidc_providers": providers},
        "other": {"oidc_providers": {ELSEWHERE: {"client_ids": [AUDIENCE]}}},
    }
    given = {"RoleArn": f"{ACCOUNT}:role/{drawn['role']}", "RoleSessionName": drawn["session"]}
    calls = (Call("AssumeRoleWithWebIdentity", given, "", vouched=one) for one in who)
    return scene(drawn, accounts, *calls)


# What a trust policy wants of the subject of a project, and subjects of which it takes the first alone.
_SUBJECTS: Mapping[str, tuple[str, ...]] = {
    "StringEquals {p}/website/main": (
        "{p}/website/main",
        "{p}/website/main-2",
        "{p}/website",
        "{o}/website/main",
    ),
    "StringLike {p}/website/*": ("{p}/website/test", "{p}/websites/test", "{o}/website/test", "{p}/website"),
    "StringLike {p}/*/main": ("{p}/shop/main", "{p}/shop/test", "{p}/main", "{o}/shop/main"),
    "StringLike {p}/release-?": ("{p}/release-7", "{p}/release-17", "{p}/release-", "{o}/release-7"),
    "StringEquals {p}/website/*": ("{p}/website/*", "{p}/website/main", "{p}/website/test", "{o}/website/*"),
}
_PROJECTS = ("shop", "library", "museum", "harbor", "bakery")


def _filled(text: str, drawn: Drawn) -> str:
    other = _PROJECTS[_PROJECTS.index(drawn["project"]) - 1]
    return text.format(p=drawn["project"], o=other)


def _subjects(drawn: Drawn) -> list[str]:
    return [_filled(one, drawn) for one in _SUBJECTS[drawn["wanted"]]]


def _subject_scene(drawn: Drawn) -> Scene:
    operator, _, value = drawn["wanted"].partition(" ")
    condition: dict[str, dict[str, str]] = {"StringEquals": {f"{HOST}:aud": AUDIENCE}}
    condition.setdefault(operator, {})[f"{HOST}:sub"] = _filled(value, drawn)
    return _scene(drawn, condition, *(Vouched(ISSUER, one, AUDIENCE) for one in _subjects(drawn)))


def _subject(drawn: Drawn, scene: Scene, answers: Answers) -> Variant:
    lines = (
        f"Jobs of the build service `{HOST}` call `AssumeRoleWithWebIdentity` for the role "
        f"`{drawn['role']}`. The account has registered the provider for the audience `{AUDIENCE}`, for "
        "which all their tokens are made.",
        "A job with which subject (`sub`) gets credentials?",
    )
    more = "`StringLike` knows `*` and `?`; for `StringEquals` they are characters like any other."
    candidates = [f"`{one}`" for one in _subjects(drawn)]
    return which(lines, candidates, answers, more).showing(trust_policy(scene, drawn["role"]))


# What may be wrong with a token, and how it is told.
_TOKENS: Mapping[str, str] = {
    "good": "comes straight from the provider",
    "subject": "comes straight from the provider",
    "forged": "came from the provider with another subject, which the job has replaced in it since",
    "audience": "comes straight from the provider",
    "elsewhere": "comes straight from another provider, which this account has not registered",
    "old": "comes straight from the provider",
}


def _who(drawn: Drawn) -> Vouched:
    wanted, other = f"{drawn['project']}/website/main", f"{drawn['project']}/website/test"
    return {
        "good": Vouched(ISSUER, wanted, AUDIENCE, 60 * drawn["age"]),
        "subject": Vouched(ISSUER, other, AUDIENCE, 60 * drawn["age"]),
        "forged": Vouched(ISSUER, other, AUDIENCE, 60 * drawn["age"], forged=wanted),
        "audience": Vouched(ISSUER, wanted, "another-app", 60 * drawn["age"]),
        "elsewhere": Vouched(ELSEWHERE, wanted, AUDIENCE, 60 * drawn["age"]),
        "old": Vouched(ISSUER, wanted, AUDIENCE, 3600 + 60 * drawn["age"]),
    }[drawn["token"]]


def _token_scene(drawn: Drawn) -> Scene:
    wanted = {f"{HOST}:aud": AUDIENCE, f"{HOST}:sub": f"{drawn['project']}/website/main"}
    return _scene(drawn, {"StringEquals": wanted}, _who(drawn))


def _token(drawn: Drawn, scene: Scene, answers: Answers) -> Variant:
    who = _who(drawn)
    issued = clock(scene.moment(-who.age))
    lines = (
        f"The account has registered the identity provider `{HOST}` for the audience `{AUDIENCE}`. At "
        f"{clock(scene.moment(0))} UTC a job calls `AssumeRoleWithWebIdentity` for the role "
        f"`{drawn['role']}`.",
        f"Its token {_TOKENS[drawn['token']]}. The token was issued at {issued} UTC for an hour, by "
        f"`{who.issuer}`, for the audience `{who.audience}`. It names the subject "
        f"`{who.forged or who.subject}`.",
    )
    codes = ("AccessDenied", "InvalidIdentityToken", "ExpiredTokenException")
    more = (
        "STS looks at a token's provider, signature, audience and time; whether the role's trust policy lets "
        "the subject in is another question, and the only one about policies."
    )
    variant = by_code(lines, answers[0], _ISSUED, codes, more)
    return variant.showing(trust_policy(scene, drawn["role"]))


GENERATORS = (
    Generator(
        "token-subject",
        "Which subject a trust policy takes",
        "web-identity",
        {
            "role": NAMES["role"],
            "session": NAMES["session"],
            "project": _PROJECTS,
            "wanted": tuple(_SUBJECTS),
        },
        _subject_scene,
        _subject,
    ),
    Generator(
        "identity-token",
        "What STS answers to a token",
        "web-identity",
        {
            "role": NAMES["role"],
            "session": NAMES["session"],
            "project": _PROJECTS,
            "token": tuple(_TOKENS),
            "age": (2, 5, 12, 24, 40),
        },
        _token_scene,
        _token,
    ),
)
