"""Uploads by a form, as boto3 presigns them: what is stored, what is answered, what is refused."""

import base64
import copy
import json
import random
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pytest
from botocore.auth import HmacV1Auth
from botocore.config import Config
from botocore.credentials import Credentials as SigningCredentials

from lessons.aws import Credentials, Request, Response
from lessons.aws.client import CONFIG, _session
from lessons.aws.signing import form_signature
from tests.aws.conftest import Sandbox
from tests.sizes import size

TRIES = size(200, 5_000)
HOST = "s3.us-east-1.amazonaws.com"
BOUNDARY = "9051914041544843365972754266"
VERSIONS = ["s3", "s3v4"]  # the older one is boto3's default
File = tuple[str | None, bytes]


def multipart(fields: dict[str, str], file: File | None = ("notes.txt", b"hello")) -> bytes:
    """The fields in their order, and the file at the end."""
    parts = [
        f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}' for name, value in fields.items()
    ]
    body = b"".join(f"--{BOUNDARY}\r\n{part}\r\n".encode() for part in parts)
    if file:
        named = "" if file[0] is None else f'; filename="{file[0]}"'
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"{named}\r\n\r\n'
        body += head.encode() + file[1] + b"\r\n"
    return body + f"--{BOUNDARY}--\r\n".encode()


def send(sandbox: Sandbox, body: bytes, kind: str = f"multipart/form-data; boundary={BOUNDARY}") -> Response:
    headers = {"Host": HOST, "Content-Type": kind}
    return sandbox.send(Request("POST", f"https://{HOST}/{sandbox.bucket}", headers, body))


def presigned(
    sandbox: Sandbox, version: str, key: str = "up/notes.txt", by: Credentials | None = None, **more: Any
) -> dict[str, str]:
    """The fields that boto3 makes."""
    keys = by or sandbox.user("carol")
    client = _session().client(
        "s3",
        region_name="us-east-1",
        aws_access_key_id=keys.access_key_id,
        aws_secret_access_key=keys.secret_access_key,
        aws_session_token=keys.session_token,
        config=CONFIG.merge(Config(signature_version=version)),
    )
    fields: dict[str, str] = client.generate_presigned_post(sandbox.bucket, key, **more)["fields"]
    return fields


def told(response: Response) -> dict[str, str]:
    """The elements of an answer."""
    return {item.tag: item.text or "" for item in ElementTree.fromstring(response.body)}  # noqa: S314 -- ours


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


# The policy.


def in_words(sandbox: Sandbox, policy: Any, length: int = 3, **fields: str) -> Response:
    """What becomes of an upload whose policy says this, signed as boto3 signs."""
    text = policy if isinstance(policy, str) else json.dumps(policy)
    encoded = base64.b64encode(text.encode()).decode()
    carol = sandbox.user("carol")
    signer = HmacV1Auth(SigningCredentials(carol.access_key_id, carol.secret_access_key))
    signature = {"AWSAccessKeyId": carol.access_key_id, "signature": signer.sign_string(encoded)}
    return send(
        sandbox, multipart({"key": "k", **fields, **signature, "policy": encoded}, ("f", b"x" * length))
    )


def until(**more: Any) -> dict[str, Any]:
    """A policy that is good for long."""
    return {"expiration": "2099-12-31T23:59:59Z", "conditions": [{"key": "k"}], **more}


SIMPLE = "Invalid Policy: Invalid Simple-Condition: "
MALFORMED: list[tuple[Any, str]] = [
    ("x", "Invalid Policy: Invalid JSON."),
    ("[" * 900, "Invalid Policy: Invalid JSON."),
    ([], "Invalid Policy: Invalid JSON."),
    (until(Statement=[]), "Invalid Policy: Unexpected: 'statement'"),
    (
        until(expiration="2011-09-13T07:52:58+02:00"),
        "Invalid Policy: Invalid 'expiration' value: '2011-09-13T07:52:58+02:00'",
    ),
    (
        until(expiration="2099-02-31T00:00:00Z"),
        "Invalid Policy: Invalid 'expiration' value: '2099-02-31T00:00:00Z'",
    ),
    (until(conditions=[{}]), f"{SIMPLE}Simple-Conditions must have exactly one property specified."),
    (
        until(conditions=[{"key": "k", "a": "b"}]),
        f"{SIMPLE}Simple-Conditions must have exactly one property specified.",
    ),
    (until(conditions=[{"key": 1}]), f"{SIMPLE}value must be a string."),
    (until(conditions=[{"key": None}]), "Invalid Policy: Invalid JSON."),
    (until(conditions=[["content-length-range", 0, 5.0]]), "Invalid Policy: Invalid JSON."),
    *(
        (wrong, "The content of the form does not meet the conditions specified in the policy document.")
        for wrong in (
            {"conditions": []},
            {"expiration": "2099-01-01T00:00:00Z"},
            until(conditions={}),
            until(conditions=["x"]),
            until(conditions=[[]]),
            until(conditions=[["eq", "$key"]]),
            until(conditions=[["is", "$key", "k"]]),
            until(conditions=[["eq", "$key", 1]]),
        )
    ),
]


@pytest.mark.parametrize(("policy", "message"), MALFORMED)
def test_a_policy_that_is_none_is_refused(sandbox: Sandbox, policy: Any, message: str) -> None:
    answer = told(in_words(sandbox, policy))
    assert (answer["Code"], answer["Message"]) == ("InvalidPolicyDocument", message)


HOLDS: list[tuple[list[Any], dict[str, str], bool]] = [
    ([["starts-with", "$key", ""]], {}, True),
    ([["StArTs-WiTh", "$KeY", "k"]], {}, True),
    ([["eq", "$key", "K"]], {}, False),
    ([["eq", "key", "k"]], {}, False),
    ([["starts-with", "$key", "k"], {"bucket": "another"}], {}, False),
    ([{"key": "k"}, ["starts-with", "$Content-Type", "image/"]], {"Content-Type": "image/a, image/b"}, True),
    ([{"key": "k"}, ["starts-with", "$Content-Type", "image/"]], {"Content-Type": "image/a,text/b"}, False),
    ([{"key": "k"}, ["starts-with", "$Content-Type", ""]], {}, False),
    ([{"key": "k"}, ["eq", "$x-amz-meta-a", "1"]], {"X-Amz-Meta-A": "1"}, True),
    ([{"key": "k"}], {"x-ignore-a": "1"}, True),
    ([{"key": "k"}, ["content-length-range", "3", "3"]], {}, True),
    ([{"key": "k"}, ["content-length-range", "a", "3"]], {}, False),
    ([{"key": "k"}, ["content-length-range", -1, 3]], {}, False),
]


@pytest.mark.parametrize(("conditions", "fields", "held"), HOLDS)
def test_every_condition_has_to_hold(
    sandbox: Sandbox, conditions: list[Any], fields: dict[str, str], held: bool
) -> None:
    response = in_words(sandbox, until(conditions=conditions), **fields)
    assert response.status == (204 if held else 403)


@pytest.mark.parametrize(
    ("length", "code", "names"),
    [
        (4, "EntityTooSmall", {"ProposedSize": "4", "MinSizeAllowed": "5"}),
        (11, "EntityTooLarge", {"ProposedSize": "11", "MaxSizeAllowed": "10"}),
    ],
)
def test_the_size_is_within_the_range(
    sandbox: Sandbox, length: int, code: str, names: dict[str, str]
) -> None:
    policy = until(conditions=[{"key": "k"}, ["content-length-range", 5, 10]])
    for fitting in (5, 10):
        assert in_words(sandbox, policy, fitting).status == 204
    answer = told(in_words(sandbox, policy, length))
    assert answer["Code"] == code
    assert {name: answer[name] for name in names} == names


DOCUMENTED = """{ "expiration": "2015-12-30T12:00:00.000Z",
  "conditions": [
    {"bucket": "sigv4examplebucket"},
    ["starts-with", "$key", "user/user1/"],
    {"acl": "public-read"},
    {"success_action_redirect": "http://sigv4examplebucket.s3.amazonaws.com/successful_upload.html"},
    ["starts-with", "$Content-Type", "image/"],
    {"x-amz-meta-uuid": "14365123651274"},
    {"x-amz-server-side-encryption": "AES256"},
    ["starts-with", "$x-amz-meta-tag", ""],

    {"x-amz-credential": "AKIAIOSFODNN7EXAMPLE/20151229/us-east-1/s3/aws4_request"},
    {"x-amz-algorithm": "AWS4-HMAC-SHA256"},
    {"x-amz-date": "20151229T000000Z" }
  ]
}"""


def test_the_example_of_the_documentation_is_signed_so() -> None:
    """Amazon S3 API Reference, "Examples: Browser-based upload using HTTP POST"."""
    secret, day = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "20151229"
    scope = form_signature.Scope("AKIAIOSFODNN7EXAMPLE", day, "us-east-1", "s3", "aws4_request")
    policy = base64.b64encode(DOCUMENTED.replace("\n", "\r\n").encode()).decode()
    signature = "8afdbf4008c03f22c2cd3cdb72e4afbb1f6a588f3255ac628749a66d7f09699e"
    assert form_signature._of_version_4(policy, secret, scope) == signature
