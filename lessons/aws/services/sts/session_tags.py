"""Session tags: passed when credentials are issued, and along a chain of roles where they are transitive.

IAM User Guide, "Pass session tags in AWS STS". Keys that differ in case only are the same.
"""

from collections.abc import Mapping
from typing import Any

from lessons.aws.credentials import Session
from lessons.aws.errors import AwsError

# Room for the keys and values of all tags, in bytes of UTF-8. AWS packs them first and does not say how. By
# this figure nine tags T1 to T9 of 250 letters are refused as AWS was seen to refuse them, with 498 %
# (aws-actions/configure-aws-credentials#1898, 2026), and shares add up (aws/containers-roadmap#2413, 2024).
LONGEST_TAGS = 455
RESERVED = "aws:"


def given(parameters: Mapping[str, Any]) -> dict[str, str]:
    """The tags of a call by their keys."""
    return {tag["Key"]: tag["Value"] for tag in parameters.get("Tags", ())}


def inherited(session: Session | None) -> dict[str, str]:
    """The tags that a session hands on to the next one in the chain."""
    if session is None:
        return {}
    handed_on = {key.lower() for key in session.transitive_tag_keys}
    return {key: value for key, value in session.tags.items() if key.lower() in handed_on}


def transitive(parameters: Mapping[str, Any], session: Session | None) -> tuple[str, ...]:
    """The keys that the new session will hand on in its turn."""
    return (*inherited(session), *parameters.get("TransitiveTagKeys", ()))


def check(parameters: Mapping[str, Any], session: Session | None) -> None:
    """Whether the tags of a call can be set. Raises AwsError."""
    keys = [tag["Key"].lower() for tag in parameters.get("Tags", ())]
    if len(keys) != len(set(keys)):
        raise AwsError("duplicate tags", "sts")
    if reserved := [key for key in keys if key.startswith(RESERVED)]:
        raise AwsError("reserved tag", "sts", key=reserved[0])
    if any(key.lower() not in keys for key in parameters.get("TransitiveTagKeys", ())):
        raise AwsError("transitive tag", "sts")
    if any(key.lower() in keys for key in inherited(session)):
        raise AwsError("inherited tag", "sts")
    percent = packed_percent(given(parameters) | inherited(session))
    if percent > 100:  # noqa: PLR2004 -- percent
        raise AwsError("tags size", "sts", percent=percent)


def packed_percent(tags: Mapping[str, str]) -> int:
    """How much of their room tags take."""
    return sum(len(f"{key}{value}".encode()) for key, value in tags.items()) * 100 // LONGEST_TAGS
