"""The actors, the flow, the steps, the tracked variables and the key moments: trace.yaml."""

from __future__ import annotations

from collections.abc import Callable, Container, Hashable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from django.db.models import QuerySet

from lessons.loading.documents import Document, Node
from lessons.loading.steps import keep_keys, step_at
from lessons.loading.upsert import clean, delete_rows, sync
from lessons.models import Actor, FlowNode, KeyMoment, Lesson, LessonPart, Step, TrackerValue
from lessons.reading.progress import name_steps

__all__ = ["Trace", "load_trace", "register_run_check"]

TRACE_KEYS = ("lifetime_seconds", "scenario", "stops", "actors", "flow", "start", "steps", "moments")
STEP_TEXTS = ("action", "input", "output", "result", "caption", "why")
STEP_KEYS = ("key", "node", *STEP_TEXTS, "outcome", "command", "seconds_left", "session", "tracker", "run")
P = TypeVar("P", bound=LessonPart)

# What checks a trace's `scenario` and `run`, which say how its steps can be carried out.
run_checks: list[Callable[[Node], None]] = []


def register_run_check(check: Callable[[Node], None]) -> None:
    """Let ``check`` read the root of every trace; it raises ContentError where the runs are wrong."""
    if check not in run_checks:
        run_checks.append(check)


@dataclass
class Trace:
    """A lesson's trace on its way into the database: rows by the keys that the file gives them."""

    lesson: Lesson
    document: Document
    actors: dict[str, Actor] = field(default_factory=dict)
    nodes: dict[str, FlowNode] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)
    values: list[TrackerValue] = field(default_factory=list)
    moments: list[KeyMoment] = field(default_factory=list)
    gone: list[LessonPart] = field(default_factory=list)

    def write(self, existing: QuerySet[P], rows: list[P]) -> None:
        """Write the rows over the ``existing`` ones in the same order; those left over are deleted later."""
        places = {row.pk: place for place, row in enumerate(existing, start=1)}
        left: list[P] = self.write_by(existing, rows, lambda row: places.get(row.pk, row.position))
        self.gone[:0] = left

    def write_steps(self) -> None:
        """Steps are found by their keys: what readers did stays with them, wherever they are put."""
        existing = self.lesson.steps.all()
        keep_keys(self.steps, list(existing), says="action")
        if not tells_runs(self.document):
            runs = {row.key: row.run for row in existing}
            for step in self.steps:
                step.run = runs.get(step.key)
        left: list[Step] = self.write_by(existing, self.steps, lambda row: row.key)
        self.gone[:0] = left

    def write_values(self) -> None:
        """Tracker values are one a variable and step, so they are found by these, not by their order."""
        existing = self.lesson.tracker_values.all()
        gone = self.write_by(existing, self.values, lambda row: (row.variable, row.step_id))
        delete_rows(gone, self.document)

    def write_by(self, existing: QuerySet[P], rows: list[P], key: Callable[[P], Hashable]) -> list[P]:
        """Write the rows in their order over the ``existing`` ones of the same key; give back the others."""
        self.document.mistakes.check()
        for position, row in enumerate(rows, start=1):
            row.position = position
        return sync(existing, rows, key)

    def delete_gone(self) -> None:
        """Delete what the file no longer has, once nothing points to it any more."""
        delete_rows(self.gone, self.document)


def load_trace(lesson: Lesson, document: Document) -> Trace:
    """Write the rows of trace.yaml; call ``delete_gone`` when the other files are loaded.

    Raises ContentError or CourseError.
    """
    root = document.root
    root.only(*TRACE_KEYS)
    lesson.lifetime_seconds = root.number("lifetime_seconds")
    lesson.stops_note = root.text("stops", "")
    if tells_runs(document):
        lesson.scenario = root.text("scenario", "")
    clean(lesson, root, only=["lifetime_seconds", "stops_note", "scenario"])
    name_steps(lesson)
    trace = Trace(lesson, document)
    for node in root.nodes("actors"):
        with document.mistakes.collecting():
            read_actor(trace, node)
    trace.write(trace.lesson.actors.all(), list(trace.actors.values()))
    for node in root.nodes("flow"):
        with document.mistakes.collecting():
            read_flow_node(trace, node)
    trace.write(trace.lesson.nodes.all(), list(trace.nodes.values()))
    read_steps(trace, root)
    for node in root.nodes("moments", []):
        with document.mistakes.collecting():
            read_moment(trace, node)
    trace.write(trace.lesson.key_moments.all(), trace.moments)
    for check in run_checks:
        check(root)
    return trace


def tells_runs(document: Document) -> bool:
    """Whether the file says how the steps can be carried out, or that they cannot.

    Versions of 0.3 do not: they leave the calls of steps as they are.
    """
    return not document.is_kept or document.root.get("scenario") is not None


def read_steps(trace: Trace, root: Node) -> None:
    """The steps, and the values of the tracked variables at the start and after each step."""
    nodes = root.nodes("steps")
    for node in nodes:
        with trace.document.mistakes.collecting():
            read_step(trace, node)
    trace.write_steps()
    starts = root.get("start")
    if starts is not None:
        read_values(trace, starts, None)
    for step, node in zip(trace.steps, nodes, strict=True):
        changes = node.get("tracker")
        if changes is not None:
            read_values(trace, changes, step)
    trace.write_values()


def read_actor(trace: Trace, node: Node) -> None:
    """A column of the diagram."""
    node.only("key", "kind", "name", "note")
    key = new_key(node, trace.actors)
    row = Actor(
        lesson=trace.lesson, kind=node.text("kind"), name=node.text("name"), note=node.text("note", "")
    )
    trace.actors[key] = clean(row, node)


def read_flow_node(trace: Trace, node: Node) -> None:
    """A line of the process flow."""
    node.only("key", "label", "from", "to", "carries_credentials")
    key = new_key(node, trace.nodes)
    row = FlowNode(
        lesson=trace.lesson,
        label=node.text("label"),
        source=known(node, "from", trace.actors, "actor"),
        target=known(node, "to", trace.actors, "actor"),
        carries_credentials=node.flag("carries_credentials"),
    )
    trace.nodes[key] = clean(row, node)


def read_step(trace: Trace, node: Node) -> None:
    """A row of the process table."""
    node.only(*STEP_KEYS)
    key = new_key(node, [step.key for step in trace.steps]) if node.get("key") else ""
    left = node.number("seconds_left") if node.get("seconds_left") else None
    if left is not None and left > trace.lesson.lifetime_seconds:
        raise node.error(
            f"The credentials live for {trace.lesson.lifetime_seconds} seconds; {left} cannot be left.",
            "seconds_left",
        )
    row = Step(
        lesson=trace.lesson,
        key=key,
        node=known(node, "node", trace.nodes, "line of the flow"),
        outcome=node.text("outcome", "neutral"),
        command=node.text("command", ""),
        seconds_left=left,
        session=node.text("session", ""),
        run=node.need("run").plain() if node.get("run") else None,
        **{name: node.text(name) for name in STEP_TEXTS},
    )
    trace.steps.append(clean(row, node))


def read_values(trace: Trace, changes: Node, step: Step | None) -> None:
    """What the tracked variables are after ``step``, or at the start."""
    for variable, value in changes.entries().items():
        with trace.document.mistakes.collecting():
            row = TrackerValue(lesson=trace.lesson, step=step, variable=variable, value=value.as_text())
            trace.values.append(clean(row, value))


def read_moment(trace: Trace, node: Node) -> None:
    """A key moment."""
    node.only("question", "answer", "step")
    row = KeyMoment(
        lesson=trace.lesson,
        question=node.text("question"),
        answer=node.text("answer"),
        step=step_at(node, trace.steps),
    )
    trace.moments.append(clean(row, node))


def new_key(node: Node, taken: Container[str]) -> str:
    """The key that the file gives to something, once."""
    key = node.text("key")
    if key in taken:
        raise node.error(f"The key “{key}” is taken.", "key")
    return key


def known(node: Node, name: str, rows: Mapping[str, P], what: str) -> P:
    """The row that the key at ``name`` stands for."""
    key = node.text(name)
    if key not in rows:
        raise node.error(f"There is no {what} “{key}”; there are {', '.join(rows)}.", name)
    return rows[key]
