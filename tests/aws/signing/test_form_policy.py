"""The policy of a form: what AWS takes for one, and that every condition in it has to hold."""

import base64
import json
from typing import Any

import pytest
from botocore.auth import HmacV1Auth
from botocore.credentials import Credentials as SigningCredentials

from lessons.aws import Response
from lessons.aws.signing import form_signature
from tests.aws.conftest import Sandbox
from tests.aws.signing.forms import multipart, send, told


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
