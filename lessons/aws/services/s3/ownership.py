"""Whose a bucket is: all that is in it belongs to its account, and a request may say whom it expects.

Amazon S3 User Guide, "Verifying bucket ownership with bucket owner condition" and "Controlling ownership of
objects and disabling ACLs for your bucket".
"""

from hashlib import sha256

from lessons.aws.entities import Bucket
from lessons.aws.errors import AwsError
from lessons.aws.http_messages import Request
from lessons.aws.services.operation import Asked
from lessons.aws.signing.key_ids import ACCOUNT_DIGITS

EXPECTED, OF_SOURCE = "x-amz-expected-bucket-owner", "x-amz-source-expected-bucket-owner"

_GRANTS = ("x-amz-acl", "x-amz-grant-")
_OWNER_ONLY = "bucket-owner-full-control"  # the one list of an object that says what is so anyway


def canonical_id(account_id: str) -> str:
    """The canonical user id of an account, by which S3 names owners."""
    return sha256(f"canonical user of {account_id}".encode()).hexdigest()


def check_expected(request: Request, header: str, bucket: Bucket) -> None:
    """Whether a bucket is of the account that a request expects, if it expects one."""
    expected = request.headers_by_name.get(header, bucket.account_id)
    if not (expected.isascii() and expected.isdigit() and len(expected) == ACCOUNT_DIGITS):
        raise AwsError("no account id", "s3", given=expected)
    if expected != bucket.account_id:
        raise AwsError("another owner", "s3", expected=expected)


def check_lists(asked: Asked, request: Request) -> None:
    """Buckets have had no access control lists since 2023, unless their owner asks for them."""
    headers = request.headers_by_name.items()
    grants = {value for name, value in headers if name.startswith(_GRANTS)}
    if asked.name == "CreateBucket":
        if grants - {"private"}:
            raise AwsError("list of a new bucket", "s3")
    elif asked.name in ("PutBucketAcl", "PutObjectAcl") or grants - {_OWNER_ONLY}:
        raise AwsError("no lists", "s3")
