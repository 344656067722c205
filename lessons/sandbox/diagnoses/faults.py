"""The kinds of faults that an account is broken by: a table. Pure.

A fault is None where a world, or the journey that shall end in it, is not made for it. Some need something to
break that the healthy world has not, an external id or a boundary; then the world before it has that too.
"""

from __future__ import annotations

import string
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from lessons.sandbox.diagnoses.edits import Broken, Case, allowing, conditioned, listed, policy, replaced
from lessons.sandbox.diagnoses.questions import ASSUME, ON_OBJECT
from lessons.sandbox.diagnoses.worlds import ELSEWHERE

__all__ = ["KINDS", "Kind"]

NEAR = {  # what sounds like the action, and is another one
    "s3:ListBucket": "s3:ListBucketVersions",
    "s3:GetObject": "s3:GetObjectTagging",
    "s3:PutObject": "s3:PutObjectTagging",
}
USUAL = ["s3:ListBucket", *ON_OBJECT, ASSUME, "iam:*"]  # what boundaries here leave room for
PAST, FUTURE = "2025-06-30T23:59:59Z", "2099-06-30T23:59:59Z"
LEAKED, SINCE_THEN, OF_THEN = "2025-02-01T09:00:00Z", "2095-02-01T09:00:00Z", "2025-01-20T09:00:00Z"
TAG = "duty"
HUB = "hub"


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


def revoked(case: Case) -> Broken | None:
    """The role's sessions were revoked up to a date that has not come yet; those that leaked stay revoked."""
    before, after = case.copy(), case.copy()
    for document, until in ((before, LEAKED), (after, SINCE_THEN)):
        revoking = policy("Deny", "*", "*", Condition={"DateLessThan": {"aws:TokenIssueTime": until}})
        case.role(document).setdefault("policies", {})["AWSRevokeOlderSessions"] = revoking
    leaked = {**case.journey.steps[1], "issued": OF_THEN}
    told = f"with a new session (those of before {LEAKED[:10]} have leaked, and stay revoked)"
    return case.broken(after, before, also=(leaked,), told=told)


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


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of fault: what a colleague says of it, which gives nothing away, and how it comes about.

    `found` is told to whoever has mended it.
    """

    name: str
    complaint: str
    found: str
    strike: Callable[[Case], Broken | None]


KINDS = (
    Kind(
        "wrong principal",
        "Since this morning I do not get into {role} any more. Nobody has touched my user.",
        "The trust policy named somebody else.",
        wrong_principal,
    ),
    Kind(
        "wrong account",
        "I ask for {role} as I do every day, and today AWS says no.",
        "The trust policy named the account of another company.",
        wrong_account,
    ),
    Kind(
        "deleted principal",
        "I am back from a long leave. My keys work, but {role} turns me away.",
        "The trust policy named a user who was deleted; a new one of the same name is another principal.",
        gone_principal,
    ),
    Kind(
        "wrong action in the trust policy",
        "For months I have typed the same command to get into {role}, and now it is refused.",
        "The trust policy allowed another call than AssumeRole.",
        wrong_trust_action,
    ),
    Kind(
        "external id",
        "Our program sends to {role} what we have agreed on, and is refused all the same.",
        "The trust policy asked for another external id.",
        external_id,
    ),
    Kind(
        "condition",
        "Nobody on our shift gets into {role}. We have all tried, and none of us has changed anything.",
        "The condition of the trust policy compared with a value that nobody has.",
        condition,
    ),
    Kind(
        "tag",
        "My colleagues get into {role} and I do not, though we do the same work.",
        "The condition was right, and the user's tag was wrong.",
        tag,
    ),
    Kind(
        "wrong resource",
        "I am told that {role} trusts me. It does not feel like it.",
        "The user's own policy named a role that is not there.",
        wrong_resource,
    ),
    Kind(
        "group",
        "Last week I could still get into {role}. Then I moved to another desk, and now I cannot.",
        "The user was no longer in the group that has the permission.",
        left_group,
    ),
    Kind(
        "deny at the user",
        "I compared my policies with last year's print-out. All of it is still there, and {role} stays shut.",
        "A Deny among the user's policies ended it, whatever else allows.",
        deny_at_user,
    ),
    Kind(
        "deny at the role",
        "I get into {role}, and then I cannot {deed}. The policy that allows it is there, I looked.",
        "A Deny among the role's policies ended it, whatever else allows.",
        deny_at_role,
    ),
    Kind(
        "deny at the bucket",
        "With {role} I could always {deed}. Nothing about the role has changed, and now I cannot.",
        "The bucket's policy denied whoever was not on its list.",
        deny_at_bucket,
    ),
    Kind(
        "missing action",
        "{role} lets me in, but I cannot {deed}, which is all I need it for.",
        "The role's policy allowed an action that sounds alike.",
        missing_action,
    ),
    Kind(
        "bucket or objects",
        "I can get into {role}, and from there I cannot {deed}. The action is in the policy.",
        "The role's policy named the bucket where it is about its objects, or the other way round.",
        wrong_arn,
    ),
    Kind(
        "expired",
        "All spring I could {deed} as {role}. I was away for the summer, and now I cannot.",
        "The permission had a date, and the date has passed.",
        expired,
    ),
    Kind(
        "revoked",
        "We had a leak, and it was dealt with. Since then I cannot {deed} as {role}, whatever I do.",
        "Sessions were revoked up to a date that lies ahead, so new ones are refused too.",
        revoked,
    ),
    Kind(
        "boundary of the role",
        "{role} lets me in and I cannot {deed}. I read its policies twice, and they say that I can.",
        "The permissions boundary of the role left no room for it.",
        boundary_of_role,
    ),
    Kind(
        "boundary of the user",
        "My policy says that I may ask for {role}, and {role} trusts me. I ask, and it is a no.",
        "The permissions boundary of the user left no room for AssumeRole.",
        boundary_of_user,
    ),
    Kind(
        "session policy",
        "By hand I can {deed} as {role}. Our program uses my keys and the same role, and it cannot.",
        "The policy that the session was opened with left the action out.",
        session_policy,
    ),
    Kind(
        "chained",
        "Our program goes through hub and on to {role}, and the second door is shut.",
        "The role trusted the user. Whoever comes through another role comes as that role.",
        chained,
    ),
)
