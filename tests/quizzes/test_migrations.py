"""What older releases have stored goes on: attempts name their steps, questions have content and a key."""

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


@pytest.mark.django_db(transaction=True)
def test_a_question_keeps_its_choices_and_is_named_after_what_it_asks(migrator: Migrator) -> None:
    get = migrator.apply_initial_migration(("quizzes", "0005_hints")).apps.get_model
    chapter = get("lessons", "Chapter").objects.create(title="-")
    lesson = get("lessons", "Lesson").objects.create(chapter=chapter, slug="assume", title="-")
    actor = get("lessons", "Actor").objects.create(lesson=lesson, kind="caller", name="alice")
    node = get("lessons", "FlowNode").objects.create(lesson=lesson, label="-", source=actor, target=actor)
    step = get("lessons", "Step").objects.create(lesson=lesson, node=node, position=1, key="ask")
    for prompt in ("What does `AssumeRole` answer?", "What does AssumeRole answer?"):
        question = get("quizzes", "Question").objects.create(
            lesson=lesson, prompt=prompt, hint="Look.", step=step, explanation="So."
        )
        for position, text in ((2, "A key"), (1, "Three values")):
            question.choices.create(position=position, text=text, is_right=position == 1)

    get = migrator.apply_tested_migration(("quizzes", "0007_fill_question_bank")).apps.get_model
    rows = get("quizzes", "Question").objects.order_by("pk").values_list("key", "type", "content")
    content = {"choices": ["Three values", "A key"], "right": "Three values"}
    assert list(rows) == [
        ("what-does-assume-role-answer", "choice", content),
        ("what-does-assume-role-answer-2", "choice", content),
    ]
