"""Uploads by a form, as boto3 presigns them: what is stored, what is answered, what is refused."""

import copy
import random
from collections.abc import Callable
from typing import Any

import pytest

from lessons.aws import Request
from tests.aws.conftest import Sandbox
from tests.aws.signing.forms import BOUNDARY, HOST, VERSIONS, multipart, presigned, send, told
from tests.sizes import size

TRIES = size(200, 5_000)


@pytest.fixture(params=VERSIONS)
def version(request: pytest.FixtureRequest) -> str:
    value: str = request.param
    return value


def test_a_form_stores_its_file(sandbox: Sandbox, version: str) -> None:
    """204 with a Location and an ETag, without a type and a length: boto/boto3 issue 2851."""
    response = send(sandbox, multipart(presigned(sandbox, version)))
    assert (response.status, response.body) == (204, b"")
    assert response.headers["Location"] == f"https://{HOST}/{sandbox.bucket}/up%2Fnotes.txt"
    assert not {"Content-Type", "Content-Length"} & set(response.headers)
    found = sandbox.client("s3", "carol").get_object(Bucket=sandbox.bucket, Key="up/notes.txt")
    assert (found["Body"].read(), found["ContentType"]) == (b"hello", "binary/octet-stream")
    assert found["ETag"] == response.headers["ETag"]
    assert sandbox.outcomes[0].call.operation == "PutObject"


def test_a_session_presigns_forms_too(sandbox: Sandbox, version: str) -> None:
    carol = sandbox.assume("writer", "carol")
    assert send(sandbox, multipart(presigned(sandbox, version, by=carol))).status == 204
    without = presigned(sandbox, version, by=carol)
    del without["x-amz-security-token"]
    assert told(send(sandbox, multipart(without)))["Code"] == "InvalidAccessKeyId"


def test_who_signed_has_to_be_allowed(sandbox: Sandbox, version: str) -> None:
    response = send(sandbox, multipart(presigned(sandbox, version, by=sandbox.user("bob"))))
    assert "is not authorized to perform: s3:PutObject" in told(response)["Message"]


@pytest.mark.parametrize(
    ("filename", "key"),
    [
        ("photo.jpg", "up/photo.jpg"),
        ("C:\\mine\\photo.jpg", "up/photo.jpg"),
        ("", "up/"),
        (None, "up/${filename}"),
        ("é +?.txt", "up/é +?.txt"),
    ],
)
def test_the_name_of_the_file_may_be_the_key(sandbox: Sandbox, filename: str | None, key: str) -> None:
    """A file without a name leaves it as it is, by a recording; one with an empty name takes it away."""
    fields = presigned(sandbox, "s3v4", "up/${filename}")
    assert send(sandbox, multipart(fields, (filename, b"1"))).status == 204
    assert key in sandbox.document["accounts"][sandbox.account()]["buckets"][sandbox.bucket]["objects"]


@pytest.mark.parametrize(
    ("asked", "status"), [("200", 200), ("201", 201), ("204", 204), ("404", 204), ("x", 204)]
)
def test_a_form_says_which_status_it_wants(sandbox: Sandbox, asked: str, status: int) -> None:
    wanted = {"success_action_status": asked}
    fields = presigned(sandbox, "s3v4", "a b&c", Fields=wanted, Conditions=[wanted])
    response = send(sandbox, multipart(fields))
    assert response.status == status
    if status == 201:
        assert list(told(response)) == ["Location", "Bucket", "Key", "ETag"]
        assert told(response)["Location"].endswith("/a%20b%26c")
        assert (told(response)["Key"], told(response)["ETag"]) == ("a b&c", response.headers["ETag"])


def test_a_name_that_xml_cannot_hold_does_not_spoil_the_answer(sandbox: Sandbox) -> None:
    wanted = {"success_action_status": "201"}
    fields = presigned(sandbox, "s3v4", "up/${filename}", Fields=wanted, Conditions=[wanted])
    assert told(send(sandbox, multipart(fields, ("a\x01b", b"1"))))["Key"] == "up/a\ufffdb"


REDIRECTS = [
    ("https://example.com/done", "https://example.com/done?bucket={bucket}&key=up%2Fnotes.txt&etag=%22"),
    ("http://example.com/?a=b c", "http://example.com/?a=b c&bucket={bucket}&key=up%2Fnotes.txt&etag=%22"),
]


@pytest.mark.parametrize(("url", "begin"), REDIRECTS)
def test_a_form_may_send_its_browser_on(sandbox: Sandbox, url: str, begin: str) -> None:
    """As layervault/layervault_ruby_client issue 8 shows."""
    wanted = {"success_action_redirect": url}
    response = send(sandbox, multipart(presigned(sandbox, "s3v4", Fields=wanted, Conditions=[wanted])))
    assert (response.status, response.body) == (303, b"")
    assert response.headers["Location"].startswith(begin.format(bucket=sandbox.bucket))


@pytest.mark.parametrize("url", ["/relative", "javascript:alert(1)", "//example.com/", "http://[", ""])
def test_what_is_no_whole_address_is_not_gone_to(sandbox: Sandbox, url: str) -> None:
    wanted = {"success_action_redirect": url}
    response = send(sandbox, multipart(presigned(sandbox, "s3v4", Fields=wanted, Conditions=[wanted])))
    assert response.status == 204


def test_headers_come_as_fields(sandbox: Sandbox, version: str) -> None:
    fields = {"Content-Type": "text/plain", "x-amz-meta-By": "me", "Cache-Control": "no-cache"}
    given = [{name: value} for name, value in fields.items()]
    assert (
        send(sandbox, multipart(presigned(sandbox, version, Fields=fields, Conditions=given))).status == 204
    )
    found = sandbox.client("s3", "carol").head_object(Bucket=sandbox.bucket, Key="up/notes.txt")
    assert (found["ContentType"], found["Metadata"]) == ("text/plain", {"by": "me"})
    assert found["CacheControl"] == "no-cache"


def test_tags_come_as_a_field(sandbox: Sandbox) -> None:
    tags = "<Tagging><TagSet>{}</TagSet></Tagging>"
    one = {"tagging": tags.format("<Tag><Key>a b</Key><Value>c+d</Value></Tag>")}
    assert send(sandbox, multipart(presigned(sandbox, "s3v4", Fields=one, Conditions=[one]))).status == 204
    told_tags = sandbox.client("s3", "carol").get_object_tagging(Bucket=sandbox.bucket, Key="up/notes.txt")
    assert told_tags["TagSet"] == [{"Key": "a b", "Value": "c+d"}]
    none = {"tagging": "not-xml"}
    response = send(sandbox, multipart(presigned(sandbox, "s3v4", Fields=none, Conditions=[none])))
    assert told(response)["Code"] == "MalformedXML"


def test_the_javascript_sdk_writes_the_names_large_and_the_bucket_too(sandbox: Sandbox) -> None:
    bucket = {"bucket": sandbox.bucket}
    fields = presigned(sandbox, "s3v4", Fields=bucket)
    large = {"policy": "Policy", "x-amz-signature": "X-Amz-Signature", "x-amz-credential": "X-Amz-Credential"}
    assert (
        send(sandbox, multipart({large.get(name, name): text for name, text in fields.items()})).status == 204
    )


ORDER = "  If it is specified, please check the order of the fields."
Changed = Callable[[dict[str, str]], Any]
REFUSED: dict[str, tuple[Changed, int, str, str]] = {
    "a key that was not signed": (
        lambda fields: fields.update(key="other"),
        403,
        "AccessDenied",
        'Invalid according to Policy: Policy Condition failed: ["eq", "$key", "up/notes.txt"]',
    ),
    "a field that no condition names": (
        lambda fields: fields.update({"X-Custom": "1"}),
        403,
        "AccessDenied",
        "Invalid according to Policy: Extra input fields: X-Custom",
    ),
    "no key": (
        lambda fields: fields.pop("key"),
        400,
        "InvalidArgument",
        f"Bucket POST must contain a field named 'key'.{ORDER}",
    ),
    "no signature": (
        lambda fields: fields.pop("x-amz-signature"),
        400,
        "InvalidArgument",
        f"Bucket POST must contain a field named 'X-Amz-Signature'.{ORDER}",
    ),
    "no algorithm and no credential": (
        lambda fields: [fields.pop(name) for name in ("x-amz-algorithm", "x-amz-credential")],
        400,
        "InvalidArgument",
        f"Bucket POST must contain a field named 'X-Amz-Algorithm'.{ORDER}",
    ),
    "nobody's signature": (
        lambda fields: [fields.pop(name) for name in list(fields) if name.startswith("x-amz-")],
        403,
        "AccessDenied",
        "Access Denied",
    ),
    "a policy that was cut off": (
        lambda fields: fields.update(policy=fields["policy"][:-2]),
        403,
        "SignatureDoesNotMatch",
        "The request signature we calculated does not match the signature you provided. Check your key and "
        "signing method.",
    ),
    "too much before the file": (
        lambda fields: fields.update({"x-ignore-me": "x" * 20_480}),
        400,
        "MaxPostPreDataLengthExceeded",
        "Your POST request fields preceeding the upload file was too large.",
    ),
}


@pytest.mark.parametrize(("change", "status", "code", "message"), REFUSED.values(), ids=REFUSED)
def test_a_form_that_was_changed_is_refused(
    sandbox: Sandbox, change: Changed, status: int, code: str, message: str
) -> None:
    fields = presigned(sandbox, "s3v4")
    change(fields)
    before = copy.deepcopy(sandbox.document)
    response = send(sandbox, multipart(fields))
    assert (response.status, told(response)["Code"], told(response)["Message"]) == (status, code, message)
    assert sandbox.document == before


def test_a_signature_that_does_not_match_shows_the_policy(sandbox: Sandbox, version: str) -> None:
    fields = presigned(sandbox, version)
    fields["policy"] = fields["policy"][:-2]
    answer = told(send(sandbox, multipart(fields)))
    order = ["AWSAccessKeyId", "StringToSign", "SignatureProvided", "StringToSignBytes"]
    assert list(answer)[2:-2] == order
    assert answer["StringToSign"] == fields["policy"]


def test_fields_after_the_file_are_not_read(sandbox: Sandbox) -> None:
    fields = presigned(sandbox, "s3v4")
    key = multipart({"key": fields.pop("key")}, None)
    whole = multipart(fields).removesuffix(f"--{BOUNDARY}--\r\n".encode()) + key
    assert told(send(sandbox, whole))["ArgumentName"] == "key"


def test_a_form_without_a_file_has_none(sandbox: Sandbox) -> None:
    answer = told(send(sandbox, multipart(presigned(sandbox, "s3v4"), None)))
    assert answer["Message"] == "POST requires exactly one file upload per request."
    assert (answer["ArgumentName"], answer["ArgumentValue"]) == ("file", "0")


def test_an_object_has_a_key(sandbox: Sandbox) -> None:
    """Or a PUT of the bucket itself would be meant."""
    fields = presigned(sandbox, "s3v4", "${filename}")
    assert told(send(sandbox, multipart(fields, ("", b"x"))))["ArgumentName"] == "key"


@pytest.mark.parametrize("kind", ["text/html", "application/x-www-form-urlencoded", ""])
def test_what_is_posted_to_a_bucket_is_a_form(sandbox: Sandbox, kind: str) -> None:
    response = send(sandbox, multipart(presigned(sandbox, "s3v4")), kind)
    assert (response.status, told(response)["Code"]) == (412, "PreconditionFailed")
    assert told(response)["Condition"] == "Bucket POST must be of the enclosure-type multipart/form-data"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (multipart({}), "multipart/form-data"),
        (multipart({}), "multipart/form-data; boundary=other"),
        (multipart({})[:-30], f"multipart/form-data; boundary={BOUNDARY}"),
        (f"--{BOUNDARY}\r\n\r\nx\r\n--{BOUNDARY}--".encode(), f"multipart/form-data; boundary={BOUNDARY}"),
        (b"", f"multipart/form-data; boundary={BOUNDARY}"),
    ],
)
def test_a_body_that_is_no_form_is_malformed(sandbox: Sandbox, body: bytes, kind: str) -> None:
    response = send(sandbox, body, kind)
    assert (response.status, told(response)["Code"]) == (400, "MalformedPOSTRequest")


def test_a_form_is_good_until_its_end(sandbox: Sandbox, version: str) -> None:
    fields = presigned(sandbox, version, ExpiresIn=-1)
    answer = told(send(sandbox, multipart(fields)))
    assert answer["Message"] == "Invalid according to Policy: Policy expired."


def test_a_form_larger_than_an_object_is_too_large(sandbox: Sandbox) -> None:
    body = multipart(presigned(sandbox, "s3v4"), ("x", b"x" * (64 * 1024 + 1)))
    assert told(send(sandbox, body))["Code"] == "EntityTooLarge"


def test_a_form_with_any_bytes_changed_stores_nothing_that_was_not_signed(sandbox: Sandbox) -> None:
    chance = random.Random("form")  # noqa: S311 -- the same in every run
    whole = multipart(presigned(sandbox, "s3v4", Conditions=[["content-length-range", 0, 8]]))
    pieces = (
        b"",
        b"\0",
        b"\r\n",
        b"--",
        b'"',
        b"\xff",
        f"--{BOUNDARY}\r\n".encode(),
        b"x" * 9,
        b"${filename}",
    )
    for _ in range(TRIES):
        begin = chance.randrange(len(whole))
        end = begin + chance.choice((0, 1, 5, 60))
        assert send(sandbox, whole[:begin] + chance.choice(pieces) + whole[end:]).status < 500
        objects = sandbox.document["accounts"][sandbox.account()]["buckets"][sandbox.bucket]["objects"]
        assert objects.keys() <= {"q1.csv", "up/notes.txt"}
        assert len(objects.get("up/notes.txt", {"body": ""})["body"]) <= 8


@pytest.mark.parametrize("end", ["/", "?", "/?", "#x", "#x?y"])
def test_a_form_is_for_the_bucket_however_its_address_ends(sandbox: Sandbox, end: str) -> None:
    headers = {"Host": HOST, "Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
    address, body = f"https://{HOST}/{sandbox.bucket}", multipart(presigned(sandbox, "s3v4"))
    response = sandbox.send(Request("POST", address + end, headers, body))
    assert (response.status, response.headers["Location"]) == (204, f"{address}/up%2Fnotes.txt")
    assert (sandbox.last.operation, sandbox.last.resource[-12:]) == ("PutObject", "up/notes.txt")


def test_a_form_never_copies(sandbox: Sandbox) -> None:
    """The API Reference names no such field, and whoever gives a form away allows to store a file."""
    source = {"x-amz-copy-source": f"/{sandbox.bucket}/q1.csv"}
    fields = presigned(sandbox, "s3v4", Fields=source, Conditions=[source])
    assert send(sandbox, multipart(fields)).status == 204
    found = sandbox.client("s3", "carol").get_object(Bucket=sandbox.bucket, Key="up/notes.txt")
    assert (sandbox.calls[-2][0].operation, found["Body"].read()) == ("PutObject", b"hello")
