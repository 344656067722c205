"""What the figures of the course are tied to, as figures.yaml says it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from tests.course.error_codes import NAMED
from tests.course.figure_rules import RULES
from tests.course.figures import Figure, figures, is_limited, value

FEW = (2, 3, 4)  # so many of its people and things a story may have
READ: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("figures.yaml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Tie:
    """A phrase of the course, and what its figure from `begin` to `end` is tied to.

    `whose` is the name of a rule, whose `value` that figure is. Or it is the page of AWS that says so, or the
    folder of the lesson whose story it is of, and then all figures of the phrase are meant.
    """

    phrase: str
    whose: str
    value: float | None = None
    begin: int = 0
    end: int | None = None

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The phrase in a sentence. A bare figure says too little for that, and has to be all of a cell."""
        words = rf"(?<!\w){re.escape(self.phrase)}(?!\w)"
        bare = [(figure.start, figure.end) for figure in figures(self.phrase)] == [(0, len(self.phrase))]
        return re.compile(rf"\A{words}\Z" if bare else words, re.IGNORECASE)

    def spans(self, text: str) -> Iterator[range]:
        """Where its figures stand in a sentence."""
        if self.phrase.lower() in text.lower():
            for found in self.pattern.finditer(text):
                yield range(*found.span())[self.begin : self.end]


def tie_to_rule(marked: str, rule: str) -> Tie:
    """A phrase whose one figure is a rule's, or the one in brackets; it may have the unit of another one."""
    phrase = marked.replace("[", "").replace("]", "")
    found = figures(phrase)
    (meant,) = found if phrase == marked else [_within(phrase, marked.index("["), marked.index("]") - 1)]
    units = [figure.unit for figure in found if figure.unit and figure.start >= meant.start]
    units += [figure.unit for figure in reversed(found) if figure.unit]
    return Tie(phrase, rule, meant.number * next(iter(units), 1), meant.start, meant.end)


def _within(phrase: str, start: int, end: int) -> Figure:
    """The figure that stands there; "one" is none to the finder, and is one here."""
    found = (figure for figure in figures(phrase) if start <= figure.start and figure.end <= end)
    return next(found, None) or Figure(start, end, value(phrase[start:end]), None)


TO_RULES = tuple(tie_to_rule(phrase, rule) for rule, phrases in READ["rules"].items() for phrase in phrases)
TO_PAGES = tuple(Tie(phrase, page) for page, phrases in READ["sources"].items() for phrase in phrases)
TO_STORIES = tuple(Tie(phrase, folder) for folder, phrases in READ["story"].items() for phrase in phrases)
COUNTED = frozenset(READ["counted"])
NAMES = frozenset(READ["names"])


def ties_for(folder: str) -> Iterable[Tie]:
    """What can tie a figure in this folder."""
    return (*TO_RULES, *TO_PAGES, *(tie for tie in TO_STORIES if tie.whose == folder))


def disagreeing() -> list[str]:
    """The rules that do not say what the course says, each with the phrase."""
    found = ((tie, RULES[tie.whose]()) for tie in TO_RULES)
    return [f"{tie.whose} is {rule:g}: {tie.phrase}" for tie, rule in found if rule != tie.value]


def untied(folder: str, text: str) -> list[str]:
    """The figures of a sentence that nothing is tied to, each marked in the sentence."""
    found = [figure for figure in figures(text) if not _is_few(text, figure)]
    spans = [span for tie in ties_for(folder) for span in tie.spans(text)] if found else []
    spans += [range(*code.span()) for code in NAMED.finditer(text)]  # the status after an error code
    return [
        f"{folder}: {text[: figure.start]}[{text[figure.start : figure.end]}]{text[figure.end :]}"
        for figure in found
        if not any(figure.start in span and figure.end - 1 in span for span in spans)
    ]


def _is_few(text: str, figure: Figure) -> bool:
    """Whether it counts a few of what AWS does not count, with no word of a limit before it."""
    things = re.findall(r"\w+", text[figure.end :])[:2]
    return figure.number in FEW and not is_limited(text, figure.start) and not COUNTED.isdisjoint(things)
