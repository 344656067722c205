"""A lesson's quiz.yaml as questions of the bank."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lessons.loading import Document, Node, clean, delete_rows, keep_keys, step_at, sync
from lessons.models import Lesson, Step
from lessons.quizzes.models import Question
from lessons.quizzes.question_types import choice
from lessons.quizzes.question_types.interface import QuestionMistakeError
from lessons.quizzes.question_types.registry import TYPES
from lessons.quizzes.written_question import COLUMNS, DIFFICULTIES, WrittenQuestion

__all__ = ["load_quiz", "quiz_values", "remove_quiz"]

EVERY_TYPE: tuple[str, ...] = ("key", "type", "prompt", "hint", "hints", "step", "column", "explanation")
EVERY_TYPE += ("topic", "difficulty", "points", "draft")


def load_quiz(lesson: Lesson, document: Document) -> None:
    """Write the lesson's questions over those of the same key. Raises ContentError or CourseError."""
    document.root.only("questions")
    steps, wanted = list(lesson.steps.all()), []
    for position, node in enumerate(document.root.nodes("questions"), start=1):
        with document.mistakes.collecting():
            wanted.append(_question(lesson, position, node, steps))
    document.mistakes.check()
    existing = lesson.questions.all()
    keep_keys(wanted, list(existing), says="prompt")
    gone = sync(existing, wanted, lambda row: row.key)
    for question in wanted:
        question.keep_choices()
    delete_rows(gone, document)


def quiz_values(lesson: Lesson) -> dict[str, Any] | None:
    """What quiz.yaml holds of the lesson's questions, None where there are none."""
    rows = Question.objects.of(lesson)
    return {"questions": [values_of(row.as_written()) for row in rows]} if rows else None


def remove_quiz(lesson: Lesson) -> None:
    """Take the lesson's questions away; what was asked stays in attempts."""
    for row in lesson.questions.all():
        row.delete()


def values_of(written: WrittenQuestion) -> dict[str, Any]:
    """A question as quiz.yaml has it; what goes without saying is left out."""
    hints = {"hint": written.hints[0]} if len(written.hints) == 1 else {"hints": list(written.hints)}
    values = {
        "key": written.key,
        **({} if written.type == choice.NAME else {"type": written.type}),
        "prompt": written.prompt,
        **written.content,
        **(hints if written.hints else {}),
        **({"step": written.step, "column": written.column} if written.step else {}),
        "explanation": written.explanation,
    }
    said = {"topic": written.topic, "difficulty": written.difficulty, "points": written.points}
    usual = {"topic": "", "difficulty": "medium", "points": 1}
    values |= {name: value for name, value in said.items() if value != usual[name]}
    return values if written.is_published else values | {"draft": True}


def read_written(node: Node, step: str = "") -> WrittenQuestion:
    """The question at ``node``, whose evidence is the step of this key. Raises ContentError."""
    named = node.text("type", choice.NAME)
    if named not in TYPES:
        raise node.error(f"There is no type “{named}”; there are {', '.join(TYPES)}.", "type")
    module = TYPES[named]
    node.only(*EVERY_TYPE, *module.KEYS)
    try:
        content = module.dump(module.parse(_plain(node, module.KEYS)))
    except QuestionMistakeError as mistake:
        raise node.error(mistake.sentence, mistake.key) from mistake
    return WrittenQuestion(
        type=named,
        key=node.text("key", ""),
        prompt=node.text("prompt"),
        content=content,
        hints=_hints(node, has_evidence=bool(step)),
        explanation=node.text("explanation"),
        topic=node.text("topic", ""),
        difficulty=_difficulty(node),
        points=node.number("points") if node.get("points") else 1,
        step=step,
        column=_column(node) if step else "",
        is_published=not node.flag("draft"),
    )


def _question(lesson: Lesson, position: int, node: Node, steps: Sequence[Step]) -> Question:
    step = _evidence(node, steps)
    question = Question.from_written(read_written(node, step.key if step else ""), step)
    question.lesson, question.position = lesson, position
    return clean(question, node)


def _evidence(node: Node, steps: Sequence[Step]) -> Step | None:
    """The step that proves the answer. Only what was imported has none, which a version keeps as it was."""
    return step_at(node, steps) if node.get("step") or not node.document.is_kept else None


def _plain(node: Node, keys: Sequence[str]) -> dict[str, Any]:
    """What only the type reads, each value as YAML has it."""
    return {key: value.plain() for key in keys if (value := node.get(key))}


def _hints(node: Node, *, has_evidence: bool) -> tuple[str, ...]:
    """One `hint` or several `hints`; a question about a step has at least one."""
    if node.get("hints"):
        return tuple(node.texts("hints"))
    return tuple(filter(None, [node.text("hint", None if has_evidence else "")]))


def _column(node: Node) -> str:
    column = node.text("column")
    if column not in COLUMNS:
        raise node.error(
            f"The process table has no column “{column}”; it has {', '.join(COLUMNS)}.", "column"
        )
    return column


def _difficulty(node: Node) -> str:
    difficulty = node.text("difficulty", "medium")
    if difficulty not in DIFFICULTIES:
        raise node.error(f"A question is {', '.join(DIFFICULTIES)}, not “{difficulty}”.", "difficulty")
    return difficulty
