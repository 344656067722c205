"""Hostile texts: what a pattern or a parser expects, with some part of it repeated and its end spoilt."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, groupby
from re import _constants as op
from re import _parser
from typing import Any

from tests.linear.growth import Shape
from tests.sizes import size

MOST_SHAPES = size(150, 1_500)  # of one sequence of tokens
SPOILT = "\0"  # fits hardly any class of characters
SAMPLES = "a0 A/.-:_=%\\\"'\n\t{}<>é\0"
CATEGORIES = {
    op.CATEGORY_DIGIT: str.isdecimal,
    op.CATEGORY_SPACE: str.isspace,
    op.CATEGORY_WORD: lambda sign: sign.isalnum() or sign == "_",
    op.CATEGORY_NOT_DIGIT: lambda sign: not sign.isdecimal(),
    op.CATEGORY_NOT_SPACE: lambda sign: not sign.isspace(),
    op.CATEGORY_NOT_WORD: lambda sign: not (sign.isalnum() or sign == "_"),
}
REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)
MOST_BRANCHES = 4


def of_tokens(tokens: Sequence[str]) -> list[Shape]:
    """Texts of these tokens in this order, each place repeated, two places repeated, each run repeated.

    Of very many a part is taken, the same in every run.
    """
    found = list(dict.fromkeys([*_once(tokens), *_twice(tokens), *_runs(tokens)]))
    part = random.Random(0)  # noqa: S311 -- no secret, but the same in every run
    return found if len(found) <= MOST_SHAPES else part.sample(found, MOST_SHAPES)


def of_pattern(pattern: re.Pattern[Any]) -> list[Shape]:
    """The same of what a regular expression matches."""
    text = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    parsed = _parser.parse(text, pattern.flags & ~re.UNICODE)
    ways = {tuple(_joined(_tokens(parsed, branch))) for branch in range(MOST_BRANCHES)}
    return [shape for tokens in sorted(ways) for shape in of_tokens(tokens)]


def _once(tokens: Sequence[str]) -> Iterator[Shape]:
    tails = ["", *dict.fromkeys(SPOILT if token is None else token + SPOILT for token in (None, *tokens))]
    for place in range(len(tokens) + 1):
        for pump in dict.fromkeys(tokens):
            for tail in tails:
                yield Shape("".join(tokens[:place]), pump, tail=tail)


def _twice(tokens: Sequence[str]) -> Iterator[Shape]:
    for first, second in combinations(range(len(tokens)), 2):
        middle = "".join(tokens[first + 1 : second])
        for tail in ("", SPOILT, "".join(tokens[second + 1 : second + 2]) + SPOILT):
            yield Shape("".join(tokens[:first]), tokens[first], middle, tokens[second], tail)


def _runs(tokens: Sequence[str]) -> Iterator[Shape]:
    for first, end in combinations(range(len(tokens) + 1), 2):
        for head in dict.fromkeys(("", "".join(tokens[:first]))):
            for tail in ("", SPOILT):
                yield Shape(head, "".join(tokens[first:end]), tail=tail)


def _joined(tokens: Iterable[tuple[bool, str]]) -> Iterator[str]:
    """The tokens, with letters that follow each other as one."""
    for is_literal, group in groupby(tokens, key=lambda token: token[0]):
        texts = [text for _, text in group]
        yield from ["".join(texts)] if is_literal else texts


def _tokens(parsed: Any, branch: int) -> Iterator[tuple[bool, str]]:
    """What a pattern asks for, piece by piece: whether it is a letter of its own, and a text that fits."""
    for kind, given in parsed:
        if kind is op.LITERAL:
            yield True, chr(given)
        elif kind in (op.NOT_LITERAL, op.ANY, op.IN):
            yield False, _sample(kind, given)
        elif kind in REPEATS:
            least, _, inner = given
            pieces = list(_joined(_tokens(inner, branch)))
            yield False, "".join(pieces) * max(1, least)
            yield from ((False, piece) for piece in pieces if len(pieces) > 1)
        elif kind in (op.SUBPATTERN, op.ASSERT, op.ASSERT_NOT):
            yield from _tokens(given[-1], branch)
        elif kind is op.ATOMIC_GROUP:
            yield from _tokens(given, branch)
        elif kind is op.BRANCH:
            yield from _tokens(given[1][branch % len(given[1])], branch)


def _sample(kind: Any, given: Any) -> str:
    if kind is op.ANY:
        return "x"
    items = [(op.NEGATE, None), (op.LITERAL, given)] if kind is op.NOT_LITERAL else given
    negated = items[0][0] is op.NEGATE
    others = (chr(first) for first in (_first(item) for item in items) if first is not None)
    return next(sign for sign in (*SAMPLES, *others) if any(_has(item, sign) for item in items) != negated)


def _first(item: tuple[Any, Any]) -> int | None:
    kind, given = item
    return given if kind is op.LITERAL else given[0] if kind is op.RANGE else None


def _has(item: tuple[Any, Any], sign: str) -> bool:
    kind, given = item
    if kind is op.RANGE:
        return bool(given[0] <= ord(sign) <= given[1])
    return bool(CATEGORIES[given](sign)) if kind is op.CATEGORY else given == ord(sign)
