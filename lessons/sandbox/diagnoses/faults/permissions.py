"""What can be wrong with what the user, the role or the bucket allows, denies or leaves room for. Pure."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

from lessons.sandbox.diagnoses.edits import Broken, Case, allowing, conditioned, listed, policy, replaced
from lessons.sandbox.diagnoses.questions import ASSUME, NEAR, ON_OBJECT

__all__ = [
    "boundary_of_role",
    "boundary_of_user",
    "deny_at_bucket",
    "deny_at_role",
    "deny_at_user",
    "expired",
    "left_group",
    "missing_action",
    "wrong_arn",
    "wrong_resource",
]

USUAL = ["s3:ListBucket", *ON_OBJECT, ASSUME, "iam:*"]  # what boundaries here leave room for
PAST, FUTURE = "2025-06-30T23:59:59Z", "2099-06-30T23:59:59Z"


def wrong_resource(case: Case) -> Broken | None:
    """The user's own policy allows asking for a role that is not there."""
    after, arn = case.copy(), case.journey.role_arn
    for statement in allowing(case.user(after).get("policies", {}), ASSUME):
        if arn in listed(statement, "Resource"):
            other = case.random.choice([f"{arn}s", f"{arn}-old", arn.replace(":role/", ":role/new-")])
            replaced(statement, "Resource", arn, other)
            return case.broken(after)
    return None


def left_group(case: Case) -> Broken | None:
    """What the user may do comes from a group, and the user is no longer in it."""
    before = case.copy()
    account, user = before["accounts"][case.journey.user_account], case.user(before)
    if not user.get("policies"):
        return None
    group = f"{case.random.choice(['on-duty', 'office', 'helpers', 'second-floor'])}"
    account.setdefault("groups", {})[group] = {
        "members": [case.journey.user],
        "policies": user.pop("policies"),
    }
    after = deepcopy(before)
    after["accounts"][case.journey.user_account]["groups"][group]["members"] = []
    return case.broken(after, before)


def deny_at_user(case: Case) -> Broken | None:
    """A policy of the user's denies asking for the role."""
    after = case.copy()
    name = case.random.choice(["freeze", "quiet-hours", "guard-rails", "clean-up"])
    resource = case.random.choice([case.journey.role_arn, "arn:aws:iam::*:role/*", "*"])
    case.user(after).setdefault("policies", {})[name] = policy("Deny", "sts:*", resource)
    return case.broken(after)


def deny_at_role(case: Case) -> Broken | None:
    """A policy of the role's denies what is done with it."""
    after, action = case.copy(), case.journey.action
    name = case.random.choice(["freeze", "quiet-hours", "guard-rails", "clean-up"])
    denied = case.random.choice([action, [action, "s3:DeleteBucket"], f"{action[:7]}*"])
    case.role(after).setdefault("policies", {})[name] = policy("Deny", denied, "*")
    return case.broken(after)


def deny_at_bucket(case: Case) -> Broken | None:
    """The bucket's policy denies everybody but those it lists, and the role is not on the list."""
    before, bucket = case.copy(), case.journey.bucket
    owner = next(one for one in before["accounts"].values() if bucket in one.get("buckets", {}))
    if bucket in owner.get("bucket_policies", {}):
        return None
    others = [
        f"arn:aws:iam::{{{name}}}:{kind[:-1]}/{one}"
        for name, account in before["accounts"].items()
        for kind in ("users", "roles")
        for one in account.get(kind, {})
    ]
    spared = [arn for arn in others if arn != case.journey.role_arn]
    arn = f"arn:aws:s3:::{bucket}"
    for_all = policy("Deny", ["s3:ListBucket", *ON_OBJECT], [arn, f"{arn}/*"], Principal="*")
    conditioned(
        for_all["Statement"][0], "StringNotLike", "aws:PrincipalArn", [*spared, case.journey.role_arn]
    )
    owner.setdefault("bucket_policies", {})[bucket] = for_all
    after = deepcopy(before)
    owner = next(one for one in after["accounts"].values() if bucket in one.get("buckets", {}))
    keys = owner["bucket_policies"][bucket]["Statement"][0]["Condition"]["StringNotLike"]
    keys["aws:PrincipalArn"] = spared
    return case.broken(after, before)


def missing_action(case: Case) -> Broken | None:
    """The role's policy allows what sounds like the action, and not the action."""
    after, action = case.copy(), case.journey.action
    permission = case.permission(after)
    if permission is None:
        return None
    replaced(permission, "Action", action, NEAR[action])
    return case.broken(after)


def wrong_arn(case: Case) -> Broken | None:
    """The role's policy names the objects where it should name the bucket, or the other way round."""
    after = case.copy()
    permission = case.permission(after)
    arn = f"arn:aws:s3:::{case.journey.bucket}"
    wanted = arn if case.journey.action == "s3:ListBucket" else f"{arn}/*"
    if permission is None or wanted not in listed(permission, "Resource"):
        return None
    replaced(permission, "Resource", wanted, f"{arn}/*" if wanted == arn else arn)
    return case.broken(after)


def expired(case: Case) -> Broken | None:
    """The role's permission was given for a time, which is over."""
    before, after = case.copy(), case.copy()
    for document, until in ((before, FUTURE), (after, PAST)):
        permission = case.permission(document)
        if permission is None:
            return None
        conditioned(permission, "DateLessThan", "aws:CurrentTime", until)
    return case.broken(after, before)


def boundary_of_role(case: Case) -> Broken | None:
    """The role's boundary leaves no room for what is done with it."""
    return _bounded(case, case.role, case.role_account, case.journey.role, case.journey.action)


def boundary_of_user(case: Case) -> Broken | None:
    """The user's boundary leaves no room for asking for roles."""
    account = case.journey.user_account
    return _bounded(
        case, case.user, lambda document: document["accounts"][account], case.journey.user, ASSUME
    )


def _bounded(
    case: Case,
    whose: Callable[[dict[str, Any]], dict[str, Any]],
    account: Callable[[dict[str, Any]], dict[str, Any]],
    name: str,
    action: str,
) -> Broken | None:
    before, after = case.copy(), case.copy()
    if "boundary" in whose(before):
        return None
    at = case.journey.role_account if whose == case.role else case.journey.user_account
    for document, left in ((before, USUAL), (after, [one for one in USUAL if one != action])):
        account(document).setdefault("policies", {})[f"{name}-at-most"] = policy("Allow", left, "*")
        whose(document)["boundary"] = f"arn:aws:iam::{{{at}}}:policy/{name}-at-most"
    return case.broken(after, before)
