"""A boto3 client that the host cannot change, and that reaches nothing but the gateway."""

import socket
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from botocore.exceptions import ClientError

from lessons.aws import Credentials, Request, Response, call, client
from lessons.aws.client import _session
from tests.aws.conftest import Sandbox

HOSTILE = {
    "AWS_ACCESS_KEY_ID": "AKIAHOSTILEHOSTILE00",
    "AWS_SECRET_ACCESS_KEY": "hostile",
    "AWS_SESSION_TOKEN": "hostile",
    "AWS_PROFILE": "does-not-exist",
    "AWS_REGION": "eu-central-1",
    "AWS_DEFAULT_REGION": "eu-central-1",
    "AWS_ENDPOINT_URL": "http://198.51.100.1:9",
    "AWS_ENDPOINT_URL_STS": "http://198.51.100.1:9",
    "AWS_ENDPOINT_URL_S3": "http://198.51.100.1:9",
    "AWS_STS_REGIONAL_ENDPOINTS": "legacy",
    "AWS_USE_FIPS_ENDPOINT": "true",
    "AWS_USE_DUALSTACK_ENDPOINT": "true",
    "AWS_RETRY_MODE": "nonsense",
    "AWS_MAX_ATTEMPTS": "9",
    "AWS_CA_BUNDLE": "/does/not/exist",
    "AWS_DATA_PATH": "/does/not/exist",
    "AWS_DEFAULTS_MODE": "nonsense",
    "AWS_REQUEST_CHECKSUM_CALCULATION": "nonsense",
    "AWS_SIGV4A_SIGNING_REGION_SET": "*",
    "HTTPS_PROXY": "http://198.51.100.1:9",
    "MOTO_ACCOUNT_ID": "999999999999",
    "INITIAL_NO_AUTH_ACTION_COUNT": "0",
}


@pytest.fixture
def hostile_host(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A host with AWS variables, a broken ~/.aws, and no network."""
    for name, value in HOSTILE.items():
        monkeypatch.setenv(name, value)
    (tmp_path / ".aws").mkdir()
    for name in ("config", "credentials"):
        (tmp_path / ".aws" / name).write_text(
            "[default]\naws_access_key_id = hostile\nregion = nowhere\n[broken"
        )
        monkeypatch.setenv(
            f"AWS_{'CONFIG' if name == 'config' else 'SHARED_CREDENTIALS'}_FILE", str(tmp_path / name)
        )
    monkeypatch.setenv("HOME", str(tmp_path))

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("Nothing may leave the process.")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    _session.cache_clear()


@pytest.mark.usefixtures("hostile_host")
def test_neither_the_environment_nor_files_nor_a_network_change_anything(sandbox: Sandbox) -> None:
    credentials = sandbox.assume()
    identity = sandbox.client("sts", credentials).get_caller_identity()
    assert identity["Account"] == sandbox.account()
    s3 = sandbox.client("s3", credentials)
    assert s3.get_object(Bucket=sandbox.bucket, Key="q1.csv")["Body"].read() == b"region,sales\n"
    assert s3.meta.region_name == "us-east-1"


def test_a_request_is_handed_over_once_and_signed() -> None:
    seen: list[Request] = []

    def send(request: Request) -> Response:
        seen.append(request)
        return Response(500, {}, b"<ErrorResponse/>")

    sts = client("sts", Credentials("AKIAIOSFODNN7EXAMPLE", "secret", "token"), send)
    with pytest.raises(sts.exceptions.ClientError):
        sts.get_caller_identity()
    (request,) = seen
    assert request.url == "https://sts.us-east-1.amazonaws.com/"
    assert request.header("host") == "sts.us-east-1.amazonaws.com"
    assert request.header("x-amz-security-token") == "token"
    assert request.header("authorization").startswith("AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/")


def test_parameters_are_left_for_aws_to_check() -> None:
    bodies: list[bytes] = []

    def send(request: Request) -> Response:
        bodies.append(request.body)
        return Response(400, {}, b"<ErrorResponse/>")

    sts = client("sts", Credentials("AKIAIOSFODNN7EXAMPLE", "secret"), send)
    with pytest.raises(sts.exceptions.ClientError):
        sts.assume_role(RoleArn="x", DurationSeconds=1)
    assert b"DurationSeconds=1" in bodies[0]


def test_calls_of_several_callers_at_once_are_each_signed_and_answered_as_their_own() -> None:
    """One client is kept for all of them."""
    answered: dict[str, list[str]] = {name: [] for name in "abcd"}
    together = Barrier(len(answered))

    def ask(name: str) -> None:
        def send(request: Request) -> Response:
            together.wait()
            answered[name].append(request.header("authorization"))
            return Response(500, {}, b"<ErrorResponse/>")

        keys = Credentials(f"AKIAIOSFODNN7EXAMPL{name.upper()}", name, f"token-{name}")
        for _ in range(5):
            with pytest.raises(ClientError):
                call("sts", "get_caller_identity", {}, keys, send)

    with ThreadPoolExecutor(len(answered)) as threads:
        list(threads.map(ask, answered))
    for name, headers in answered.items():
        assert len(headers) == 5
        assert all(f"Credential=AKIAIOSFODNN7EXAMPL{name.upper()}/" in header for header in headers)


def test_a_call_without_credentials_is_not_signed_after_one_that_was() -> None:
    seen: list[Request] = []

    def send(request: Request) -> Response:
        seen.append(request)
        return Response(500, {}, b"<ErrorResponse/>")

    for keys in (Credentials("AKIAIOSFODNN7EXAMPLE", "secret"), None):
        with pytest.raises(ClientError):
            call("sts", "get_caller_identity", {}, keys, send)
    assert [bool(request.header("authorization")) for request in seen] == [True, False]
