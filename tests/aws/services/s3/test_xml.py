"""Bodies in XML: those that are none, or more than they seem, are MalformedXML and change nothing."""

from __future__ import annotations

import base64
import hashlib
from datetime import UTC, datetime

import pytest
from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from lessons.aws import Outcome, Request, handle
from lessons.aws.errors import AwsError
from lessons.aws.services.s3 import xml as s3_xml
from tests.aws.conftest import Sandbox

HOST = "s3.us-east-1.amazonaws.com"
ENTITY = '<!DOCTYPE x [<!ENTITY a "{}">]>'.format("a" * 200_000)
DELETE = "<Delete><Object><Key>{}</Key></Object></Delete>"
REFUSED = {
    "no xml": b"{}",
    "nothing": b"",
    "cut off": b"<Delete><Object>",
    "another root": b"<Remove><Object><Key>q1.csv</Key></Object></Remove>",
    "a document type": b"<!DOCTYPE Delete>" + DELETE.format("q1.csv").encode(),
    "an entity": (ENTITY + DELETE.format("&a;" * 150)).encode(),
    "an entity in UTF-16": (ENTITY + DELETE.format("&a;" * 150)).encode("utf-16"),
    "an entity in UTF-16 without a mark": (ENTITY + DELETE.format("&a;")).encode("utf-16-le"),
    "an entity in UTF-32": (ENTITY + DELETE.format("&a;")).encode("utf-32"),
    "an entity in Latin-1": b'<?xml version="1.0" encoding="latin-1"?>' + (ENTITY + DELETE).encode(),
    "UTF-16": DELETE.format("q1.csv").encode("utf-16"),
    **{
        f"the encoding {name}": f'<?xml version="1.0" encoding="{name}"?>{DELETE.format("q1.csv")}'.encode()
        for name in ("utf-7", "utf-32", "shift_jis", "idna", "hex", "rot13", "undefined", "nonsense")
    },
    "a zero byte": DELETE.format("\0").encode(),
    "an external entity": b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    + DELETE.format("&a;").encode(),
}


def send(sandbox: Sandbox, method: str, path: str, body: bytes) -> Outcome:
    """What becomes of a body that carol has signed."""
    carol = next(user for user in sandbox.world.users if user.name == "carol")
    keys = Credentials(carol.credentials.access_key_id, carol.credentials.secret_access_key)
    digest = base64.b64encode(hashlib.md5(body, usedforsecurity=False).digest()).decode()
    asked = AWSRequest(method, f"https://{HOST}/{path}", {"Host": HOST, "Content-MD5": digest}, body)
    S3SigV4Auth(keys, "s3", "us-east-1").add_auth(asked)
    request = Request(asked.method, asked.url, dict(asked.headers.items()), asked.data)
    return handle(request, sandbox.document, sandbox.sessions.get, datetime.now(UTC))


@pytest.mark.parametrize("body", REFUSED.values(), ids=REFUSED)
def test_what_is_no_plain_xml_is_malformed_wherever_it_is_sent(sandbox: Sandbox, body: bytes) -> None:
    client = sandbox.client("s3", "carol")
    upload = client.create_multipart_upload(Bucket=sandbox.bucket, Key="k")["UploadId"]
    calls = [("POST", f"{sandbox.bucket}?delete"), ("POST", f"{sandbox.bucket}/k?uploadId={upload}")]
    for method, path in [*calls, ("PUT", "a-new-bucket")][: 3 if body else 2]:
        outcome = send(sandbox, method, path, body)
        assert (outcome.response.status, outcome.call.error_code) == (400, "MalformedXML"), path
        assert outcome.world is None


@pytest.mark.parametrize("name", ["", "utf-8", "UTF-8", "us-ascii", "latin-1"])
def test_xml_in_an_encoding_that_hides_nothing_is_read(sandbox: Sandbox, name: str) -> None:
    declared = f'<?xml version="1.0" encoding="{name}"?>' if name else ""
    outcome = send(sandbox, "POST", f"{sandbox.bucket}?delete", (declared + DELETE.format("q1.csv")).encode())
    assert b"<Deleted><Key>q1.csv</Key></Deleted>" in outcome.response.body


def test_a_bucket_is_made_where_no_region_is_named(sandbox: Sandbox) -> None:
    place = "<CreateBucketConfiguration{}>{}</CreateBucketConfiguration>"
    named = place.format(
        ' xmlns="http://s3.amazonaws.com/doc/2006-03-01/"',
        "<LocationConstraint>eu-west-1</LocationConstraint>",
    )
    assert send(sandbox, "PUT", "a-new-bucket", named.encode()).call.error_code == "InvalidLocationConstraint"
    assert send(sandbox, "PUT", "a-new-bucket", place.format("", "").encode()).response.status == 200


PART = "<Part><PartNumber>{}</PartNumber><ETag>{}</ETag></Part>"
LIST = "<CompleteMultipartUpload>{}</CompleteMultipartUpload>"


@pytest.mark.parametrize(
    "parts",
    [
        "",
        "<Part/>",
        PART.format("", "e"),
        PART.format("x", "e"),
        PART.format("-1", "e"),
        PART.format("\N{ARABIC-INDIC DIGIT ONE}", "e"),
        PART.format("1" * 6, "e"),
        PART.format("1", ""),
        PART.format("1", "e") * 10_001,
    ],
)
def test_a_list_of_parts_names_each_by_its_number_and_tag(parts: str) -> None:
    with pytest.raises(AwsError) as caught:
        s3_xml.parts(LIST.format(parts).encode())
    assert caught.value.code == "MalformedXML"


def test_a_list_of_parts_is_handed_on_without_what_else_it_holds() -> None:
    body = LIST.format(f"<Part><Part>{PART.format('2', 'b')}</Part></Part>{PART.format('1', '&amp;a')}<x/>")
    with pytest.raises(AwsError):  # parts stand in the list, and not in each other
        s3_xml.parts(body.encode())
    assert s3_xml.parts(LIST.format(PART.format("1", "&amp;a") + "<x/>").encode()).decode() == LIST.format(
        PART.format("1", "&amp;a")
    )


@pytest.mark.parametrize("path", ["/k", "/k?tagging", "/k?uploadId=x"])
def test_an_object_is_in_a_bucket_with_a_name(sandbox: Sandbox, path: str) -> None:
    outcome = send(sandbox, "GET", path, b"")
    assert (outcome.response.status, outcome.call.error_code) == (400, "InvalidBucketName")
