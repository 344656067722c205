"""Why AWS answered as it did: the ladder of policies, and the statement that decided, in its document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, groupby
from typing import Any

from lessons.accounts.models import User
from lessons.aws.policies.json_positions import Path, places
from lessons.models import Lesson
from lessons.sandbox.explanations.endings import (
    ALLOWED,
    CONDITION,
    ENDED,
    MISTAKES,
    OPEN,
    OTHER,
    QUESTIONS,
    TEACHES,
)
from lessons.sandbox.models import Event
from lessons.styles import STYLES_BY_KEY, Style
from lessons.trace import Rung

__all__ = [
    "Element",
    "Explanation",
    "Line",
    "Statement",
    "Teaching",
    "explain",
    "explain_decision",
    "rungs_of",
    "unasked",
]

MOST_DECIDING = 3
WHOLE_LINES = 40  # a longer document is folded to what is near the marked lines
NEAR_LINES = 8

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a statement against the request; ``actual`` is None where the request has no such key.

    ``matched`` is None where the element cannot be read.
    """

    name: str
    matched: bool | None
    expected: tuple[str, ...]
    actual: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a document: ``mark`` is "here" in the statement shown, "miss" where it does not match.

    A "gap" stands for the ``number`` lines that are left out.
    """

    number: int
    text: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement that was read, and the document it stands in as it was at the time of the call."""

    name: str
    policy: str
    policy_type: str
    effect: str
    matched: bool
    elements: tuple[Element, ...]
    lines: tuple[Line, ...]

    @property
    def misses(self) -> int:
        """How many elements do not match."""
        return sum(not element.matched for element in self.elements)


@dataclass(frozen=True, slots=True)
class Teaching:
    """The lesson that teaches this, in the style that does."""

    lesson: Lesson
    style: Style

    @property
    def url(self) -> str:
        """The address of the lesson in that style."""
        return self.style.url(self.lesson.slug)


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why: the rungs in the order they were asked, the statements that decided, and the others.

    ``heading`` introduces ``deciding``. ``ended`` tells why no policy was asked, where none was.
    """

    rungs: tuple[Rung, ...] = ()
    heading: str = ""
    deciding: tuple[Statement, ...] = ()
    others: tuple[Statement, ...] = ()
    ended: str = ""
    teaching: Teaching | None = None


def explain(event: Event, user: User) -> Explanation:
    """Explain a call to ``user``, who is led only to lessons that they may see."""
    if not event.decision:
        kinds = [*_mistakes(event), kind_of(event)]
        return Explanation(ended=unasked(event), teaching=_teaching(kinds, user))
    return explain_decision(event.decision, user)


def explain_decision(decision: Json, user: User) -> Explanation:
    """Explain a decision, as `aws.Decision.to_json` has it, whether a call was made for it or not."""
    statements = _statements(decision)
    heading, deciding = _deciding(decision, statements)
    return Explanation(
        rungs=_rungs(decision),
        heading=heading,
        deciding=deciding,
        others=tuple(item for item in statements if item not in deciding),
        teaching=_teaching([*_conditions(decision, deciding), decision["refused_by"] or ALLOWED], user),
    )


def rungs_of(event: Event) -> tuple[Rung, ...]:
    """The policy types in the order they were asked, empty where none was."""
    return _rungs(event.decision) if event.decision else ()


def _rungs(decision: Json) -> tuple[Rung, ...]:
    return tuple(_rung(item, decision["refused_by"]) for item in decision["consulted"])


def unasked(event: Event) -> str:
    """Why no policy was asked, "" where one was."""
    return "" if event.decision else ENDED.get(kind_of(event), ENDED[OTHER])


def kind_of(event: Event) -> str:
    """How the call ended: the policy type that refused it, ALLOWED, OPEN, or AWS's error code."""
    if event.decision:
        return event.decision["refused_by"] or ALLOWED
    return event.error_code or OPEN


def _mistakes(event: Event) -> Iterator[str]:
    """What was wrong, where AWS's code alone does not tell."""
    told = f"{event.operation} {event.error_message}".casefold()
    return (kind for code, word, kind in MISTAKES if code == event.error_code and word in told)


def _conditions(decision: Json, deciding: Iterable[Statement]) -> Iterator[str]:
    """What a refusal turned on, where that was a condition: its key in the ways that TEACHES may have it."""
    for item in deciding if decision["refused_by"] else ():
        telling = [part.name for part in item.elements if bool(part.matched) == item.matched]
        conditions = [name for name in telling if name.startswith("Condition ")]
        if item.matched or conditions == telling:
            for name in conditions:
                key = name.split(" ", 2)[2]
                yield from (key.partition("/")[0], f":{key.rpartition(':')[2]}", CONDITION)


def _teaching(kinds: Iterable[str], user: User) -> Teaching | None:
    """The lesson on the first of the kinds that is taught."""
    slug, style = next((TEACHES[kind] for kind in kinds if kind in TEACHES), ("", ""))
    lesson = Lesson.objects.visible_to(user).filter(slug=slug).first() if slug else None
    return Teaching(lesson, STYLES_BY_KEY[style]) if lesson else None


def _rung(consulted: Json, refused_by: str) -> Rung:
    kind, answer = consulted["policy_type"], consulted["answer"]
    state = "stop" if kind == refused_by else "allows" if answer == "allows" else ""
    told = answer if consulted["policies"] else "there is none"
    return Rung(kind, QUESTIONS.get(kind, ""), told, state, consulted["needed"])


def _deciding(decision: Json, statements: tuple[Statement, ...]) -> tuple[str, tuple[Statement, ...]]:
    """The statements that decided, or that came nearest to it, and what to call them."""
    refused_by = decision["refused_by"]
    if not refused_by:
        needed = {item["policy_type"] for item in decision["consulted"] if item["needed"]}
        allowing = [item for item in statements if item.matched and item.effect == "Allow"]
        asked = [item for item in allowing if item.policy_type in needed] or allowing
        return "What allowed it", tuple(asked[:MOST_DECIDING])
    its = [item for item in statements if item.policy_type == refused_by]
    denying = [item for item in its if item.matched and item.effect == "Deny"]
    if denying:
        return "What denied it", tuple(denying[:MOST_DECIDING])
    # At one level of an organization a statement may match, and nothing allows it at another.
    nearest = _nearest(item for item in its if item.effect != "Deny" and not item.matched)
    return "Nothing allows it. The nearest statement" if nearest else "Nothing allows it", nearest


def _nearest(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """The statement with the fewest elements that do not match, the first of several."""
    return tuple(sorted(statements, key=lambda item: item.misses)[:1])


def _statements(decision: Json) -> tuple[Statement, ...]:
    documents = {
        (item["policy_type"], name): text
        for item in decision["consulted"]
        for name, text in zip(item["policies"], item.get("documents", ()), strict=False)
    }
    return tuple(
        _statement(item, documents.get((item["policy_type"], item["policy"]), ""))
        for item in decision["statements"]
    )


def _statement(item: Json, document: str) -> Statement:
    elements = tuple(_element(part) for part in item["elements"])
    misses = [] if item["matched"] else [part.name for part in elements if not part.matched]
    return Statement(
        name=item["sid"] or f"Statement {item['position'] + 1}",
        policy=item["policy"],
        policy_type=item["policy_type"],
        effect=item["effect"],
        matched=item["matched"],
        elements=elements,
        lines=_folded(_lines(document, item["position"], misses)),
    )


def _element(part: Json) -> Element:
    actual = part["actual"]
    return Element(
        part["element"],
        part["matched"],
        tuple(part["expected"]),
        None if actual is None else tuple(actual),
    )


def _lines(document: str, position: int, misses: Iterable[str]) -> tuple[Line, ...]:
    """The lines of a document, with those of one statement marked, and in it the elements that miss."""
    found = places(document)
    many: Path = ("Statement", position)
    statement = many if many in found else ("Statement",)
    here = set(found.get(statement, ()))
    # An element is named as in `Condition StringEquals sts:ExternalId`, which is the way to it.
    missed = set(chain.from_iterable(found.get((*statement, *name.split(" ", 2)), ()) for name in misses))
    return tuple(
        Line(number, text, "miss" if number in missed else "here" if number in here else "")
        for number, text in enumerate(document.split("\n") if document else (), start=1)
    )


def _folded(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """A long document without the lines that are far from every mark."""
    if len(lines) <= WHOLE_LINES:
        return lines
    marked = [line.number for line in lines if line.mark]
    near = {near for number in marked for near in range(number - NEAR_LINES, number + NEAR_LINES + 1)}
    groups = ((kept, tuple(group)) for kept, group in groupby(lines, lambda line: line.number in near))
    return tuple(
        chain.from_iterable(group if kept else (Line(len(group), "", "gap"),) for kept, group in groups)
    )
