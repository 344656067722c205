"""Whose credentials they are, and when they are not accepted."""

from typing import Any

from lessons.aws.cases.assume_role import AS_DEMO
from lessons.aws.cases.case import Answered, Case

WHO_AM_I, ACCEPTED = "GetCallerIdentity", "Are the credentials accepted?"
_INVALID = Answered("InvalidClientTokenId", 403, "The security token included in the request is invalid.")
_UNKNOWN = Answered(
    "InvalidAccessKeyId", 403, "The AWS Access Key Id you provided does not exist in our records."
)
_STRANGE = "AKIAIOSFODNN7EXAMPLE"
_WRONG = "x" * 40


def _who(topic: str, asks: str, answer: Answered, **more: Any) -> Case:
    return Case(topic, asks, "sts", "get_caller_identity", answer, **more)


def _read(asks: str, answer: Answered, **more: Any) -> Case:
    place = {"Bucket": "reports-{training}", "Key": "q1.csv"}
    return Case(ACCEPTED, asks, "s3", "get_object", answer, place, **more)


CASES = (
    _who(WHO_AM_I, "A user", Answered("", 200, "<Arn>arn:aws:iam::{training}:user/bob</Arn>"), by="bob"),
    _who(
        WHO_AM_I,
        "A session of a role",
        Answered("", 200, "<Arn>arn:aws:sts::{training}:assumed-role/demo/session1</Arn>"),
        first=AS_DEMO,
    ),
    _who(WHO_AM_I, "A user to whom everything is denied", Answered("", 200, ":user/erin</Arn>"), by="erin"),
    _who(ACCEPTED, "The access key is not known", _INVALID, altered={"access_key_id": _STRANGE}),
    _who(
        ACCEPTED,
        "The secret access key is wrong",
        Answered(
            "SignatureDoesNotMatch",
            403,
            "The request signature we calculated does not match the signature you provided. "
            "Check your AWS Secret Access Key and signing method. "
            "Consult the service documentation for details.",
        ),
        altered={"secret_access_key": _WRONG},
    ),
    _who(
        ACCEPTED,
        "The session token is missing",
        _INVALID,
        first=AS_DEMO,
        altered={"session_token": None},
    ),
    _who(
        ACCEPTED,
        "The session token is another one",
        _INVALID,
        first=AS_DEMO,
        altered={"session_token": "FwoGZXIvYXdzEXAMPLE"},
    ),
    _read(
        "The session token is another one, at S3",
        Answered("InvalidToken", 400, "The provided token is malformed or otherwise invalid."),
        altered={"session_token": "FwoGZXIvYXdzEXAMPLE"},
    ),
    _who(ACCEPTED, "Ten seconds before they expire", Answered("", 200), first=AS_DEMO, skip=3590),
    _who(
        ACCEPTED,
        "They have expired, at STS",
        Answered("ExpiredToken", 403, "The security token included in the request is expired"),
        first=AS_DEMO,
        skip=3600,
    ),
    _read(
        "They have expired, at S3",
        Answered("ExpiredToken", 400, "The provided token has expired."),
        first=AS_DEMO,
        skip=3600,
    ),
    _read("The access key is not known, at S3", _UNKNOWN, altered={"access_key_id": _STRANGE}),
)
