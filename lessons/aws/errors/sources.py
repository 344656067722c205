"""Where AWS says what it answers: the source of each row in the tables of errors, and of when it is."""

from typing import NamedTuple


class Source(NamedTuple):
    """A page of AWS's documentation, a model, or a public transcript of an answer: an issue on GitHub.

    `year` is when the answer was given, or the page read. None is for words that have no source at AWS.
    """

    where: str
    year: int | None


CHECKSUMS = Source("versity/versitygw#1329", 2025)
COMMON = Source("IAM and STS API References, Common Errors", 2026)
DENIED = Source("IAM User Guide, Troubleshoot access denied error messages", 2026)
HTTP = Source("RFC 9110, HTTP Semantics, Content Too Large", 2022)
IAM_MODEL = Source("botocore's model of IAM", 2026)
PACKED = Source("AWS re:Post Knowledge Center, iam-role-aws-sts-error", 2026)
PUBLIC_ACCESS = Source(
    "Amazon S3 User Guide, Troubleshoot access denied (403 Forbidden) errors in Amazon S3", 2026
)
S3_CODES = Source("Amazon S3 API Reference, Error responses, List of error codes", 2026)
SIGNING = Source("IAM User Guide, Troubleshoot Signature Version 4 signing for AWS API requests", 2026)
STS_MODEL = Source("botocore's model of STS", 2026)

# What localstack's tests recorded of AWS, to be compared with.
GROUPS_RECORD = Source("localstack/localstack, tests/aws/services/iam/test_iam_groups.snapshot.json", 2026)
LISTS_RECORD = Source(
    "localstack/localstack, tests/aws/services/s3/test_s3_list_operations.snapshot.json", 2025
)
MFA_RECORD = Source("localstack/localstack, tests/aws/services/iam/test_iam_mfa.snapshot.json", 2026)
OIDC_RECORD = Source("localstack/localstack, tests/aws/services/iam/test_iam_oidc.snapshot.json", 2026)
POLICIES_RECORD = Source(
    "localstack/localstack, tests/aws/services/iam/test_iam_policies.snapshot.json", 2026
)
PROFILES_RECORD = Source(
    "localstack/localstack, tests/aws/services/iam/test_iam_instance_profiles.snapshot.json", 2026
)
REPORT_RECORD = Source(
    "localstack/localstack, tests/aws/services/iam/test_iam_credential_report.snapshot.json", 2026
)
S3_RECORD = Source("localstack/localstack, tests/aws/services/s3/test_s3_api.snapshot.json", 2025)
STS_RECORD = Source("localstack/localstack, tests/aws/services/sts/test_sts.snapshot.json", 2025)
USERS_RECORD = Source("localstack/localstack, tests/aws/services/iam/test_iam_users.snapshot.json", 2026)

OWN = Source("the sandbox's own words", None)
RECORDED = Source("an answer of AWS that was seen, but on no public page that is known", None)
