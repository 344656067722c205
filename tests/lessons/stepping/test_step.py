"""One step: as a page, as what HTMX swaps, and as a page that says there is no such step."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable

import pytest
from django.test import Client

from lessons.accounts.models import User
from lessons.models import Lesson, StepSeen, StyleProgress

Browser = Callable[[User | None], Client]
HTMX = {"HX-Request": "true"}


def text_of(client: Client, number: int, **headers: str) -> str:
    return client.get(f"/lessons/assume/steps/{number}/", headers=headers or None).content.decode()


def test_the_page_shows_the_whole_frame(client: Client, lesson: Lesson) -> None:
    page = text_of(client, 2)
    for part in ("<!doctype html>", "STS decides.", "60:00", 'aria-current="step"', "Step 2 of 5"):
        assert part in page


def test_htmx_gets_the_frame_alone(client: Client, lesson: Lesson) -> None:
    part = text_of(client, 2, **HTMX)
    assert "<!doctype html>" not in part
    assert "<title>Step 2 of 5" in part
    assert 'hx-swap-oob="innerHTML"' in part
    assert len(gzip.compress(part.encode())) < 4_000


@pytest.mark.parametrize("header", ["HX-Boosted", "HX-History-Restore-Request"])
def test_a_boosted_link_and_the_back_button_get_the_page(client: Client, lesson: Lesson, header: str) -> None:
    assert "<!doctype html>" in text_of(client, 2, **HTMX, **{header: "true"})


def test_later_rows_are_not_told_before_they_are_reached(client: Client, lesson: Lesson) -> None:
    page = text_of(client, 2)
    assert "credentials issued" in page
    assert "access blocked" not in page


def test_the_credentials_are_shown_dead_once_expired(client: Client, lesson: Lesson) -> None:
    assert "badge-token flow-badge expired" in text_of(client, 4)


def test_a_countdown_names_whose_session_it_counts(client: Client, lesson: Lesson) -> None:
    for step in lesson.steps.exclude(seconds_left=None):
        step.session = "demo/session1"
        step.save()
    assert re.search(r"Credentials of<.*?demo/session1<.*?40:00 ", text_of(client, 3), re.DOTALL)
    assert re.search(r"Credentials of<.*?demo/session1<.*?expired", text_of(client, 4), re.DOTALL)
    assert "demo/session1" not in text_of(client, 1)


def test_a_countdown_of_nobody_in_particular_says_so(client: Client, lesson: Lesson) -> None:
    assert "Credentials:<" in text_of(client, 3)
    assert "badge-session" not in text_of(client, 3)


def test_every_link_of_the_player_is_a_real_address(client: Client, lesson: Lesson) -> None:
    page = text_of(client, 3)
    for number in (1, 2, 4, 5):
        assert f'href="/lessons/assume/steps/{number}/"' in page


def test_it_remembers_each_step_once(client_of: Browser, student: User, lesson: Lesson) -> None:
    client = client_of(student)
    for number in (1, 2, 2):
        text_of(client, number)
    assert sorted(StepSeen.objects.filter(user=student).values_list("number", flat=True)) == [1, 2]
    assert StyleProgress.objects.filter(user=student, style="steps").count() == 1


def test_what_a_page_fetches_ahead_is_kept_for_a_moment_and_not_seen_yet(
    client_of: Browser, student: User, lesson: Lesson
) -> None:
    client, url = client_of(student), "/lessons/assume/steps/2/"
    ahead = client.get(url, headers={**HTMX, "HX-Preloaded": "true"})
    assert "max-age=60" in ahead["Cache-Control"]
    assert "private" in ahead["Cache-Control"]
    assert not StepSeen.objects.exists()
    assert ahead.content == client.get(url, headers=HTMX).content
    StepSeen.objects.all().delete()
    assert client.head(url, headers=HTMX).status_code == 200
    assert StepSeen.objects.get().number == 2


def test_what_a_stranger_fetches_ahead_is_no_copy_that_others_got(client: Client, lesson: Lesson) -> None:
    url = "/lessons/assume/steps/2/"
    for headers in (HTMX, {**HTMX, "HX-Preloaded": "true"}, HTMX):
        kept = client.get(url, headers=headers)["Cache-Control"]
        assert ("max-age=60" in kept.split(", ")) == ("HX-Preloaded" in headers)


def test_a_page_is_told_what_to_fetch_ahead(client: Client, lesson: Lesson) -> None:
    assert 'data-ahead="/lessons/assume/steps/3/"' in text_of(client, 2)
    assert "data-ahead" not in text_of(client, 5)
    assert "data-ahead" not in client.get("/lessons/assume/predict/1/").content.decode()


def test_the_style_is_done_when_every_step_was_seen(
    client_of: Browser, student: User, lesson: Lesson
) -> None:
    client = client_of(student)
    for number in (1, 2, 3, 5):
        text_of(client, number)
    assert "tab-done" not in text_of(client, 5)
    assert "tab-done" in text_of(client, 4)


def test_the_last_step_says_where_it_stops(client: Client, lesson: Lesson) -> None:
    Lesson.objects.update(stops_note="Here it ends, with a denial.")
    assert "Here it ends" not in text_of(client, 4)
    assert "Here it ends" in text_of(client, 5)


@pytest.mark.parametrize("number", ["0", "6", "99999999999999999999999", "9" * 5000])
def test_a_step_that_does_not_exist_leads_back_to_the_lesson(
    client: Client, lesson: Lesson, number: str
) -> None:
    response = client.get(f"/lessons/assume/steps/{number}/")
    assert response.status_code == 404
    if len(number) < 100:
        assert 'href="/lessons/assume/read/"' in response.content.decode()


def test_a_step_that_does_not_exist_is_not_remembered(client: Client, lesson: Lesson) -> None:
    client.get("/lessons/assume/steps/6/")
    assert not StepSeen.objects.exists()


def test_a_lesson_without_steps_says_so(client: Client, lesson: Lesson) -> None:
    Lesson.objects.create(
        chapter=lesson.chapter, slug="bare", title="Bare", summary="-", article="-", status="published"
    )
    page = client.get("/lessons/bare/steps/", follow=True)
    assert page.status_code == 200
    assert "No steps yet" in page.content.decode()
    assert client.get("/lessons/bare/steps/2/").status_code == 404


def test_the_styles_address_leads_to_the_first_step(client: Client, lesson: Lesson) -> None:
    assert client.get("/lessons/assume/steps/")["Location"] == "/lessons/assume/steps/1/"
