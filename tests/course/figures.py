"""The figures in the course: its numbers and limits as a reader meets them, in digits or in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain

from tests import prose

_ONES = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
NUMBERS = {word: n for n, word in enumerate(f"{_ONES} seventeen eighteen nineteen".split(), 1)}
NUMBERS |= {word: n * 10 for n, word in enumerate(_TENS.split(), 2)}
# Figures with a unit only, as in "half an hour", but for "at most one"; the last three with an hour alone.
SINGLE = {"half an": 0.5, "half a": 0.5, "half": 0.5, "a quarter of an": 0.25, "an": 1, "a": 1, "one": 1}
SINGLE |= {"the": 1, "its": 1, "their": 1}
UNITS = {"seconds": 1, "minute": 60, "hour": 3600, "h": 3600, "day": 86_400, "week": 604_800}
UNITS |= {"month": 2_629_746, "year": 31_556_952}

_WORD = "|".join((*NUMBERS, "hundred", "thousand"))
FIGURE = re.compile(
    rf"(?<![\w-])(?P<amount>\d+(?:,\d{{3}})*|{'|'.join(SINGLE)}|(?:{_WORD})(?:[ -](?:{_WORD}))*)"
    rf"(?:[ -](?P<unit>{'|'.join(UNITS)})s?(?P<more> and a half)?)?(?!\w|-\w+-)",
    re.IGNORECASE,
)
NO_FIGURE = re.compile(r"(?:the|its|their) (?!hour)", re.IGNORECASE)
LIMIT = re.compile(r"\b(?:at most|up to|more than|may have) $", re.IGNORECASE)
# Where digits are no figure: places in the lesson itself, and names (with 12 digits it is an account).
REFERENCE = re.compile(r"\b(?:steps?|rows?|moves?) \d+(?:(?:, | and |, and )\d+)*", re.IGNORECASE)
WITH_DIGITS = re.compile(r"\S*\d\S*")
PLAIN = re.compile(r"[^\w*]*(?!\d{12})\d[\d,]*(?:-[a-z-]+)?[^\w*]*")


@dataclass(frozen=True)
class Figure:
    """A number in a text: from where to where, how much it is, and how many seconds its unit has, if any."""

    start: int
    end: int
    number: float
    unit: int | None


@cache
def sentences() -> tuple[tuple[str, str], ...]:
    """Every sentence, heading and cell of the course, with the folder that it stands in."""
    files = sorted([*prose.CONTENT.rglob("*.md"), *prose.CONTENT.rglob("*.yaml")])
    parts = ((file.parent.name, chain(*prose.parts(file).values())) for file in files)
    texts = ((folder, item.whole) for folder, items in parts for item in items)
    return tuple((folder, sentence) for folder, text in texts for sentence in prose.SENTENCE_END.split(text))


@cache
def with_figures() -> tuple[tuple[str, str], ...]:
    """Those of them that have a figure, each once."""
    return tuple(dict.fromkeys((folder, text) for folder, text in sentences() if figures(text)))


def figures(text: str) -> list[Figure]:
    """The figures of a sentence, in order."""
    text = REFERENCE.sub(_blank, text)
    text = WITH_DIGITS.sub(lambda found: found[0] if PLAIN.fullmatch(found[0]) else _blank(found), text)
    return [*_found(text)]


def _found(text: str) -> Iterator[Figure]:
    for found in FIGURE.finditer(text):
        amount, unit = found["amount"].lower(), found["unit"]
        if unit is None and amount in SINGLE and not (amount == "one" and is_limited(text, found.start())):
            continue
        if unit is None or not NO_FIGURE.match(found[0]):
            number = value(amount) + (0.5 if found["more"] else 0)
            yield Figure(*found.span(), number, UNITS[unit.lower()] if unit else None)


def value(amount: str) -> float:
    """What a number says."""
    if amount[0].isdigit():
        return int(amount.replace(",", ""))
    if amount.lower() in SINGLE:
        return SINGLE[amount.lower()]
    total = group = 0
    for word in re.split("[ -]", amount.lower()):
        if word == "thousand":
            total, group = group * 1000, 0
        else:
            group = group * 100 if word == "hundred" else group + NUMBERS[word]
    return total + group


def is_limited(text: str, start: int) -> bool:
    """Whether the words before it make a figure the most that there may be."""
    return LIMIT.search(text, 0, start) is not None


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])
