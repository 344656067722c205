"""The machine's clock steps a day, either way: pages are there, and what is done goes on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

import botocore.auth
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lessons.accounts.models import User
from lessons.aws.world import World
from lessons.models import Lesson, Vote
from lessons.sandbox.calls import execution
from lessons.sandbox.models import Sandbox
from tests.access.people import asked_for, hers, people, ready  # noqa: F401 -- fixtures
from tests.access.table import TABLE

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.parametrize("days", [1, -1], ids=["a day ahead", "a day back"]),
]


@pytest.fixture
def step(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Put the clock by so many days."""
    now, signing = timezone.now, botocore.auth.get_current_datetime

    def put(days: int) -> None:
        monkeypatch.setattr(timezone, "now", lambda: now() + timedelta(days=days))
        monkeypatch.setattr(
            botocore.auth, "get_current_datetime", lambda *args: signing(*args) + timedelta(days=days)
        )

    return put


@pytest.mark.parametrize("who", ["guest", "maya"])  # staff sign in again each day
def test_every_page_is_there(
    hers: SimpleNamespace,  # noqa: F811 -- a fixture
    people: dict[str, User | None],  # noqa: F811 -- a fixture
    client_of: Callable[[User | None], Client],
    step: Callable[[int], None],
    who: str,
    days: int,
) -> None:
    client, wrong = client_of(people[who]), []
    step(days)
    for row in (row for row in TABLE if row.method == "get"):
        url, _ = asked_for(row, hers)
        told = client.get(url).status_code
        if told != row.told[who]:
            wrong.append((url, told))
    assert wrong == []


def test_what_is_done_is_stored(
    lesson: Lesson,
    student: User,
    client_of: Callable[[User | None], Client],
    step: Callable[[int], None],
    days: int,
) -> None:
    client, url = client_of(student), reverse("lessons:vote", args=[lesson.slug])
    client.post(url, {"helpful": "yes"})
    step(days)
    assert client.post(url, {"helpful": "no"}).status_code == 302
    assert not Vote.objects.get(user=student, lesson=lesson).helpful
    assert client.get(reverse("classrooms:classes")).status_code == 200


def test_the_calls_of_a_sandbox_stay_in_their_order(
    hers: SimpleNamespace,  # noqa: F811 -- a fixture
    step: Callable[[int], None],
    days: int,
) -> None:
    sandbox = Sandbox.objects.get(pk=hers.sandbox)
    alice = World(sandbox.world).users[0].credentials
    issued = sandbox.sessions()[0]
    step(days)
    event = execution.ask(sandbox, alice, "sts", "get_caller_identity", {})
    assert event.error_code == ""
    assert [row.number for row in sandbox.events.order_by("number")] == [1, 2]
    used = execution.ask(sandbox, issued.credentials, "sts", "get_caller_identity", {})
    assert used.error_code == ("ExpiredToken" if days > 0 else "")
