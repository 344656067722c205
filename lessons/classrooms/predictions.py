"""What a class expected of each step before it saw it: where many were wrong, and what they chose."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.db.models.fields.json import KT

from lessons.classrooms.lesson_steps import LessonSteps, by_lesson, published_lessons, read_actions
from lessons.models import Lesson, Prediction
from lessons.prediction_questions import Sureness

__all__ = ["StepPredictions", "predictions_of"]

Choices = defaultdict[int, defaultdict[str, list["Choice"]]]


@dataclass(frozen=True)
class Choice:
    """What was chosen when ``asked``, whether it was right, how many chose it, and how many were certain."""

    asked: str
    text: str
    is_right: bool
    count: int
    certain: int


@dataclass(frozen=True)
class StepPredictions:
    """What was predicted of one step: by how many, how many wrongly, how many of those certain.

    ``number`` and ``action`` are those of today, None and empty once the step is gone; ``asked`` is what most
    were asked. ``chosen`` are the wrong choices with their numbers, the most frequent first.
    """

    number: int | None
    action: str
    asked: str
    total: int
    wrong: int
    certain: int
    chosen: tuple[tuple[str, int], ...]


def predictions_of(students: QuerySet) -> tuple[LessonSteps[StepPredictions], ...]:
    """What these users predicted first, lesson by lesson, in three queries."""
    lessons = published_lessons()
    actions = read_actions(lessons)
    found: Choices = defaultdict(lambda: defaultdict(list))
    for lesson, key, *choice in read_choices(students, lessons):
        found[lesson][key].append(Choice(*choice))
    return by_lesson(lessons, lambda lesson: steps_of(actions[lesson.pk], found[lesson.pk]))


def read_choices(students: QuerySet, lessons: QuerySet[Lesson]) -> Iterable[tuple]:
    """Lesson, step, question, choice, whether it is right, and how many made it, in all and being certain."""
    first = Prediction.objects.first_ones().filter(user__in=students, lesson__in=lessons.values("pk"))
    certain = Count("pk", filter=Q(sureness=Sureness.CERTAIN))
    counted = first.exclude(step_key=None).order_by("step_key", "chosen").annotate(prompt=KT("asked__prompt"))
    of_step = counted.values_list("lesson", "step_key", "prompt", "chosen", "right")
    return of_step.annotate(count=Count("pk"), certain=certain)


def steps_of(actions: dict[str, str], found: dict[str, list[Choice]]) -> Iterator[StepPredictions]:
    """The steps of which something was predicted, those that are there before those that are gone."""
    for number, (key, action) in enumerate(actions.items(), start=1):
        if key in found:
            yield step_of(number, action, found[key])
    for key, choices in found.items():
        if key not in actions:
            yield step_of(None, "", choices)


def step_of(number: int | None, action: str, choices: list[Choice]) -> StepPredictions:
    """One step from its choices."""
    wrong = [choice for choice in choices if not choice.is_right]
    return StepPredictions(
        number=number,
        action=action,
        asked=most(choices, lambda choice: choice.asked)[0][0],
        total=sum(choice.count for choice in choices),
        wrong=sum(choice.count for choice in wrong),
        certain=sum(choice.certain for choice in wrong),
        chosen=tuple(most(wrong, lambda choice: choice.text)),
    )


def most(choices: Iterable[Choice], text: Callable[[Choice], str]) -> list[tuple[str, int]]:
    """Texts of the choices with how many made them, the most frequent first."""
    counts: Counter[str] = Counter()
    for choice in choices:
        counts[text(choice)] += choice.count
    return counts.most_common()
