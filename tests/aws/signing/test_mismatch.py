"""What S3 tells whoever learns to sign: the texts that it has signed itself."""

from dataclasses import replace
from xml.etree import ElementTree

import pytest
from botocore.auth import HmacV1QueryAuth, S3SigV4Auth, S3SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from lessons.aws import Request
from tests.aws.conftest import Sandbox

HOST = "s3.us-east-1.amazonaws.com"
ENDS = ["RequestId", "HostId"]
# The order of s3tools/s3cmd issue 1053, and of aws-samples/aws-python-sample issue 2.
OF_V2 = ["Code", "Message", "AWSAccessKeyId", "StringToSign", "SignatureProvided", "StringToSignBytes"]
OF_V4 = [*OF_V2, "CanonicalRequest", "CanonicalRequestBytes"]


def wrong_keys(sandbox: Sandbox, token: str | None = None) -> Credentials:
    return Credentials(sandbox.user("carol").access_key_id, "wrong", token)


def told(sandbox: Sandbox, asked: AWSRequest) -> dict[str, str]:
    """The elements of the refusal, in their order."""
    headers = {"Host": HOST, **asked.headers}
    response = sandbox.send(Request(asked.method, asked.url, headers, asked.data or b""))
    assert response.status == 403
    return {item.tag: item.text or "" for item in ElementTree.fromstring(response.body)}  # noqa: S314 -- ours


def test_a_header_that_does_not_match_shows_what_was_signed(sandbox: Sandbox) -> None:
    asked = AWSRequest("PUT", f"https://{HOST}/{sandbox.bucket}/a%20b?x=%26", {"Host": HOST}, b"<&>")
    signer = S3SigV4Auth(wrong_keys(sandbox), "s3", "us-east-1")
    signer.add_auth(asked)
    answer = told(sandbox, asked)
    assert list(answer) == OF_V4 + ENDS
    assert answer["AWSAccessKeyId"] == sandbox.user("carol").access_key_id
    assert asked.headers["Authorization"].endswith(f"Signature={answer['SignatureProvided']}")
    del asked.headers["Authorization"]
    assert answer["CanonicalRequest"] == signer.canonical_request(asked)
    assert answer["StringToSign"] == signer.string_to_sign(asked, answer["CanonicalRequest"])


def test_the_bytes_are_those_of_the_texts(sandbox: Sandbox) -> None:
    asked = AWSRequest("GET", f"https://{HOST}/{sandbox.bucket}/%C3%BC", {"Host": HOST})
    S3SigV4QueryAuth(wrong_keys(sandbox), "s3", "us-east-1").add_auth(asked)
    answer = told(sandbox, asked)
    assert list(answer) == OF_V4 + ENDS
    for name in ("StringToSign", "CanonicalRequest"):
        assert bytes.fromhex(answer[f"{name}Bytes"]).decode() == answer[name]
    assert answer["StringToSignBytes"].startswith("41 57 53 34 2d 48 4d 41 43 ")


def test_the_older_signature_shows_its_text_too(sandbox: Sandbox) -> None:
    asked = AWSRequest("GET", f"https://{HOST}/{sandbox.bucket}/q1.csv", {})
    HmacV1QueryAuth(wrong_keys(sandbox), 60).add_auth(asked)
    answer = told(sandbox, asked)
    assert list(answer) == OF_V2 + ENDS
    assert answer["StringToSign"].startswith("GET\n\n\n")
    assert answer["StringToSign"].endswith(f"/{sandbox.bucket}/q1.csv")


ADDED = [
    ("x-amz-copy-source", "/private/secret"),
    ("X-Amz-Acl", "private"),
    ("x-amz-meta-by", "me"),
]


@pytest.mark.parametrize(("name", "value"), ADDED)
def test_a_header_of_s3_that_was_added_after_signing_is_refused(
    sandbox: Sandbox, name: str, value: str
) -> None:
    """As https://github.com/soto-project/soto/issues/374 has it."""
    keys = Credentials(sandbox.user("carol").access_key_id, sandbox.user("carol").secret_access_key)
    asked = AWSRequest("PUT", f"https://{HOST}/{sandbox.bucket}/k", {"Host": HOST}, b"x")
    S3SigV4Auth(keys, "s3", "us-east-1").add_auth(asked)
    signed = Request("PUT", asked.url, dict(asked.headers), b"x")
    response = sandbox.send(replace(signed, headers={**signed.headers, name: value}))
    assert b"<Code>AccessDenied</Code>" in response.body
    assert f"<HeadersNotSigned>{name.lower()}</HeadersNotSigned>".encode() in response.body
    assert sandbox.send(signed).status == 200
