"""A real Chromium on a real server: what a page does when somebody looks at it."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from django.conf import settings as site_settings
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from lessons.accounts.models import User
from tests.browser.chromium import ARGUMENTS, CHROMIUM
from tests.browser.course_rows import put_course
from tests.browser.served import Served, new_server
from tests.browser.states import Visit

expect.set_options(timeout=20_000)  # a busy machine is slow, not wrong


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is in this folder; `python -m tests` says aloud when Chromium is missing."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="no Chromium: install Debian's chromium"))


@pytest.fixture(scope="session")
def base_url() -> None:
    """None: tests open full addresses. (pytest-playwright's own fixture makes pytest 9 warn.)"""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, object]) -> dict[str, object]:
    """Debian's Chromium."""
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": ARGUMENTS}


@pytest.fixture(autouse=True)
def everything_is_answered(request: pytest.FixtureRequest) -> Iterator[None]:
    """The page is closed, and its last poll answered, before the database is emptied for the next test."""
    if "live_server" in request.fixturenames:
        request.getfixturevalue("transactional_db")
    yield
    for thread in threading.enumerate():
        if thread.name.endswith("(process_request_thread)"):
            thread.join(timeout=20)
            assert not thread.is_alive(), "a client was not closed"


@pytest.fixture
def course(transactional_db: None) -> None:
    """The real course, as `make run` loads it."""
    put_course()


@pytest.fixture
def site(live_server: LiveServer, course: None) -> str:
    """The address of a server with the course on it."""
    return str(live_server.url)


@pytest.fixture
def page(page: Page) -> Iterator[Page]:
    """A page whose console stays silent: no script error, no refused resource."""
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text) if is_fault(message.text) else None)
    yield page
    assert not complaints


def is_fault(text: str) -> bool:
    """Whether a console line tells of a script error or a breach of the Content-Security-Policy."""
    return any(word in text for word in ("Content Security Policy", "Content-Security-Policy", "Uncaught"))


@pytest.fixture
def sign_in(site: str) -> Callable[[BrowserContext, User], None]:
    """Signs somebody in without the form, for the tests of what comes afterwards."""

    def sign_in(context: BrowserContext, user: User) -> None:
        client = Client()
        client.force_login(user)
        session = client.cookies[site_settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": site_settings.SESSION_COOKIE_NAME, "value": session, "url": site}])

    return sign_in


@pytest.fixture
def visit(
    page: Page,
    site: str,
    instructor: User,
    sign_in: Callable[[BrowserContext, User], None],
    settings: Settings,
) -> Visit:
    """A page that goes through the states of tests/browser/states.py."""
    settings.ROOT_URLCONF = "tests.browser.error_urls"
    return Visit(page, site, partial(sign_in, page.context))


@pytest.fixture
def serve(tmp_path: Path, prepared_site: Path) -> Iterator[Callable[..., Served]]:
    """Starts a server of its own, with the variables it is given added to the environment."""
    servers: list[Served] = []

    def serve(**additions: str) -> Served:
        server = new_server(shutil.copytree(prepared_site, tmp_path / "var"), **additions)
        servers.append(server)
        server.start()
        return server

    yield serve
    for server in servers:
        server.kill()


@pytest.fixture
def served(serve: Callable[..., Served]) -> Served:
    """A server that a test may kill and start again."""
    return serve()
