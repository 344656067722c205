"""A lesson is a trace: steps at the nodes of a flow, each changing a few tracked variables.

Plain frozen values, written by an author or recorded by the sandbox; the visualizer plays both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

__all__ = ["Actor", "ActorKind", "Column", "Frame", "Node", "Outcome", "Rung", "Step", "Trace", "Variable"]

END = "end"
START = "start"


class ActorKind(StrEnum):
    """Who acts; each kind has one accent colour everywhere."""

    CALLER = "caller"
    STS = "sts"
    RESOURCE = "resource"


class Outcome(StrEnum):
    """How a step ended, as the result column shows it."""

    OK = "ok"
    NEUTRAL = "neutral"
    DENIED = "denied"


@dataclass(frozen=True)
class Actor:
    """A column of the diagram, such as alice, AWS STS or an S3 bucket."""

    key: str
    name: str
    kind: ActorKind
    note: str = ""


@dataclass(frozen=True)
class Node:
    """One line of the process flow, from an actor to an actor (or to itself)."""

    number: int
    label: str
    source: str
    target: str
    carries_credentials: bool = False


@dataclass(frozen=True, slots=True)
class Rung:
    """A policy type that was asked for a decision, and what it answered.

    ``state`` is "stop" where it refused the call, "allows", or "" for neither; ``needed`` tells that it had
    to allow.
    """

    policy_type: str
    question: str
    answer: str
    state: str
    needed: bool


@dataclass(frozen=True)
class Step:
    """One row of the process table, at a node of the flow.

    ``number`` is its place, counted from 1; ``key`` names it wherever it stands, and is what is stored.
    ``changes`` maps variable names to their new values. ``seconds_left`` is what the credentials in
    play still have to live: None before there are any, 0 once they have expired; ``session`` names whose they
    are, such as demo/session1. ``more_url`` leads to
    the decision behind the step, where there is one to read; ``ladder`` is that decision, one policy type
    after the other, and ``unasked`` tells why no policy was asked, where none was.
    """

    number: int
    node: int
    action: str
    input: str
    output: str
    result: str
    outcome: Outcome = Outcome.NEUTRAL
    caption: str = ""
    why: str = ""
    command: str = ""
    more_url: str = ""
    seconds_left: int | None = None
    session: str = ""
    changes: Mapping[str, str] = field(default_factory=dict)
    ladder: tuple[Rung, ...] = ()
    unasked: str = ""
    key: str = ""


@dataclass(frozen=True)
class Variable:
    """A tracked value: what it is at the start, and by the number of each step that changes it."""

    name: str
    start: str
    values: Mapping[int, str]

    def after(self, step: int) -> str:
        """The value once ``step`` has happened; 0 is before the first."""
        return next((self.values[n] for n in sorted(self.values, reverse=True) if n <= step), self.start)


@dataclass(frozen=True)
class Column:
    """A moment of the status tracker: the start, after a step that changes something, or the end."""

    label: str
    step: int


@dataclass(frozen=True)
class Trace:
    """A whole run: its actors, its flow, its steps in order and the variables to watch.

    ``stops`` says where execution stops, and why. ``settled`` are values that nobody watches: in a long trace
    a variable that keeps one of them is left out for as long as it does.
    """

    title: str
    actors: tuple[Actor, ...]
    nodes: tuple[Node, ...]
    steps: tuple[Step, ...]
    start: Mapping[str, str] = field(default_factory=dict)
    lifetime_seconds: int = 3600
    stops: str = ""
    settled: tuple[str, ...] = ()

    @property
    def variables(self) -> tuple[Variable, ...]:
        """Every tracked variable, in the order in which it first appears."""
        names = dict.fromkeys([*self.start, *(name for step in self.steps for name in step.changes)])
        return tuple(
            Variable(
                name,
                self.start.get(name, "none"),
                {step.number: step.changes[name] for step in self.steps if name in step.changes},
            )
            for name in names
        )

    @property
    def columns(self) -> tuple[Column, ...]:
        """The tracker's columns: start, after each step that changes something, end."""
        changing = [Column(str(step.number), step.number) for step in self.steps[:-1] if step.changes]
        return (Column(START, 0), *changing, Column(END, len(self.steps)))

    def has_step(self, number: int) -> bool:
        """Whether there is a step ``number``, counted from 1."""
        return 1 <= number <= len(self.steps)

    def number_of(self, key: str | None) -> int | None:
        """Where the step of that key is now; None where there is no such step any more."""
        return next((step.number for step in self.steps if step.key == key), None)

    def last(self, count: int) -> Trace:
        """The newest ``count`` steps as a trace of their own, which starts from the values before them."""
        before = len(self.steps) - count
        if before <= 0:
            return self
        kept = self.steps[before:]
        nodes = sorted({step.node for step in kept})
        changed = {name for step in kept for name in step.changes}
        start = {variable.name: variable.after(before) for variable in self.variables}
        return replace(
            self,
            nodes=tuple(replace(self.nodes[old - 1], number=new) for new, old in enumerate(nodes, start=1)),
            steps=tuple(
                replace(step, number=number, node=1 + nodes.index(step.node))
                for number, step in enumerate(kept, start=1)
            ),
            start={k: v for k, v in start.items() if k in changed or v not in self.settled},
        )

    def frame(self, number: int) -> Frame:
        """The trace as seen at step ``number``, counted from 1. Raises IndexError where there is none."""
        if not self.has_step(number):
            raise IndexError(f"there is no step {number} among {len(self.steps)}")
        return Frame(self, self.steps[number - 1])


@dataclass(frozen=True)
class Frame:
    """One moment of a trace: the current step and what has been reached by then."""

    trace: Trace
    step: Step

    @property
    def node(self) -> Node:
        """The node of the flow that is lit."""
        return self.trace.nodes[self.step.node - 1]

    @property
    def previous(self) -> int | None:
        """The number of the step before, None at the first."""
        return self.step.number - 1 or None

    @property
    def next(self) -> int | None:
        """The number of the step after, None at the last."""
        return self.step.number + 1 if self.step.number < len(self.trace.steps) else None

    @property
    def life_percent(self) -> int | None:
        """How much of the credentials' life is left, 0 to 100; None while there are none."""
        if self.step.seconds_left is None:
            return None
        return min(100, round(100 * self.step.seconds_left / max(1, self.trace.lifetime_seconds)))
