"""What a class expected of each step before it saw it: where many were wrong, and what they chose."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from lessons.asking import Sureness
from lessons.models import Lesson, Prediction, Step

__all__ = ["LessonPredictions", "StepPredictions", "predictions_of"]


@dataclass(frozen=True)
class StepPredictions:
    """What was predicted of one step: by how many, how many wrongly, how many of those certain.

    ``chosen`` are the wrong choices with their numbers, the most frequent first.
    """

    number: int
    action: str
    total: int
    wrong: int
    certain: int
    chosen: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class LessonPredictions:
    """A lesson of which something was predicted, with those of its steps that were."""

    slug: str
    title: str
    steps: tuple[StepPredictions, ...]


def predictions_of(students: QuerySet) -> tuple[LessonPredictions, ...]:
    """What these users predicted first, lesson by lesson, in three queries."""
    lessons = Lesson.objects.filter(status=Lesson.Status.PUBLISHED).in_course_order()
    actions = read_actions(lessons)
    found = defaultdict(list)
    for lesson, number, *choice in read_choices(students, lessons):
        found[lesson, number].append(choice)
    entries = (
        LessonPredictions(
            lesson.slug,
            lesson.title,
            tuple(
                step_of(number, action, found[lesson.pk, number])
                for number, action in enumerate(actions[lesson.pk], start=1)
                if (lesson.pk, number) in found
            ),
        )
        for lesson in lessons
    )
    return tuple(entry for entry in entries if entry.steps)


def read_actions(lessons: QuerySet[Lesson]) -> dict[int, list[str]]:
    """What is done at each step, in their order, by the lesson's id."""
    actions = defaultdict(list)
    rows = Step.objects.filter(lesson__in=lessons.values("pk")).order_by("lesson", "position", "pk")
    for lesson, action in rows.values_list("lesson", "action"):
        actions[lesson].append(action)
    return actions


def read_choices(students: QuerySet, lessons: QuerySet[Lesson]) -> Iterable[tuple]:
    """Lesson, step, choice, whether it is right, and how many made it, in all and being certain."""
    first = Prediction.objects.first_ones().filter(user__in=students, lesson__in=lessons.values("pk"))
    certain = Count("pk", filter=Q(sureness=Sureness.CERTAIN))
    counted = first.order_by().values_list("lesson", "number", "chosen", "right")
    return counted.annotate(count=Count("pk"), certain=certain)


def step_of(number: int, action: str, choices: list) -> StepPredictions:
    """One step from its choices: what was chosen, whether it is right, how many, how many certain."""
    wrong = [(chosen, count, certain) for chosen, right, count, certain in choices if not right]
    return StepPredictions(
        number=number,
        action=action,
        total=sum(count for _, _, count, _ in choices),
        wrong=sum(count for _, count, _ in wrong),
        certain=sum(certain for _, _, certain in wrong),
        chosen=tuple(Counter({chosen: count for chosen, count, _ in wrong}).most_common()),
    )
