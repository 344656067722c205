"""What S3 checks in the policy of a bucket beyond its form: resources, actions and condition keys.

Amazon S3 User Guide, "Bucket policies", and the answers that stand in `refusals`.
"""

import fnmatch
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from lessons.aws.arn import BUCKETS
from lessons.aws.policies.conditions import Condition
from lessons.aws.policies.grammar import s3_actions
from lessons.aws.policies.grammar.mistake import Mistake
from lessons.aws.policies.patterns import pattern
from lessons.aws.policies.policy import Statement

_PREFIX = "s3:"
_EVERY_ACTION = s3_actions.OF_BUCKETS | s3_actions.OF_OBJECTS
_LOWER = {f"{_PREFIX}{name}".lower(): name for name in _EVERY_ACTION}
_LONGEST = max(map(len, _LOWER))  # characters


def mistake_in_action(action: str) -> Mistake | None:
    """Whether an action is one of S3's, on a bucket or an object; wildcards may stand for some of them."""
    if _named(action):
        return None
    return Mistake((), f"S3 has no action {action} on a bucket or on what is in it.", "unknown action")


def mistake_in_resource(resource: str, bucket: str) -> Mistake | None:
    """Whether a resource is the bucket that the policy is of, or something in it."""
    named = resource.removeprefix(BUCKETS).partition("/")[0]
    if resource.startswith(BUCKETS) and named and _may_be(named, bucket):
        return None
    shown = BUCKETS + (bucket or "…")
    return Mistake((), f"The policy of a bucket is about {shown} and {shown}/*.", "foreign resource")


def _may_be(named: str, bucket: str) -> bool:
    """Whether a name, which may have wildcards and variables, can be that of a bucket ("": of any)."""
    return not bucket or "${" in named or pattern(named, variables=False).matches(bucket, {})


def mistakes(item: Mapping[str, Any], statement: Statement) -> Iterator[Mistake]:
    """Whether the parts of a statement go together: actions, resources and condition keys."""
    named = tuple(map(_named, statement.actions.values))
    yield from _unmatched(item, statement, named)
    lists = statement.actions.negated or any(names & s3_actions.LISTING for names in named)
    for condition in statement.conditions:
        if condition.key:
            for told in _in_condition(condition, lists=lists):
                yield told.within(("Condition", condition.operator, condition.key))


@lru_cache(maxsize=1024)
def _named(action: str) -> frozenset[str]:
    """The actions that a pattern stands for, without their prefix."""
    if action == "*":
        return _EVERY_ACTION
    written = action.lower()
    if "*" not in written and "?" not in written:
        return frozenset({_LOWER[written]} if written in _LOWER else ())
    if len(written) - written.count("*") > _LONGEST:
        return frozenset()
    # One expression for all names: a policy has room for thousands of patterns, each of them another one.
    return frozenset(_LOWER[name] for name in fnmatch.filter(_LOWER, written.replace("[", "[[]")))


def _unmatched(
    item: Mapping[str, Any], statement: Statement, named: tuple[frozenset[str], ...]
) -> Iterator[Mistake]:
    """The actions that none of the resources can be meant by, as GetObject on a bucket."""
    resources = statement.resources
    if resources is None or resources.negated or statement.actions.negated:
        return
    on_bucket = any("/" not in resource for resource in resources.values)
    in_bucket = any("/" in resource or "*" in resource for resource in resources.values)
    fitting = (s3_actions.OF_BUCKETS if on_bucket else frozenset()) | (
        s3_actions.OF_OBJECTS if in_bucket else frozenset()
    )
    for index, (action, names) in enumerate(zip(statement.actions.values, named, strict=True)):
        if names and resources.values and not names & fitting:
            path = ("Action", index) if isinstance(item["Action"], list) else ("Action",)
            yield Mistake(path, _unmatched_words(action, in_bucket=in_bucket), "no match")


def _unmatched_words(action: str, *, in_bucket: bool) -> str:
    if in_bucket:
        return f"{action} is about the bucket, and the resources are what is in it: leave out the /*."
    return f"{action} is about what is in the bucket, and the resource is the bucket alone: end it in /*."


def _in_condition(condition: Condition, *, lists: bool) -> Iterator[Mistake]:
    key = condition.key.lower()
    if not key.startswith("aws:") and not _is_known(key):
        yield Mistake((), f"S3 has no condition key {condition.key}.", "condition key")
    elif key in s3_actions.OF_LISTINGS and not lists:
        yield Mistake((), f"{condition.key} comes with s3:ListBucket only.", "key of another action")


def _is_known(key: str) -> bool:
    name, slash, rest = key.partition("/")
    return name + slash in s3_actions.CONDITION_KEYS and bool(rest) == bool(slash)
