"""What else to ask for, where a query finds nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from lessons.search.places import Place
from lessons.search.words import WORD, Asked, Nearness, folded

__all__ = ["suggested"]

LIKE = 0.7  # how much alike two words are at least, of 1
WORDS = 3  # of a query that something like them is looked for
LONGEST = 30  # characters of such a word
OTHER_LENGTH = 3  # characters that a word may be longer or shorter than one like it


def suggested(query: str, asked: Sequence[Asked], places: Sequence[Place]) -> tuple[str, ...]:
    """The query with words that are there, instead of those that are not; else its words one by one."""
    known = [word for word in asked if any(_is_in(word, place) for place in places)]
    if len(known) == len(asked):
        return tuple(word.whole for word in asked) if len(asked) > 1 else ()
    strange = [word for word in asked if word not in known][:WORDS]
    heads = _heads(places)
    better = {word.whole: near for word in strange if (near := _like(word.whole, heads))}
    said = [folded(word) for word in WORD.findall(query)]
    kept = [better.get(word, word) for word in said if word in better or any(word == k.whole for k in known)]
    return (" ".join(dict.fromkeys(kept)),) if kept else ()


def _is_in(word: Asked, place: Place) -> bool:
    return any(words.nearness(word) != Nearness.NONE for words in place.words.values())


def _heads(places: Iterable[Place]) -> frozenset[str]:
    """The words of titles and headings."""
    heads = (words.known for place in places for where, words in place.words.items() if where != "text")
    return frozenset().union(*heads)


def _like(word: str, heads: Iterable[str]) -> str:
    """The word of these that is most like it, "" where none is."""
    if len(word) > LONGEST:
        return ""
    near = sorted(head for head in heads if abs(len(head) - len(word)) <= OTHER_LENGTH)
    return next(iter(get_close_matches(word, near, 1, LIKE)), "")
