"""Whatever is sent: an answer in AWS's form, and never an exception."""

import json
from datetime import UTC, datetime
from urllib.parse import quote, urlencode

from botocore.auth import S3SigV4Auth, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials as SigningCredentials
from hypothesis import given, settings
from hypothesis import strategies as st
from moto.s3.models import s3_backends

from lessons.aws import Request, World, build, handle
from lessons.aws.services.iam.operations import IAM
from lessons.aws.services.parameters import service_model
from lessons.aws.services.sts.operations import STS
from tests.aws.conftest import SCENARIO, allow, trust

WORLD = build(SCENARIO, "fuzz")
KNOWN_KEY = World(WORLD).users[0].access_keys[0].id
NOW = datetime(2025, 6, 1, tzinfo=UTC)

WORDS = st.sampled_from(
    ["Action", "Version", "AssumeRole", "2011-06-15", "Tags.member.1.Key", "list-type", "2", "%"]
)
TEXT = st.text(max_size=20)
TEXT_HEADER = st.sampled_from(["", "x", '"x"', "*", "gzip", "aws-chunked", "0", "Wed, 01 Jan 2025"])
TYPES = st.sampled_from(["", "x", "text/plain", "multipart/form-data", "application/x-www-form-urlencoded"])
QUERY = st.lists(st.tuples(WORDS | TEXT, WORDS | TEXT), max_size=4).map(
    lambda pairs: "&".join(
        f"{quote(name, errors='ignore')}={quote(value, errors='ignore')}" for name, value in pairs
    )
)
HOSTS = st.sampled_from(
    ["https://sts.us-east-1.amazonaws.com", "https://s3.us-east-1.amazonaws.com", "http://[", "x"]
)
AUTHORIZATIONS = st.tuples(
    st.sampled_from(["AWS4-HMAC-SHA256 ", "AWS ", ""]),
    st.lists(
        st.sampled_from(
            [
                "Credential=AKIAIOSFODNN7EXAMPLE/20250601/us-east-1/sts/aws4_request",
                f"Credential={KNOWN_KEY}/20250601/us-east-1/sts/aws4_request",
                "SignedHeaders=host;x-amz-date",
                "Signature=0",
                "Credential=",
                "=",
            ]
        )
        | TEXT,
        max_size=4,
    ),
).map(lambda parts: parts[0] + ", ".join(parts[1]))
HEADERS = st.fixed_dictionaries(
    {},
    optional={
        "Authorization": AUTHORIZATIONS,
        "X-Amz-Date": st.sampled_from(["20250601T000000Z", "20250631T000000Z", ""]) | TEXT,
        "X-Amz-Security-Token": TEXT,
        "X-Amz-Content-SHA256": TEXT,
        "Content-Type": st.sampled_from(["application/x-www-form-urlencoded", ""]) | TEXT,
        "Host": TEXT,
    },
)


REQUESTS = st.builds(
    lambda method, host, path, query, headers, body: Request(method, f"{host}/{path}?{query}", headers, body),
    st.sampled_from(["GET", "POST", "PUT", "HEAD", "DELETE", "x"]),
    HOSTS,
    TEXT,
    QUERY,
    HEADERS,
    st.binary() | QUERY.map(str.encode),
)


@given(REQUESTS)
def test_any_request_gets_an_answer(request: Request) -> None:
    outcome = handle(request, WORLD, {}.get, NOW)
    assert 300 <= outcome.response.status < 500
    assert outcome.call.status == outcome.response.status
    assert outcome.call.explanation


CAROL = next(user for user in World(WORLD).users if user.name == "carol")
BUCKET = f"reports-{CAROL.account_id}"
TRICKY = st.sampled_from(
    [
        "-1",
        "0",
        "99999999999",
        "x",
        "",
        "%00",
        "url",
        "a%2Fb",
        "%F0%9F%98%80",
        "%FF",
        "+",
        ";",
        "a;b",
        "ü",
        "%3F",
        "a//b",
    ]
)
S3_QUERIES = st.dictionaries(
    st.sampled_from(
        [
            "list-type",
            "prefix",
            "delimiter",
            "max-keys",
            "encoding-type",
            "continuation-token",
            "start-after",
            "marker",
            "policy",
            "location",
            "delete",
            "uploads",
            "uploadId",
            "partNumber",
            "acl",
        ]
    ),
    TRICKY | st.just("2") | st.just(""),
).map(lambda query: "&".join(f"{name}={value}" for name, value in query.items()))
S3_PATHS = st.sampled_from(
    [
        "",
        BUCKET,
        "new-bucket",
        "new-bucket/x",
        f"{BUCKET}/",
        f"{BUCKET}/q1.csv",
        f"{BUCKET}//",
        f"{BUCKET}/../x",
        "%2F",
    ]
) | (TRICKY.map(lambda key: f"{BUCKET}/{key}"))
S3_HEADERS = st.fixed_dictionaries(
    {},
    optional={
        "Range": st.sampled_from(["bytes=0-3", "bytes=9-1", "bytes=99-", "bytes=x", "x", "bytes=-1"]),
        "If-Match": TEXT_HEADER,
        "If-None-Match": TEXT_HEADER,
        "If-Modified-Since": TEXT_HEADER,
        "If-Unmodified-Since": TEXT_HEADER,
        "Content-MD5": TEXT_HEADER,
        "Content-Encoding": TEXT_HEADER,
        "Content-Type": TYPES,
        "x-amz-meta-a": TEXT_HEADER,
        "x-amz-sdk-checksum-algorithm": st.sampled_from(["CRC32", "SHA256", "x"]),
        "x-amz-checksum-crc32": TEXT_HEADER,
        "x-amz-copy-source": st.sampled_from(
            [f"{BUCKET}/q1.csv", BUCKET, "/", "%00/a", "none/a?versionId=1"]
        ),
        "x-amz-acl": st.sampled_from(["private", "bucket-owner-full-control"]),
    },
)


S3_BODIES = st.binary(max_size=9) | st.sampled_from(
    [
        b"{}",
        b"<Delete><Object><Key>q1.csv</Key></Object></Delete>",
        b"<Delete><Object><Key/></Object></Delete>",
        b'<!DOCTYPE x [<!ENTITY a "a">]><Delete>&a;</Delete>',
        b"<CompleteMultipartUpload><Part/></CompleteMultipartUpload>",
        b"<CreateBucketConfiguration/>",
    ]
)


def sign(service: str, request: AWSRequest) -> Request:
    """The request as carol signs it."""
    signer = S3SigV4Auth if service == "s3" else SigV4Auth
    key = SigningCredentials(CAROL.credentials.access_key_id, CAROL.credentials.secret_access_key)
    signer(key, service, "us-east-1").add_auth(request)
    return Request(request.method, request.url, dict(request.headers.items()), request.data)


@settings(deadline=None)
@given(st.sampled_from(["GET", "HEAD", "PUT", "POST", "DELETE"]), S3_PATHS, S3_QUERIES, S3_HEADERS, S3_BODIES)
def test_any_signed_request_to_s3_gets_an_answer(
    method: str, path: str, query: str, headers: dict[str, str], body: bytes
) -> None:
    url = f"https://s3.us-east-1.amazonaws.com/{path}?{query}"
    request = sign("s3", AWSRequest(method, url, {**headers, "Host": "s3.us-east-1.amazonaws.com"}, body))
    outcome = handle(request, WORLD, {}.get, datetime.now(UTC))
    assert 200 <= outcome.response.status < 500
    assert outcome.call.explanation
    if outcome.world and outcome.call.operation in ("PutObject", "DeleteObject"):
        stored = outcome.world["accounts"][CAROL.account_id]["buckets"][BUCKET]["objects"]
        assert stored.keys() == s3_backends[CAROL.account_id]["aws"].buckets[BUCKET].keys.keys()
        assert outcome.call.parameters["Key"] in stored or method == "DELETE"


STS_VALUES = st.sampled_from(["900", "3600", "session1", "x", "{", "{}", "a.b.c", "123456", CAROL.arn]) | TEXT
STS_FORMS = st.dictionaries(
    st.sampled_from(
        [
            "RoleArn",
            "RoleSessionName",
            "DurationSeconds",
            "Policy",
            "PolicyArns.member.1.arn",
            "ExternalId",
            "Tags.member.1.Key",
            "Tags.member.1.Value",
            "TransitiveTagKeys.member.1",
            "SourceIdentity",
            "SerialNumber",
            "TokenCode",
            "WebIdentityToken",
            "Name",
            "AccessKeyId",
            "EncodedMessage",
        ]
    ),
    STS_VALUES,
)


@settings(deadline=None)
@given(st.sampled_from(sorted(STS)), STS_FORMS, st.booleans())
def test_any_signed_request_to_sts_gets_an_answer(action: str, form: dict[str, str], by_get: bool) -> None:
    role = World(WORLD).role(CAROL.account_id, "writer")
    assert role
    form = {"RoleArn": role.arn, "RoleSessionName": "session1"} | form
    text = urlencode({"Action": action, "Version": "2011-06-15"} | form, errors="ignore")
    headers = {"Host": "sts.us-east-1.amazonaws.com", "Content-Type": "application/x-www-form-urlencoded"}
    url = "https://sts.us-east-1.amazonaws.com/"
    unsigned = (
        AWSRequest("GET", f"{url}?{text}", headers, b"")
        if by_get
        else AWSRequest("POST", url, headers, text.encode())
    )
    outcome = handle(sign("sts", unsigned), WORLD, {}.get, datetime.now(UTC))
    assert 200 <= outcome.response.status < 500
    assert outcome.call.explanation


ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess"
IAM_VALUES = TEXT | st.sampled_from(
    [
        *("alice", "carol", "writer", "p", "v1", "true", "0", "/", "/x/", "Active", "\0", CAROL.arn),
        *(ADMINISTRATOR, f"arn:aws:iam::{CAROL.account_id}:policy/p", "arn:aws:iam::aws:policy/"),
        *("{", "{}", "[]", json.dumps(allow("s3:*")), json.dumps(trust({"AWS": "*"})), "[" * 9999),
        CAROL.access_keys[0].id,
    ]
)


@st.composite
def iam_calls(draw: st.DrawFn) -> tuple[str, dict[str, str]]:
    """An operation of IAM, with any values for some of its parameters."""
    name = draw(st.sampled_from(sorted(IAM)))
    shape = service_model("iam").operation_model(name).input_shape
    members = [
        *(shape.members if shape else ()),
        "Tags.member.1.Key",
        "Tags.member.1.Value",
        "TagKeys.member.1",
    ]
    return name, draw(st.dictionaries(st.sampled_from(members), IAM_VALUES))


@settings(deadline=None)
@given(iam_calls())
def test_any_signed_request_to_iam_gets_an_answer(call: tuple[str, dict[str, str]]) -> None:
    action, form = call
    text = urlencode({"Action": action, "Version": "2010-05-08"} | form, errors="ignore")
    headers = {"Host": "iam.amazonaws.com", "Content-Type": "application/x-www-form-urlencoded"}
    unsigned = AWSRequest("POST", "https://iam.amazonaws.com/", headers, text.encode())
    outcome = handle(sign("iam", unsigned), WORLD, {}.get, datetime.now(UTC))
    assert 200 <= outcome.response.status < 500
    assert outcome.call.explanation
    if outcome.world:
        assert "\\u0000" not in json.dumps(outcome.world)
        assert World(outcome.world).users
