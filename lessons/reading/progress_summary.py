"""Where readers stand in each lesson: what is opened, seen, done and predicted, and how far that is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from lessons.accounts.models import User
from lessons.levels import Level, challenges, level_of
from lessons.models import Lesson
from lessons.reading.course_cache import Course
from lessons.sql import Rows, Select, among, moment, select_together
from lessons.styles import STYLES, STYLES_BY_KEY, Style

__all__ = ["Standing", "standing_of_all", "standing_queries", "standings", "standings_from"]

OPENED_LATELY = timedelta(minutes=10)
STYLES_OPENED = """
SELECT user_id, lesson_id, style, last_at > %s, last_at, done_at FROM lessons_styleprogress WHERE {them}
"""
# Of the steps that are there, as OfAStepQuerySet.of_steps_there has it.
STEPS_SEEN = """
SELECT user_id, lesson_id, COUNT(*) FROM lessons_stepseen seen
WHERE {them} AND (step_key IS NULL OR EXISTS (
    SELECT 1 FROM lessons_step step WHERE step.lesson_id = seen.lesson_id AND step."key" = seen.step_key
)) GROUP BY user_id, lesson_id
"""
PREDICTED = """
SELECT user_id, lesson_id, COUNT(*), COUNT(CASE WHEN "right" THEN 1 END) FROM lessons_prediction made
WHERE {them} AND closed_at IS NULL AND (step_key IS NULL OR EXISTS (
    SELECT 1 FROM lessons_step step WHERE step.lesson_id = made.lesson_id AND step."key" = made.step_key
)) GROUP BY user_id, lesson_id
"""
REACHED = """
SELECT user_id, lesson_id, MAX(level) FROM lessons_levelreached WHERE {them} GROUP BY user_id, lesson_id
"""
PASSED = "SELECT user_id, lesson_id, passed_at FROM ({passed}) passed WHERE {them}"

Key = tuple[int, int]  # user id, lesson id


@dataclass(frozen=True)
class Standing:
    """What a reader has done in one lesson; ``lately`` are the styles opened minutes ago.

    Steps count as ``predicted`` since the reader last started over. ``opened_at`` and ``done_at`` are when
    any style was last opened, and last done, as the database writes moments: they compare, and empty is
    never. ``last_done`` is the style or the challenge that was last done.
    """

    level: Level = Level.NEW
    opened: frozenset[str] = frozenset()
    lately: frozenset[str] = frozenset()
    done: frozenset[str] = frozenset()
    seen_count: int = 0
    predicted: int = 0
    predicted_right: int = 0
    opened_at: str = ""
    done_at: str = ""
    last_done: str = ""

    @property
    def is_begun(self) -> bool:
        """Whether the reader has opened the lesson in any style."""
        return bool(self.opened)

    @property
    def next_style(self) -> Style | None:
        """The first style that is not done, None when all are."""
        return next((style for style in STYLES if style.key not in self.done), None)


def standings(user: User | AnonymousUser, lessons: Sequence[Lesson], course: Course) -> dict[int, Standing]:
    """Where ``user`` stands in each of ``lessons``, by the lesson's id, in one query."""
    queries = standing_queries(user, lessons)
    return standings_from(user, select_together(*queries) if queries else [], lessons, course)


def standing_queries(user: User | AnonymousUser, lessons: Sequence[Lesson]) -> tuple[Select, ...]:
    """What asks where ``user`` stands in ``lessons``: nothing about a stranger, or about no lesson."""
    return queries_about([user.pk], lessons) if user.is_authenticated else ()


def standings_from(
    user: User | AnonymousUser, found: Sequence[Rows], lessons: Sequence[Lesson], course: Course
) -> dict[int, Standing]:
    """Where ``user`` stands, of whom ``standing_queries`` found this, by the lesson's id."""
    reader = user.pk or 0
    read = read_standings(found, course) if found else {}
    return {lesson.pk: read.get((reader, lesson.pk), Standing()) for lesson in lessons}


def standing_of_all(users: Sequence[User], lessons: Sequence[Lesson], course: Course) -> dict[Key, Standing]:
    """Where each of ``users`` stands in each of ``lessons``, in one query, if they opened it at all."""
    queries = queries_about([user.pk for user in users], lessons)
    return read_standings(select_together(*queries), course) if queries else {}


def queries_about(users: Sequence[int], lessons: Sequence[Lesson]) -> tuple[Select, ...]:
    """What asks where they stand, in the order in which ``read_standings`` takes it."""
    ids = [lesson.pk for lesson in lessons]
    if not users or not ids:
        return ()
    them, about = f"user_id IN ({among(users)}) AND lesson_id IN ({among(ids)})", [*users, *ids]
    since = moment(timezone.now() - OPENED_LATELY)
    passed = (PASSED.format(passed=one.passed, them=them) for one in challenges() if one.passed)
    return (
        Select(6, STYLES_OPENED.format(them=them), [since, *about]),
        Select(3, STEPS_SEEN.format(them=them), about),
        Select(4, PREDICTED.format(them=them), about),
        Select(3, REACHED.format(them=them), about),
        *(Select(3, statement, about) for statement in passed),
    )


def read_standings(found: Sequence[Rows], course: Course) -> dict[Key, Standing]:
    """Where the readers stand of whom this was found, by user and lesson."""
    styles, steps, predictions, reached, *passed = found
    opened, lately, opened_at, done = by_reader(styles, passed)
    seen = {(user, lesson): int(count) for user, lesson, count in steps}
    predicted = {(user, lesson): (total, right) for user, lesson, total, right in predictions}
    levels = {(user, lesson): Level(level) for user, lesson, level in reached}
    known = STYLES_BY_KEY.keys() | {one.key for one in challenges()}
    standing = {}
    for key in opened.keys() | done.keys() | seen.keys() | predicted.keys() | levels.keys():
        if 0 < course.step_counts[key[1]] <= seen.get(key, 0):
            done[key].setdefault("steps", "")
        known_done = [one for one in done[key] if one in known]
        last = max(known_done, key=done[key].__getitem__, default="")
        now = level_of(course.challenges[key[1]], done[key], is_opened=key in opened or key in seen)
        standing[key] = Standing(
            max(now, levels.get(key, now)),
            frozenset(opened[key]),
            frozenset(lately[key]),
            frozenset(done[key]),
            seen.get(key, 0),
            *predicted.get(key, (0, 0)),
            opened_at[key],
            done[key].get(last, ""),
            last,
        )
    return standing


def by_reader(
    styles: Iterable[list[Any]], passed: Sequence[Rows]
) -> tuple[dict[Key, set[str]], dict[Key, set[str]], dict[Key, str], dict[Key, dict[str, str]]]:
    """By user and lesson: the styles opened, those opened lately, when last, and what was done when.

    Whether a challenge of its own rows is done, these say: nodes of 0.5.0 store the end of any quiz.
    """
    opened, lately = defaultdict(set), defaultdict(set)
    opened_at: defaultdict[Key, str] = defaultdict(str)
    done: defaultdict[Key, dict[str, str]] = defaultdict(dict)
    told = [one.key for one in challenges() if one.passed]
    for user, lesson, style, is_late, last_at, done_at in styles:
        key = (user, lesson)
        opened[key].add(style)
        opened_at[key] = max(opened_at[key], last_at)
        if is_late:
            lately[key].add(style)
        if done_at and style not in told:
            done[key][style] = done_at
    for challenge, rows in zip(told, passed, strict=True):
        for user, lesson, passed_at in rows:
            first = done[user, lesson].get(challenge, passed_at)
            done[user, lesson][challenge] = min(first, passed_at)
    return opened, lately, opened_at, done
