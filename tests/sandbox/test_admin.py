"""What instructors edit of the sandbox, and what nobody sees there."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from lessons.accounts.models import User
from lessons.models import Lesson
from lessons.sandbox.models import Lab, LabProgress, Sandbox, Scenario
from tests.lessons.admin_page import address, filled_form
from tests.sandbox.conftest import DEMO


@pytest.fixture
def boss(client_of: Callable[[User | None], Client], superuser: User) -> Client:
    return client_of(superuser)


def save(boss: Client, scenario: Scenario, document: Any) -> Any:
    url = reverse("admin:sandbox_scenario_change", args=[scenario.pk])
    form = {"slug": scenario.slug, "title": "Another title", "document": json.dumps(document)}
    return boss.post(url, form)


def test_sandboxes_and_what_is_in_them_are_not_in_admin() -> None:
    registered = {model._meta.label for model in admin.site._registry}
    assert {label for label in registered if label.startswith("sandbox.")} == {"sandbox.Scenario"}


def test_the_lab_is_edited_with_its_lesson(boss: Client, lab: Lab) -> None:
    page = boss.get(reverse("admin:lessons_lesson_change", args=[lab.lesson_id]))
    assert page.status_code == 200
    assert "Borrow the role" in page.content.decode()


def test_an_edited_scenario_is_not_undone_by_loading_the_course(boss: Client, lab: Lab) -> None:
    assert save(boss, lab.scenario, DEMO).status_code == 302
    assert Scenario.objects.get().title == "Another title"
    assert Lesson.objects.get().edited_at is not None


def test_a_scenario_with_a_mistake_is_refused_with_its_place(boss: Client, scenario: Scenario) -> None:
    response = save(boss, scenario, {"accounts": {"training": {"users": []}}})
    assert "accounts.training.users: users is a mapping." in response.content.decode()
    assert Scenario.objects.get().title == scenario.title


def test_a_scenario_that_somebody_has_a_sandbox_of_is_not_deleted(boss: Client, sandbox: Sandbox) -> None:
    url = reverse("admin:sandbox_scenario_delete", args=[sandbox.scenario_id])
    assert "Give the lessons another scenario instead" in boss.post(url, {"post": "yes"}).content.decode()
    assert Sandbox.objects.exists()


def test_a_scenario_that_nobody_uses_is_deleted(boss: Client, scenario: Scenario) -> None:
    boss.post(reverse("admin:sandbox_scenario_delete", args=[scenario.pk]), {"post": "yes"})
    assert not Scenario.objects.exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[" * 100_000, "nested too deeply"),
        ("[" * 500 + "]" * 500, "nested deeper than 20 levels"),
        ('{"accounts": NaN}', "or is none"),
        ('{"accounts": 1e999}', "or is none"),
        ("9" * 5_000, "a number that is too long"),
        ("9" * 4_000, "too large"),
        ('{"accounts": {"\\ud800": {}}}', "cannot be shown"),
        ('{"accounts": {"\\u0000": {}}}', "cannot be shown"),
        ("{", "Enter a valid JSON"),
        ("", "This field is required"),
    ],
)
def test_json_that_cannot_be_kept_is_shown_again_with_what_is_wrong(
    boss: Client, scenario: Scenario, text: str, said: str
) -> None:
    url = reverse("admin:sandbox_scenario_change", args=[scenario.pk])
    response = boss.post(url, {"slug": scenario.slug, "title": scenario.title, "document": text})
    assert said in response.content.decode()
    assert escape(text) in response.content.decode()


def test_the_history_of_a_lesson_has_its_lab(boss: Client, lab: Lab) -> None:
    lab.title = "Borrow another role"
    lab.save()
    page = boss.get(reverse("admin:lessons_lesson_history", args=[lab.lesson_id])).content.decode()
    assert "lab “Borrow another role” changed" in page


def test_an_earlier_document_of_a_scenario_can_be_seen(boss: Client, scenario: Scenario) -> None:
    save(boss, scenario, DEMO)
    page = boss.get(reverse("admin:sandbox_scenario_history", args=[scenario.pk])).content.decode()
    assert "Another title" in page
    first = scenario.history.earliest()
    version = reverse("admin:sandbox_scenario_simple_history", args=[scenario.pk, first.pk])
    assert scenario.title in boss.get(version).content.decode()


def test_saving_a_lesson_unchanged_changes_nothing_in_its_lab(boss: Client, lab: Lab) -> None:
    Lab.objects.filter(pk=lab.pk).update(intro="One.\n\nTwo.", tasks="One\nTwo")
    data = {
        name: value.replace("\n", "\r\n") if isinstance(value, str) else value
        for name, value in filled_form(boss, lab.lesson).items()
    }
    assert boss.post(address(lab.lesson), data).status_code == 302
    lab.refresh_from_db()
    assert (lab.intro, lab.tasks) == ("One.\n\nTwo.", "One\nTwo")


def test_a_lab_that_somebody_has_begun_cannot_be_deleted(boss: Client, lab: Lab, student: User) -> None:
    assert "lab-0-DELETE" in boss.get(address(lab.lesson)).content.decode()
    LabProgress.objects.create(user=student, lab=lab, reached=["refused"])
    boss.post(address(lab.lesson), filled_form(boss, lab.lesson) | {"lab-0-DELETE": "on"})
    assert LabProgress.objects.get().lab == lab
