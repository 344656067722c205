"""An instructor makes a run a draft lesson, from a run of their own or from a link."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from lessons.accounts.models import User
from lessons.authoring import drafts
from lessons.lesson_trace import trace_of
from lessons.models import Chapter, Lesson
from lessons.sandbox.models import Scenario, SharedRun
from lessons.sandbox.runs.sharing.masks import secrets_of
from lessons.sandbox.scenarios.opening import open_sandbox
from tests.sandbox.bench import Bench

ClientOf = Callable[[User | None], Client]
BUTTON = "Make it a draft lesson"


@pytest.fixture
def chapters(db: None) -> list[Chapter]:
    return [Chapter.objects.create(position=n, title=f"Part {n}") for n in (1, 2)]


@pytest.fixture
def taught(instructor: User, scenario: Scenario, client_of: ClientOf, chapters: list[Chapter]) -> Bench:
    """An instructor's own run."""
    return play(Bench(client_of(instructor), open_sandbox(instructor, scenario)))


def play(bench: Bench) -> Bench:
    bench.use("list", bench.user())
    bench.assume()
    bench.use("list")
    bench.skip("expiry")
    bench.use("who")
    return bench


def make(bench: Bench, chapter: Chapter) -> HttpResponse:
    return bench.client.post(bench.url("draft"), {"chapter": chapter.pk})


def test_an_instructors_run_becomes_a_draft_in_the_chapter_chosen(
    taught: Bench, chapters: list[Chapter]
) -> None:
    assert BUTTON in taught.client.get(taught.url("step", 1)).content.decode()
    response = make(taught, chapters[1])
    lesson = Lesson.objects.get()
    assert response["Location"] == reverse("admin:lessons_lesson_change", args=[lesson.pk])
    assert (lesson.chapter, lesson.title, lesson.slug) == (
        chapters[1],
        "Alice and the reports",
        "alice-and-the-reports",
    )
    assert lesson.is_draft
    assert [step.action for step in trace_of(lesson).steps][:2] == [
        "alice calls ListObjectsV2",
        "alice calls AssumeRole",
    ]
    record = lesson.history.get()
    assert record.history_change_reason == "Made from a run in the sandbox: “Alice and the reports”"
    assert record.history_user == lesson.steps.all()[0].history.get().history_user == taught.sandbox.user


def test_the_draft_opens_in_the_admin_and_is_previewed(taught: Bench, chapters: list[Chapter]) -> None:
    page = taught.client.get(make(taught, chapters[0])["Location"])
    assert page.status_code == 200
    assert "is a draft now" in page.content.decode()
    step = reverse("lessons:step", args=[Lesson.objects.get().slug, 5])
    assert taught.client.get(step).status_code == 200


def test_a_draft_tells_no_secret(taught: Bench, chapters: list[Chapter]) -> None:
    make(taught, chapters[0])
    told = repr(trace_of(Lesson.objects.get()))
    hidden = (*secrets_of(taught.now()), taught.credential.access_key_id)
    assert not [secret for secret in hidden if secret in told]


def test_a_run_that_was_handed_in_becomes_a_draft(
    bench: Bench, instructor: User, chapters: list[Chapter], client_of: ClientOf
) -> None:
    play(bench).client.post(bench.url("shares"), {"title": "Maya's run"})
    run = SharedRun.objects.get()
    teacher = client_of(instructor)
    assert BUTTON in teacher.get(reverse("sandbox:shared-step", args=[run.pk, 1])).content.decode()
    url = reverse("sandbox:draft-shared", args=[run.pk])
    assert teacher.post(url, {"chapter": chapters[0].pk}).status_code == 302
    lesson = Lesson.objects.get()
    assert lesson.title == "Maya's run"
    assert lesson.history.get().history_change_reason == "Made from a shared run: “Maya's run”"


def test_students_neither_see_the_button_nor_get_a_lesson(bench: Bench, chapters: list[Chapter]) -> None:
    play(bench)
    assert BUTTON not in bench.client.get(bench.url("step", 1)).content.decode()
    assert make(bench, chapters[0]).status_code == 403
    bench.client.post(bench.url("shares"), {"title": "Mine"})
    shared = reverse("sandbox:draft-shared", args=[SharedRun.objects.get().pk])
    assert bench.client.post(shared, {"chapter": chapters[0].pk}).status_code == 403
    assert not Lesson.objects.exists()


def test_an_instructor_who_may_not_add_lessons_does_not(
    taught: Bench, instructor: User, chapters: list[Chapter]
) -> None:
    instructor.groups.clear()
    assert BUTTON not in taught.client.get(taught.url("step", 1)).content.decode()
    assert make(taught, chapters[0]).status_code == 403


@pytest.mark.parametrize("chapter", ["", "0", "x", "99999999999999999999999", "\0"])
def test_a_chapter_that_is_not_there_is_a_400(taught: Bench, chapter: str) -> None:
    assert taught.client.post(taught.url("draft"), {"chapter": chapter}).status_code == 400
    assert not Lesson.objects.exists()


def test_without_a_chapter_the_page_says_what_to_do(taught: Bench) -> None:
    Chapter.objects.all().delete()
    page = taught.client.get(taught.url("step", 1)).content.decode()
    assert BUTTON not in page
    assert reverse("admin:lessons_chapter_add") in page


def test_an_empty_run_makes_no_lesson(taught: Bench, chapters: list[Chapter]) -> None:
    taught.client.post(taught.url("reset"))
    assert make(taught, chapters[0]).status_code == 404


def test_a_link_that_leads_nowhere_makes_no_lesson(taught: Bench, chapters: list[Chapter]) -> None:
    gone = reverse("sandbox:draft-shared", args=[taught.sandbox.pk])
    assert taught.client.post(gone, {"chapter": chapters[0].pk}).status_code == 404


def test_of_a_long_run_it_says_that_the_newest_steps_were_taken(
    taught: Bench, chapters: list[Chapter], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafts, "MOST_STEPS", 3)
    monkeypatch.setattr("lessons.sandbox.runs.sharing.drafts.MOST_STEPS", 3)
    page = taught.client.get(make(taught, chapters[0])["Location"]).content.decode()
    assert "It has the newest 3 steps of the run." in page
    assert Lesson.objects.get().steps.count() == 3
