"""Wildcards and policy variables, as they stand in actions, resources and string conditions.

`*` is any run of characters, `?` is one. `${key}` is the value of a condition key, `${key, 'x'}` has a
default, and `${*}`, `${?}`, `${$}` are the characters themselves (IAM User Guide, "Policy variables").
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from itertools import accumulate, islice, pairwise
from operator import methodcaller
from typing import NamedTuple

# Condition keys in lower case, each with its values.
Context = Mapping[str, tuple[str, ...]]

ARN_PARTS = 6

_PIECE = re.compile(r"\$\{(?P<variable>[^{}]*)\}|(?P<wildcard>[*?])|(?P<text>[^$*?]+|\$)")
_VARIABLE_OR_COLON = re.compile(r"\$\{[^{}]*\}|:")
_ESCAPES = frozenset("*?$")


class Piece(NamedTuple):
    """A part of a pattern with variables: kind is "text", "wildcard" or "variable"."""

    kind: str
    text: str
    default: str | None = None


# A pattern between its stars: the texts between its `?`, so that one without any is one text.
Part = tuple[str, ...]


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
    return Pattern(text, fits=_matcher(tuple(tuple(part.split("?")) for part in text.split("*"))))


def arn_parts(text: str) -> list[str]:
    """The parts of an ARN. A variable such as `${aws:PrincipalAccount}` is never cut at its colon."""
    colons = (found.start() for found in _VARIABLE_OR_COLON.finditer(text) if found[0] == ":")
    cuts = [-1, *islice(colons, ARN_PARTS - 1), len(text)]
    return [text[begin + 1 : end] for begin, end in pairwise(cuts)]


def _piece(match: re.Match[str]) -> Piece:
    inner = match["variable"]
    if inner is None:
        return Piece("wildcard" if match["wildcard"] else "text", match[0])
    if inner in _ESCAPES:
        return Piece("text", inner)
    key, comma, rest = inner.partition(",")
    if not comma:
        return Piece("variable", key.strip().lower())
    quoted = rest.strip()
    default = quoted[1:-1]
    if quoted != f"'{default}'" or "'" in default:  # no default, so no variable that AWS knows
        return Piece("variable", inner.lower())
    return Piece("variable", key.strip().lower(), default)


def _resolve(pieces: tuple[Piece, ...], context: Context) -> tuple[Piece, ...] | None:
    """The pieces with every variable replaced by its value, which is text: its own `*` are no wildcards."""
    resolved = tuple(_value(piece, context) if piece.kind == "variable" else piece for piece in pieces)
    return None if None in resolved else resolved  # type: ignore[return-value] # None is ruled out


def _value(piece: Piece, context: Context) -> Piece | None:
    values = context.get(piece.text, ())
    value = values[0] if len(values) == 1 else piece.default
    return None if value is None else Piece("text", value)


def _between_stars(pieces: tuple[Piece, ...]) -> tuple[Part, ...]:
    parts: list[list[list[str]]] = [[[]]]
    for kind, text, _ in pieces:
        if kind == "text":
            parts[-1][-1].append(text)
        elif text == "?":
            parts[-1].append([])
        else:
            parts.append([[]])
    return tuple(tuple(map("".join, part)) for part in parts)


def _matcher(parts: tuple[Part, ...]) -> Callable[[str], bool]:
    """What tells whether a text fits, by the simplest way that does. None goes back on what it has read."""
    if any(len(part) > 1 for part in parts):
        return _all_at_once(parts)
    first, *rest = (part[0] for part in parts)
    if not rest:
        return first.__eq__
    return methodcaller("startswith", first) if rest == [""] else partial(in_order, first, *rest)


def in_order(first: str, *rest: str) -> bool:
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


def _all_at_once(parts: tuple[Part, ...]) -> Callable[[str], bool]:
    """Follow every way to match at once: bit n of `state` says that the first n symbols may have been read.

    A character moves the bits whose symbol it is one place on, and those before a star may also stay. Which
    bits that are is told anew for each value: kept for every character, they would fill the memory.
    """
    symbols = [symbol for part in parts for symbol in _symbols(part)]
    stars = list(accumulate(len(part) - 1 + sum(map(len, part)) for part in parts))[:-1]
    begin = parts[0][0]

    def fits(value: str) -> bool:
        if len(symbols) > len(value) or not value.startswith(begin):
            return False
        places: dict[str, list[int]] = {}
        for place, symbol in enumerate(symbols):
            places.setdefault(symbol, []).append(place)
        anything, stay, state = _bits(places[""]), _bits(stars), 1
        moves = {character: _bits(places.get(character, ())) | anything for character in set(value)}
        for character in value:
            state = (state & moves[character]) << 1 | state & stay
        return bool(state >> len(symbols) & 1)

    return fits


def _symbols(part: Part) -> Iterator[str]:
    """The characters of a part one by one, and "" for `?`."""
    for place, text in enumerate(part):
        if place:
            yield ""
        yield from text


def _bits(places: Sequence[int]) -> int:
    octets = bytearray((max(places, default=0) >> 3) + 1)
    for place in places:
        octets[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(octets, "little")
