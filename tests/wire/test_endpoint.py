"""/aws/ as HTTP: what a browser, a proxy or a broken client may send to it."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from xml.etree import ElementTree

import pytest
from django.db import IntegrityError
from django.test import Client, RequestFactory
from django.urls import reverse

from lessons.accounts.outage import CANNOT_STORE
from lessons.aws import Response
from lessons.sandbox.calls import endpoint

PATHS = ["/aws", "/aws/", "/aws/bucket", "/aws/bucket/a%20key", "/aws//x"]
METHODS = ["get", "head", "post", "put", "delete", "options", "patch"]
SITES_OWN = ("X-Frame-Options", "Set-Cookie", "Vary", "Content-Encoding")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.django_db
def test_every_method_at_every_path_is_answered_as_aws_answers(path: str, method: str) -> None:
    client = Client(enforce_csrf_checks=True)
    response = getattr(client, method)(path, headers={"Accept-Encoding": "gzip"})
    assert response.status_code in (302, 400, 403)
    assert any(name.lower().startswith("x-amz") for name in response.headers)
    assert not set(SITES_OWN) & set(response.headers)
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response.get("Location", "https://aws.amazon.com/iam") == "https://aws.amazon.com/iam"


@pytest.mark.parametrize("path", ["/aws-facts", "/awsome/", "/lessons/aws/"])
@pytest.mark.django_db
def test_what_only_looks_like_the_endpoint_is_the_sites(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404
    assert not endpoint.is_aws(path)


def test_the_endpoint_has_a_name() -> None:
    assert endpoint.is_aws(reverse("sandbox:aws"))


@pytest.mark.django_db
def test_who_belongs_to_no_sandbox_takes_no_lock(client: Client, django_assert_num_queries: Any) -> None:
    """Only whether the account is somebody's is looked up, and no transaction is begun."""
    claimed = "AKIAIOSFODNN7EXAMPLE/20260101/us-east-1/sts/aws4_request"
    with django_assert_num_queries(1):
        client.get("/aws/", headers={"Authorization": f"AWS4-HMAC-SHA256 Credential={claimed}"})


class Unread(BytesIO):
    """A body that must not be read."""

    def read(self, size: int | None = -1) -> bytes:
        raise AssertionError("it was read")


class Endless(BytesIO):
    """A body that goes on for as long as somebody reads."""

    def __init__(self, largest: int) -> None:
        super().__init__()
        self.largest = largest

    def read(self, size: int | None = -1) -> bytes:
        assert size == self.largest + 1
        return b"x" * size


# STS and IAM need far less than S3.
TOO_LARGE = [
    ("/aws/", 64 * 1024, 413, "RequestEntityTooLarge"),
    ("/aws/bucket/key", 1024 * 1024, 400, "EntityTooLarge"),
]


@pytest.mark.parametrize(("path", "largest", "status", "code"), TOO_LARGE)
def test_a_body_that_is_too_large_for_its_service_is_refused_before_it_is_read(
    client: Client, path: str, largest: int, status: int, code: str
) -> None:
    unread = {"CONTENT_LENGTH": str(largest + 1), "wsgi.input": Unread()}
    response = client.generic("PUT", path, **unread)
    assert response.status_code == status
    assert f"<Code>{code}</Code>" in response.content.decode()


@pytest.mark.parametrize(("path", "largest", "status", "code"), TOO_LARGE)
def test_a_body_that_announces_no_length_is_read_no_further_than_that(
    client: Client, path: str, largest: int, status: int, code: str
) -> None:
    endless = {"CONTENT_LENGTH": "", "wsgi.input": Endless(largest), "wsgi.input_terminated": True}
    response = client.generic("PUT", path, **endless)
    assert response.status_code == status
    assert f"<Code>{code}</Code>" in response.content.decode()


def test_a_body_that_breaks_off_is_incomplete(client: Client) -> None:
    response = client.generic("PUT", "/aws/b/k", **{"CONTENT_LENGTH": "10", "wsgi.input": BytesIO(b"x")})
    assert b"<Code>IncompleteBody</Code>" in response.content


@pytest.mark.django_db
def test_a_large_form_that_nobody_known_has_signed_is_refused_unread(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A megabyte of percent signs costs half a second to read."""

    def read(*_: object, **__: object) -> None:
        raise AssertionError("it was read")

    monkeypatch.setattr("lessons.aws.signing.key_ids.parse_qs", read)
    monkeypatch.setattr("lessons.aws.services.requested.parse_qsl", read)
    response = client.post("/aws/", b"%" * 2**20, content_type="application/x-www-form-urlencoded")
    assert (response.status_code, b"<Code>RequestEntityTooLarge</Code>" in response.content) == (413, True)


@pytest.mark.parametrize("error", CANNOT_STORE)
@pytest.mark.parametrize(("service", "code"), [("sts", "ServiceUnavailable"), ("s3", "SlowDown")])
def test_while_nothing_can_be_stored_clients_are_told_to_call_again(
    client: Client, monkeypatch: pytest.MonkeyPatch, service: str, code: str, error: type[Exception]
) -> None:
    def fail(*_: object) -> None:
        raise error("the connection is closed")

    monkeypatch.setattr(endpoint, "_answer", fail)
    response = client.post("/aws/", headers={"Authorization": SIGNED_FOR.format(service)})
    assert (response.status_code, f"<Code>{code}</Code>".encode() in response.content) == (503, True)


UNFORESEEN = [IntegrityError, RuntimeError, RecursionError, MemoryError, KeyError, OSError, Exception]
SIGNED_FOR = "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260101/us-east-1/{}/aws4_request"


@pytest.mark.parametrize("error", UNFORESEEN)
@pytest.mark.parametrize(
    ("service", "code"), [("sts", "InternalFailure"), ("iam", "InternalFailure"), ("s3", "InternalError")]
)
def test_what_nobody_has_foreseen_is_awss_internal_failure_and_is_logged(
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    service: str,
    code: str,
    error: type[Exception],
) -> None:
    def fail(*_: object) -> None:
        raise error("nobody has thought of it")

    monkeypatch.setattr(endpoint, "_answer", fail)
    response = client.post("/aws/", headers={"Authorization": SIGNED_FOR.format(service)})
    assert response.status_code == 500
    root = ElementTree.fromstring(response.content)  # noqa: S314 -- our own answer
    assert root.findtext(".//{*}Code") == code
    assert root.findtext(".//{*}RequestId")
    (record,) = caplog.records
    assert record.levelname == "ERROR"
    assert record.exc_info is not None
    assert record.exc_info[0] is error


def test_whose_fault_it_is_is_told(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Query APIs say Sender or Receiver."""
    monkeypatch.setattr(endpoint, "_answer", lambda _: 1 / 0)
    assert b"<Type>Receiver</Type>" in client.post("/aws/").content


def test_what_is_empty_has_no_type(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Django would call it HTML."""
    monkeypatch.setattr(endpoint, "_answer", lambda _: Response(204, {"x-amz-request-id": "1"}, b""))
    assert "Content-Type" not in client.delete("/aws/bucket/key").headers


def test_a_key_may_hold_what_looks_like_an_origin() -> None:
    request = RequestFactory().get(
        "/aws/bucket/of-http://example/x", RAW_URI="/aws/bucket/of-http://example/x"
    )
    assert endpoint._asked(request).url.endswith("/aws/bucket/of-http://example/x")
    absolute = RequestFactory().get("/aws/x", RAW_URI="http://host/aws/x")
    assert endpoint._asked(absolute).url == "http://testserver/aws/x"


@pytest.mark.parametrize("part", ["script", "style", "worker", "serviceworker", "iframe", "object", "embed"])
def test_nothing_below_the_endpoint_is_a_part_of_a_page(client: Client, part: str) -> None:
    """As browsers tell what they want it for, before the database is asked."""
    response = client.get("/aws/bucket/x.js", headers={"Sec-Fetch-Dest": part})
    assert response.status_code == 403
    assert b"<Code>AccessDenied</Code>" in response.content
