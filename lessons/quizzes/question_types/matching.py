"""Match the pairs: each left side has one right side, which may be right for several.

Credit is the share of the pairs that are right, as in Moodle. Right sides that belong to no pair make it
harder to find the last one by elimination. They are shown in any order, each as likely as another: one that
never was the author's would give something away.

An answer is the right side of each left one, both by their texts: it can be graded again once a pair was
corrected.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random
from typing import Any

from lessons.quizzes.question_types.interface import Form, Given, Line, NotAnAnswerError, Values
from lessons.quizzes.question_types.written import (
    check_differ,
    check_length,
    check_number,
    entries,
    order,
    text,
    texts,
)

__all__ = ["KEYS", "NAME", "TITLE", "VERSION", "Matching"]
__all__ += ["draw", "dump", "grade", "key", "parse", "read", "rekey", "say", "show"]

NAME = "matching"
VERSION = 1
TITLE = "Match the pairs"
KEYS: tuple[str, ...] = ("pairs", "rights", "shown")
FEWEST, MOST = 2, 8
MOST_RIGHTS = 12  # that can be chosen

PLEASE_MATCH = "Choose something for each of them, then check your answer."


@dataclass(frozen=True)
class Matching:
    """The pairs, each left and right; ``extra`` are right sides of none of them.

    ``shown`` are the indices of `rights` in the order drawn, () before that.
    """

    pairs: tuple[tuple[str, str], ...]
    extra: tuple[str, ...] = ()
    shown: tuple[int, ...] = ()

    @property
    def rights(self) -> tuple[str, ...]:
        """Every right side once."""
        return tuple(dict.fromkeys([right for _, right in self.pairs])) + self.extra

    @property
    def as_shown(self) -> tuple[str, ...]:
        """Every right side in the order in which they are shown."""
        return tuple(self.rights[index] for index in self.shown) or self.rights


def parse(values: Values) -> Matching:
    """``pairs`` have a ``left`` and a ``right`` each; ``rights`` are those of no pair."""
    pairs = tuple(
        (text(one, "left", within="pairs"), text(one, "right", within="pairs"))
        for one in entries(values, "pairs", "left", "right")
    )
    extra = texts(values, "rights") if "rights" in values else ()
    content = Matching(pairs, extra)
    check_number("pairs", len(pairs), FEWEST, MOST)
    check_differ("pairs", [left for left, _ in pairs])
    check_differ("pairs", content.rights[: len(content.rights) - len(extra)])
    check_differ("rights", content.rights)
    check_number("rights", len(content.rights), FEWEST, MOST_RIGHTS)
    check_length("pairs", [side for pair in pairs for side in pair])
    check_length("rights", extra)
    return replace(content, shown=order(values, "shown", len(content.rights)))


def dump(content: Matching) -> dict[str, Any]:
    """The pairs, other right sides where there are some, and the order that was drawn."""
    pairs = [{"left": left, "right": right} for left, right in content.pairs]
    extra = {"rights": list(content.extra)} if content.extra else {}
    drawn = {"shown": list(content.shown)} if content.shown else {}
    return {"pairs": pairs, **extra, **drawn}


def draw(content: Matching, random: Random) -> Matching:
    """The right sides in any order."""
    shown = list(range(len(content.rights)))
    random.shuffle(shown)
    return replace(content, shown=tuple(shown))


def show(content: Matching, given: Given | None) -> dict[str, Any]:
    """Each left side with its field, and every right side by its place, with the one that is taken."""
    taken = given or {}
    rows = [
        {
            "field": f"match-{row}",
            "text": left,
            "rights": [
                {"value": value, "text": right, "is_taken": taken.get(left) == right}
                for value, right in enumerate(content.as_shown)
            ],
        }
        for row, (left, _) in enumerate(content.pairs)
    ]
    return {"rows": rows}


def read(content: Matching, form: Form) -> Given:
    """The right side of each left one."""
    rights = {str(value): right for value, right in enumerate(content.as_shown)}
    given: dict[str, str] = {}
    for row, (left, _) in enumerate(content.pairs):
        sent = form.get(f"match-{row}", ())
        if len(sent) == 1 and sent[0] in rights:
            given[left] = rights[sent[0]]
    if len(given) < len(content.pairs):
        raise NotAnAnswerError(PLEASE_MATCH, given)
    return given


def grade(content: Matching, given: Given) -> float:
    """The share of the pairs that are right."""
    return sum(line.is_right for line in say(content, given)) / len(content.pairs)


def key(content: Matching) -> Given:
    """Every pair."""
    return dict(content.pairs)


def rekey(kept: Matching, today: Matching) -> Matching | None:
    """Today's pairs of the same sides, shown as they were; None for other sides."""
    right_of = dict(today.pairs)
    if right_of.keys() != dict(kept.pairs).keys() or set(today.rights) != set(kept.rights):
        return None
    pairs = tuple((left, right_of[left]) for left, _ in kept.pairs)
    rights = replace(today, pairs=pairs).rights
    return Matching(pairs, today.extra, tuple(rights.index(right) for right in kept.as_shown))


def say(content: Matching, given: Given) -> tuple[Line, ...]:
    """A line for each left side."""
    if not isinstance(given, dict) or given.keys() != {left for left, _ in content.pairs}:
        raise NotAnAnswerError(PLEASE_MATCH)
    if not all(taken in content.rights for taken in given.values()):
        raise NotAnAnswerError(PLEASE_MATCH)
    return tuple(Line(left, given[left], right, given[left] == right) for left, right in content.pairs)
