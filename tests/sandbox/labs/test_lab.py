"""The lesson's Sandbox style, and the way into the sandbox."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from lessons.accounts.models import User
from lessons.models import Lesson, StyleProgress
from lessons.sandbox.models import Lab, Sandbox, SandboxAccount
from lessons.sandbox.scenarios.opening import open_sandbox


@pytest.fixture
def url(lesson: Lesson) -> str:
    return reverse("sandbox:lab", args=[lesson.slug])


def test_it_says_what_to_do_and_offers_the_sandbox(client: Client, url: str, lab: Lab) -> None:
    page = client.get(url).content.decode()
    assert "You act as <strong>alice</strong>." in page
    assert "<li>List the bucket</li>" in page
    assert "Open the sandbox" in page


def test_a_lesson_without_a_lab_leads_to_its_steps(client: Client, url: str, lesson: Lesson) -> None:
    page = client.get(url).content.decode()
    assert "This lesson has no lab yet" in page
    assert reverse("lessons:steps", args=[lesson.slug]) in page


def test_a_lesson_without_a_lab_opens_no_sandbox(client: Client, url: str) -> None:
    assert client.post(url).status_code == 404
    assert not Sandbox.objects.exists()


def test_a_draft_is_not_there_for_students(learner: Client, url: str, lesson: Lesson, lab: Lab) -> None:
    Lesson.objects.update(status=Lesson.Status.DRAFT)
    assert learner.get(url).status_code == 404
    assert learner.post(url).status_code == 404


def test_opening_the_page_is_remembered(learner: Client, url: str, student: User, lab: Lab) -> None:
    learner.get(url)
    assert StyleProgress.objects.get(user=student).style == "sandbox"


def test_a_stranger_gets_a_sandbox_as_a_guest(client: Client, url: str, lab: Lab) -> None:
    response = client.post(url)
    sandbox = Sandbox.objects.get()
    assert response["Location"] == sandbox.get_absolute_url()
    assert sandbox.user.is_guest
    assert client.get(response["Location"]).status_code == 200


def test_opening_it_again_leads_to_the_same_sandbox(learner: Client, url: str, lab: Lab) -> None:
    assert learner.post(url)["Location"] == learner.post(url)["Location"]
    assert "Go on in your sandbox" in learner.get(url).content.decode()


def test_every_sandbox_has_accounts_of_its_own(student: User, other_student: User, lab: Lab) -> None:
    worlds = [open_sandbox(user, lab.scenario).world for user in (student, other_student)]
    first, second = (next(iter(world["accounts"])) for world in worlds)
    assert first != second
    assert first.isdecimal()
    assert len(first) == 12
    assert SandboxAccount.objects.count() == 2


def test_an_account_id_that_somebody_has_is_not_given_again(
    student: User, other_student: User, lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    seeds = iter(["the same", "the same", "another"])
    monkeypatch.setattr("lessons.sandbox.scenarios.opening.token_hex", lambda: next(seeds))
    first, second = (open_sandbox(user, lab.scenario) for user in (student, other_student))
    assert set(first.world["accounts"]).isdisjoint(second.world["accounts"])


# -- the shortest way to a credential ---------------------------------------------------------------


def test_the_first_credential_is_two_buttons_away(client: Client, lab: Lab) -> None:
    assert 'action="/sandbox/first/"' in client.get("/").content.decode()
    assert not Sandbox.objects.exists()
    response = client.post("/sandbox/first/")
    sandbox = Sandbox.objects.get()
    assert response["Location"] == f"{sandbox.get_absolute_url()}#assume"
    assert (sandbox.user.is_guest, sandbox.lab) == (True, lab)
    assert 'id="assume"' in client.get(response["Location"]).content.decode()


def test_the_way_to_a_credential_leads_to_the_sandbox_that_one_has(learner: Client, lab: Lab) -> None:
    assert learner.post("/sandbox/first/")["Location"] == learner.post("/sandbox/first/")["Location"]


@pytest.mark.parametrize("missing", ["draft", "no lab"])
def test_where_no_lesson_has_one_the_playground_is_offered(missing: str, learner: Client, lab: Lab) -> None:
    if missing == "draft":
        Lesson.objects.update(status=Lesson.Status.DRAFT)
    else:
        lab.delete()
    assert learner.post("/sandbox/first/")["Location"] == "/sandbox/"
