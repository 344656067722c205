"""Where a reader stands: what is opened and done in each lesson, read in two queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, IntegerField, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from lessons.accounts.models import User
from lessons.models import Lesson, Prediction, Step, StepSeen, StyleProgress, Vote
from lessons.styles import STYLES, Style

__all__ = ["Standing", "standings"]


@dataclass(frozen=True)
class Standing:
    """What a reader has done in one lesson, and what all readers thought of it."""

    opened: frozenset[str] = frozenset()
    done: frozenset[str] = frozenset()
    step_count: int = 0
    seen_count: int = 0
    predicted: int = 0
    predicted_right: int = 0
    helpful: int = 0
    not_helpful: int = 0
    own_vote: bool | None = None

    @property
    def is_begun(self) -> bool:
        """Whether the reader has opened the lesson in any style."""
        return bool(self.opened)

    @property
    def next_style(self) -> Style | None:
        """The first style that is not done, None when all are."""
        return next((style for style in STYLES if style.key not in self.done), None)


def standings(user: User | AnonymousUser, lessons: Iterable[Lesson]) -> dict[int, Standing]:
    """Where ``user`` stands in each of ``lessons``, by the lesson's id."""
    ids = [lesson.pk for lesson in lessons]
    opened, done = styles_of(user, ids)
    found = {}
    for row in counts_of(user, ids):
        key = row.pop("pk")
        if row["step_count"] and row["seen_count"] >= row["step_count"]:
            done[key].add("steps")
        found[key] = Standing(frozenset(opened[key]), frozenset(done[key]), **row)
    return found


def styles_of(
    user: User | AnonymousUser, ids: list[int]
) -> tuple[defaultdict[int, set[str]], defaultdict[int, set[str]]]:
    """The keys of the styles that are opened, and that are done, by the lesson's id."""
    opened: defaultdict[int, set[str]] = defaultdict(set)
    done: defaultdict[int, set[str]] = defaultdict(set)
    rows = StyleProgress.objects.filter(user=user.pk, lesson__in=ids)
    for lesson, style, done_at in rows.values_list("lesson", "style", "done_at"):
        opened[lesson].add(style)
        if done_at is not None:
            done[lesson].add(style)
    return opened, done


def counts_of(user: User | AnonymousUser, ids: list[int]) -> list[dict[str, Any]]:
    """Steps, steps seen and votes of each lesson, counted by the database."""
    votes = Vote.objects.filter(lesson=OuterRef("pk"))
    predictions = Prediction.objects.filter(user=user.pk, closed_at=None)
    rows = (
        Lesson.objects.filter(pk__in=ids)
        .order_by()
        .annotate(
            step_count=counted(Step.objects.all()),
            seen_count=counted(StepSeen.objects.filter(user=user.pk)),
            predicted=counted(predictions),
            predicted_right=counted(predictions.filter(right=True)),
            helpful=counted(Vote.objects.filter(helpful=True)),
            not_helpful=counted(Vote.objects.filter(helpful=False)),
            own_vote=Subquery(votes.filter(user=user.pk).values("helpful")),
        )
        .values(
            "pk",
            "step_count",
            "seen_count",
            "predicted",
            "predicted_right",
            "helpful",
            "not_helpful",
            "own_vote",
        )
    )
    return cast(list[dict[str, Any]], list(rows))


def counted(rows: QuerySet[Model]) -> Coalesce:
    """How many of ``rows`` belong to the lesson of the outer query."""
    of_lesson = rows.filter(lesson=OuterRef("pk")).order_by().values("lesson")
    return Coalesce(Subquery(of_lesson.annotate(n=Count("pk")).values("n")), 0, output_field=IntegerField())
