"""Where a reader stands in each lesson: what is opened, seen, done and predicted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from lessons.accounts.models import User
from lessons.models import Lesson
from lessons.sql import Rows, Select, among, moment, select_together
from lessons.styles import STYLES, Style

__all__ = ["Standing", "standing_queries", "standings", "standings_from"]

OPENED_LATELY = timedelta(minutes=10)
STYLES_OPENED = """
SELECT lesson_id, style, last_at > %s, done_at IS NOT NULL
FROM lessons_styleprogress WHERE user_id = %s AND lesson_id IN ({lessons})
"""
# Of the steps that are there, as OfAStepQuerySet.of_steps_there has it.
STEPS_SEEN = """
SELECT lesson_id, COUNT(*) FROM lessons_stepseen seen
WHERE user_id = %s AND lesson_id IN ({lessons}) AND (step_key IS NULL OR EXISTS (
    SELECT 1 FROM lessons_step step WHERE step.lesson_id = seen.lesson_id AND step."key" = seen.step_key
)) GROUP BY lesson_id
"""
PREDICTED = """
SELECT lesson_id, COUNT(*), COUNT(CASE WHEN "right" THEN 1 END) FROM lessons_prediction made
WHERE user_id = %s AND lesson_id IN ({lessons}) AND closed_at IS NULL AND (step_key IS NULL OR EXISTS (
    SELECT 1 FROM lessons_step step WHERE step.lesson_id = made.lesson_id AND step."key" = made.step_key
)) GROUP BY lesson_id
"""


@dataclass(frozen=True)
class Standing:
    """What a reader has done in one lesson; ``lately`` are the styles opened minutes ago.

    Steps count as ``predicted`` since the reader last started over.
    """

    opened: frozenset[str] = frozenset()
    lately: frozenset[str] = frozenset()
    done: frozenset[str] = frozenset()
    seen_count: int = 0
    predicted: int = 0
    predicted_right: int = 0

    @property
    def is_begun(self) -> bool:
        """Whether the reader has opened the lesson in any style."""
        return bool(self.opened)

    @property
    def next_style(self) -> Style | None:
        """The first style that is not done, None when all are."""
        return next((style for style in STYLES if style.key not in self.done), None)


def standings(
    user: User | AnonymousUser, lessons: Sequence[Lesson], step_counts: Mapping[int, int]
) -> dict[int, Standing]:
    """Where ``user`` stands in each of ``lessons``, by the lesson's id, in one query."""
    queries = standing_queries(user, lessons)
    return standings_from(select_together(*queries) if queries else [], lessons, step_counts)


def standing_queries(user: User | AnonymousUser, lessons: Sequence[Lesson]) -> tuple[Select, ...]:
    """What asks for that: nothing about a stranger, or about no lesson."""
    ids = [lesson.pk for lesson in lessons]
    if not ids or not user.is_authenticated:
        return ()
    since, these = moment(timezone.now() - OPENED_LATELY), among(ids)
    return (
        Select(4, STYLES_OPENED.format(lessons=these), [since, user.pk, *ids]),
        Select(2, STEPS_SEEN.format(lessons=these), [user.pk, *ids]),
        Select(3, PREDICTED.format(lessons=these), [user.pk, *ids]),
    )


def standings_from(
    found: Sequence[Rows], lessons: Sequence[Lesson], step_counts: Mapping[int, int]
) -> dict[int, Standing]:
    """Where somebody stands of whom ``standing_queries`` found this, by the lesson's id."""
    ids = [lesson.pk for lesson in lessons]
    if not found:
        return dict.fromkeys(ids, Standing())
    styles, steps, predictions = found
    opened, lately, done = by_lesson(styles)
    seen = {lesson: int(count) for lesson, count in steps}
    predicted = {lesson: (total, right) for lesson, total, right in predictions}
    for key in ids:
        if 0 < step_counts[key] <= seen.get(key, 0):
            done[key].add("steps")
    return {
        key: Standing(
            frozenset(opened[key]),
            frozenset(lately[key]),
            frozenset(done[key]),
            seen.get(key, 0),
            *predicted.get(key, (0, 0)),
        )
        for key in ids
    }


def by_lesson(rows: Iterable[list[Any]]) -> tuple[defaultdict[int, set[str]], ...]:
    """The keys of the styles that are opened, that were so lately, and that are done, by the lesson's id."""
    found: tuple[defaultdict[int, set[str]], ...] = (defaultdict(set), defaultdict(set), defaultdict(set))
    for lesson, style, *flags in rows:
        for styles, flag in zip(found, (True, *flags), strict=True):
            if flag:
                styles[lesson].add(style)
    return found
