"""What a reader does before the picture is shown: put the flow together, fill the tracker in.

Nothing is stored and nothing counts: an answer is a GET, for strangers too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from lessons.lesson_trace import trace_of
from lessons.models import Lesson
from lessons.trace import Trace
from lessons.version_cache import once_a_version

__all__ = ["Blank", "Column", "Exercise", "Row", "exercise_of", "mark"]


@dataclass(frozen=True)
class Blank:
    """A place to fill in: its name in the form, what may be chosen, and what of that is right.

    ``is_right`` is None until it was marked.
    """

    name: str
    label: str
    choices: tuple[str, ...]
    right: tuple[str, ...]
    given: str = ""
    is_right: bool | None = None


@dataclass(frozen=True)
class Row:
    """A line of the exercise: what it is about, and a place in each column."""

    label: str
    blanks: tuple[Blank, ...]


@dataclass(frozen=True)
class Column:
    """What belongs into it. Where it has a ``start``, what is left empty is as it was in the row above."""

    name: str
    start: str = ""


@dataclass(frozen=True)
class Exercise:
    """A table to fill in."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    @property
    def marks(self) -> tuple[bool | None, ...]:
        """Whether each place is right, row by row."""
        return tuple(blank.is_right for row in self.rows for blank in row.blanks)

    @property
    def is_marked(self) -> bool:
        """Whether somebody has answered."""
        return None not in self.marks

    @property
    def wrong(self) -> int:
        """In how many places something else belongs."""
        return self.marks.count(False)


def order(trace: Trace) -> Exercise:
    """What happens, by the alphabet: each belongs to the place of its step."""
    places = tuple(str(step.number) for step in trace.steps)
    rights = {
        step.action: tuple(str(other.number) for other in trace.steps if other.action == step.action)
        for step in trace.steps
    }
    rows = (
        Row(step.action, (Blank(f"step-{step.number}", "Place", places, rights[step.action]),))
        for step in sorted(trace.steps, key=lambda step: step.action.casefold())
    )
    return Exercise((Column("Place"),), tuple(rows))


def values(trace: Trace) -> Exercise:
    """Every tracked variable after each step that changes one, and at the end."""
    if not trace.variables:
        return Exercise((), ())
    columns = (Column(f"`{variable.name}`", variable.start) for variable in trace.variables)
    rows = (values_after(trace, column.step) for column in trace.columns[1:])
    return Exercise(tuple(columns), tuple(rows))


def values_after(trace: Trace, number: int) -> Row:
    """What the variables are then: any of the values that they ever have."""
    blanks = (
        Blank(
            f"value-{place}-{number}",
            f"{variable.name} after step {number}",
            tuple(sorted({variable.start, *variable.values.values()}, key=str.casefold)),
            (variable.after(number),),
        )
        for place, variable in enumerate(trace.variables)
    )
    return Row(f"{number}. {trace.steps[number - 1].action}", tuple(blanks))


EXERCISES: Mapping[str, Callable[[Trace], Exercise]] = {"flow": order, "state": values}


@once_a_version
def exercise_of(lesson: Lesson, key: str) -> Exercise | None:
    """What is to be done in the style of that key; None where there is nothing."""
    trace = trace_of(lesson)
    exercise = EXERCISES[key](trace) if key in EXERCISES and trace.steps else None
    return exercise if exercise and exercise.rows else None


def mark(exercise: Exercise, answers: Mapping[str, str]) -> Exercise:
    """The exercise with what was chosen, by the names of the places, each marked.

    What cannot be chosen is as if nothing was.
    """
    held = [column.start for column in exercise.columns]
    rows = []
    for row in exercise.rows:
        blanks = tuple(map(partial(filled, answers), row.blanks, held, exercise.columns))
        held = [blank.given or before for blank, before in zip(blanks, held, strict=True)]
        rows.append(replace(row, blanks=blanks))
    return replace(exercise, rows=tuple(rows))


def filled(answers: Mapping[str, str], blank: Blank, before: str, column: Column) -> Blank:
    """The place with what was chosen; an empty one is right where what was there ``before`` still is."""
    chosen = answers.get(blank.name, "")
    given = chosen if chosen in blank.choices else ""
    held = given or (before if column.start else "")
    return replace(blank, given=given, is_right=held in blank.right)
