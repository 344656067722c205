"""A lesson's rows as a trace."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from lessons.models import Lesson
from lessons.trace import Actor, ActorKind, Node, Outcome, Step, Trace
from lessons.version_cache import once_a_version
from lessons.visualizer import Mode, ModeLink, StepLink

__all__ = [
    "Moment",
    "key_moments",
    "mode_links",
    "mode_url",
    "register_mode",
    "register_step_link",
    "step_links",
    "step_url",
    "trace_of",
]

# Where the modes are: those that are stepped through by their steps, the others, which register, as a whole.
PAGES: dict[Mode, Callable[[Lesson], str]] = {}
# What leads on from a step, by its words: the address for a step, "" where that has none.
STEP_PAGES: dict[str, Callable[[Lesson, int], str]] = {}
URL_NAMES = {Mode.STEPS: "lessons:step", Mode.PREDICT: "lessons:predict", Mode.RECALL: "lessons:recall"}


@dataclass(frozen=True)
class Moment:
    """A key moment: a question, its answer in Markdown and the number of the step that proves it."""

    question: str
    answer: str
    step: int
    url: str


@once_a_version
def trace_of(lesson: Lesson) -> Trace:
    """The lesson's trace: four queries, or none where this process has read it since the last change."""
    nodes = list(lesson.nodes.all())
    start, changes = read_values(lesson)
    numbers = {node.pk: number for number, node in enumerate(nodes, start=1)}
    return Trace(
        title=lesson.title,
        actors=tuple(
            Actor(str(actor.pk), actor.name, ActorKind(actor.kind), actor.note)
            for actor in lesson.actors.all()
        ),
        nodes=tuple(
            Node(number, node.label, str(node.source_id), str(node.target_id), node.carries_credentials)
            for number, node in enumerate(nodes, start=1)
        ),
        steps=tuple(
            Step(
                key=step.key,
                number=number,
                node=numbers[step.node_id],
                action=step.action,
                input=step.input,
                output=step.output,
                result=step.result,
                outcome=Outcome(step.outcome),
                caption=step.caption,
                why=step.why,
                command=step.command,
                seconds_left=step.seconds_left,
                session=step.session,
                changes=changes.get(step.pk, {}),
            )
            for number, step in enumerate(lesson.steps.all(), start=1)
        ),
        start=start,
        lifetime_seconds=lesson.lifetime_seconds,
        stops=lesson.stops_note,
    )


def read_values(lesson: Lesson) -> tuple[dict[str, str], dict[int, dict[str, str]]]:
    """The tracked variables at the start, and what each step (by its id) changes."""
    start: dict[str, str] = {}
    changes: dict[int, dict[str, str]] = {}
    for row in lesson.tracker_values.all():
        values = start if row.step_id is None else changes.setdefault(row.step_id, {})
        values[row.variable] = row.value
    return start, changes


def step_url(lesson: Lesson) -> Callable[[int], str]:
    """Where the steps of the lesson are, by their numbers."""
    return mode_url(lesson, Mode.STEPS)


def mode_url(lesson: Lesson, mode: Mode) -> Callable[[int], str]:
    """Where the steps of the lesson are in this mode, by their numbers."""
    return lambda number: reverse(URL_NAMES[mode], args=[lesson.slug, number])


def register_mode(mode: Mode, page: Callable[[Lesson], str]) -> None:
    """Let the steps lead to a mode that has a page of its own, at the address that ``page`` gives."""
    PAGES[mode] = page


def mode_links(lesson: Lesson, current: Mode, number: int) -> tuple[ModeLink, ...]:
    """Step ``number`` in every mode; what is to be predicted waits at a step of its own."""
    urls = {mode: mode_url(lesson, mode)(number) for mode in URL_NAMES}
    if current != Mode.PREDICT:
        urls[Mode.PREDICT] = reverse("lessons:predicting", args=[lesson.slug])
    urls |= {mode: page(lesson) for mode, page in PAGES.items()}
    return tuple(ModeLink(mode, url, mode == current) for mode, url in urls.items())


def register_step_link(label: str, page: Callable[[Lesson, int], str]) -> None:
    """Let steps lead to a page about them: at the address that ``page`` gives for a number, "" for none."""
    STEP_PAGES[label] = page


def step_links(lesson: Lesson, number: int) -> tuple[StepLink, ...]:
    """What leads on from step ``number``."""
    urls = {label: page(lesson, number) for label, page in STEP_PAGES.items()}
    return tuple(StepLink(label, url) for label, url in urls.items() if url)


def key_moments(lesson: Lesson) -> tuple[Moment, ...]:
    """The lesson's key moments, each with the number of the step that proves it, in two queries."""
    numbers = {pk: number for number, pk in enumerate(lesson.steps.values_list("pk", flat=True), start=1)}
    url = step_url(lesson)
    return tuple(
        Moment(row.question, row.answer, numbers[row.step_id], url(numbers[row.step_id]))
        for row in lesson.key_moments.all()
    )
