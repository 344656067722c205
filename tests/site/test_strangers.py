"""Reading is free: a stranger's page is the same for everybody, and leaves nothing behind."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from lessons.accounts.models import User
from lessons.models import Lesson, StepSeen, StyleProgress
from lessons.sandbox.models import Lab, Scenario
from tests.sandbox.conftest import DEMO
from tests.sizes import size

STYLES = (
    "read",
    "flow",
    "steps/1",
    "steps/3",
    "predict/1",
    "recall/2",
    "state",
    "insights",
    "quiz",
    "snapshot",
)
PAGES = [
    "/",
    *(f"/lessons/assume/{style}/" for style in (*STYLES, "transcript", "sandbox")),
    reverse("sandbox:playground"),
    reverse("sandbox:differences"),
]
FORMS = ["/accounts/login/", "/accounts/signup/", "/accounts/return/", reverse("classrooms:classes")]
Browser = Callable[[User | None], Client]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def lab(lesson: Lesson) -> Lab:
    scenario = Scenario.objects.create(slug="demo", title="Demo", document=DEMO)
    Scenario.objects.create(slug="blank", title="Blank", document=DEMO)
    return Lab.objects.create(lesson=lesson, scenario=scenario, title="Do it", intro="Go.")


@pytest.mark.parametrize("url", [*PAGES, *FORMS])
def test_a_strangers_page_is_the_same_for_everybody(url: str) -> None:
    first, second = (Client().get(url) for _ in range(2))
    assert first.status_code == 200
    assert first.content == second.content
    assert b"csrfmiddlewaretoken" not in first.content
    assert b"X-CSRFToken" not in first.content
    assert not first.cookies


@pytest.mark.parametrize("headers", [{}, {"HX-Boosted": "true"}, {"HX-History-Restore-Request": "true"}])
def test_a_cache_tells_a_page_from_a_part(headers: dict[str, str]) -> None:
    """What decides between them is in Vary: nobody puts one where others ask for the other."""
    part = Client().get("/lessons/assume/steps/1/", headers={"HX-Request": "true"})
    page = Client().get("/lessons/assume/steps/1/", headers={"HX-Request": "true"} | headers)
    assert (page.content != part.content) == bool(headers)
    assert {"HX-Request", *headers} <= set(part["Vary"].split(", ")) & set(page["Vary"].split(", "))


@pytest.mark.parametrize("url", [*PAGES, *FORMS])
def test_reading_leaves_no_row(url: str) -> None:
    client = Client()
    client.get(url)
    client.get(url, headers={"HX-Request": "true"})
    client.head(url)
    for model in (User, Session, StyleProgress, StepSeen):
        assert not model.objects.exists()


@pytest.mark.parametrize("url", PAGES)
def test_a_strangers_page_may_be_kept_and_is_not_sent_twice(url: str) -> None:
    page = Client().get(url)
    assert set(page["Cache-Control"].split(", ")) == {"public", "max-age=0", "s-maxage=60"}
    assert {"Cookie", "HX-Request"} <= set(page["Vary"].split(", "))
    again = Client().get(url, headers={"If-None-Match": page["ETag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert (again["ETag"], again["Cache-Control"]) == (page["ETag"], page["Cache-Control"])


def test_a_copy_holds_when_it_was_compressed(client: Client) -> None:
    page = client.get("/", headers={"Accept-Encoding": "gzip"})
    assert page["Content-Encoding"] == "gzip"
    headers = {"Accept-Encoding": "gzip", "If-None-Match": page["ETag"]}
    assert client.get("/", headers=headers).status_code == 304


def test_a_page_that_changed_is_sent_again(client: Client, lesson: Lesson) -> None:
    etag = client.get("/lessons/assume/read/")["ETag"]
    lesson.article = "## New"
    lesson.save()
    again = client.get("/lessons/assume/read/", headers={"If-None-Match": etag})
    assert again.status_code == 200
    assert "New" in again.content.decode()


def test_htmx_gets_a_part_with_a_tag_of_its_own(client: Client) -> None:
    url = "/lessons/assume/steps/2/"
    assert client.get(url)["ETag"] != client.get(url, headers={"HX-Request": "true"})["ETag"]


@pytest.mark.parametrize("url", PAGES)
def test_the_page_of_somebody_known_is_theirs_alone(client_of: Browser, guest: User, url: str) -> None:
    page = client_of(guest).get(url)
    assert set(page["Cache-Control"].split(", ")) == {"private", "no-cache"}
    assert "ETag" not in page
    assert "Cookie" in page["Vary"]


@pytest.mark.parametrize("url", FORMS[:2])
def test_a_guest_who_signs_up_or_in_has_a_page_of_their_own(
    client_of: Browser, guest: User, url: str
) -> None:
    page = client_of(guest).get(url)
    assert "as a guest" in page.text or "done here so far" in page.text
    assert "no-store" in page["Cache-Control"]


def test_what_is_no_page_to_read_is_not_kept(client: Client, lesson: Lesson) -> None:
    answers = [
        client.get("/no/such/page/"),
        client.get("/lessons/assume/"),
        client.post("/lessons/assume/vote/", {"helpful": "maybe"}),
        client.post("/classes/join/", {"code": "BBBB-BBBB"}),
    ]
    assert [answer.status_code for answer in answers] == [404, 302, 400, 404]
    assert not any("public" in answer.get("Cache-Control", "") for answer in answers)


def test_a_message_for_one_reader_is_not_kept_for_all(client_of: Browser, student: User) -> None:
    client = client_of(student)
    client.post(reverse("account_logout"))
    page = client.get("/")
    assert "You are signed out" in page.text
    assert "public" not in page["Cache-Control"]
    for name in [name for name, cookie in client.cookies.items() if not cookie.value]:
        del client.cookies[name]  # as a browser does with one that has expired
    assert "public" in client.get("/")["Cache-Control"]


def test_ten_thousand_strangers_behind_one_address_are_all_served() -> None:
    for _ in range(size(400, 10_000)):
        assert Client().get("/lessons/assume/snapshot/").status_code == 200


def test_a_stranger_predicts_without_a_row_until_they_answer(client: Client, lesson: Lesson) -> None:
    url = reverse("lessons:predict", args=["assume", 1])
    assert client.get(reverse("lessons:predicting", args=["assume"]))["Location"] == url
    assert client.get(reverse("lessons:predict", args=["assume", 3]))["Location"] == url
    page = client.get(url)
    chosen = page.context["board"].question.asked.choices[0]
    assert not User.objects.exists()
    client.post(url, {"chosen": chosen, "sureness": "guess"})
    assert User.objects.get().predictions.count() == 1
