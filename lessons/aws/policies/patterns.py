"""Wildcards and policy variables, as they stand in actions, resources and string conditions.

`*` is any run of characters, `?` is one. `${key}` is the value of a condition key, `${key, 'x'}` has a
default, and `${*}`, `${?}`, `${$}` are the characters themselves (IAM User Guide, "Policy variables").
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, partial
from itertools import accumulate
from operator import methodcaller
from typing import NamedTuple

# Condition keys in lower case, each with its values.
Context = Mapping[str, tuple[str, ...]]

_PIECE = re.compile(r"\$\{(?P<variable>[^}]*)\}|(?P<wildcard>[*?])|(?P<text>[^$*?]+|\$)")
_VARIABLE = re.compile(r"\s*(?P<key>[^,]*?)\s*(?:,\s*'(?P<default>[^']*)'\s*)?")
_ESCAPES = frozenset("*?$")


class Piece(NamedTuple):
    """A part of a pattern with variables: kind is "text", "wildcard" or "variable"."""

    kind: str
    text: str
    default: str | None = None


# A pattern between its stars: characters one by one, and "" for `?`.
Symbols = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pattern:
    """One pattern, read once. `fits` stands ready unless variables make it depend on the request."""

    text: str
    pieces: tuple[Piece, ...] = field(default=(), repr=False)
    fits: Callable[[str], bool] | None = field(default=None, repr=False)

    def matches(self, value: str, context: Context) -> bool:
        """Whether `value` fits, wildcards and all. A variable without a value fits nothing."""
        if self.fits is not None:
            return self.fits(value)
        pieces = _resolve(self.pieces, context)
        return pieces is not None and _matcher(_between_stars(pieces))(value)

    def literal(self, context: Context) -> str | None:
        """The text with its variables filled in and wildcards taken as they stand, or None."""
        if self.fits is not None:
            return self.text
        pieces = _resolve(self.pieces, context)
        return None if pieces is None else "".join(piece.text for piece in pieces)


@lru_cache(maxsize=8192)
def pattern(text: str, *, variables: bool = True) -> Pattern:
    """Read a pattern. Without `variables` (policies of Version 2008-10-17) `${` is plain text."""
    if variables and "${" in text:
        return Pattern(text, tuple(_piece(match) for match in _PIECE.finditer(text)))
    parts = tuple(tuple("" if sign == "?" else sign for sign in part) for part in text.split("*"))
    return Pattern(text, fits=_matcher(parts))


def _piece(match: re.Match[str]) -> Piece:
    inner = match["variable"]
    if inner is None:
        return Piece("wildcard" if match["wildcard"] else "text", match[0])
    if inner in _ESCAPES:
        return Piece("text", inner)
    variable = _VARIABLE.fullmatch(inner)
    key, default = variable.group("key", "default") if variable else (inner, None)
    return Piece("variable", key.lower(), default)


def _resolve(pieces: tuple[Piece, ...], context: Context) -> tuple[Piece, ...] | None:
    """The pieces with every variable replaced by its value, which is text: its own `*` are no wildcards."""
    resolved = tuple(_value(piece, context) if piece.kind == "variable" else piece for piece in pieces)
    return None if None in resolved else resolved  # type: ignore[return-value] # None is ruled out


def _value(piece: Piece, context: Context) -> Piece | None:
    values = context.get(piece.text, ())
    value = values[0] if len(values) == 1 else piece.default
    return None if value is None else Piece("text", value)


def _between_stars(pieces: tuple[Piece, ...]) -> tuple[Symbols, ...]:
    parts: list[list[str]] = [[]]
    for kind, text, _ in pieces:
        if kind == "text":
            parts[-1] += text
        elif text == "?":
            parts[-1].append("")
        else:
            parts.append([])
    return tuple(map(tuple, parts))


def _matcher(parts: tuple[Symbols, ...]) -> Callable[[str], bool]:
    """What tells whether a text fits, by the simplest way that does. None goes back on what it has read."""
    if any("" in part for part in parts):
        return _all_at_once(parts)
    first, *rest = ("".join(part) for part in parts)
    if not rest:
        return first.__eq__
    return methodcaller("startswith", first) if rest == [""] else partial(_in_order, first, *rest)


def _in_order(first: str, *rest: str) -> bool:
    """Whether the value (the last argument) has all parts in order, with anything between them."""
    *middle, last, value = rest
    place, end = len(first), len(value) - len(last)
    if place > end or not value.startswith(first) or not value.endswith(last):
        return False
    for part in middle:
        place = value.find(part, place, end)
        if place < 0:
            return False
        place += len(part)
    return True


def _all_at_once(parts: tuple[Symbols, ...]) -> Callable[[str], bool]:
    """Follow every way to match at once: bit n of `state` says that the first n symbols may have been read.

    A character moves the bits whose symbol it is one place on, and those before a star may also stay.
    """
    symbols = [symbol for part in parts for symbol in part]
    stars = list(accumulate(map(len, parts)))[:-1]
    stay = sum(1 << place for place in set(stars))
    moves: dict[str, int] = {}
    for place, symbol in enumerate(symbols):
        moves[symbol] = moves.get(symbol, 0) | 1 << place
    anything = moves.pop("", 0)

    def fits(value: str) -> bool:
        state = 1
        for character in value:
            state = (state & (moves.get(character, 0) | anything)) << 1 | state & stay
        return bool(state >> len(symbols) & 1)

    return fits
