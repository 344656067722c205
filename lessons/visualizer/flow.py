"""The process flow as a diagram: actors are columns, nodes are lines between them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from lessons.trace import Actor, Frame, Node, Trace
from lessons.visualizer.window import shown_steps

__all__ = ["Line", "Party", "flow_lines", "parties"]

MOST_NUMBERS = 3  # at one line


@dataclass(frozen=True)
class Party:
    """A column of the diagram: its actor, and whether the current step begins or ends there."""

    actor: Actor
    begins: bool
    ends: bool


@dataclass(frozen=True)
class Line:
    """A line of the diagram, between the columns ``low`` and ``high``, which are counted from 1.

    ``state`` is past, now or later, or calm where no step is current. ``steps`` are the numbers of the
    steps that happen here; ``url`` leads to the first of them, or to the next step where there are none.
    ``is_expired`` is whether the credentials have expired by then.
    """

    node: Node
    source: Actor
    target: Actor
    low: int
    high: int
    direction: str
    state: str
    steps: tuple[int, ...]
    url: str
    is_expired: bool

    @property
    def number(self) -> str:
        """The steps as the diagram shows them, such as “2” or “2, 5”, and “2 … 9” where they are many."""
        if len(self.steps) > MOST_NUMBERS:
            return f"{self.steps[0]} … {self.steps[-1]}"
        return ", ".join(map(str, self.steps))


def parties(trace: Trace, frame: Frame | None) -> tuple[Party, ...]:
    """The trace's actors in their columns."""
    source, target = (frame.node.source, frame.node.target) if frame else (None, None)
    return tuple(Party(actor, actor.key == source, actor.key == target) for actor in trace.actors)


def flow_lines(trace: Trace, current: int | None, url_for: Callable[[int], str]) -> tuple[Line, ...]:
    """The trace's nodes as lines, as they look at step ``current``; of a long trace those around it."""
    shown = shown_steps(trace, current)
    nodes = [node for node in trace.nodes if is_shown(trace, node, shown)]
    return tuple(line(trace, node, current, shown, url_for) for node in nodes)


def line(trace: Trace, node: Node, current: int | None, shown: range, url_for: Callable[[int], str]) -> Line:
    """The node as a line, numbered with those of its steps that are ``shown``."""
    actors = {actor.key: actor for actor in trace.actors}
    columns = {key: column for column, key in enumerate(actors, start=1)}
    source, target = columns[node.source], columns[node.target]
    steps = tuple(step.number for step in trace.steps if step.node == node.number and step.number in shown)
    return Line(
        node=node,
        source=actors[node.source],
        target=actors[node.target],
        low=min(source, target),
        high=max(source, target),
        direction=direction(source, target, len(actors)),
        state=state(trace, node, current),
        steps=steps,
        url=url_for(steps[0] if steps else step_at(trace, node)),
        is_expired=is_expired(trace, node),
    )


def is_shown(trace: Trace, node: Node, shown: range) -> bool:
    """Whether something happens there in the part that is shown; a trace that is shown whole has it all."""
    whole = len(shown) == len(trace.steps)
    return whole or any(trace.steps[number - 1].node == node.number for number in shown)


def direction(source: int, target: int, columns: int) -> str:
    """Where the arrow points; a loop at the last column turns inwards."""
    if source == target:
        return "loop-back" if source == columns else "loop"
    return "right" if source < target else "left"


def state(trace: Trace, node: Node, current: int | None) -> str:
    """Whether the node is past, now or later at step ``current``."""
    if current is None:
        return "calm"
    reached = [step.node for step in trace.steps[:current]]
    if node.number == reached[-1]:
        return "now"
    return "past" if node.number < max(reached) else "later"


def is_expired(trace: Trace, node: Node) -> bool:
    """Whether steps happen at this node, and all of them with credentials that have no time left."""
    left = [step.seconds_left for step in trace.steps if step.node == node.number]
    return bool(left) and all(seconds == 0 for seconds in left)


def step_at(trace: Trace, node: Node) -> int:
    """The number of the first step at this node or after it, else of the last step."""
    return next((step.number for step in trace.steps if step.node >= node.number), len(trace.steps))
