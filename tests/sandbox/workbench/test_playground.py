"""The playground: scenarios of no lesson, opened by anybody who wants to build."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from lessons.accounts.models import User
from lessons.sandbox.models import Lab, Sandbox, Scenario
from tests.sandbox.conftest import DEMO

URL = reverse("sandbox:playground")


def blank() -> Scenario:
    return Scenario.objects.create(slug="blank", title="An empty account", document=DEMO)


def test_it_lists_what_no_lesson_uses(learner: Client, lab: Lab) -> None:
    blank()
    page = learner.get(URL).content.decode()
    assert "An empty account" in page
    assert lab.scenario.title not in page


def test_whoever_opens_one_has_a_sandbox_of_it(learner: Client, student: User, db: None) -> None:
    blank()
    response = learner.post(URL, {"scenario": "blank"})
    sandbox = Sandbox.objects.get(user=student)
    assert response["Location"] == sandbox.get_absolute_url()
    assert sandbox.get_absolute_url() in learner.get(URL).content.decode()


def test_where_there_is_no_role_the_page_leads_to_making_one(learner: Client, db: None) -> None:
    empty = {"accounts": {"training": {"users": {"admin": {}}}}}
    Scenario.objects.create(slug="blank", title="An empty account", document=empty)
    page = learner.post(URL, {"scenario": "blank"}, follow=True).content.decode()
    assert "There is no role to assume yet" in page


def test_a_stranger_looks_without_leaving_a_trace_and_opens_as_a_guest(
    client_of: Callable[[User | None], Client], db: None
) -> None:
    blank()
    stranger = client_of(None)
    assert stranger.get(URL).status_code == 200
    assert not User.objects.exists()
    assert stranger.post(URL, {"scenario": "blank"}).status_code == 302
    assert Sandbox.objects.get().user.is_guest


def test_what_is_not_there_or_a_lessons_is_a_404(learner: Client, lab: Lab) -> None:
    for slug in ("", "nowhere", "\0", lab.scenario.slug):
        assert learner.post(URL, {"scenario": slug}).status_code == 404


def test_without_a_free_scenario_it_leads_to_the_lessons(learner: Client, db: None) -> None:
    assert "Every scenario belongs to a lesson" in learner.get(URL).content.decode()


def test_every_page_leads_there(learner: Client, db: None) -> None:
    assert URL in learner.get(reverse("lessons:home")).content.decode()
