"""A text as the words by which it is found, whatever their case, their accents, and how they are joined."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

__all__ = [
    "Asked",
    "Nearness",
    "Spoken",
    "Words",
    "asked_words",
    "folded",
    "joined",
    "phrase",
    "spoken_words",
]

WORD = re.compile("(?:[^\\W_]|[\u0300-\u036f])+")  # letters and digits, and accents that stand by themselves
PART = re.compile(r"[A-Z]+(?![^\WA-Z_])|[A-Z]?[^\WA-Z_]+")  # Assume and Role, MFA and Device
SHORTEST_PLURAL = 4  # letters: STS and AWS are none
SHORTEST_BEGINNING = 2  # letters: every text has words that begin with an a
# What is not looked for, unless nothing else is asked for.
FILLERS = {
    *("a", "an", "and", "are", "aws", "do", "does", "for", "how", "i", "in", "is"),
    *("it", "of", "on", "the", "to", "what", "why", "with"),
}


class Nearness(IntEnum):
    """How a word that is asked for is among those of a text."""

    NONE = 0
    BEGINS = 1
    WHOLE = 2


@dataclass(frozen=True, slots=True)
class Spoken:
    """A word of a text: where it stands, and all that it can be found by."""

    start: int
    end: int
    forms: frozenset[str]


@dataclass(frozen=True, slots=True)
class Asked:
    """A word that is asked for: as it is, and the parts of a name such as AssumeRole."""

    whole: str
    parts: tuple[str, ...]

    def hits(self, words: Sequence[Spoken]) -> set[Spoken]:
        """Those words of a text that are this one; else those that begin like it or are parts of it."""
        meant = {self.whole, singular(self.whole)}
        like = tuple(form for form in meant if len(form) >= SHORTEST_BEGINNING)
        return {word for word in words if meant & word.forms} or {
            word
            for word in words
            if not word.forms.isdisjoint(self.parts) or any(form.startswith(like) for form in word.forms)
        }


class Words:
    """All that a text can be found by, in the order of the alphabet."""

    def __init__(self, *texts: str) -> None:
        self.known = frozenset(form for text in texts for word in spoken_words(text) for form in word.forms)
        self.in_order = sorted(self.known)

    def nearness(self, asked: Asked) -> Nearness:
        """How the word is among these; that all its parts are is as good as if it began one of them."""
        if asked.whole in self.known or singular(asked.whole) in self.known:
            return Nearness.WHOLE
        is_near = self._begins(asked.whole) or (len(asked.parts) > 1 and self.known.issuperset(asked.parts))
        return Nearness.BEGINS if is_near else Nearness.NONE

    def _begins(self, form: str) -> bool:
        """Whether one of these begins like that: it is the next one in the alphabet."""
        place = bisect_left(self.in_order, form)
        is_long = len(form) >= SHORTEST_BEGINNING
        return is_long and place < len(self.in_order) and self.in_order[place].startswith(form)


def spoken_words(text: str) -> Iterator[Spoken]:
    """The words of a text, one after the other."""
    for found in WORD.finditer(text):
        yield Spoken(found.start(), found.end(), forms_of(found[0]))


def asked_words(query: str) -> tuple[Asked, ...]:
    """The words that a query asks for, each of them once, and no fillers beside others."""
    asked = [Asked(folded(word), parts_of(word)) for word in WORD.findall(query)]
    words = tuple(dict.fromkeys(word for word in asked if word.whole))
    return tuple(word for word in words if word.whole not in FILLERS) or words


def joined(*texts: str) -> str:
    """Words as one, such as the name of a call that somebody typed as two."""
    return folded("".join(word for text in texts for word in WORD.findall(text)))


def phrase(words: Iterable[str]) -> str:
    """Folded words one after the other, to be found in others: a blank stands before each."""
    return "".join(f" {word}" for word in words)


@lru_cache(maxsize=20_000)
def forms_of(word: str) -> frozenset[str]:
    """What a word is found by: itself, its parts, and one of what it is many of."""
    forms = (folded(word), *parts_of(word))
    return frozenset(found for form in forms for found in (form, singular(form)) if found)


def parts_of(word: str) -> tuple[str, ...]:
    """The parts of a name that is written in capitals and small letters."""
    return tuple(part for part in map(folded, PART.findall(word)) if part)


def singular(word: str) -> str:
    """One of what the word names many of, as English mostly has it."""
    if len(word) < SHORTEST_PLURAL or word.endswith(("ss", "us", "is")):
        return word
    return f"{word[:-3]}y" if word.endswith("ies") else word.removesuffix("s")


def folded(word: str) -> str:
    """The word without case and accents."""
    return word.lower() if word.isascii() else "".join(map(base, word))


@lru_cache(maxsize=4_000)
def base(character: str) -> str:
    """A character without case and accent. One by one: many accents in a row are slow to put in order."""
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
    return "".join(part for part in apart if not unicodedata.combining(part))
