"""Everything the visualizer's templates show of a trace, at one step or as a whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.forms import Form

from lessons.trace import Frame, Step, Trace
from lessons.visualizer.flow import Line, Party, flow_lines, parties
from lessons.visualizer.known import Known, known
from lessons.visualizer.modes import ModeLink, StepLink
from lessons.visualizer.table import Row, process_table
from lessons.visualizer.tracker import Tracker, tracker
from lessons.visualizer.verdict import Verdict
from lessons.visualizer.window import shown_steps

__all__ = ["Board", "Credentials", "board_at", "overview"]


@dataclass(frozen=True)
class Credentials:
    """The credentials in play: ``seconds`` and ``percent`` of their life are left.

    ``session`` names whose they are, such as demo/session1; empty where nobody has told.
    """

    seconds: int
    percent: int
    session: str = ""

    @property
    def is_dead(self) -> bool:
        """Whether they have expired."""
        return self.seconds == 0


@dataclass(frozen=True)
class Board:
    """A trace as it is shown: at the step of ``frame``, or as a whole where that is None.

    A ``question`` is asked before the step is shown: the trace then has to be ``veiled`` up to the step
    before. ``verdict`` is on a prediction of this step. ``modes`` are the ways through the trace there are
    to choose from, ``links`` lead on from this step. ``is_faded`` folds the explanation away. ``is_for_all``
    tells that every reader gets the same steps.
    """

    trace: Trace
    frame: Frame | None
    url_for: Callable[[int], str]
    question: Form | None = None
    verdict: Verdict | None = None
    modes: tuple[ModeLink, ...] = ()
    links: tuple[StepLink, ...] = ()
    is_faded: bool = False
    is_for_all: bool = False

    @property
    def step(self) -> Step | None:
        """The current step."""
        return self.frame.step if self.frame else None

    @property
    def number(self) -> int | None:
        """The current step's number, counted from 1."""
        return self.step.number if self.step else None

    @property
    def total(self) -> int:
        """How many steps there are."""
        return len(self.trace.steps)

    @cached_property
    def parties(self) -> tuple[Party, ...]:
        """The diagram's columns."""
        return parties(self.trace, self.frame)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The diagram's lines."""
        return flow_lines(self.trace, self.number, self.url_for)

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The process table."""
        return process_table(self.trace, self.number, self.url_for)

    @cached_property
    def tracker(self) -> Tracker:
        """The status tracker, from the start to the end."""
        return tracker(self.trace)

    @cached_property
    def known(self) -> Known:
        """What is known at this step; while there is a question, before it."""
        return known(self.trace, (self.number or self.total) - (self.question is not None))

    @property
    def credentials(self) -> Credentials | None:
        """The credentials at this step, None while there are none."""
        step, percent = self.step, self.frame.life_percent if self.frame else None
        if step is None or step.seconds_left is None or percent is None:
            return None
        return Credentials(step.seconds_left, percent, step.session)

    @property
    def actor_kind(self) -> str:
        """The kind of the actor at whom the current step begins."""
        return next((party.actor.kind.value for party in self.parties if party.begins), "caller")

    @property
    def earlier(self) -> range:
        """The numbers of the steps before those that are rows of the table."""
        return range(1, shown_steps(self.trace, self.number).start)

    @property
    def earlier_url(self) -> str:
        """Where the last of the steps before the rows is."""
        return self.url_for(max(1, len(self.earlier)))

    @property
    def later(self) -> range:
        """The numbers of the steps after those that are rows of the table."""
        return range(shown_steps(self.trace, self.number).stop, self.total + 1)

    @property
    def later_url(self) -> str:
        """Where the first of the steps after the rows is."""
        return self.url_for(self.total - len(self.later) + 1 if self.later else self.total)

    @property
    def next_mode(self) -> ModeLink | None:
        """The mode to go through the trace again in, None where there is nothing to choose."""
        current = next((n for n, link in enumerate(self.modes) if link.is_current), len(self.modes))
        return next(iter(self.modes[current + 1 :]), None)

    @property
    def url(self) -> str:
        """Where the current step is."""
        return self.url_for(self.number or 1)

    @property
    def first_url(self) -> str:
        """Where the first step is."""
        return self.url_for(1)

    @property
    def last_url(self) -> str:
        """Where the last step is; before a question is answered, the current one."""
        return self.url if self.question else self.url_for(self.total)

    @property
    def previous_url(self) -> str:
        """Where the step before is; at the first step, that step itself."""
        return self.url_for(max(1, (self.number or 1) - 1))

    @property
    def next_url(self) -> str:
        """Where the step after is; at the last step and before a question is answered, the current one."""
        return self.url if self.question else self.url_for(min(self.total, (self.number or 0) + 1))

    @property
    def ahead_url(self) -> str:
        """What a page may fetch before it is asked for: the next step, where everybody gets the same one."""
        return self.next_url if self.is_for_all and not self.is_last else ""

    @property
    def is_first(self) -> bool:
        """Whether there is no step before."""
        return self.number == 1

    @property
    def is_last(self) -> bool:
        """Whether there is no step after."""
        return self.number == self.total

    @property
    def is_held(self) -> bool:
        """Whether there is no going on: it is the last step, or there is a question to answer."""
        return self.is_last or self.question is not None


def board_at(trace: Trace, number: int, url_for: Callable[[int], str], **looks: Any) -> Board:
    """The trace at step ``number``, with the fields of Board that ``looks`` names.

    Raises IndexError where there is no such step.
    """
    return Board(trace, trace.frame(number), url_for, **looks)


def overview(trace: Trace, url_for: Callable[[int], str]) -> Board:
    """The whole trace at once, with nothing lit and nothing hidden."""
    return Board(trace, None, url_for)
