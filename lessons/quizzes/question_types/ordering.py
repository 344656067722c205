"""Put in order: the steps of something, shown in another order than they happen.

Credit is by pairs. Of any two items the right one has to come first; Moodle calls that “relative to all the
previous and next items”. Half of the pairs come right by chance, so credit begins there: all pairs are worth
everything, half of them or fewer nothing (Kendall's rank correlation, where it is above 0). An item that is
out of place costs as much as it is far away, and does not take the others along.

What is drawn is any order but the right one, which would leave nothing to do, each as likely as another. Were
it never more right than wrong, whoever turns it round would have a good part of the credit for nothing.

An answer is the place of each item, named by its text: it can be graded again once the order was corrected.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from random import Random
from typing import Any

from lessons.quizzes.question_types.interface import Form, Given, Line, NotAnAnswerError, Values
from lessons.quizzes.question_types.written import check_differ, check_length, check_number, order, texts

__all__ = ["KEYS", "NAME", "TITLE", "VERSION", "Ordering"]
__all__ += ["draw", "dump", "grade", "key", "parse", "read", "rekey", "say", "show"]

NAME = "ordering"
VERSION = 1
TITLE = "Put in order"
KEYS: tuple[str, ...] = ("items", "shown")
FEWEST, MOST = 3, 10  # two in order are a choice of two

PLEASE_ORDER = "Put them in order, so that each has a place, then check it."
PLEASE_DIFFER = "Two of them have the same place. Give each a place of its own, then check the order."


@dataclass(frozen=True)
class Ordering:
    """The items in the right order; ``shown`` are their indices in the order drawn, () before that."""

    items: tuple[str, ...]
    shown: tuple[int, ...] = ()

    @property
    def as_shown(self) -> tuple[str, ...]:
        """The items in the order in which they are shown."""
        return tuple(self.items[index] for index in self.shown) or self.items


def parse(values: Values) -> Ordering:
    """``items`` are texts in the right order."""
    items = texts(values, "items")
    check_number("items", len(items), FEWEST, MOST)
    check_differ("items", items)
    check_length("items", items)
    return Ordering(items, order(values, "shown", len(items)))


def dump(content: Ordering) -> dict[str, Any]:
    """The items, and the order that was drawn."""
    drawn = {"shown": list(content.shown)} if content.shown else {}
    return {"items": list(content.items), **drawn}


def draw(content: Ordering, random: Random) -> Ordering:
    """In any order but the right one."""
    right = list(range(len(content.items)))
    shown = right.copy()
    while shown == right:
        random.shuffle(shown)
    return replace(content, shown=tuple(shown))


def show(content: Ordering, given: Given | None) -> dict[str, Any]:
    """Each item with its field and the place it has so far; the fields say nothing of the right order."""
    places = given or {}
    items = [
        {"field": f"place-{row}", "text": item, "place": places.get(item)}
        for row, item in enumerate(content.as_shown)
    ]
    return {"items": items, "places": range(1, len(items) + 1)}


def read(content: Ordering, form: Form) -> Given:
    """The place of each item, from 1."""
    places = {str(place): place for place in range(1, len(content.items) + 1)}
    given: dict[str, int] = {}
    for row, item in enumerate(content.as_shown):
        sent = form.get(f"place-{row}", ())
        if len(sent) == 1 and sent[0] in places:
            given[item] = places[sent[0]]
    if len(given) < len(content.items):
        raise NotAnAnswerError(PLEASE_ORDER, given)
    if len(set(given.values())) < len(given):
        raise NotAnAnswerError(PLEASE_DIFFER, given)
    return given


def grade(content: Ordering, given: Given) -> float:
    """The share of the pairs that are in their order, from half of them on."""
    return _credit([content.items.index(item) for item in _in_order(content, given)])


def key(content: Ordering) -> Given:
    """Each in its place."""
    return {item: place for place, item in enumerate(content.items, start=1)}


def rekey(kept: Ordering, today: Ordering) -> Ordering | None:
    """Today's order of the same items, shown as they were; None for other items."""
    if set(kept.items) != set(today.items):
        return None
    return replace(today, shown=tuple(today.items.index(item) for item in kept.as_shown))


def say(content: Ordering, given: Given) -> tuple[Line, ...]:
    """A line for each place: what was put there, and what belongs there."""
    placed = zip(_in_order(content, given), content.items, strict=True)
    return tuple(
        Line(str(place), item, right, item == right) for place, (item, right) in enumerate(placed, 1)
    )


def _in_order(content: Ordering, given: Given) -> list[str]:
    """The items as they were placed. Raises NotAnAnswerError."""
    if not isinstance(given, dict) or given.keys() != set(content.items):
        raise NotAnAnswerError(PLEASE_ORDER)
    by_place = {place: item for item, place in given.items() if type(place) is int}
    if by_place.keys() != set(range(1, len(given) + 1)):
        raise NotAnAnswerError(PLEASE_DIFFER)
    return [by_place[place] for place in sorted(by_place)]


def _credit(indices: Sequence[int]) -> float:
    """Kendall's rank correlation with the right order, nothing where it is below 0."""
    pairs = [first < second for first, second in combinations(indices, 2)]
    return max(0.0, 2 * sum(pairs) / len(pairs) - 1)
