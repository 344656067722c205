"""What a stranger read, as their browser kept it: theirs once they are somebody.

A mark is a text: ``assume-role/read`` is a style that was opened, ``assume-role/steps/3`` a step that was
seen. Browsers are not to be trusted: a mark that means nothing here is dropped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from django.db.models import Count

from lessons.accounts.models import User
from lessons.models import Lesson, StepSeen, StyleProgress
from lessons.styles import STYLES_BY_KEY

__all__ = ["MOST_MARKS", "take_over"]

MOST_MARKS = 200
LONGEST_NUMBER = 5


def take_over(user: User, marks: Iterable[str]) -> None:
    """Remember what the first MOST_MARKS of ``marks`` say that ``user`` has read, as of now."""
    found = set(readable(user, islice(marks, MOST_MARKS)))
    styles = [StyleProgress(user=user, lesson_id=pk, style=key) for pk, key, number in found if not number]
    steps = [StepSeen(user=user, lesson_id=pk, number=number) for pk, _, number in found if number]
    StyleProgress.objects.bulk_create(styles, ignore_conflicts=True)
    StepSeen.objects.bulk_create(steps, ignore_conflicts=True)


def readable(user: User, marks: Iterable[str]) -> Iterator[tuple[int, str, int]]:
    """The lesson's id, the style and the step's number, 0 for none, of each mark that means something."""
    rows = Lesson.objects.visible_to(user).annotate(step_count=Count("steps")).order_by()
    lessons = {slug: (pk, count) for slug, pk, count in rows.values_list("slug", "pk", "step_count")}
    for slug, style, number in map(parts, marks):
        pk, count = lessons.get(slug, (0, 0))
        if pk and style in STYLES_BY_KEY and (number == 0 or (style == "steps" and number <= count)):
            yield pk, style, number


def parts(mark: str) -> tuple[str, str, int]:
    """The slug, the style and the number of a mark; a style that there is not where it is none."""
    slug, _, rest = mark.partition("/")
    style, _, number = rest.partition("/")
    if not number:
        return slug, style, 0
    is_number = number.isdecimal() and len(number) <= LONGEST_NUMBER and int(number) > 0
    return (slug, style, int(number)) if is_number else (slug, "", 0)
