"""Hints for a lab's goals, asked for one by one, and what a lab's goals look like on the pages."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from lessons.accounts.models import User
from lessons.models import Lesson
from lessons.sandbox.labs import progress
from lessons.sandbox.labs.goal_checks import reached
from lessons.sandbox.labs.hints import ask_for_hint, find_goal
from lessons.sandbox.labs.progress import count_goals
from lessons.sandbox.models import Lab, LabProgress, Scenario
from lessons.sandbox.scenarios.opening import enter, open_sandbox
from tests.sandbox.bench import HTMX, Bench
from tests.sandbox.conftest import GOALS


def ask(browser: Client, lab: Lab, number: int = 1, goal: str = "used", **more: str) -> HttpResponse:
    form = {"goal": goal, "number": str(number), "at": more.pop("at", "lesson")}
    return browser.post(reverse("sandbox:hint", args=[lab.lesson.slug]), form, **more)


def text_of(browser: Client, url: str) -> str:
    return browser.get(url).content.decode()


@pytest.fixture
def url(lab: Lab) -> str:
    return lab.get_absolute_url()


@pytest.fixture
def other_lab(lab: Lab, scenario: Scenario) -> Lab:
    """A lab of a later lesson in the same scenario."""
    lesson = Lesson.objects.create(
        chapter=lab.lesson.chapter, slug="later", title="Later", position=9, status=Lesson.Status.PUBLISHED
    )
    return Lab.objects.create(lesson=lesson, scenario=scenario, title="Another lab", intro="Go.", goals=GOALS)


def test_no_hint_is_shown_before_it_is_asked_for(learner: Client, url: str) -> None:
    page = text_of(learner, url)
    assert page.count("Give me a hint") == len(GOALS)
    assert "used 1" not in page


def test_hints_come_one_by_one_each_stronger(learner: Client, lab: Lab, url: str) -> None:
    for number, button in ((1, "A stronger hint"), (2, "Nearly the answer"), (3, "")):
        assert ask(learner, lab, number).status_code == 302
        page = text_of(learner, url)
        assert f"used {number}" in page
        assert f"used {number + 1}" not in page
        assert button in page


def test_asking_twice_for_a_hint_or_ahead_of_it_gives_no_more(learner: Client, lab: Lab) -> None:
    for number in (1, 1, 3, 0, 999):
        ask(learner, lab, number)
    assert LabProgress.objects.get().hints == {"used": 1}


def test_hints_are_remembered_with_the_learner(learner: Client, lab: Lab, student: User) -> None:
    ask(learner, lab)
    ask(learner, lab, 2)
    ask(learner, lab, goal="expired")
    assert count_goals([student], [lab.lesson]).hints == {(student.pk, lab.lesson_id): 3}


def test_with_htmx_the_goals_alone_come_back(learner: Client, lab: Lab) -> None:
    page = ask(learner, lab, headers=HTMX).content.decode()
    assert "used 1" in page
    assert "<html" not in page


def test_who_asks_on_the_workbench_goes_back_there(bench: Bench, lab: Lab) -> None:
    assert ask(bench.client, lab, at="sandbox")["Location"].startswith(bench.url("sandbox"))
    assert "used 1" in text_of(bench.client, bench.url("sandbox"))


def test_a_goal_that_is_gone_is_said_to_be(learner: Client, lab: Lab) -> None:
    assert ask(learner, lab, goal="gone").status_code == 400
    assert not LabProgress.objects.exists()


def test_a_lesson_without_a_lab_has_no_hints(learner: Client, lesson: Lesson) -> None:
    url = reverse("sandbox:hint", args=[lesson.slug])
    assert learner.post(url, {"goal": "used", "number": "1"}).status_code == 404


def test_a_hint_is_gone_once_its_goal_is_reached(bench: Bench, lab: Lab, url: str) -> None:
    ask(bench.client, lab, goal="assumed")
    bench.assume()
    assert "assumed 1" not in text_of(bench.client, url)


def test_a_finished_lab_leads_on(bench: Bench, lab: Lab, other_lab: Lab, url: str) -> None:
    LabProgress.objects.create(user=bench.sandbox.user, lab=lab, reached=["assumed", "used", "refused"])
    assert "Lab finished" not in text_of(bench.client, url)
    bench.assume()
    bench.skip("expiry")
    bench.use("list")
    page = text_of(bench.client, url)
    assert "Lab finished" in page
    assert "Next lesson: Later" in page
    news = bench.client.get(bench.url("news"), {"run": bench.sandbox.run, "after": 1})
    assert "Lab finished" in news.content.decode()


def test_a_sandbox_shows_the_lab_one_came_from_and_no_other(
    bench: Bench, lab: Lab, other_lab: Lab, student: User
) -> None:
    for first, second in ((lab, other_lab), (other_lab, lab)):
        enter(student, first)
        page = text_of(bench.client, bench.url("sandbox"))
        assert f'id="lab-{first.pk}"' in page
        assert f'id="lab-{second.pk}"' not in page


def test_both_labs_of_a_sandbox_see_what_happens(bench: Bench, lab: Lab, other_lab: Lab) -> None:
    bench.assume()
    assert LabProgress.objects.filter(reached=["assumed"]).count() == 2


def test_a_lab_without_goals_is_shown_without_them(
    learner: Client, lab: Lab, url: str, student: User
) -> None:
    lab.goals = []
    lab.save()
    assert "Your goals" not in text_of(learner, url)
    assert learner.get(open_sandbox(student, lab.scenario).get_absolute_url()).status_code == 200


def test_a_hint_that_is_asked_for_while_a_call_is_recorded_is_kept(
    bench: Bench, lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another tab, another process: its row is there before the call's own."""

    def meanwhile(*arguments: Any) -> list[str]:
        ask_for_hint(bench.sandbox.user, lab, find_goal(lab, "used"), 1)
        return reached(*arguments)

    monkeypatch.setattr(progress, "reached", meanwhile)
    bench.assume()
    row = LabProgress.objects.get()
    assert (row.reached, row.hints) == (["assumed"], {"used": 1})
