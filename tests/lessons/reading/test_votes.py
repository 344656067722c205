"""Helpful or not helpful: one vote a reader, which can change."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from lessons.accounts.models import User
from lessons.models import Lesson, Vote

Browser = Callable[[User | None], Client]
URL = "/lessons/assume/vote/"


def test_a_vote_counts_once_and_can_change(client_of: Browser, student: User, lesson: Lesson) -> None:
    client = client_of(student)
    for choice in ("yes", "yes", "no"):
        client.post(URL, {"helpful": choice})
    assert [vote.helpful for vote in Vote.objects.all()] == [False]


def test_the_form_leads_back_to_the_style_it_was_on(client: Client, lesson: Lesson) -> None:
    response = client.post(URL, {"helpful": "yes", "style": "flow"})
    assert response["Location"] == "/lessons/assume/flow/#votes"


def test_htmx_gets_the_counters(
    client_of: Browser, student: User, other_student: User, lesson: Lesson
) -> None:
    client_of(other_student).post(URL, {"helpful": "yes"})
    part = client_of(student).post(URL, {"helpful": "yes"}, headers={"HX-Request": "true"}).content.decode()
    assert "<!doctype html>" not in part
    assert 'Helpful <span class="chip">2</span>' in part
    assert part.count(">your vote<") == 1


@pytest.mark.parametrize("choice", ["", "maybe", "1", "yes\x00"])
def test_another_answer_is_refused_in_words(client: Client, lesson: Lesson, choice: str) -> None:
    response = client.post(URL, {"helpful": choice})
    assert response.status_code == 400
    assert not Vote.objects.exists()


def test_it_cannot_be_asked_for(client: Client, lesson: Lesson) -> None:
    assert client.get(URL).status_code == 405


def test_a_draft_cannot_be_voted_on(client: Client, lesson: Lesson) -> None:
    Lesson.objects.update(status=Lesson.Status.DRAFT)
    assert client.post(URL, {"helpful": "yes"}).status_code == 404
