"""A piece of a text around what was found in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from lessons.search.places import Place
from lessons.search.words import Asked, Spoken, spoken_words

__all__ = ["Piece", "marked", "snippet"]

LONG = 180  # characters of a snippet, a little more or less
BEFORE = 50  # of these before the first hit
LOOKED_AT = 40  # hits of a text, of which it is cut to the best


class Piece(NamedTuple):
    """Text, and whether it is what was asked for."""

    text: str
    is_hit: bool


def marked(text: str, asked: Sequence[Asked]) -> tuple[Piece, ...]:
    """A short text with its hits marked."""
    words = tuple(spoken_words(text))
    return tuple(_pieces(text, _hits(words, asked), 0, len(text)))


def snippet(place: Place, asked: Sequence[Asked]) -> tuple[Piece, ...]:
    """The text of a place, cut to where most of what was asked for stands together, which is marked."""
    text, hits = place.text, _hits(place.spoken, asked)
    start, end = _cut(place, _best(hits, asked))
    before = (Piece("… ", is_hit=False),) if start else ()
    after = (Piece(" …", is_hit=False),) if end < len(text) else ()
    return (*before, *_pieces(text, hits, start, end), *after)


def _hits(words: Sequence[Spoken], asked: Sequence[Asked]) -> list[Spoken]:
    found = set().union(*(each.hits(words) for each in asked))
    return sorted(found, key=lambda word: word.start)


def _best(hits: Sequence[Spoken], asked: Sequence[Asked]) -> int:
    """Where the first of the hits is that have most of the words that were asked for after them."""
    firsts = hits[:LOOKED_AT]
    near = ([word for word in firsts if 0 <= word.start - first.start < LONG - BEFORE] for first in firsts)
    worth = [sum(bool(each.hits(words)) for each in asked) for words in near]
    return firsts[worth.index(max(worth))].start if worth else 0


def _cut(place: Place, hit: int) -> tuple[int, int]:
    """The text around a hit, from the beginning of a word to the end of one."""
    text, words = place.text, place.spoken
    first = hit - BEFORE
    start = next((word.start for word in words if word.start >= first), 0) if first > 0 else 0
    end = max((word.end for word in words if word.end <= start + LONG), default=len(text))
    return start, len(text) if len(text) <= end + BEFORE else end


def _pieces(text: str, hits: Sequence[Spoken], start: int, end: int) -> Iterator[Piece]:
    told = start
    for word in hits:
        if start <= word.start and word.end <= end:
            yield Piece(text[told : word.start], is_hit=False)
            yield Piece(text[word.start : word.end], is_hit=True)
            told = word.end
    yield Piece(text[told:end], is_hit=False)
