"""Whatever arrives at /aws/: an answer in AWS's form, never a fault of ours."""

from __future__ import annotations

import string

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lessons import aws
from lessons.sandbox.models import Event, Sandbox
from tests.aws.test_fuzz import HEADERS, QUERY
from tests.sandbox.conftest import *  # noqa: F403 -- a sandbox of the scenario that its own tests have

pytestmark = pytest.mark.usefixtures("at_any_pace")

KEY = "AKIAIOSFODNN7EXAMPLE"
FORM = "application/x-www-form-urlencoded"
# What once went wrong, or might: path and query, headers, body.
CORPUS = [
    ("/aws/%00", {}, b""),
    ("/aws/%FF%FE/%ff", {}, b""),
    ("/aws/?" + "&".join(f"a{n}=" for n in range(1200)), {}, b""),
    ("/aws/?X-Amz-Credential=/////&X-Amz-Expires=9999999999999999999999", {}, b""),
    ("/aws/b/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Algorithm=", {}, b""),
    (f"/aws/b/k?AWSAccessKeyId={KEY}&Signature=%FF&Expires=99999999999", {}, b""),
    (f"/aws/b/k?AWSAccessKeyId={KEY}&Signature=x&Expires=١٢٣", {}, b""),
    ("/aws/b/k", {"Authorization": "AWS4-HMAC-SHA256 " + "Credential=" * 500}, b""),
    ("/aws/b/k", {"Authorization": "AWS a:b"}, b""),
    (
        "/aws/",
        {"Content-Type": FORM},
        b"Action=AssumeRoleWithWebIdentity&RoleArn=" + b"%" * 99,
    ),
    ("/aws/", {"Content-Type": FORM}, b"Action=AssumeRole&Version=2011-06-15&" + b"Tags.member." * 400),
    ("/aws/", {"Content-Type": FORM}, b"\xff\xfe\x00=&&&==%"),
    ("/aws/b/k", {"x-amz-content-sha256": "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"}, b"ffffffff\r\n"),
    ("/aws/b/k", {"Content-Length": "-1"}, b""),
    ("/aws/b/k", {"Content-Length": "1e9"}, b""),
    ("/aws/b/k", {"Content-Length": "٣"}, b""),
]
LATIN = st.text(string.printable.replace("\r", "").replace("\n", "") + "äÿ", max_size=40)


def is_aws_shaped(status: int, body: bytes, method: str) -> bool:
    """A redirect to the manual, or an error in XML; a HEAD has no body."""
    return status == 302 or (400 <= status < 500 and (method == "HEAD" or b"<Code>" in body))


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT"])
@pytest.mark.parametrize(("path", "headers", "body"), CORPUS)
@pytest.mark.django_db
def test_what_might_go_wrong_is_refused(
    client: Client, method: str, path: str, headers: dict[str, str], body: bytes
) -> None:
    response = client.generic(method, path, body, headers=headers)
    assert is_aws_shaped(response.status_code, response.content, method)


@pytest.mark.django_db
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"]),
    st.text(max_size=20),
    QUERY,
    HEADERS,
    st.dictionaries(st.sampled_from(["Range", "X-Forwarded-For", "X-Amz-Meta-A", "Expect"]), LATIN),
    st.binary(max_size=200) | QUERY.map(str.encode),
)
def test_anything_is_refused(
    client: Client,
    sandbox: Sandbox,
    method: str,
    path: str,
    query: str,
    headers: dict[str, str],
    more: dict[str, str],
    body: bytes,
) -> None:
    key = aws.World(sandbox.world).users[0].credentials.access_key_id
    given_headers = {name: value.replace(KEY, key) for name, value in {**headers, **more}.items()}
    url = f"/aws/{path.encode('utf-8', 'replace').hex()}?{query}"
    response = client.generic(method, url, body, headers=given_headers)
    assert is_aws_shaped(response.status_code, response.content, method)
    assert not Event.objects.filter(status__range=(200, 299)).exists()
