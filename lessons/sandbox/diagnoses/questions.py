"""What may be done in a world, question by question, as a goal's decisions are asked. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from lessons import aws
from lessons.sandbox.documents.goals import OUTCOMES, read_goals
from lessons.sandbox.labs.goal_checks import holds_now

__all__ = ["Journey", "Question", "answered", "every_question", "journeys", "world_from"]

# A decision that a goal may want (`lessons.sandbox.documents.goals`), without its outcome.
Question = Mapping[str, Any]
ASSUME = "sts:AssumeRole"
ON_BUCKET, ON_OBJECT = ("s3:ListBucket",), ("s3:GetObject", "s3:PutObject", "s3:DeleteObject")
DEEDS = {"s3:ListBucket": "list {}", "s3:GetObject": "read files in {}", "s3:PutObject": "write files to {}"}
NEAR = {  # what sounds like the action, and is another one
    "s3:ListBucket": "s3:ListBucketVersions",
    "s3:GetObject": "s3:GetObjectTagging",
    "s3:PutObject": "s3:PutObjectTagging",
}
NEW = "new.txt"  # what somebody would write
AT = datetime(2026, 1, 1, tzinfo=UTC)  # worlds are weighed at one moment, so that a seed says it all


@dataclass(frozen=True, slots=True)
class Journey:
    """What somebody does every day: a user assumes a role, and does something with a bucket as that role.

    Accounts are by the names an author gives them; ARNs have placeholders.
    """

    user_account: str
    user: str
    role_account: str
    role: str
    role_arn: str
    action: str
    resource: str

    @property
    def by_user(self) -> str:
        """The user, as a goal names who asks."""
        return f"{self.user_account}:user/{self.user}"

    @property
    def by_role(self) -> str:
        """The role, as a goal names who asks."""
        return f"{self.role_account}:role/{self.role}"

    @property
    def user_arn(self) -> str:
        """The user's ARN."""
        return f"arn:aws:iam::{{{self.user_account}}}:user/{self.user}"

    @property
    def bucket(self) -> str:
        """The bucket, with its placeholder."""
        return self.resource.removeprefix("arn:aws:s3:::").partition("/")[0]

    @property
    def deed(self) -> str:
        """What is done as the role, after "may"."""
        return DEEDS[self.action].format(self.bucket.partition("-{")[0])

    @property
    def steps(self) -> tuple[Question, Question]:
        """What has to be allowed, one after the other."""
        enter = {"by": self.by_user, "action": ASSUME, "on": self.role_arn}
        return enter, {"by": self.by_role, "action": self.action, "on": self.resource}


def world_from(document: Mapping[str, Any]) -> aws.World:
    """A world to ask in, whose ids are nobody's."""
    return aws.World(aws.build(document, "weighed"))


def answered(questions: Iterable[Question], world: aws.World, now: datetime = AT) -> list[dict[str, Any]]:
    """The questions with the outcomes that they have in this world, at `now` by its clock (UTC)."""
    return [
        {**question, "outcome": OUTCOMES[not _is_allowed(question, world, now)]} for question in questions
    ]


def _is_allowed(question: Question, world: aws.World, now: datetime = AT) -> bool:
    wanted = {"key": "", "now": [{**question, "outcome": OUTCOMES[0]}]}
    return holds_now(read_goals([wanted])[0], world, now)


def every_question(document: Mapping[str, Any]) -> Iterator[Question]:
    """Who may ask for which role, reach which bucket and make themselves mightier, for everybody there is."""
    accounts = document["accounts"]
    users = [f"{name}:user/{user}" for name, account in accounts.items() for user in account.get("users", {})]
    roles = dict(_roles(document))
    for by in (*users, *roles):
        yield from ({"by": by, "action": ASSUME, "on": arn} for arn in roles.values())
        for bucket in _buckets(document):
            yield from ({"by": by, "action": action, "on": bucket} for action in ON_BUCKET)
            yield from ({"by": by, "action": action, "on": f"{bucket}/{NEW}"} for action in ON_OBJECT)
        yield from ({"by": by, "action": "iam:PutRolePolicy", "on": arn} for arn in roles.values())


def _roles(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Each role as a goal names it, and its ARN."""
    for name, account in document["accounts"].items():
        for role, item in account.get("roles", {}).items():
            yield f"{name}:role/{role}", f"arn:aws:iam::{{{name}}}:role{item.get('path', '/')}{role}"


def _buckets(document: Mapping[str, Any]) -> list[str]:
    buckets = (bucket for account in document["accounts"].values() for bucket in account.get("buckets", {}))
    return [f"arn:aws:s3:::{bucket}" for bucket in buckets]


def journeys(document: Mapping[str, Any], bystanders: frozenset[str]) -> tuple[Journey, ...]:
    """Every journey that can be made in this world, but for the bystanders' own."""
    world, roles = world_from(document), dict(_roles(document))
    deeds = [("s3:ListBucket", bucket) for bucket in _buckets(document)]
    deeds += [(action, f"{bucket}/{NEW}") for bucket in _buckets(document) for action in ON_OBJECT[:2]]
    users = [
        (name, user)
        for name, account in document["accounts"].items()
        for user in account.get("users", {})
        if user not in bystanders
    ]
    thought_of = (
        Journey(account, user, *_account_and_name(by), arn, action, on)
        for account, user in users
        for by, arn in roles.items()
        for action, on in deeds
    )
    return tuple(one for one in thought_of if all(_is_allowed(step, world) for step in one.steps))


def _account_and_name(by: str) -> tuple[str, str]:
    account, _, name = by.partition(":role/")
    return account, name
