"""A place that can be found, and how well it fits what was asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property

from lessons.search.words import Asked, Spoken, Words, folded, phrase, spoken_words

__all__ = ["Kind", "Place", "fit"]

# What a word is worth by where it stands, if it is not there, begins one of these, or is one of them.
WORTH = {"title": (0, 60, 100), "heading": (0, 20, 30), "text": (0, 2, 3)}
NAMED = 1_000  # what it is worth that the query is the very name of a place
AS_SAID = 10  # and that the words stand in it one after the other


class Kind(Enum):
    """What is found, in the order of the page, with the heading over all of that kind."""

    LESSON = "Lessons"
    TERM = "Glossary"
    CALL = "AWS calls"
    ERROR = "Error codes"


@dataclass(frozen=True, eq=False)
class Place:
    """Where something is told: under a title or, within a lesson, under a heading.

    ``names`` are what it is called, ``words`` what it is found by: "title", "heading" and "text". ``lesson``
    is the id of its lesson, ``label`` says whose it is: the lesson's title, or a service of AWS.
    """

    kind: Kind
    title: str
    text: str
    words: dict[str, Words]
    url: str = ""
    label: str = ""
    names: frozenset[str] = field(default=frozenset())
    lesson: int = 0

    @cached_property
    def phrase(self) -> str:
        """All its words, one after the other."""
        return phrase(folded(self.text[word.start : word.end]) for word in self.spoken)

    @cached_property
    def spoken(self) -> tuple[Spoken, ...]:
        """The words of its text, where they stand."""
        return tuple(spoken_words(self.text))


def fit(place: Place, asked: Sequence[Asked], name: str) -> int:
    """How well a place fits all of the words, which are ``name`` as one; 0 where one of them is not there."""
    worth = 0
    for word in asked:
        of_word = max(WORTH[where][words.nearness(word)] for where, words in place.words.items())
        if not of_word:
            return 0
        worth += of_word
    as_said = len(asked) > 1 and phrase(word.whole for word in asked) in place.phrase
    return worth + NAMED * (name in place.names) + AS_SAID * as_said
