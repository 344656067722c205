"""What 0.3.1 asked about steps by their numbers names the steps after the migration."""

from __future__ import annotations

import pytest
from django_test_migrations.migrator import Migrator

BEFORE, AFTER = ("quizzes", "0003_step_keys"), ("quizzes", "0004_name_steps_of_attempts")
ASKED = [{"step": 2}, {"step": 1}, {"step": 9}]


@pytest.mark.django_db(transaction=True)
def test_the_questions_of_an_attempt_name_the_steps_that_prove_them(
    migrator: Migrator, monkeypatch: pytest.MonkeyPatch
) -> None:
    get = migrator.apply_initial_migration(BEFORE).apps.get_model
    chapter = get("lessons", "Chapter").objects.create(title="-")
    lesson = get("lessons", "Lesson").objects.create(chapter=chapter, slug="assume", title="-")
    actor = get("lessons", "Actor").objects.create(lesson=lesson, kind="caller", name="alice")
    node = get("lessons", "FlowNode").objects.create(lesson=lesson, label="-", source=actor, target=actor)
    for position, key in ((2, "answer"), (1, "ask")):
        get("lessons", "Step").objects.create(lesson=lesson, node=node, position=position, key=key)
    for name in ("maya", "noor", "omar"):
        user = get("accounts", "User").objects.create(username=name)
        get("quizzes", "Attempt").objects.create(user=user, lesson=lesson, asked=ASKED, total=3)

    monkeypatch.setattr("lessons.quizzes.migrations.0004_name_steps_of_attempts.AT_ONCE", 2)
    get = migrator.apply_tested_migration(AFTER).apps.get_model
    named = get("quizzes", "Attempt").objects.values_list("step_keys", flat=True)
    assert list(named) == [["answer", "ask", "gone-9"]] * 3
