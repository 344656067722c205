"""A lab as a learner sees it: which goals are reached, and of the others what is known, hints and forms."""

from __future__ import annotations

import json
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from django.contrib.auth.models import AnonymousUser

from lessons import aws
from lessons.accounts.models import User
from lessons.models import Lesson
from lessons.sandbox.documents.goals import Goal, read_goals
from lessons.sandbox.labs.checks import Check, decisions_of, events_of
from lessons.sandbox.labs.forms import FormLink, links_to, to_come, without_answers
from lessons.sandbox.labs.progress import calls_of, labs_in, progress_in
from lessons.sandbox.models import Lab, LabProgress, Sandbox
from lessons.version_cache import once_for

__all__ = ["LabView", "Standing", "lab_in", "view_in", "view_of"]

STRENGTHS = ("Give me a hint", "A stronger hint", "Nearly the answer")
WHERE_TO_LOOK = 2  # the hint that says so, counted from 1: from there on the forms are beside it


@dataclass(frozen=True, slots=True)
class Standing:
    """A goal as a learner sees it: whether it is reached, the hints asked for so far, and what is known.

    There are `checks` where a sandbox is looked at; `forms` lead there, or open it.
    """

    goal: Goal
    is_reached: bool
    hints: tuple[str, ...]
    checks: tuple[Check, ...] = ()
    forms: tuple[FormLink, ...] = ()

    @property
    def next_hint(self) -> tuple[int, str] | None:
        """The number of the next hint, counted from 1, and what to call it; None where there is none."""
        given = len(self.hints)
        return (given + 1, STRENGTHS[given]) if given < len(self.goal.hints) else None

    @property
    def wrong(self) -> Check | None:
        """The first check that is known to be otherwise than it should."""
        return next((check for check in self.checks if check.is_wrong), None)


@dataclass(frozen=True, slots=True)
class LabView:
    """A lab as a learner sees it. `forms` are those of the calls that it needs."""

    lab: Lab
    goals: tuple[Standing, ...]
    is_finished: bool
    forms: tuple[FormLink, ...] = ()

    @property
    def reached(self) -> int:
        """How many of the goals are reached."""
        return sum(goal.is_reached for goal in self.goals)

    @property
    def next(self) -> Standing | None:
        """The first goal that is not reached."""
        return next((goal for goal in self.goals if not goal.is_reached), None)

    @property
    def next_number(self) -> int:
        """Which goal that is, counted from 1."""
        return next((number for number, goal in enumerate(self.goals, 1) if not goal.is_reached), 0)

    def signer_of(self, call: str) -> str:
        """Who makes a call such as `sts:AssumeRole` here, for an open goal first; "" where nobody does."""
        ordered = sorted(self.goals, key=lambda standing: standing.is_reached)
        forms = chain.from_iterable(standing.goal.forms for standing in ordered)
        return next((form.by for form in forms if form.call == call), "")


@dataclass(frozen=True, slots=True)
class Known:
    """What a sandbox tells about goals that are open, read once for all of them."""

    sandbox: Sandbox
    world: aws.World
    events: Mapping[str, tuple[Check, ...]]
    now: datetime


def lab_in(sandbox: Sandbox) -> Lab | None:
    """The lab that the sandbox is for, if its learner can see one: the one they came from, else the first.

    A broken account is for no lab, in whichever lab's world it is.
    """
    if sandbox.scenario_id is None:
        return None
    visible = Lab.objects.filter(lesson__in=Lesson.objects.visible_to(sandbox.user)).select_related("lesson")
    ordered = visible.order_by("lesson__chapter__position", "lesson__position")
    return next(iter(labs_in(sandbox, ordered)), None)


def view_in(sandbox: Sandbox) -> LabView | None:
    """The lab of the sandbox as its learner sees it; None where it is for no lab."""
    lab = lab_in(sandbox)
    return view_of(sandbox.user, lab, sandbox) if lab else None


def view_of(user: User | AnonymousUser, lab: Lab, sandbox: Sandbox | None = None) -> LabView:
    """A lab as somebody sees it, a stranger with nothing reached; with what is known in their sandbox."""
    progress = progress_in(user.pk, [lab])[lab] if user.is_authenticated else LabProgress(lab=lab)
    goals = lab.goal_list
    known = None
    if sandbox and progress.finished_at is None:
        left = [goal for goal in lab.goals if goal["key"] not in progress.reached]
        events = events_by_goal(sandbox, json.dumps(left))
        known = Known(sandbox, aws.World(sandbox.world), events, sandbox.now())
    standings = tuple(_standing(goal, progress, known) for goal in goals)
    forms = without_answers(chain.from_iterable(goal.forms for goal in goals))
    links = links_to(forms, sandbox) if sandbox else ()
    return LabView(lab, standings, progress.finished_at is not None, links)


def run_so_far(sandbox: Sandbox) -> Hashable:
    """What is another one after every call: nothing else changes the world or what was called."""
    return sandbox.pk, sandbox.run, sandbox.last_number


@once_for(run_so_far)
def events_by_goal(sandbox: Sandbox, goals: str) -> Mapping[str, tuple[Check, ...]]:
    """What is known of the events of these goals, by the goal's key."""
    calls, world = calls_of(sandbox), aws.World(sandbox.world)
    return {goal.key: tuple(events_of(goal, calls, world)) for goal in read_goals(json.loads(goals))}


def _standing(goal: Goal, progress: LabProgress, known: Known | None) -> Standing:
    is_reached, hints = goal.key in progress.reached, goal.hints[: progress.hints.get(goal.key, 0)]
    if is_reached:
        return Standing(goal, is_reached, hints)
    shown = goal.forms if len(hints) >= WHERE_TO_LOOK else ()
    if known is None:
        return Standing(goal, is_reached, hints, forms=to_come(shown))
    checks = (*known.events[goal.key], *decisions_of(goal, known.world, known.now))
    return Standing(goal, is_reached, hints, checks, links_to(shown, known.sandbox))
