"""What every bucket of the sandbox is like, as S3 tells it: a new one, of which nobody has changed that.

Amazon S3 API Reference, GetBucketAcl, GetBucketEncryption, GetBucketVersioning.
"""

from collections.abc import Callable, Mapping

from lessons.aws.services.s3 import xml as s3_xml
from lessons.aws.services.s3.ownership import canonical_id
from lessons.aws.services.s3.xml import element, text

_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"


def document(operation: str, account_id: str) -> bytes:
    """The answer to an operation of `SETTINGS`, for a bucket of an account."""
    return SETTINGS[operation](account_id)


def _list(account_id: str) -> bytes:
    """The owner may do everything, and nobody else is on the list."""
    owner = text("ID", canonical_id(account_id))
    grantee = f'<Grantee xmlns:xsi="{_INSTANCE}" xsi:type="CanonicalUser">{owner}</Grantee>'
    grant = element("Grant", grantee, text("Permission", "FULL_CONTROL"))
    return s3_xml.document(
        "AccessControlPolicy", element("Owner", owner), element("AccessControlList", grant)
    )


def _encryption(_: str) -> bytes:
    """S3 encrypts with keys of its own, and in buckets made since April 2026 not with keys of customers."""
    by_default = element("ApplyServerSideEncryptionByDefault", text("SSEAlgorithm", "AES256"))
    blocked = element("BlockedEncryptionTypes", text("EncryptionType", "SSE-C"))
    rule = element("Rule", by_default, text("BucketKeyEnabled", "false"), blocked)
    return s3_xml.document("ServerSideEncryptionConfiguration", rule)


def _versioning(_: str) -> bytes:
    """Nobody has ever switched it on."""
    return s3_xml.document("VersioningConfiguration")


SETTINGS: Mapping[str, Callable[[str], bytes]] = {
    "GetBucketAcl": _list,
    "GetObjectAcl": _list,
    "GetBucketEncryption": _encryption,
    "GetBucketVersioning": _versioning,
}
