"""The sandbox with the network closed, on a host whose AWS settings all point elsewhere."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.browser.moves import (
    LESSON,
    answer,
    assume_the_role,
    next_step,
    open_sandbox,
    skip_to_the_end,
    start_the_quiz,
    use,
)
from tests.browser.served import Served

ELSEWHERE = "https://aws.example.invalid"
# Python imports this module at every start: no socket leaves the machine, and each attempt is written down.
GUARD = """
import os, socket

LOOPBACK = ("127.", "::1", "localhost")
connect, look_up = socket.socket.connect, socket.getaddrinfo

def refuse(host):
    if not str(host or "localhost").startswith(LOOPBACK):
        with open(os.environ["ATTEMPTS"], "a") as file:
            file.write(f"{host}\\n")
        raise OSError(f"the network is closed: {host}")

def guarded_connect(self, address):
    if self.family != socket.AF_UNIX:
        refuse(address[0])
    return connect(self, address)

def guarded_look_up(host, *args, **kwargs):
    refuse(host)
    return look_up(host, *args, **kwargs)

socket.socket.connect = socket.socket.connect_ex = guarded_connect
socket.getaddrinfo = guarded_look_up
"""
CONFIG = f"""
[default]
region = mars-north-1
endpoint_url = {ELSEWHERE}
retry_mode = nonsense
credential_process = /bin/false
[profile elsewhere]
role_arn = arn:aws:iam::999999999999:role/not-yours
source_profile = default
"""
CREDENTIALS = """
[default]
aws_access_key_id = AKIAELSEWHERE0000000
aws_secret_access_key = not-yours
"""
VARIABLES = {
    "AWS_ACCESS_KEY_ID": "AKIAELSEWHERE0000000",
    "AWS_SECRET_ACCESS_KEY": "not-yours",
    "AWS_SESSION_TOKEN": "not-yours",
    "AWS_PROFILE": "no-such-profile",
    "AWS_REGION": "mars-north-1",
    "AWS_DEFAULT_REGION": "mars-north-1",
    "AWS_ENDPOINT_URL": ELSEWHERE,
    "AWS_ENDPOINT_URL_STS": ELSEWHERE,
    "AWS_ENDPOINT_URL_S3": ELSEWHERE,
    "AWS_ROLE_ARN": "arn:aws:iam::999999999999:role/not-yours",
    "AWS_WEB_IDENTITY_TOKEN_FILE": "/nonexistent",
    "AWS_USE_FIPS_ENDPOINT": "true",
    "AWS_USE_DUALSTACK_ENDPOINT": "true",
    "AWS_CA_BUNDLE": "/nonexistent",
    "AWS_RETRY_MODE": "nonsense",
    "AWS_MAX_ATTEMPTS": "0",
    "AWS_DEFAULTS_MODE": "nonsense",
    "AWS_STS_REGIONAL_ENDPOINTS": "nonsense",
    "AWS_REQUEST_CHECKSUM_CALCULATION": "nonsense",
    "AWS_ACCOUNT_ID_ENDPOINT_MODE": "required",
    "AWS_SIGNATURE_VERSION": "nonsense",
    "HTTP_PROXY": "http://proxy.example.invalid:3128",
    "HTTPS_PROXY": "http://proxy.example.invalid:3128",
}


@pytest.fixture
def attempts(tmp_path: Path) -> Path:
    """Where the server writes down whom it tried to reach."""
    return tmp_path / "attempts"


@pytest.fixture
def served(serve: Callable[..., Served], tmp_path: Path, attempts: Path) -> Served:
    """The site with the network closed, hostile variables, and a hostile ~/.aws."""
    aws, guard = tmp_path / "home" / ".aws", tmp_path / "guard"
    for folder, name, text in (
        (aws, "config", CONFIG),
        (aws, "credentials", CREDENTIALS),
        (guard, "sitecustomize.py", GUARD),
    ):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return serve(HOME=str(aws.parent), PYTHONPATH=str(guard), ATTEMPTS=str(attempts), **VARIABLES)


@pytest.fixture
def abroad(context: BrowserContext) -> list[str]:
    """What the browser asks of any other machine, which is refused."""
    asked: list[str] = []

    def watch(route: Route) -> None:
        if route.request.url.startswith(("http://127.0.0.1:", "data:")):
            route.continue_()
        else:
            asked.append(route.request.url)
            route.abort()

    context.route("**/*", watch)
    return asked


def test_everything_works_and_nothing_is_asked_of_the_outside(
    page: Page, served: Served, attempts: Path, abroad: list[str]
) -> None:
    page.goto(f"{served.url}{LESSON}steps/1/")
    next_step(page)
    expect(page.locator(".caption-number")).to_have_text("Step 2")
    start_the_quiz(page, served.url)
    answer(page, "Credentials, newly issued")
    open_sandbox(page, served.url)
    assume_the_role(page)
    for button, says in (
        ("Who am I?", ":assumed-role/demo/session1"),
        ("List the bucket", "q1.csv"),
        ("Read q1.csv", "region,sales"),
        ("Write a file", "AccessDenied"),
    ):
        use(page, button)
        expect(page.locator("#answer")).to_contain_text(says)
    skip_to_the_end(page)
    use(page, "List the bucket")
    expect(page.locator("#answer")).to_contain_text("ExpiredToken")
    assert not attempts.exists()
    assert abroad == []
    assert_the_network_is_closed(served, attempts)


def assert_the_network_is_closed(served: Served, attempts: Path) -> None:
    """The guard guards: a connection to the outside fails, and is written down."""
    with pytest.raises(subprocess.CalledProcessError):
        served.manage("shell", "-c", "import socket; socket.create_connection(('192.0.2.1', 80), 1)")
    assert attempts.read_text() == "192.0.2.1\n"
