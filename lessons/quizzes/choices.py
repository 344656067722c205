"""What makes a good set of choices, and how an author writes one: one a line, the right one starred."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

__all__ = ["MOST_CHOICES", "RIGHT_MARK", "TEXT_LENGTH", "Option", "mistakes", "parse", "write"]

FEWEST_CHOICES, MOST_CHOICES = 2, 6
TEXT_LENGTH = 200
RIGHT_MARK = "*"


@dataclass(frozen=True)
class Option:
    """A choice as an author writes it."""

    text: str
    is_right: bool = False


def parse(lines: str) -> tuple[Option, ...]:
    """The options in a text box: one a line, empty lines left out, the right one starting with a star."""
    written = (line.strip() for line in lines.splitlines())
    return tuple(
        Option(line.removeprefix(RIGHT_MARK).strip(), line.startswith(RIGHT_MARK)) for line in written if line
    )


def write(options: Iterable[Option]) -> str:
    """The options as ``parse`` reads them."""
    return "\n".join(f"{RIGHT_MARK if option.is_right else ''}{option.text}" for option in options)


def mistakes(options: Sequence[Option]) -> list[str]:
    """What is wrong with these options, in sentences for their author; empty when nothing is."""
    return [said for check in CHECKS if (said := check(options))]


def _number(options: Sequence[Option]) -> str:
    if FEWEST_CHOICES <= len(options) <= MOST_CHOICES:
        return ""
    return f"Offer {FEWEST_CHOICES} to {MOST_CHOICES} choices; there are {len(options)}."


def _one_is_right(options: Sequence[Option]) -> str:
    marked = sum(option.is_right for option in options)
    return "" if marked == 1 else f"Mark exactly one choice as right with {RIGHT_MARK}; {marked} are marked."


def _all_differ(options: Sequence[Option]) -> str:
    seen: set[str] = set()
    for option in options:
        if option.text.casefold() in seen:
            return f"“{option.text}” is there twice."
        seen.add(option.text.casefold())
    return ""


def _all_have_words(options: Sequence[Option]) -> str:
    return "" if all(option.text for option in options) else "A choice is empty."


def _none_is_long(options: Sequence[Option]) -> str:
    long = next((option.text for option in options if len(option.text) > TEXT_LENGTH), "")
    return f"“{long[:40]}…” is longer than {TEXT_LENGTH} characters." if long else ""


def _none_looks_marked(options: Sequence[Option]) -> str:
    starred = next((option.text for option in options if option.text.startswith(RIGHT_MARK)), "")
    return f"“{starred}” begins with a star itself: put it in backticks, `{starred}`." if starred else ""


CHECKS: tuple[Callable[[Sequence[Option]], str], ...] = (
    _number,
    _all_have_words,
    _all_differ,
    _one_is_right,
    _none_is_long,
    _none_looks_marked,
)
