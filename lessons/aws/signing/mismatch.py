"""What S3 tells of a signature that does not match: the texts that it has signed itself.

Whoever learns to sign compares them with their own. They hold what the request held, and no secret. Live
answers: s3tools/s3cmd issue 1053 in Version 4, aws-samples/aws-python-sample issue 2 in Version 2.
"""

from lessons.aws.errors import AwsError


def error(access_key_id: str, signature: str, string_to_sign: str, canonical_request: str = "") -> AwsError:
    """The refusal of S3. Version 2 has no canonical request."""
    facts = {"AWSAccessKeyId": access_key_id, "SignatureProvided": signature}
    return AwsError(
        "signature",
        "s3",
        **facts,
        **_told("StringToSign", string_to_sign),
        **(_told("CanonicalRequest", canonical_request) if canonical_request else {}),
    )


def _told(name: str, text: str) -> dict[str, str]:
    """A text, and its bytes in hexadecimal digits, which show what looks alike."""
    return {name: text, f"{name}Bytes": text.encode().hex(" ")}
