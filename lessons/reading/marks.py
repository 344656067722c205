"""What a stranger read, as their browser kept it: theirs once they are somebody.

A mark is a text: ``assume-role/read`` is a style that was opened, ``assume-role/steps/3#sts-decides`` a step
that was seen: where it was then, and its key. Browsers are not to be trusted: a mark that means nothing here
is dropped.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from lessons.accounts.models import User
from lessons.models import Lesson, Step, StepSeen, StyleProgress
from lessons.styles import STYLES_BY_KEY

__all__ = ["MOST_MARKS", "take_over"]

MOST_MARKS = 200
LONGEST_NUMBER = 5
STEPS = "steps"


@dataclass(frozen=True)
class Mark:
    """A lesson's style that was opened, or one of its steps, by its key and its number of now."""

    lesson_id: int
    style: str
    key: str = ""
    number: int = 0


def take_over(user: User, marks: Iterable[str]) -> None:
    """Remember what the first MOST_MARKS of ``marks`` say that ``user`` has read, as of now."""
    found = set(readable(user, islice(marks, MOST_MARKS)))
    styles = [StyleProgress(user=user, lesson_id=m.lesson_id, style=m.style) for m in found if not m.key]
    StyleProgress.objects.bulk_create(styles, ignore_conflicts=True)
    see_steps(user, [mark for mark in found if mark.key])


def see_steps(user: User, marks: list[Mark]) -> None:
    """Remember steps that were seen; the first time counts."""
    rows = StepSeen.objects.filter(user=user, lesson__in={mark.lesson_id for mark in marks})
    there = {(row.lesson_id, row.number): row for row in rows}
    new = []
    for mark in marks:
        row = there.get((mark.lesson_id, mark.number))
        if row is None or row.step_key:  # a row without a key is this step's, stored by 0.3.1
            number = None if row else mark.number
            new.append(StepSeen(user=user, lesson_id=mark.lesson_id, step_key=mark.key, number=number))
    StepSeen.objects.bulk_create(new, ignore_conflicts=True)


def readable(user: User, marks: Iterable[str]) -> Iterator[Mark]:
    """Each mark that means something."""
    lessons = dict(Lesson.objects.visible_to(user).order_by().values_list("slug", "pk"))
    keys = keys_of_steps(lessons.values())
    for mark in marks:
        slug, _, rest = mark.partition("/")
        style, slash, step = rest.partition("/")
        if slug not in lessons or style not in STYLES_BY_KEY:
            continue
        if not slash:
            yield Mark(lessons[slug], style)
        elif style == STEPS and (key := key_of(step, keys[lessons[slug]])):
            yield Mark(lessons[slug], style, key, 1 + keys[lessons[slug]].index(key))


def keys_of_steps(lessons: Iterable[int]) -> defaultdict[int, list[str]]:
    """The keys of the lessons' steps in their order, by the lesson's id."""
    keys: defaultdict[int, list[str]] = defaultdict(list)
    rows = Step.objects.filter(lesson__in=lessons).order_by("lesson", "position", "pk")
    for lesson, key in rows.values_list("lesson", "key"):
        keys[lesson].append(key)
    return keys


def key_of(step: str, keys: list[str]) -> str:
    """The key of a step such as ``3#sts-decides``, or of the third where none is given; empty for none."""
    number, mark, key = step.partition("#")
    if mark:
        return key if key in keys else ""
    is_number = number.isdecimal() and len(number) <= LONGEST_NUMBER and 0 < int(number) <= len(keys)
    return keys[int(number) - 1] if is_number else ""
