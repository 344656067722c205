"""What 0.3.1 stored by numbers is there by keys after the migration, on the same steps."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone
from django_test_migrations.migrator import Migrator

BEFORE, AFTER = ("lessons", "0005_index_votes"), ("lessons", "0007_name_by_keys")
ACTIONS = ("alice asks", "STS processes the request", "alice asks", "15 minutes pass")


def a_chapter(apps: Any, title: str, **fields: Any) -> Any:
    return apps.get_model("lessons", "Chapter").objects.create(title=title, **fields)


def a_lesson(apps: Any) -> Any:
    """A lesson whose steps do not stand in the order in which they were made."""
    get = apps.get_model
    lesson = get("lessons", "Lesson").objects.create(
        chapter=a_chapter(apps, "Why temporary"), slug="assume", title="-", loaded_digest="of its files"
    )
    alice = get("lessons", "Actor").objects.create(lesson=lesson, kind="caller", name="alice")
    node = get("lessons", "FlowNode").objects.create(lesson=lesson, label="-", source=alice, target=alice)
    for position, action in reversed([*enumerate(ACTIONS, start=1)]):
        get("lessons", "Step").objects.create(lesson=lesson, node=node, position=position, action=action)
    return lesson


def steps_of(rows: Any) -> dict[int, str]:
    return dict(rows.values_list("number", "step_key"))


@pytest.mark.django_db(transaction=True)
def test_what_readers_did_is_named_by_the_keys_of_its_steps(migrator: Migrator) -> None:
    apps = migrator.apply_initial_migration(BEFORE).apps
    lesson = a_lesson(apps)
    user = apps.get_model("accounts", "User").objects.create(username="maya")
    for number in (1, 2, 3, 9):
        about = {"lesson": lesson, "user": user, "number": number}
        apps.get_model("lessons", "StepSeen").objects.create(**about)
        closed = {"closed_at": timezone.now()} if number == 2 else {}
        prediction = {"asked": {}, "chosen": "-", "right": True, "sureness": "guess", **closed}
        apps.get_model("lessons", "Prediction").objects.create(**about, **prediction)

    apps = migrator.apply_tested_migration(AFTER).apps
    steps = apps.get_model("lessons", "Step").objects.order_by("position")
    keys = ["alice-asks", "sts-processes-request", "alice-asks-2", "step-15-minutes-pass"]
    assert list(steps.values_list("key", flat=True)) == keys
    named = {1: keys[0], 2: keys[1], 3: keys[2], 9: "gone-9"}
    assert steps_of(apps.get_model("lessons", "StepSeen").objects) == named
    assert steps_of(apps.get_model("lessons", "Prediction").objects) == named
    assert apps.get_model("lessons", "Lesson").objects.get().folder == "assume"


@pytest.mark.django_db(transaction=True)
def test_a_chapter_that_came_back_under_its_old_title_is_the_renamed_one(migrator: Migrator) -> None:
    apps = migrator.apply_initial_migration(BEFORE).apps
    lesson = a_lesson(apps)
    chapters = apps.get_model("lessons", "Chapter").objects
    chapters.filter(pk=lesson.chapter_id).update(title="Why", position=1, edited_at=timezone.now())
    a_chapter(apps, "Why temporary", position=1)
    a_chapter(apps, "Who may", position=2)
    a_chapter(apps, "Of our own", position=2, edited_at=timezone.now())

    apps = migrator.apply_tested_migration(AFTER).apps
    named = dict(apps.get_model("lessons", "Chapter").objects.values_list("title", "key"))
    assert named["Why"] == "why-temporary"
    assert "Why temporary" not in named
