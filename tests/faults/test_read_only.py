"""A database that cannot store: what is there is read, and what is sent is shown again, to be sent again."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.db import OperationalError, connection
from django.test import Client, RequestFactory, override_settings
from django.urls import reverse

from learnsts.sent_fields import sent_fields
from lessons.accounts.models import User
from lessons.accounts.outage import CANNOT_STORE
from lessons.lesson_trace import trace_of
from lessons.models import Lesson, StyleProgress, Vote
from lessons.reading.progress import finish_style, open_style, see_step
from tests.access.people import asked_for, hers, people, ready  # noqa: F401 -- fixtures
from tests.access.table import TABLE, Row
from tests.faults.databases import read_only

pytestmark = pytest.mark.django_db(transaction=True)

REFUSED = {400, 403, 404, 405, 409, 422}
KNOWN = ("guest", "maya", "instructor")
# Answered as ever, for nothing is stored: what is there already, and what only reads or leads on.
NOTHING_TO_STORE = {
    *("quizzes:start", "quizzes:start-graded", "classrooms:join"),
    *("account_leave", "account_code"),  # for guests, who are told
    *("sandbox:policy-changes", "sandbox:aws", "sandbox:what-if", "classrooms:enter_code"),
    "sandbox:one-more",  # nobody in the table has reached the goals of the lab, and all are told to
}
# Led back to the page, by who has begun no pass that could go on: everybody but maya.
OF_A_PASS = {"sandbox:do-move", "sandbox:do-undo", "sandbox:do-show"}
NO_PASS = ("sandbox:do-begin", 200)  # the page of a lesson whose steps nobody can do


def rows(method: str) -> list[Row]:
    """The rows of the access table that ask with this method."""
    return [row for row in TABLE if row.method == method]


@pytest.fixture
def visit_as(client_of: Callable[[User | None], Client]) -> Callable[[User | None], Client]:
    """A browser that is shown error pages as a visitor is."""

    def visit(user: User | None) -> Client:
        client = client_of(user)
        client.raise_request_exception = False
        return client

    return visit


@pytest.mark.parametrize("who", ["stranger", *KNOWN])
def test_every_page_is_read_as_ever(
    hers: SimpleNamespace,  # noqa: F811 -- a fixture
    people: dict[str, User | None],  # noqa: F811 -- a fixture
    visit_as: Callable[[User | None], Client],
    who: str,
) -> None:
    client, answered = visit_as(people[who]), {}
    with read_only(connection):
        for row in rows("get"):
            answered[row] = client.get(asked_for(row, hers)[0]).status_code
    assert answered == {row: row.told[who] for row in rows("get")}


@pytest.mark.parametrize("who", KNOWN)
def test_nothing_that_is_sent_is_lost_or_said_to_be_stored(
    hers: SimpleNamespace,  # noqa: F811 -- a fixture
    people: dict[str, User | None],  # noqa: F811 -- a fixture
    visit_as: Callable[[User | None], Client],
    who: str,
) -> None:
    client, wrong = visit_as(people[who]), []
    for row in rows("post"):
        url, data = asked_for(row, hers)
        data["essay"] = "Two words & <more>"
        with read_only(connection):
            response = client.post(url, data)
        as_ever = response.status_code == row.told[who]
        stores_nothing = (
            response.status_code in REFUSED
            or row.name in NOTHING_TO_STORE
            or (row.name, response.status_code) == NO_PASS
            or (row.name in OF_A_PASS and who != "maya")
        )
        kept = response.status_code == 503 and html.escape(data["essay"]) in response.text
        if not (kept or (as_ever and stores_nothing)):
            wrong.append((row.name, response.status_code))
    assert wrong == []


def test_what_was_typed_can_be_sent_again(
    lesson: Lesson, student: User, visit_as: Callable[[User | None], Client]
) -> None:
    client, url = visit_as(student), reverse("lessons:vote", args=[lesson.slug])
    with read_only(connection):
        page = client.post(url, {"helpful": "yes", "style": "read"})
    assert (page.status_code, page.headers["Cache-Control"]) == (503, "no-store")
    assert int(page.headers["Retry-After"]) > 0
    assert f'action="{url}"' in page.text
    assert not Vote.objects.exists()
    again = dict(re.findall(r'name="(.*?)" value="(.*?)"', page.text))
    assert again == {"helpful": "yes", "style": "read"}
    assert client.post(url, again).status_code == 302
    assert Vote.objects.get().helpful


def test_no_password_is_shown_and_each_is_asked_for_again(visit_as: Callable[[User | None], Client]) -> None:
    data = {"username": "maya", "email": "", "password1": "a-good-password", "password2": "a-good-password"}
    with read_only(connection):
        page = visit_as(None).post(reverse("account_signup"), data)
    assert page.status_code == 503
    assert "a-good-password" not in page.text
    assert page.text.count('type="password"') == 2
    assert 'name="username" value="maya"' in page.text


def test_a_form_of_the_admin_is_kept_with_all_its_lines(
    lesson: Lesson, superuser: User, visit_as: Callable[[User | None], Client]
) -> None:
    article = "## Why\n\n<b>Because</b> keys leak,\r\nand live long."
    client, url = visit_as(superuser), reverse("admin:lessons_chapter_change", args=[lesson.chapter_id])
    data = {"title": 'Why "temporary"', "summary": article, "position": "1", "_save": "Save"}
    with read_only(connection):
        page = client.post(url, data)
    assert page.status_code == 503
    assert html.escape(article) in page.text
    assert f'name="title" value="{html.escape(data["title"])}"' in page.text
    assert 'name="_save" value="Save"' in page.text


def test_a_locked_database_is_no_fault_of_the_site(
    lesson: Lesson, student: User, visit_as: Callable[[User | None], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_: object, **__: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr("lessons.reading.views.cast_vote", locked)
    page = visit_as(student).post(reverse("lessons:vote", args=[lesson.slug]), {"helpful": "yes"})
    assert page.status_code == 503
    assert "Retry-After" in page.headers


def test_a_mistake_of_the_site_is_still_called_one(
    lesson: Lesson, student: User, visit_as: Callable[[User | None], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    def mistake(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("lessons.reading.views.cast_vote", mistake)
    page = visit_as(student).post(reverse("lessons:vote", args=[lesson.slug]), {"helpful": "yes"})
    assert page.status_code == 500


@override_settings(DATA_UPLOAD_MAX_NUMBER_FIELDS=2)
def test_a_form_that_cannot_be_read_is_not_shown(lesson: Lesson, student: User) -> None:
    request = RequestFactory().post("/", {"a": "1", "b": "2", "c": "3"})
    assert sent_fields(request) == []


def test_reading_leaves_a_line_in_the_log_and_no_row(
    lesson: Lesson, student: User, caplog: pytest.LogCaptureFixture
) -> None:
    with read_only(connection):
        open_style(student, lesson, "read")
        see_step(student, lesson, trace_of(lesson).steps[0])
    assert [record.message.partition(" was")[0] for record in caplog.records] == ["open_style", "see_step"]
    assert not StyleProgress.objects.exists()


def test_what_is_done_and_not_only_read_fails_aloud(lesson: Lesson, student: User) -> None:
    with read_only(connection), pytest.raises(CANNOT_STORE):
        finish_style(student, lesson, "read")
