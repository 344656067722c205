"""Whatever somebody signs, with any body and any headers: an answer of AWS's, and pages that show it."""

from __future__ import annotations

import random
from io import BytesIO
from urllib.parse import urlencode

import pytest
from botocore.auth import S3SigV4Auth, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from django.test import Client

from lessons.aws.services.iam.operations import IAM
from lessons.aws.services.parameters import service_model
from lessons.aws.services.requested import FORM_TYPE, QUERY_VERSIONS
from lessons.aws.services.sts.operations import STS
from tests.sandbox.bench import Bench
from tests.sandbox.conftest import *  # noqa: F403 -- a sandbox of the scenario that its own tests have
from tests.sizes import size

pytestmark = pytest.mark.usefixtures("at_any_pace")

TRIES = size(150, 5_000)  # calls to each service
SHOWN = size(25, 300)  # events whose pages are opened
REACHED = {"s3": {200, 400, 404}, "sts": {200, 400}, "iam": {200, 400, 404}}  # so signatures are right
HOST = "testserver"
DELETE = "<Delete><Object><Key>{}</Key></Object></Delete>"
PART = "<Part><PartNumber>{}</PartNumber><ETag>{}</ETag></Part>"
PARTS = f"<CompleteMultipartUpload>{PART}</CompleteMultipartUpload>"
BODIES = (
    *(b"", b"\0", b"{}", b"<", b"<a/>", b"\xff\xfe<\0", b"x" * 70_000, b"[" * 5_000, b"<a>" * 3_000),
    *(DELETE.format(key).encode() for key in ("q1.csv", "", "\0", "a" * 2_000, "&a;", "&#0;", "&lt;", "é😀")),
    *(DELETE.format("k").encode(name) for name in ("utf-16", "utf-32", "utf-16-be")),
    *(f'<?xml version="1.0" encoding="{name}"?>{DELETE}'.encode() for name in ("utf-7", "hex", "x", "idna")),
    b'<!DOCTYPE x [<!ENTITY a "a">]>' + DELETE.format("&a;").encode(),
    *(
        PARTS.format(*pair).encode()
        for pair in (("1", "x"), ("0", "x"), ("x", "x"), ("1", ""), ("9" * 99, '"'))
    ),
    b"<CreateBucketConfiguration/>",
    b"<CreateBucketConfiguration><LocationConstraint>x</LocationConstraint></CreateBucketConfiguration>",
    *(
        b'{"Version":"2012-10-17","Statement":[]}',
        b'{"Statement":' * 900,
        b'{"Statement":[{"Resource":"${' + b" " * 999 + b',x}"}]}',
    ),
    *(b"5\r\nhello\r\n0\r\n\r\n", b"ffffffff\r\n", b"0;chunk-signature=" + b"0" * 64 + b"\r\n\r\n"),
)
HEADERS = {
    "Range": (
        "bytes=0-3",
        "bytes=9-1",
        "bytes=-1",
        "bytes=x",
        "x=1=2",
        "bytes=" + "0-1," * 500,
        "bytes=" + "9" * 5_000 + "-",
    ),
    "x-amz-copy-source": ("/", "%00/a", "a/b?versionId=1", "http://[/x", "%", "reports/q1.csv", "a" * 3_000),
    "x-amz-meta-a": ("", "é", "x" * 3_000, "=?utf-8?q?=00?="),
    "x-amz-checksum-crc32": ("", "x", "AAAAAA=="),
    "x-amz-sdk-checksum-algorithm": ("CRC32", "x"),
    "x-amz-decoded-content-length": ("5", "-1", "x"),
    "x-amz-trailer": ("x-amz-checksum-crc32", "x"),
    "Content-Encoding": ("aws-chunked", "gzip", "x,,"),
    "Content-MD5": ("x", "1B2M2Y8AsgTpgAmY7PhCfg=="),
    "Content-Type": (
        "x",
        f"{FORM_TYPE}; charset=hex",
        "multipart/form-data; boundary=",
        "text/plain; charset*=x''%ff",
    ),
    "If-Match": ("x", '"', "*"),
    "If-Modified-Since": ("x", "Wed, 01 Jan 99999 00:00:00 GMT"),
    "x-amz-acl": ("private", "bucket-owner-full-control"),
    "X-Forwarded-For": ("x", ",,"),
}
QUERIES = (
    *(
        "",
        "delete",
        "policy",
        "location",
        "uploads",
        "uploadId=x",
        "uploadId=x&partNumber=1",
        "partNumber=x&uploadId=",
    ),
    *(
        "list-type=2",
        "list-type=2&max-keys=-1",
        "list-type=2&continuation-token=%00",
        "max-keys=9" + "9" * 40,
        "prefix=%FF",
    ),
    *(
        "list-type=2&delimiter=&prefix=&encoding-type=url",
        "marker=%F0%9F",
        "response-content-type=%0A",
        "acl",
        "tagging",
        "%",
    ),
)
TEXTS = (
    *(
        "",
        "\0",
        "x",
        "0",
        "-1",
        "9" * 30,
        "true",
        "{",
        "[]",
        "{}",
        "é😀",
        "\u202e",
        "a" * 3_000,
        "/",
        "/x/",
        "alice",
        "demo",
        "${",
        "*",
    ),
    *(
        "arn:aws:iam::aws:policy/AdministratorAccess",
        "arn:aws:iam::1:role/x",
        "AKIAIOSFODNN7EXAMPLE",
        "a.b.c",
        "[" * 900,
    ),
    *(
        '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}',
        "2026-01-01T00:00:00Z",
        "v1",
    ),
)


def signed(
    bench: Bench, service: str, method: str, path: str, headers: dict[str, str], body: bytes
) -> AWSRequest:
    """A request to the endpoint, as the administrator signs it."""
    keys = bench.world.administrators[0].credentials
    asked = AWSRequest(method, f"http://{HOST}/aws/{path}", {"Host": HOST, **headers}, body)
    signer = S3SigV4Auth if service == "s3" else SigV4Auth
    signer(Credentials(keys.access_key_id, keys.secret_access_key), service, "us-east-1").add_auth(asked)
    return asked


def send(asked: AWSRequest) -> tuple[int, bytes]:
    """The status and the body of the answer."""
    headers = {name: str(value) for name, value in asked.headers.items()}
    raw = asked.url.removeprefix(f"http://{HOST}")
    body = {"CONTENT_LENGTH": str(len(asked.data)), "wsgi.input": BytesIO(asked.data), "RAW_URI": raw}
    kind = {"CONTENT_TYPE": headers.pop("Content-Type")} if "Content-Type" in headers else {}
    response = Client().generic(asked.method, raw, headers=headers, **body, **kind)
    return response.status_code, response.content


def call_s3(bench: Bench, chance: random.Random) -> AWSRequest:
    bucket = chance.choice((f"reports-{bench.account}", "a-new-bucket", "x", "%00", ""))
    key = chance.choice(("", "/", "/q1.csv", "/k", "/%00", "//", "/../x", "/" + "k" * 1_500, "/%F0%9F%98%80"))
    chosen = chance.sample(sorted(HEADERS), k=chance.randrange(0, 4))
    headers = {name: chance.choice(HEADERS[name]) for name in chosen}
    if chance.random() < 0.2:
        headers["X-Amz-Content-SHA256"] = chance.choice(
            ("STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "UNSIGNED-PAYLOAD", "x")
        )
    method = chance.choice(("GET", "HEAD", "PUT", "PUT", "POST", "POST", "DELETE"))
    return signed(
        bench, "s3", method, f"{bucket}{key}?{chance.choice(QUERIES)}", headers, chance.choice(BODIES)
    )


def call_form(bench: Bench, chance: random.Random, service: str) -> AWSRequest:
    name = chance.choice(sorted(IAM if service == "iam" else STS))
    shape = service_model(service).operation_model(name).input_shape
    members = [
        *(shape.members if shape else ()),
        "Tags.member.1.Key",
        "Tags.member.1.Value",
        "Tags.member.9999999",
    ]
    form = {
        member: chance.choice(TEXTS)
        for member in chance.sample(members, k=min(len(members), chance.choice((0, 0, 1, 2, 3, 99))))
    }
    body = urlencode({"Action": name, "Version": QUERY_VERSIONS[service], **form}).encode()
    if chance.random() < 0.1:
        body = chance.choice(BODIES)
    return signed(bench, service, "POST", "", {"Content-Type": FORM_TYPE}, body)


@pytest.mark.parametrize("service", ["s3", "sts", "iam"])
def test_whatever_is_signed_is_answered_and_can_be_shown(bench: Bench, service: str) -> None:
    chance, faults, statuses = random.Random(service), [], set()  # noqa: S311 -- the same in every run
    for _ in range(TRIES):
        asked = call_s3(bench, chance) if service == "s3" else call_form(bench, chance, service)
        status, body = send(asked)
        statuses.add(status)
        if status >= 500:
            faults.append(
                f"{asked.method} {asked.url} {dict(asked.headers)} {asked.data[:200]!r} {body[-300:]!r}"
            )
    assert not faults, "\n".join(faults[:10])
    assert statuses >= REACHED[service]
    numbers = bench.sandbox.events.order_by("-number").values_list("number", flat=True)[:SHOWN]
    urls = [bench.url("event", number) for number in numbers]
    for url in (
        *urls,
        *(bench.url(name) for name in ("sandbox", "events", "policies", "calls", "run", "shares")),
    ):
        assert bench.client.get(url, follow=True).status_code == 200, url
