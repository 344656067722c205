"""The kinds of faults that an account is broken by: a table. Pure.

Its order is what a seed draws from.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from lessons.sandbox.diagnoses.edits import Broken, Case
from lessons.sandbox.diagnoses.faults import permissions, sessions, trust

__all__ = ["KINDS", "Kind"]


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
        trust.wrong_principal,
    ),
    Kind(
        "wrong account",
        "I ask for {role} as I do every day, and today AWS says no.",
        "The trust policy named the account of another company.",
        trust.wrong_account,
    ),
    Kind(
        "deleted principal",
        "I am back from a long leave. My keys work, but {role} turns me away.",
        "The trust policy named a user who was deleted; a new one of the same name is another principal.",
        trust.gone_principal,
    ),
    Kind(
        "wrong action in the trust policy",
        "For months I have typed the same command to get into {role}, and now it is refused.",
        "The trust policy allowed another call than AssumeRole.",
        trust.wrong_trust_action,
    ),
    Kind(
        "external id",
        "Our program sends to {role} what we have agreed on, and is refused all the same.",
        "The trust policy asked for another external id.",
        trust.external_id,
    ),
    Kind(
        "condition",
        "Nobody on our shift gets into {role}. We have all tried, and none of us has changed anything.",
        "The condition of the trust policy compared with a value that nobody has.",
        trust.condition,
    ),
    Kind(
        "tag",
        "My colleagues get into {role} and I do not, though we do the same work.",
        "The condition was right, and the user's tag was wrong.",
        trust.tag,
    ),
    Kind(
        "wrong resource",
        "I am told that {role} trusts me. It does not feel like it.",
        "The user's own policy named a role that is not there.",
        permissions.wrong_resource,
    ),
    Kind(
        "group",
        "Last week I could still get into {role}. Then I moved to another desk, and now I cannot.",
        "The user was no longer in the group that has the permission.",
        permissions.left_group,
    ),
    Kind(
        "deny at the user",
        "I compared my policies with last year's print-out. All of it is still there, and {role} stays shut.",
        "A Deny among the user's policies ended it, whatever else allows.",
        permissions.deny_at_user,
    ),
    Kind(
        "deny at the role",
        "I get into {role}, and then I cannot {deed}. The policy that allows it is there, I looked.",
        "A Deny among the role's policies ended it, whatever else allows.",
        permissions.deny_at_role,
    ),
    Kind(
        "deny at the bucket",
        "With {role} I could always {deed}. Nothing about the role has changed, and now I cannot.",
        "The bucket's policy denied whoever was not on its list.",
        permissions.deny_at_bucket,
    ),
    Kind(
        "missing action",
        "{role} lets me in, but I cannot {deed}, which is all I need it for.",
        "The role's policy allowed an action that sounds alike.",
        permissions.missing_action,
    ),
    Kind(
        "bucket or objects",
        "I can get into {role}, and from there I cannot {deed}. The action is in the policy.",
        "The role's policy named the bucket where it is about its objects, or the other way round.",
        permissions.wrong_arn,
    ),
    Kind(
        "expired",
        "All spring I could {deed} as {role}. I was away for the summer, and now I cannot.",
        "The permission had a date, and the date has passed.",
        permissions.expired,
    ),
    Kind(
        "revoked",
        "We had a leak, and it was dealt with. Since then I cannot {deed} as {role}, whatever I do.",
        "Sessions were revoked up to a date that lies ahead, so new ones are refused too.",
        sessions.revoked,
    ),
    Kind(
        "boundary of the role",
        "{role} lets me in and I cannot {deed}. I read its policies twice, and they say that I can.",
        "The permissions boundary of the role left no room for it.",
        permissions.boundary_of_role,
    ),
    Kind(
        "boundary of the user",
        "My policy says that I may ask for {role}, and {role} trusts me. I ask, and it is a no.",
        "The permissions boundary of the user left no room for AssumeRole.",
        permissions.boundary_of_user,
    ),
    Kind(
        "session policy",
        "By hand I can {deed} as {role}. Our program uses my keys and the same role, and it cannot.",
        "The policy that the session was opened with left the action out.",
        sessions.session_policy,
    ),
    Kind(
        "chained",
        "Our program goes through hub and on to {role}, and the second door is shut.",
        "The role trusted the user. Whoever comes through another role comes as that role.",
        sessions.chained,
    ),
)
