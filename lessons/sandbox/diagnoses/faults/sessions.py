"""What can be wrong with the session: it was revoked, made too narrow, or is that of another role. Pure."""

from __future__ import annotations

from copy import deepcopy

from lessons.sandbox.diagnoses.edits import Broken, Case, listed, policy, replaced
from lessons.sandbox.diagnoses.questions import ASSUME, NEAR

__all__ = ["chained", "revoked", "session_policy"]

LEAKED, SINCE_THEN, OF_THEN = "2025-02-01T09:00:00Z", "2095-02-01T09:00:00Z", "2025-01-20T09:00:00Z"
HUB = "hub"


def revoked(case: Case) -> Broken | None:
    """The role's sessions were revoked up to a date that has not come yet; those that leaked stay revoked."""
    before, after = case.copy(), case.copy()
    for document, until in ((before, LEAKED), (after, SINCE_THEN)):
        revoking = policy("Deny", "*", "*", Condition={"DateLessThan": {"aws:TokenIssueTime": until}})
        case.role(document).setdefault("policies", {})["AWSRevokeOlderSessions"] = revoking
    leaked = {**case.journey.steps[1], "issued": OF_THEN}
    told = f"with a new session (those of before {LEAKED[:10]} have leaked, and stay revoked)"
    return case.broken(after, before, also=(leaked,), told=told)


def session_policy(case: Case) -> Broken | None:
    """The managed policy that sessions are opened with leaves out what is done."""
    before, after, name = case.copy(), case.copy(), f"{case.journey.role}-nightly"
    for document, action in ((before, case.journey.action), (after, NEAR[case.journey.action])):
        allowed = policy("Allow", [action, "s3:GetBucketLocation"], "*")
        case.role_account(document).setdefault("policies", {})[name] = allowed
    arn = f"arn:aws:iam::{{{case.journey.role_account}}}:policy/{name}"
    enter, act = case.journey.steps
    given = {"session": {"policy_arns": [arn]}}
    more = {**act, **given, "action": "s3:DeleteObject", "on": f"arn:aws:s3:::{case.journey.bucket}/new.txt"}
    told = f"with the managed policy `{name}` as session policy (PolicyArns)"
    return Broken(before, after, (enter, {**act, **given}), (more,), told)


def chained(case: Case) -> Broken | None:
    """The role trusts the user, who comes as a session of another role."""
    before, here = case.copy(), case.journey.user_account
    account = before["accounts"][here]
    if HUB in account.get("roles", {}):
        return None
    trust = policy("Allow", ASSUME, "", Principal={"AWS": case.journey.user_arn})
    del trust["Statement"][0]["Resource"]
    account.setdefault("roles", {})[HUB] = {
        "trust": trust,
        "policies": {"go-on": policy("Allow", ASSUME, case.journey.role_arn)},
    }
    hub = f"arn:aws:iam::{{{here}}}:role/{HUB}"
    door = {"Effect": "Allow", "Principal": {"AWS": hub}, "Action": ASSUME}
    case.role(before)["trust"]["Statement"].append(door)
    after = deepcopy(before)
    for statement in case.role(after)["trust"]["Statement"]:
        if root := case.names_in(listed(statement.get("Principal", {}), "AWS")):
            replaced(statement["Principal"], "AWS", root[0], case.journey.user_arn)
    case.role(after)["trust"]["Statement"][-1]["Principal"] = {"AWS": case.journey.user_arn}
    enter, act = case.journey.steps
    steps = ({**enter, "on": hub}, {**enter, "by": f"{here}:role/{HUB}"}, act)
    return Broken(before, after, steps, told=f"by way of the role `{HUB}`")
