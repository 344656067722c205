"""Questions that were read from a file, as rows of the bank."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from lessons.models import Lesson
from lessons.quizzes.exchange.results import Collected, Found, NotTakenError, Problem
from lessons.quizzes.models import Question

__all__ = ["REASON", "Stored", "store"]

REASON = "Imported from a file"


@dataclass(frozen=True)
class Stored:
    """How many questions are new and how many were there, and what could not be stored."""

    new: int
    changed: int
    problems: tuple[Problem, ...]


@transaction.atomic
def store(questions: Iterable[Found], lesson: Lesson | None) -> Stored:
    """Save the questions behind those of the lesson's quiz, or in the bank.

    One with the key of a question there, or without a key with its prompt, is written over that one.
    """
    found = Collected()
    there = list(Question.objects.filter(lesson=lesson))
    steps = {step.key: step for step in lesson.steps.all()} if lesson else {}
    last = max((row.position for row in there), default=0)
    new = changed = 0
    for one in questions:
        written = one.question
        row = Question.from_written(written, steps.get(written.step))
        row.lesson = lesson
        with found.going_on():
            _check(row, one.line)
            if written.step and row.step is None:
                found.note(one.line, f"Not kept: the step “{written.step}”, which is not there.")
            before = _before(row, there)
            if before:
                there.remove(before)
                row.pk, row.key, row.position = before.pk, before.key, before.position
                row._state.adding = False
            row.position = row.position or last + new + 1
            row._change_reason = REASON  # type: ignore[attr-defined] # simple-history reads it from the row
            row.save()
            row.keep_choices()
            new, changed = new + (before is None), changed + (before is not None)
    return Stored(new, changed, found.result().problems)


def _before(row: Question, there: list[Question]) -> Question | None:
    """The question that this one is written over."""
    same = (one for one in there if (one.key == row.key if row.key else one.prompt == row.prompt))
    return next(same, None)


def _check(row: Question, line: int) -> None:
    """Raise NotTakenError where the row breaks its model's own rules; few formats have an explanation."""
    left_out = {field.name for field in row._meta.fields if field.is_relation}
    left_out |= set() if row.explanation else {"explanation"}
    try:
        row.clean_fields(exclude=left_out)
    except ValidationError as invalid:
        name, messages = next(iter(invalid.message_dict.items()))
        raise NotTakenError(line, f"{name}: {messages[0]}") from invalid
