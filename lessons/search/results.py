"""What a query finds: the best places of each kind, and what else to ask for where there is none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from lessons.glossary import glossary
from lessons.models import Lesson
from lessons.search import reference_places
from lessons.search.lesson_places import places_of
from lessons.search.places import Kind, Place, fit
from lessons.search.snippets import Piece, marked, snippet
from lessons.search.suggestions import suggested
from lessons.search.words import Asked, Nearness, asked_words, joined

__all__ = ["LONGEST", "MOST_WORDS", "Group", "Hit", "Results", "search"]

LONGEST = 100  # characters of a query
MOST_WORDS = 8
SHOWN = 8  # places of a kind
OF_A_LESSON = 3  # of them in one lesson
LESSONS_OF_A_NAME = 3  # where a call or an error is told


@dataclass(frozen=True)
class Hit:
    """A place that was found, its title and its text with the hits marked, and where lessons speak of it."""

    place: Place
    title: tuple[Piece, ...]
    text: tuple[Piece, ...]
    told_at: tuple[Place, ...] = ()


@dataclass(frozen=True)
class Group:
    """The best places of a kind, of so many that were found."""

    kind: Kind
    hits: tuple[Hit, ...]
    count: int

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.count - len(self.hits)


@dataclass(frozen=True)
class Results:
    """What came of a query: groups, or other queries that find something, or why it was not looked for."""

    query: str
    groups: tuple[Group, ...] = ()
    instead: tuple[str, ...] = ()
    refusal: str = ""

    @property
    def count(self) -> int:
        """How many places were found."""
        return sum(group.count for group in self.groups)


def search(query: str, lessons: Sequence[Lesson]) -> Results:
    """What a query finds in these lessons, and in all that belongs to no lesson."""
    query = query.strip()
    if len(query) > LONGEST:
        return Results(query, refusal=f"That is too long to look for: {LONGEST} characters are the most.")
    asked = asked_words(query)
    if len(asked) > MOST_WORDS:
        return Results(query, refusal=f"These are too many words to look for: {MOST_WORDS} are the most.")
    if not asked:
        return Results(query)
    told = tuple(chain.from_iterable(map(places_of, lessons)))
    named = (*reference_places.terms(glossary()), *reference_places.calls(), *reference_places.errors())
    found = _ranked((*told, *named), asked, joined(query))
    groups = tuple(_groups(found, asked, told))
    return Results(query, groups, () if groups else suggested(query, asked, (*told, *named)))


def _ranked(places: Iterable[Place], asked: Sequence[Asked], name: str) -> list[Place]:
    """The places that have every word, the best ones first, else in the order of the course."""
    fits = ((fit(place, asked, name), place) for place in places)
    return [place for worth, place in sorted(fits, key=lambda row: -row[0]) if worth]


def _groups(found: Sequence[Place], asked: Sequence[Asked], told: Sequence[Place]) -> Iterator[Group]:
    """What was found by its kind, the kind of the best place first."""
    of_kind: dict[Kind, list[Place]] = {}
    for place in found:
        of_kind.setdefault(place.kind, []).append(place)
    for kind, places in of_kind.items():
        yield Group(kind, tuple(_hit(place, asked, told) for place in _shown(places)), len(places))


def _shown(places: Sequence[Place]) -> list[Place]:
    """The first few of these, and not many of one lesson."""
    shown: list[Place] = []
    for place in places:
        of_lesson = sum(place.lesson == other.lesson for other in shown) if place.lesson else 0
        if of_lesson < OF_A_LESSON and len(shown) < SHOWN:
            shown.append(place)
    return shown


def _hit(place: Place, asked: Sequence[Asked], told: Sequence[Place]) -> Hit:
    told_at = _told_at(place.title, told) if place.kind in (Kind.CALL, Kind.ERROR) else ()
    return Hit(place, marked(place.title, asked), snippet(place, asked), told_at)


def _told_at(name: str, told: Sequence[Place]) -> tuple[Place, ...]:
    """The best place of each of the first lessons that speak of something by its full name."""
    whole = Asked(joined(name), ())
    speaking = [place for place in told if _speaks_of(place, whole)]
    best: dict[int, Place] = {}
    for place in _ranked(speaking, [whole], whole.whole):
        best.setdefault(place.lesson, place)
    return tuple(best.values())[:LESSONS_OF_A_NAME]


def _speaks_of(place: Place, name: Asked) -> bool:
    return any(words.nearness(name) == Nearness.WHOLE for words in place.words.values())
