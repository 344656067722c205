"""What can be wrong with the trust policy of the role, or with what its conditions ask for. Pure."""

from __future__ import annotations

import string
from copy import deepcopy
from typing import Any

from lessons.sandbox.diagnoses.edits import Broken, Case, conditioned, listed, replaced
from lessons.sandbox.diagnoses.questions import ASSUME
from lessons.sandbox.diagnoses.worlds import ELSEWHERE

__all__ = [
    "condition",
    "external_id",
    "gone_principal",
    "tag",
    "wrong_account",
    "wrong_principal",
    "wrong_trust_action",
]

TAG = "duty"


def wrong_principal(case: Case) -> Broken | None:
    """The trust policy names another user, or a service."""
    after, named = case.copy(), case.journey.user_arn
    door = case.door(after)
    others = [name for name in case.users(after) if name != case.journey.user]
    if door is None:
        return None
    if named in listed(door["Principal"], "AWS"):
        other = f"arn:aws:iam::{{{case.journey.user_account}}}:user/{case.random.choice(others)}"
        replaced(door["Principal"], "AWS", named, other)
    else:
        door["Principal"] = {"Service": case.random.choice(["ec2.amazonaws.com", "lambda.amazonaws.com"])}
    return case.broken(after)


def wrong_account(case: Case) -> Broken | None:
    """The trust policy names another company's account."""
    after = case.copy()
    door = case.door(after)
    if door is None:
        return None
    for name in case.names_in(listed(door["Principal"], "AWS")):
        replaced(door["Principal"], "AWS", name, f"arn:aws:iam::{{{ELSEWHERE}}}:root")
    return case.broken(after)


def gone_principal(case: Case) -> Broken | None:
    """The trust policy still names the user of before, who was deleted and made again."""
    after, named = case.copy(), case.journey.user_arn
    door = case.door(after)
    if door is None or named not in listed(door["Principal"], "AWS"):
        return None
    id_ = "AIDA" + "".join(case.random.choices(string.ascii_uppercase + "234567", k=17))
    replaced(door["Principal"], "AWS", named, id_)
    return case.broken(after)


def wrong_trust_action(case: Case) -> Broken | None:
    """The trust policy lets the user in by another call."""
    after = case.copy()
    door = case.door(after)
    if door is None or ASSUME not in listed(door, "Action"):
        return None
    other = case.random.choice(["sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity", "sts:TagSession"])
    replaced(door, "Action", ASSUME, other)
    return case.broken(after)


def external_id(case: Case) -> Broken | None:
    """The trust policy asks for another external id than the one agreed on."""
    before, agreed = case.copy(), str(case.random.randrange(10_000, 100_000))
    typed = agreed[:1] + agreed[2] + agreed[1] + agreed[3:] if agreed[1] != agreed[2] else agreed[::-1] + "0"
    if case.door(before) is None:
        return None
    after = case.copy()
    for document, value in ((before, agreed), (after, typed)):
        conditioned(case.door(document) or {}, "StringEquals", "sts:ExternalId", f"ref-{value}")
    enter, act = case.journey.steps
    said = {**enter, "context": {"sts:ExternalId": f"ref-{agreed}"}}
    guessed = {**enter, "context": {"sts:ExternalId": f"ref-{typed}"}}
    outsider = {**said, "by": f"{ELSEWHERE}:user/oscar"}
    return Broken(before, after, (said, act), (guessed, outsider), f"with the external id `ref-{agreed}`")


def condition(case: Case) -> Broken | None:
    """The trust policy asks for a tag in other letters than people have it."""
    before, after = _tagged(case), _tagged(case)
    if case.door(before) is None:
        return None
    for document, value in (
        (before, "backup"),
        (after, case.random.choice(["Backup", "back-up", "backups"])),
    ):
        conditioned(case.door(document) or {}, "StringEquals", f"aws:PrincipalTag/{TAG}", value)
    return case.broken(after, before)


def tag(case: Case) -> Broken | None:
    """The user has lost the tag that the trust policy asks for."""
    before = _tagged(case)
    door = case.door(before)
    if door is None:
        return None
    conditioned(door, "StringEquals", f"aws:PrincipalTag/{TAG}", "backup")
    after = deepcopy(before)
    case.user(after)["tags"][TAG] = case.random.choice(["none", "sales", "night"])
    return case.broken(after, before)


def _tagged(case: Case) -> dict[str, Any]:
    """The healthy world, with a tag for everybody in the account."""
    document = case.copy()
    for user in case.users(document).values():
        user["tags"] = {**user.get("tags", {}), TAG: "backup"}
    return document
