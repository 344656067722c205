"""A trace as the rows of a new lesson, which somebody then writes: the inverse of `lessons.lesson_trace`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count
from typing import TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Max, Model
from django.utils import timezone
from django.utils.text import slugify
from simple_history.utils import bulk_create_with_history

from lessons.accounts.models import User
from lessons.loading.kept_versions import keep_version
from lessons.models import Actor, Chapter, FlowNode, Lesson, LessonPart, Step, TrackerValue
from lessons.models.course import LONGEST_LIFE
from lessons.text import shortened
from lessons.trace import Trace

__all__ = ["MOST_STEPS", "draft_lesson", "may_draft"]

MOST_STEPS = 24  # the newest; the admin's form of a lesson takes no more fields
SUMMARY = "A run in the sandbox, step by step."
ARTICLE = "## What happened\n\nThis lesson began as a run in the sandbox. Say here what it shows."
UNTOLD = "Write here why this happens."
P = TypeVar("P", bound=LessonPart)
M = TypeVar("M", bound=Model)


def may_draft(user: User | AnonymousUser) -> bool:
    """Whether ``user`` may make new lessons; students are told apart without a query."""
    return user.is_staff and user.has_perm("lessons.add_lesson")


@transaction.atomic
def draft_lesson(trace: Trace, chapter: Chapter, reason: str, by: User | None = None) -> Lesson:
    """A draft at the end of ``chapter`` with the newest steps of ``trace``; texts are cut to what fits.

    ``reason`` is what its first version and the history of each row say.
    """
    trace = trace.last(MOST_STEPS)
    lesson = new_lesson(trace, chapter)
    lesson._change_reason = reason  # type: ignore[attr-defined] # simple-history reads it from the row
    lesson.save()
    actors = write(
        (Actor(lesson=lesson, kind=actor.kind, name=actor.name, note=actor.note) for actor in trace.actors),
        reason,
    )
    by_key = {actor.key: row for actor, row in zip(trace.actors, actors, strict=True)}
    nodes = write(
        (
            FlowNode(
                lesson=lesson,
                label=node.label,
                source=by_key[node.source],
                target=by_key[node.target],
                carries_credentials=node.carries_credentials,
            )
            for node in trace.nodes
        ),
        reason,
    )
    steps = write(step_rows(lesson, trace, nodes), reason)
    write(value_rows(lesson, trace, steps), reason)
    keep_version(lesson, reason, by)
    return lesson


def new_lesson(trace: Trace, chapter: Chapter) -> Lesson:
    """The lesson, not yet saved, under an address that is free."""
    last = chapter.lessons.aggregate(last=Max("position"))["last"] or 0
    return fitted(
        Lesson(
            chapter=chapter,
            position=last + 1,
            slug=free_slug(trace.title),
            title=trace.title,
            summary=SUMMARY,
            article=ARTICLE,
            lifetime_seconds=min(max(1, trace.lifetime_seconds), LONGEST_LIFE),
            stops_note=trace.stops,
            edited_at=timezone.now(),
        )
    )


def free_slug(title: str) -> str:
    """An address from the title, with a number where it is taken."""
    base = slugify(title)[:60].strip("-") or "run"
    taken = set(Lesson.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for n in count(1) if (slug := base if n == 1 else f"{base}-{n}") not in taken)


def step_rows(lesson: Lesson, trace: Trace, nodes: list[FlowNode]) -> Iterator[Step]:
    """The rows of the process table."""
    for step in trace.steps:
        yield Step(
            lesson=lesson,
            node=nodes[step.node - 1],
            action=step.action,
            input=step.input,
            output=step.output,
            result=step.result,
            outcome=step.outcome,
            caption=step.caption,
            why=step.why or UNTOLD,
            command=step.command,
            seconds_left=None if step.seconds_left is None else min(step.seconds_left, LONGEST_LIFE),
            session=step.session,
        )


def value_rows(lesson: Lesson, trace: Trace, steps: list[Step]) -> Iterator[TrackerValue]:
    """The tracked variables at the start, and where they change."""
    names = fitting_names(variable.name for variable in trace.variables)
    for variable in trace.variables:
        yield TrackerValue(lesson=lesson, variable=names[variable.name], value=variable.start)
    for step, row in zip(trace.steps, steps, strict=True):
        for name, value in step.changes.items():
            yield TrackerValue(lesson=lesson, variable=names[name], step=row, value=value)


def fitting_names(names: Iterable[str]) -> dict[str, str]:
    """Each variable's name as its field holds it; two that begin alike stay two."""
    longest = TrackerValue._meta.get_field("variable").max_length or 0
    fitting: dict[str, str] = {}
    for name in names:
        cut = shortened(name, longest)
        others = set(fitting.values())
        fitting[name] = next(
            free
            for n in count(1)
            if (free := cut if n == 1 else f"{shortened(name, longest - 4)} {n}") not in others
        )
    return fitting


def write(rows: Iterable[P], reason: str) -> list[P]:
    """Save new parts in this order, each with its history."""
    listed = [fitted(row) for row in rows]
    for position, row in enumerate(listed, start=1):
        row.position = position
    if not listed:
        return []
    written: list[P] = bulk_create_with_history(listed, type(listed[0]), default_change_reason=reason)
    return written


def fitted(row: M) -> M:
    """The row, with every text cut to what its field holds."""
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        if isinstance(value, str) and field.max_length:
            setattr(row, field.attname, shortened(value, field.max_length))
    return row
