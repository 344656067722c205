"""How a variant is put: the choices for what AWS may answer, times, and the policies that are shown."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from lessons.aws import World
from lessons.aws.policies.access_request import BOUNDARY, IDENTITY, RESOURCE, SCP, SESSION, TRUST
from lessons.quizzes.generators.generator import Document, Drawn, Variant
from lessons.quizzes.generators.scene import Answer, Scene
from lessons.quizzes.generators.worlds import DEFAULT

__all__ = ["BOTH_SIDES", "LISTED", "S3_CODES"]
__all__ += ["asked_with", "by_code", "by_verdict", "clock", "duration", "iso", "managed_policy", "maximum"]
__all__ += ["minutes", "others", "own_policies", "session_policy", "trust_policy", "which"]

MOST_WRONG = 3
LISTED = "S3 answers with the list of the objects."
S3_CODES = ("AccessDenied", "ExpiredToken", "InvalidAccessKeyId")  # that a list may end in
BOTH_SIDES = f"{TRUST}, {IDENTITY}"

_SILENT = "It is refused: no policy denies it, and only {} fails to allow it."
_NEITHER = "It is refused: no policy denies it, and neither {} nor {} allows it."
VERDICTS = {
    "allowed": "It is allowed.",
    "denied": "It is refused: a policy denies it explicitly.",
    TRUST: _SILENT.format("the role's trust policy"),
    IDENTITY: _SILENT.format("the identity-based policy"),
    BOUNDARY: _SILENT.format("the permissions boundary"),
    SESSION: _SILENT.format("the session policy"),
    SCP: _SILENT.format("a service control policy"),
    RESOURCE: _SILENT.format("the bucket policy"),
    BOTH_SIDES: _NEITHER.format("the role's trust policy", "the caller's own policy"),
    f"{RESOURCE}, {IDENTITY}": _NEITHER.format("the bucket policy", "the caller's own policy"),
    f"{IDENTITY}, {BOUNDARY}": _NEITHER.format("the identity-based policy", "the permissions boundary"),
    f"{IDENTITY}, {SESSION}": _NEITHER.format("the identity-based policy", "the session policy"),
    f"{SCP}, {IDENTITY}": _NEITHER.format("the service control policy", "the identity-based policy"),
}


def by_verdict(lines: Sequence[str], answer: Answer, menu: Iterable[str], more: str = "") -> Variant:
    """What do the policies decide? ``menu`` are the verdicts that are offered."""
    right = VERDICTS[answer.verdict]
    wrong = tuple(VERDICTS[name] for name in menu if name != answer.verdict)
    return Variant((*lines, "What do the policies decide?"), right, _put(answer, more), wrong)


def by_code(
    lines: Sequence[str], answer: Answer, success: str, codes: Iterable[str], more: str = ""
) -> Variant:
    """What does AWS answer? ``success`` says what a success is, ``codes`` are the errors that are offered."""
    right = f"The error `{answer.code}`." if answer.code else success
    offered = (success, *(f"The error `{code}`." for code in codes))
    wrong = tuple(choice for choice in offered if choice != right)
    return Variant((*lines, "What does AWS answer?"), right, _put(answer, more), wrong)


def which(
    lines: Sequence[str], candidates: Sequence[str], answers: Sequence[Answer], more: str = ""
) -> Variant:
    """Which of these does AWS let through? Raises ValueError unless it is exactly one."""
    (right,) = (place for place, answer in enumerate(answers) if not answer.code)
    wrong = tuple(one for place, one in enumerate(candidates) if place != right)
    explanation = _put(answers[right], more)
    return Variant(tuple(lines), candidates[right], explanation, wrong)


def _put(answer: Answer, more: str) -> str:
    """The sentence of the rules, which may begin with a name, and what else there is to say."""
    return f"{answer.why} {more}".strip()


def others(right: str, *candidates: str) -> tuple[str, ...]:
    """Wrong choices, the most plausible first: those that are not right after all are left out."""
    return tuple(one for one in dict.fromkeys(candidates) if one != right)[:MOST_WRONG]


def clock(moment: datetime | None) -> str:
    """A time of the day, in UTC."""
    if moment is None:
        raise ValueError("nothing was issued that could end")
    return f"{moment:%H:%M}"


def duration(seconds: int) -> str:
    """So many seconds, in hours or minutes too where these are whole: “5400 seconds (90 minutes)”."""
    count, unit = (seconds // 3600, "hour") if seconds % 3600 == 0 else (seconds // 60, "minute")
    whole = seconds % 60 == 0
    return f"{seconds} seconds" + (f" ({count} {unit}{'' if count == 1 else 's'})" if whole else "")


def minutes(seconds: int) -> str:
    """So many seconds as whole minutes."""
    return f"{seconds // 60} minutes"


def trust_policy(scene: Scene, role: str, account: str = "training") -> Document:
    """The trust policy of a role, as it is when the scene begins."""
    found = scene.world.role(scene.account(account), role)
    if found is None:
        raise ValueError(role)
    return Document(f"Trust policy of the role {role}", found.trust[0][1].text)


def own_policies(scene: Scene, kind: str, name: str, account: str = "training") -> tuple[Document, ...]:
    """The inline policies of a user, a role or a group (``kind`` is "users", "roles" or "groups")."""
    item = scene.world.accounts[scene.account(account)][kind][name]
    return tuple(
        Document(f"Policy “{key}” of the {kind.removesuffix('s')} {name}", text)
        for key, text in item["policies"].items()
    )


def session_policy(document: Mapping[str, Any]) -> str:
    """A policy as the text that is passed with a call."""
    return json.dumps(document, indent=2)


def managed_policy(world: World, arn: str, title: str) -> Document:
    """A managed policy, such as a boundary."""
    found = world.managed_policy(arn)
    if found is None:
        raise ValueError(arn)
    return Document(title, found.text)


def maximum(drawn: Drawn) -> str:
    """How long a session of the role may be, in a sentence."""
    return f"The `MaxSessionDuration` of `{drawn['role']}` is {duration(drawn['maximum'])}."


def iso(moment: datetime) -> str:
    """A time as policies write it."""
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def asked_with(seconds: int) -> str:
    """How long a call asks for."""
    return "without `DurationSeconds`" if seconds == DEFAULT else f"with `DurationSeconds` {seconds}"
