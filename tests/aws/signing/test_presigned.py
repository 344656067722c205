"""Signatures in the query: presigned URLs of Version 4, and the older form of S3."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.auth import HmacV1QueryAuth, S3SigV4QueryAuth, SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from lessons.aws import Request
from lessons.aws.errors import AwsError
from lessons.aws.signing import signatures

KEY, SECRET = "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
OBJECT = "http://127.0.0.1:8000/aws/bucket/a%20key"


def presigned(signer: Any, url: str = OBJECT, token: str | None = None, **more: Any) -> Request:
    """A request whose URL botocore has signed just now."""
    request = AWSRequest("GET", url, {"Host": "127.0.0.1:8000"}, auth_path="/bucket/a%20key")
    signer(Credentials(KEY, SECRET, token), **more).add_auth(request)
    return Request("GET", request.url, {"Host": "127.0.0.1:8000"}, mount="/aws")


def v4(seconds: int = 60, **more: Any) -> Request:
    return presigned(S3SigV4QueryAuth, service_name="s3", region_name="us-east-1", expires=seconds, **more)


def v2(seconds: int = 60, **more: Any) -> Request:
    return presigned(HmacV1QueryAuth, expires=seconds, **more)


def check(request: Request, service: str = "s3", later: timedelta = timedelta()) -> None:
    signature = signatures.read(request, service)
    signature.check_scope(request, service)
    signature.check(request, SECRET, datetime.now(UTC) + later)


def refused(request: Request, service: str = "s3", later: timedelta = timedelta()) -> tuple[str, str]:
    with pytest.raises(AwsError) as caught:
        check(request, service, later)
    return caught.value.code, caught.value.message


@pytest.mark.parametrize("made", [v4, v2])
@pytest.mark.parametrize("token", [None, "a/token+of=many signs"])
def test_what_botocore_presigns_is_accepted(made: Any, token: str | None) -> None:
    request = made(token=token)
    check(request)
    assert signatures.claimed(request) == (KEY, "s3")
    assert signatures.token(request) == (token or "")


@pytest.mark.parametrize("made", [v4, v2])
def test_nothing_of_a_presigned_url_can_be_changed(made: Any) -> None:
    request = made()
    for changed in (
        replace(request, url=request.url.replace("a%20key", "b")),
        replace(request, method="PUT"),
        replace(request, url=f"{request.url}&uploads"),
    ):
        assert refused(changed)[0] == "SignatureDoesNotMatch"


@pytest.mark.parametrize("made", [v4, v2])
def test_a_presigned_url_of_s3_is_good_for_as_long_as_it_says(made: Any) -> None:
    check(made(3600), later=timedelta(minutes=59))
    late = refused(made(60), later=timedelta(seconds=62))
    assert late == ("AccessDenied", "Request has expired")


def facts(request: Request, later: timedelta) -> dict[str, str]:
    """What the refusal of a request holds beside code, message and ids."""
    with pytest.raises(AwsError) as caught:
        check(request, later=later)
    found = re.findall(r"<([\w-]+)>([^<]*)</", caught.value.body("", "").decode())
    return {name: text for name, text in found if name not in ("Code", "Message", "RequestId", "HostId")}


def test_a_presigned_url_out_of_its_time_is_told_when_it_is_good() -> None:
    """As in minio/minio#2638, versity/versitygw#2116 and aws/aws-sdk-js#3493."""
    early = facts(v4(60), timedelta(hours=-1))
    assert list(early) == ["X-Amz-Date", "Expires", "ServerTime"]
    signed = datetime.fromtimestamp(int(early["X-Amz-Date"]) / 1000, UTC)
    assert datetime.fromisoformat(early["Expires"]) - signed == timedelta(minutes=1)
    assert (
        timedelta(minutes=59) < signed - datetime.fromisoformat(early["ServerTime"]) < timedelta(minutes=61)
    )
    assert list(facts(v4(60), timedelta(hours=1))) == ["X-Amz-Expires", "Expires", "ServerTime"]
    assert list(facts(v2(60), timedelta(hours=1))) == ["Expires", "ServerTime"]


def test_a_presigned_url_of_sts_is_good_for_a_quarter_of_an_hour() -> None:
    url = "http://127.0.0.1:8000/aws/?Action=GetCallerIdentity&Version=2011-06-15"
    request = presigned(SigV4QueryAuth, url, service_name="sts", region_name="us-east-1", expires=7200)
    check(request, "sts", timedelta(minutes=14))
    code, message = refused(request, "sts", timedelta(minutes=16))
    assert code == "SignatureDoesNotMatch"
    assert message.startswith("Signature expired: ")


WRONG_V4 = [
    ("X-Amz-Expires=60", "X-Amz-Expires=604801", "X-Amz-Expires must be less than a week (in seconds)"),
    ("X-Amz-Expires=60", "X-Amz-Expires=-1", "X-Amz-Expires must be non-negative"),
    ("X-Amz-Expires=60", "X-Amz-Expires=soon", "X-Amz-Expires should be a number"),
    ("X-Amz-SignedHeaders=host", "", "Query-string authentication version 4 requires the X-Amz-Algorithm"),
    ("AWS4-HMAC-SHA256", "AWS5", "X-Amz-Algorithm only supports"),
    ("us-east-1%2Fs3%2Faws4_request", "x", "Error parsing the X-Amz-Credential parameter"),
    ("X-Amz-Date=20", "X-Amz-Date=x", "X-Amz-Date must be in the ISO8601 Long Format"),
]


@pytest.mark.parametrize(("part", "wrong", "message"), WRONG_V4)
def test_a_presigned_url_that_is_not_complete_says_what_is_wrong(part: str, wrong: str, message: str) -> None:
    request = v4()
    code, said = refused(replace(request, url=request.url.replace(part, wrong, 1)))
    assert code == "AuthorizationQueryParametersError"
    assert said.startswith(message)


WRONG_V2 = [
    ("Expires=", "X=", "Query-string authentication requires the Signature, Expires and AWSAccessKeyId"),
    ("Expires=", "Expires=x", "Invalid date (should be seconds since epoch): x"),
    # As OpenStack Swift's functional tests of S3's API expect: no later than 32 bits can say.
    ("Expires=", "Expires=2147483648&X=", "Invalid date (should be seconds since epoch): 2147483648"),
]


@pytest.mark.parametrize(("part", "wrong", "message"), WRONG_V2)
def test_an_older_url_that_is_not_complete_says_what_is_wrong(part: str, wrong: str, message: str) -> None:
    request = v2()
    code, said = refused(replace(request, url=request.url.replace(part, wrong)))
    assert code == "AccessDenied"
    assert said.startswith(message)


def test_a_request_is_signed_once() -> None:
    request = replace(v4(), headers={"Authorization": "AWS4-HMAC-SHA256 x", "Host": "127.0.0.1:8000"})
    assert refused(request)[0] == "InvalidArgument"


IN_URL = [
    ("x-amz-meta-by", "carol"),
    ("x-amz-acl", "private"),
    ("Content-Type", "text/plain"),
    ("X-Amz-Security-Token", None),
    ("X-Amz-Signature", None),
    ("X-Amz-Content-Sha256", None),
    ("x-amz-checksum-crc32", None),
    ("x-amz-sdk-checksum-algorithm", None),
    ("x-amz-checksum-mode", None),
    ("X-Amz-User-Agent", None),
]


@pytest.mark.parametrize(("name", "told"), IN_URL)
def test_what_stands_in_the_url_for_a_header_is_read_as_one(name: str, told: str | None) -> None:
    """But for checksums, which whoever signed had no body for, and for the signature itself."""
    request = replace(v4(), headers={"Host": "127.0.0.1:8000", name.lower(): "as sent"})
    moved = signatures.moved_to_headers(replace(request, url=f"{request.url}&{name}={told or 'x'}"))
    assert moved.header(name) == (told or "as sent")
    assert name not in moved.url
    assert moved.url.startswith(OBJECT)
