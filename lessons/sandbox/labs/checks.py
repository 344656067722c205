"""What is known of a goal that is open: its events with the nearest calls, and its decisions. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from lessons import aws
from lessons.sandbox.documents.goals import EventPattern, Goal
from lessons.sandbox.labs.call_patterns import differences, is_near, matches
from lessons.sandbox.labs.check_words import decision_words, event_words, nearest_words
from lessons.sandbox.labs.goal_checks import NumberedCall, comes_out, decide

__all__ = ["Check", "Nearest", "checks_of", "decided", "decisions_of", "events_of"]

NOBODY = "There is nobody who could ask so."
LATELY = (
    100  # calls among which the nearest is looked for: to look through a whole run would hold up the page
)
EARLY = "before the one above"


@dataclass(frozen=True, slots=True)
class Nearest:
    """The call that came nearest to an event, by its number, and what it had otherwise."""

    number: int
    words: str


@dataclass(frozen=True, slots=True)
class Check:
    """A part of a goal, and whether it is so now. `reason` says of a decision why it is not as wanted.

    There are no `words` where the goal's text says it all.

    `place` is which decision of the goal it is, counted from 1; None of an event.
    """

    words: str
    is_met: bool
    nearest: Nearest | None = None
    reason: str = ""
    place: int | None = None

    @property
    def is_wrong(self) -> bool:
        """Whether it is known to be otherwise, and not only not tried yet."""
        return self.place is not None and not self.is_met


def checks_of(
    goal: Goal, calls: Sequence[NumberedCall], world: aws.World, now: datetime
) -> tuple[Check, ...]:
    """What is known of the goal after these calls, oldest first, as the world is now."""
    return (*events_of(goal, calls, world), *decisions_of(goal, world, now))


def events_of(goal: Goal, calls: Sequence[NumberedCall], world: aws.World) -> Iterator[Check]:
    """What is known of the goal's events: they count in their order, one is looked for after that before it.

    An event alone is what the goal's own text says, so only what came nearest is told of it.
    """
    is_alone = len(goal.seen) == 1 and not goal.now
    after: int | None = 0
    for choices in goal.seen:
        found = None if after is None else _first(choices, calls[after:], world)
        nearest = None
        if found is None:
            nearest = _nearest(choices, calls, world)
            after = None
        elif after is not None:
            after += found + 1
        words = ", or ".join(dict.fromkeys(map(event_words, choices)))
        if not is_alone:
            yield Check(words, found is not None, nearest)
        elif nearest:
            yield Check("", is_met=False, nearest=nearest)


def _first(choices: Iterable[EventPattern], calls: Sequence[NumberedCall], world: aws.World) -> int | None:
    """The place of the first call that is one of them."""
    return next(
        (place for place, call in enumerate(calls) if any(matches(one, call, world) for one in choices)), None
    )


def _nearest(
    choices: Sequence[EventPattern], calls: Sequence[NumberedCall], world: aws.World
) -> Nearest | None:
    """The newest of the calls of late with the fewest differences."""
    best: tuple[int, Nearest] | None = None
    for call in calls[-LATELY:]:
        for pattern in choices if call.service else ():
            if not is_near(pattern, call, world):
                continue
            differing = [*differences(pattern, call, world)]
            if best is None or len(differing) <= best[0]:
                words = nearest_words(call, differing) if differing else EARLY
                best = (len(differing), Nearest(call.number, words))
    return best[1] if best else None


def decisions_of(goal: Goal, world: aws.World, now: datetime) -> Iterator[Check]:
    """What is known of the goal's decisions."""
    for place in range(1, len(goal.now) + 1):
        yield decided(goal, place, world, now)[0]


def decided(goal: Goal, place: int, world: aws.World, now: datetime) -> tuple[Check, aws.Decision | None]:
    """The check of the decision at that place, and how it is decided; of several that are each enough, of the
    one that comes out so, else of the first. None is decided where nobody can ask so."""
    decisions = [(wanted, decide(wanted, world, now)) for wanted in goal.now[place - 1]]
    held = [(wanted, decision) for wanted, decision in decisions if comes_out(wanted, decision)]
    wanted, decision = (held or decisions)[0]
    allowed = None if decision is None else decision.allowed
    words = decision_words(wanted, comes_out=bool(held), allowed=allowed)
    reason = "" if held else decision.reason if decision else NOBODY
    return Check(words, bool(held), reason=reason, place=place), decision
