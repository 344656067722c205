"""Signatures in the Authorization header, made by botocore and changed on the way."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from botocore.auth import S3SigV4Auth, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from lessons.aws import Request
from lessons.aws.errors import AwsError
from lessons.aws.signing import signatures

KEY, SECRET = "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
FORM = "application/x-www-form-urlencoded; charset=utf-8"


def signed(
    service: str = "sts",
    url: str = "https://sts.us-east-1.amazonaws.com/",
    body: bytes = b"Action=GetCallerIdentity&Version=2011-06-15",
    region: str = "us-east-1",
    **headers: str,
) -> Request:
    """A request that botocore has signed just now."""
    given = {"Content-Type": FORM, "Host": url.split("/")[2], **headers}
    request = AWSRequest("POST", url, given, body)
    signer = S3SigV4Auth if service == "s3" else SigV4Auth
    signer(Credentials(KEY, SECRET), service, region).add_auth(request)
    return Request("POST", url, dict(request.headers.items()), body)


def check(request: Request, service: str = "sts", later: timedelta = timedelta()) -> None:
    signature = signatures.read(request, service)
    signature.check_scope(request, service)
    signature.check(request, SECRET, datetime.now(UTC) + later)


def code_of(request: Request, service: str = "sts", later: timedelta = timedelta()) -> str:
    with pytest.raises(AwsError) as caught:
        check(request, service, later)
    return caught.value.code


GOOD = [
    ("sts", "https://sts.us-east-1.amazonaws.com/"),
    ("sts", "http://127.0.0.1:8000/aws/"),
    ("sts", "http://127.0.0.1:8000/aws/?b=2&a=1&c"),
    ("s3", "http://127.0.0.1:8000/aws/bucket/a%20b/%C3%BC//x?list-type=2&prefix=a%2Fb"),
    ("s3", "https://s3.us-east-1.amazonaws.com/bucket/a+b"),
]


@pytest.mark.parametrize(("service", "url"), GOOD)
def test_what_botocore_signs_is_accepted(service: str, url: str) -> None:
    check(signed(service, url), service)


def test_who_claims_to_ask_is_known_before_any_check() -> None:
    assert signatures.claimed(signed()) == (KEY, "sts")
    assert signatures.claimed(signed("s3")) == (KEY, "s3")
    assert signatures.claimed(Request("GET", "https://sts.us-east-1.amazonaws.com/", {})) == ("", "")


def test_nothing_that_was_signed_can_be_changed() -> None:
    request = signed()
    changed = [
        replace(request, body=request.body + b"&DurationSeconds=900"),
        replace(request, method="GET"),
        replace(request, url=request.url + "?a=1"),
        replace(request, url=request.url + "path"),
        replace(request, headers={**request.headers, "Host": "example.com"}),
        replace(request, headers={**request.headers, "X-Amz-Date": "20250101T000000Z"}),
    ]
    for item in changed[:-1]:
        assert code_of(item) == "SignatureDoesNotMatch"
    assert code_of(changed[-1]) == "IncompleteSignature"


def test_a_body_that_is_not_the_signed_one_is_refused() -> None:
    for service, code in (("sts", "SignatureDoesNotMatch"), ("s3", "XAmzContentSHA256Mismatch")):
        assert code_of(replace(signed(service), body=b"another"), service) == code


def test_s3_tells_which_hash_it_was_told_and_which_it_has_computed() -> None:
    """As S3 answered, published with a stack trace of HTTP.jl in 2021."""
    with pytest.raises(AwsError) as caught:
        check(replace(signed("s3", body=b"one"), body=b"another"), "s3")
    body = caught.value.body("1", "2").decode()
    for name, text in (("ClientComputed", b"one"), ("S3Computed", b"another")):
        element = f"{name}ContentSHA256"
        assert f"<{element}>{hashlib.sha256(text).hexdigest()}</{element}>" in body


def test_sts_takes_no_body_that_nobody_vouches_for() -> None:
    unhashed = {"X-Amz-Content-SHA256": "UNSIGNED-PAYLOAD"}
    assert code_of(signed(**unhashed)) == "SignatureDoesNotMatch"


def test_the_host_must_be_among_the_signed_headers() -> None:
    request = signed()
    without = request.header("Authorization").replace("host;", "")
    assert code_of(replace(request, headers={**request.headers, "Authorization": without})) == (
        "SignatureDoesNotMatch"
    )


def test_a_signature_is_good_for_a_quarter_of_an_hour() -> None:
    for minutes in (-14, 0, 14):
        check(signed(), later=timedelta(minutes=minutes))
    for minutes in (-16, 16):
        assert code_of(signed(), later=timedelta(minutes=minutes)) == "SignatureDoesNotMatch"
        assert code_of(signed("s3"), "s3", timedelta(minutes=minutes)) == "RequestTimeTooSkewed"


SCOPES = [
    (
        signed(region="eu-west-1"),
        "sts",
        "SignatureDoesNotMatch",
        "Credential should be scoped to a valid region. ",
    ),
    (
        signed("iam"),
        "sts",
        "SignatureDoesNotMatch",
        "Credential should be scoped to correct service: 'sts'. ",
    ),
    (
        signed("s3", region="eu-west-1"),
        "s3",
        "AuthorizationHeaderMalformed",
        "The authorization header is malformed; the region 'eu-west-1' is wrong; expecting 'us-east-1'",
    ),
]


@pytest.mark.parametrize(("request_", "service", "code", "message"), SCOPES)
def test_a_credential_is_scoped_to_region_and_service(
    request_: Request, service: str, code: str, message: str
) -> None:
    with pytest.raises(AwsError) as caught:
        check(request_, service)
    assert (caught.value.code, caught.value.message) == (code, message)


ELSEWHERE = [
    ("sts", "", ""),
    ("iam", "", ""),
    ("s3", "", ""),
    ("s3", "?prefix=a", ""),
    ("s3", "bucket", "AuthorizationHeaderMalformed"),
    ("s3", "bucket/key", "AuthorizationHeaderMalformed"),
]


@pytest.mark.parametrize(("service", "path", "code"), ELSEWHERE)
@pytest.mark.parametrize("region", ["eu-west-1", "ap-southeast-2", "eu-nowhere-9"])
def test_one_address_stands_for_all_regions(service: str, path: str, code: str, region: str) -> None:
    """But for the buckets, which are in one: https://docs.aws.amazon.com/general/latest/gr/s3.html."""
    asked = AWSRequest("GET", f"http://127.0.0.1:8000/aws/{path}", {"Host": "127.0.0.1:8000"})
    signer = S3SigV4Auth if service == "s3" else SigV4Auth
    signer(Credentials(KEY, SECRET), service, region).add_auth(asked)
    request = Request("GET", asked.url, dict(asked.headers), mount="/aws")
    if region == "eu-nowhere-9":
        code = "AuthorizationHeaderMalformed" if service == "s3" else "SignatureDoesNotMatch"
    if code:
        assert code_of(request, service) == code
    else:
        check(request, service)


HEADERS = [
    ("", "MissingAuthenticationToken"),
    ("Basic YTpi", "IncompleteSignature"),
    ("AWS4-HMAC-SHA256", "IncompleteSignature"),
    ("AWS4-HMAC-SHA256 Credential=x, SignedHeaders=host, Signature=0", "IncompleteSignature"),
    (f"AWS4-HMAC-SHA256 Credential={KEY}/20250101/us-east-1/sts/aws4_request", "IncompleteSignature"),
]


@pytest.mark.parametrize(("header", "code"), HEADERS)
def test_a_header_that_is_not_complete_is_refused(header: str, code: str) -> None:
    request = signed()
    assert code_of(replace(request, headers={**request.headers, "Authorization": header})) == code


def test_an_incomplete_header_is_told_what_it_lacks() -> None:
    request = replace(signed(), headers={"Authorization": "AWS4-HMAC-SHA256 x"})
    with pytest.raises(AwsError) as caught:
        signatures.read(request, "sts")
    assert caught.value.message == (
        "Authorization header requires 'Credential' parameter. "
        "Authorization header requires 'Signature' parameter. "
        "Authorization header requires 'SignedHeaders' parameter. "
        "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header."
    )
