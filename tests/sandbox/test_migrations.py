"""What is in the database stays when its tables change."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django_test_migrations.migrator import Migrator

from lessons.aws import Session

ROWS, EVENTS = ("sandbox", "0010_events_found_by_number"), ("sandbox", "0012_no_rows_of_credentials")
BEFORE_LEVELS = [
    ("lessons", "0009_whose_session"),
    ("quizzes", "0004_name_steps_of_attempts"),
    ("sandbox", "0015_scenario_of_a_shared_run"),
]
NOW = datetime(2026, 1, 2, 3, 4, 5, 678, tzinfo=UTC)
ISSUED = {
    "access_key_id": "ASIAEXAMPLE",
    "secret_access_key": "a secret",
    "session_token": "a token",
    "account_id": "123456789012",
    "arn": "arn:aws:sts::123456789012:assumed-role/demo/s1",
    "assumed_role_id": "AROAEXAMPLE:s1",
    "issued_at": NOW,
    "expires_at": NOW + timedelta(hours=1),
    "issuer_access_key_id": "AKIAEXAMPLE",
    "role_name": "demo",
    "session_policy": "{}",
    "policy_arns": ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
    "tags": {"team": "a"},
    "transitive_tag_keys": ["team"],
    "mfa_present": True,
}


def a_sandbox(apps: Any) -> Any:
    user = apps.get_model("accounts", "User").objects.create(username="maya")
    scenario = apps.get_model("sandbox", "Scenario").objects.create(slug="demo", title="Demo", document={})
    return apps.get_model("sandbox", "Sandbox").objects.create(user=user, scenario=scenario)


@pytest.mark.django_db(transaction=True)
def test_credentials_in_rows_move_into_their_events_and_back(migrator: Migrator) -> None:
    apps = migrator.apply_initial_migration(ROWS).apps
    sandbox, events = a_sandbox(apps), apps.get_model("sandbox", "Event").objects
    credential = apps.get_model("sandbox", "Credential").objects.create(sandbox=sandbox, **ISSUED)
    events.create(sandbox=sandbox, number=1, at=NOW, issued=credential)
    events.create(sandbox=sandbox, number=2, at=NOW)

    apps = migrator.apply_tested_migration(EVENTS).apps
    one, other = apps.get_model("sandbox", "Event").objects.order_by("number")
    session = Session.from_json(one.issued_session)
    told = {name: getattr(session, name) for name in ISSUED}
    assert told | {name: list(told[name]) for name in ("policy_arns", "transitive_tag_keys")} == ISSUED
    assert one.issued_key == "ASIAEXAMPLE"
    assert (other.issued_key, other.issued_session) == (None, None)

    apps = migrator.apply_tested_migration(ROWS).apps
    one, other = apps.get_model("sandbox", "Event").objects.select_related("issued").order_by("number")
    assert {name: getattr(one.issued, name) for name in ISSUED} == ISSUED
    assert other.issued is None


@pytest.mark.django_db(transaction=True)
def test_what_was_passed_before_there_were_levels_is_done_or_mastered(migrator: Migrator) -> None:
    apps = migrator.apply_initial_migration(BEFORE_LEVELS).apps
    user = apps.get_model("accounts", "User").objects.create(username="maya")
    chapter = apps.get_model("lessons", "Chapter").objects.create(title="A chapter")
    lessons = {
        what: apps.get_model("lessons", "Lesson").objects.create(chapter=chapter, slug=what, title=what)
        for what in ("nothing", "failed", "passed", "both", "lab")
    }
    for what in ("failed", "passed", "both"):
        have_quiz(apps, lessons[what])
    scenario = apps.get_model("sandbox", "Scenario").objects.create(slug="demo", title="Demo", document={})
    for what in ("failed", "passed", "both", "lab"):
        lab = {"title": "Lab", "intro": "Do it.", "goals": [{"key": "a"}]}
        apps.get_model("sandbox", "Lab").objects.create(lesson=lessons[what], scenario=scenario, **lab)
    done = apps.get_model("lessons", "StyleProgress").objects
    for what, style in (("failed", "quiz"), ("both", "sandbox"), ("lab", "sandbox"), ("nothing", "read")):
        done.create(user=user, lesson=lessons[what], style=style, done_at=NOW)
    for what, right in (("failed", 7), ("passed", 8), ("both", 10)):
        apps.get_model("quizzes", "Attempt").objects.create(
            user=user, lesson=lessons[what], asked=[], right=right, total=10, finished_at=NOW
        )

    apps = migrator.apply_tested_migration(("sandbox", "0016_levels")).apps
    reached = apps.get_model("lessons", "LevelReached").objects.order_by("lesson", "level")
    assert list(reached.values_list("lesson__slug", "level", "reached_at")) == [
        ("nothing", 2, NOW),
        ("nothing", 3, NOW),
        ("passed", 2, NOW),
        ("both", 2, NOW),
        ("both", 3, NOW),
        ("lab", 2, NOW),
        ("lab", 3, NOW),
    ]


@pytest.mark.django_db(transaction=True)
def test_who_had_mastered_a_lesson_when_passes_began_to_count_still_has(migrator: Migrator) -> None:
    apps = migrator.apply_initial_migration(("sandbox", "0018_broken_accounts")).apps
    user = apps.get_model("accounts", "User").objects.create(username="maya")
    chapter = apps.get_model("lessons", "Chapter").objects.create(title="A chapter")
    lesson = apps.get_model("lessons", "Lesson").objects.create(chapter=chapter, slug="quiz", title="Quiz")
    have_quiz(apps, lesson)
    apps.get_model("lessons", "LevelReached").objects.create(user=user, lesson=lesson, level=2)
    apps.get_model("quizzes", "Attempt").objects.create(
        user=user, lesson=lesson, asked=[], right=8, total=10, finished_at=NOW
    )

    apps = migrator.apply_tested_migration(("sandbox", "0019_levels_before_passes_counted")).apps
    reached = apps.get_model("lessons", "LevelReached").objects.order_by("level")
    assert list(reached.values_list("level", flat=True)) == [2, 3]


def have_quiz(apps: Any, lesson: Any) -> None:
    """Give the lesson one question."""
    model = apps.get_model
    actor = model("lessons", "Actor").objects.create(lesson=lesson, kind="caller", name="alice")
    node = model("lessons", "FlowNode").objects.create(lesson=lesson, label="a", source=actor, target=actor)
    step = model("lessons", "Step").objects.create(lesson=lesson, node=node, action="asks", key="asks")
    model("quizzes", "Question").objects.create(lesson=lesson, step=step, prompt="What?")
