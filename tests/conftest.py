"""Fixtures for every chapter: people, and a small lesson with all its parts."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import hypothesis
import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache, caches
from django.db import connection
from django.test import Client
from pytest_django import DjangoDbBlocker

from lessons.accounts.models import User
from lessons.accounts.roles import INSTRUCTORS
from lessons.aws import budgets
from lessons.models import Actor, Chapter, FlowNode, KeyMoment, Lesson, Step, TrackerValue
from lessons.sandbox.calls import endpoint, execution
from lessons.sandbox.calls.pace import Buckets
from tests.browser.served import prepare_once

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright runs an event loop

# The same examples in every run, and a busy machine is no mistake.
hypothesis.settings.register_profile(
    "learnsts", derandomize=True, deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("learnsts")

# To measure what is left untried doubles what Python costs. These try again, slower, what others say plainly.
NOT_MEASURED = {
    *("browser", "course", "faults", "linear", "releases", "wire"),
    *("test_layers.py", "test_map.py", "test_markers.py", "test_templates.py"),
}
TESTS = Path(__file__).parent

STEPS = (
    (1, "alice asks", "role ARN", "call sent to STS", "request accepted", None, ""),
    (2, "STS decides", "valid role", "three values", "credentials issued", 3600, "issued"),
    (3, "alice uses them", "the credentials", "the object", "access granted", 2400, "used"),
    (4, "time passes", "one hour", "credentials invalid", "denied if used", 0, "expired"),
    (5, "alice tries again", "expired credentials", "ExpiredToken", "access blocked", 0, "invalid"),
)


def pytest_collection_modifyitems(items: Iterable[pytest.Function]) -> None:
    """Say which tests tell nothing of what is left untried."""
    for item in items:
        folder, at_random = item.path.relative_to(TESTS).parts[0], hypothesis.is_hypothesis_test(item.obj)
        if folder in NOT_MEASURED or at_random or "fuzz" in item.path.stem:
            item.add_marker(pytest.mark.no_cover)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The tests' database; PostgreSQL drops none in which the last client is just going."""
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture(scope="session")
def prepared_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all that a server keeps on its disk, made once for all workers. To be copied."""
    base = tmp_path_factory.getbasetemp()
    return prepare_once((base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "prepared")


@pytest.fixture
def guest(db: None) -> User:
    return User.objects.create(username="guest-0123456789abcdef", is_guest=True)


@pytest.fixture
def student(db: None) -> User:
    return User.objects.create_user("maya", password="a-good-password")


@pytest.fixture
def other_student(db: None) -> User:
    return User.objects.create_user("noor", password="a-good-password")


@pytest.fixture
def instructor(db: None) -> User:
    user = User.objects.create_user("teacher", password="a-good-password", is_staff=True)
    user.groups.add(Group.objects.get(name=INSTRUCTORS))
    return user


@pytest.fixture
def superuser(db: None) -> User:
    return User.objects.create_superuser("root", password="a-good-password")


@pytest.fixture
def client_of() -> Callable[[User | None], Client]:
    """A browser of its own for a user, or for a stranger."""

    def browser(user: User | None) -> Client:
        client = Client()
        if user is not None:
            client.force_login(user)
        return client

    return browser


@pytest.fixture
def lesson(db: None) -> Lesson:
    """A published lesson of five steps, as small as a whole lesson can be."""
    chapter = Chapter.objects.create(title="Why temporary")
    lesson = Lesson(
        chapter=chapter,
        slug="assume",
        title="Assuming a role",
        summary="A role lends its rights.",
        article="## Why\n\nBecause keys leak.",
        command="aws sts assume-role",
        snapshot="AssumeRole lends\nThen it ends",
        transcript="Alice asks. STS decides.",
    )
    lesson.publish()
    lesson.save()
    alice, sts, bucket = (
        Actor.objects.create(lesson=lesson, position=n, kind=kind, name=name)
        for n, (kind, name) in enumerate(
            [("caller", "alice"), ("sts", "AWS STS"), ("resource", "S3 bucket")], start=1
        )
    )
    ends = [(alice, sts), (sts, alice), (alice, bucket), (alice, alice), (bucket, alice)]
    TrackerValue.objects.create(lesson=lesson, variable="TemporaryCredentials", value="none")
    for (number, action, given, output, result, left, value), (source, target) in zip(
        STEPS, ends, strict=True
    ):
        node = FlowNode.objects.create(
            lesson=lesson, position=number, label=action, source=source, target=target
        )
        step = Step.objects.create(
            lesson=lesson,
            position=number,
            node=node,
            action=action,
            input=given,
            output=output,
            result=result,
            caption=f"{action}.",
            why="Because.",
            seconds_left=left,
        )
        if value:
            TrackerValue.objects.create(
                lesson=lesson, position=number, variable="TemporaryCredentials", step=step, value=value
            )
        KeyMoment.objects.create(
            lesson=lesson, position=number, question=f"Why {action}?", answer="So.", step=step
        )
    lesson.save()
    return lesson


@pytest.fixture(autouse=True)
def _forget_what_a_process_keeps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Redis and a process keep what a test did; the database's cache table is rolled back with the test."""
    caches["strangers"].clear()
    if os.environ.get("REDIS_URL"):
        cache.clear()
    monkeypatch.setattr(execution, "learners", Buckets(budgets.OF_LEARNER))
    monkeypatch.setattr(endpoint, "strangers", Buckets(budgets.OF_ADDRESS))


@pytest.fixture
def at_any_pace(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many calls as a test likes, for those that are about something else."""
    endless = budgets.Pace(1e6, 1_000_000)
    monkeypatch.setattr(budgets, "OF_SANDBOX", endless)
    monkeypatch.setattr(execution, "learners", Buckets(endless))
    monkeypatch.setattr(endpoint, "strangers", Buckets(endless))


@pytest.fixture(autouse=True)
def _requests_as_the_server_makes_them(monkeypatch: pytest.MonkeyPatch) -> None:
    from learnsts.wsgi import Request

    monkeypatch.setattr("django.test.client.WSGIRequest", Request)


@pytest.fixture(autouse=True)
def _strangers_see_edits_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("learnsts.shared_pages.FRESH_SECONDS", 0)
