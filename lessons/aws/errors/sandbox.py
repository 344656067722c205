"""What the sandbox refuses, being smaller than AWS: in AWS's words, wherever AWS has any."""

from lessons.aws import budgets
from lessons.aws.errors.failure import Failure, Words
from lessons.aws.errors.iam import QUOTA
from lessons.aws.errors.sources import COMMON, HTTP, OWN, S3_CODES

FAILURES = {
    "body too large": Failure(
        Words("RequestEntityTooLarge", 413, "Request Entity Too Large", HTTP),
        f"The sandbox reads {budgets.BODY['s3'] // budgets.KILOBYTE:,} kB of a request to S3, and "
        f"{budgets.BODY['sts'] // budgets.KILOBYTE} kB of one to STS or IAM.",
        Words("EntityTooLarge", 400, "Your proposed upload exceeds the maximum allowed size", S3_CODES),
    ),
    "throttled": Failure(
        Words("Throttling", 400, "Rate exceeded", COMMON),
        "The calls came faster than the sandbox answers them. Call again in a second.",
        Words("SlowDown", 503, "Please reduce your request rate.", S3_CODES),
    ),
    "embedded": Failure(
        Words("AccessDenied", 403, "Access Denied", S3_CODES),
        "What is stored here never becomes a part of a page: no script, no style, no frame.",
    ),
    "unavailable": Failure(
        Words(
            "ServiceUnavailable",
            503,
            "The request has failed due to a temporary failure of the server.",
            COMMON,
        ),
        "The sandbox could not store the call, so it did nothing. Call again.",
        Words("SlowDown", 503, "Please reduce your request rate.", S3_CODES),
    ),
    "internal failure": Failure(
        Words(
            "InternalFailure",
            500,
            "The request processing has failed because of an unknown error, exception or failure.",
            COMMON,
        ),
        "The sandbox itself failed, and did nothing. It is not your mistake.",
        Words("InternalError", 500, "We encountered an internal error. Please try again.", S3_CODES),
    ),
    "unsupported": Failure(
        Words("UnsupportedOperation", 400, "The sandbox does not offer {what}. {instead}", OWN),
        "AWS has this, but the sandbox does not.",
    ),
    "not executed": Failure(
        Words("InvalidRequest", 400, "The sandbox could not make sense of this request.", OWN),
        "Something in this call is of a form that the sandbox could not make sense of.",
    ),
    "world full": Failure(
        QUOTA._replace(message="Cannot exceed quota for BytesPerSandbox: {MaxSizeAllowed}"),
        "The sandbox is full: all that is in its accounts has room for {MaxSizeAllowed} bytes, and with this "
        "it would have {ProposedSize}. Delete something first.",
        Words("EntityTooLarge", 400, "Your proposed upload exceeds the maximum allowed size", S3_CODES),
        details=("ProposedSize", "MaxSizeAllowed"),
    ),
    "sessions": Failure(
        QUOTA._replace(message=f"Cannot exceed quota for SessionsPerSandbox: {budgets.SESSIONS}"),
        f"The sandbox keeps credentials for as long as they live, and has room for {budgets.SESSIONS:,} of "
        "them beside its newest calls. Put its clock ahead, so that some expire, or start over.",
    ),
    "too many": Failure(
        Words("TooManyObjects", 400, "The sandbox keeps up to {limit} objects. Delete some first.", OWN),
        "The sandbox is full: it keeps up to {limit} objects.",
    ),
}
