"""A lesson's quiz.yaml as questions and choices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lessons.loading import Document, Node, clean, delete_rows, step_at, sync
from lessons.models import Lesson, Step
from lessons.quizzes.choices import Option, mistakes
from lessons.quizzes.models import Question

__all__ = ["load_quiz", "quiz_values", "remove_quiz"]

QUESTION_KEYS = ("prompt", "choices", "right", "hint", "step", "column", "explanation")


def load_quiz(lesson: Lesson, document: Document) -> None:
    """Write the lesson's questions over those of the same place. Raises ContentError or CourseError."""
    document.root.only("questions")
    steps = list(lesson.steps.all())
    wanted: list[tuple[Question, list[Option]]] = []
    for position, node in enumerate(document.root.nodes("questions"), start=1):
        with document.mistakes.collecting():
            wanted.append((_question(lesson, position, node, steps), _options(node)))
    document.mistakes.check()
    existing = lesson.questions.all()
    places = {row.pk: place for place, row in enumerate(existing, start=1)}
    gone = sync(existing, [question for question, _ in wanted], lambda row: places.get(row.pk, row.position))
    for question, options in wanted:
        question.set_options(options)
    delete_rows(gone, document)


def quiz_values(lesson: Lesson) -> dict[str, Any] | None:
    """What quiz.yaml holds of the lesson's questions, None where there are none."""
    rows = Question.objects.of(lesson).select_related("step")
    return {"questions": [_values(row) for row in rows]} if rows else None


def remove_quiz(lesson: Lesson) -> None:
    """Take the lesson's questions away; what was asked stays in attempts."""
    for row in lesson.questions.all():
        row.delete()


def _values(question: Question) -> dict[str, Any]:
    options = question.options()
    return {
        "prompt": question.prompt,
        "choices": [option.text for option in options],
        "right": next((option.text for option in options if option.is_right), ""),
        "hint": question.hint,
        "step": question.step.key,
        "column": question.hint_column,
        "explanation": question.explanation,
    }


def _question(lesson: Lesson, position: int, node: Node, steps: Sequence[Step]) -> Question:
    node.only(*QUESTION_KEYS)
    question = Question(
        lesson=lesson,
        position=position,
        prompt=node.text("prompt"),
        hint=node.text("hint"),
        step=step_at(node, steps),
        hint_column=_column(node),
        explanation=node.text("explanation"),
    )
    return clean(question, node)


def _column(node: Node) -> str:
    column = node.text("column")
    if column not in Question.Column.values:
        known = ", ".join(Question.Column.values)
        raise node.error(f"The process table has no column “{column}”; it has {known}.", "column")
    return column


def _options(node: Node) -> list[Option]:
    right = _one_line(node.text("right"))
    options = [Option(text, text == right) for text in map(_one_line, node.texts("choices"))]
    if not any(option.is_right for option in options):
        raise node.error(f"“{right}” is none of the choices.", "right")
    if said := mistakes(options):
        raise node.error(said[0], "choices")
    return options


def _one_line(text: str) -> str:
    return " ".join(text.split())
