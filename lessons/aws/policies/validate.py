"""What AWS would refuse to save in a policy document, what it answers, and where the mistake stands.

The rules are in `grammar`. The editor marks by them, and the gateway refuses by them.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from lessons.aws.policies.grammar.kinds import KINDS
from lessons.aws.policies.grammar.mistake import Mistake
from lessons.aws.policies.grammar.principals import Exists, is_name
from lessons.aws.policies.grammar.refusals import REFUSALS
from lessons.aws.policies.grammar.statements import Surroundings, mistakes, unknown
from lessons.aws.policies.json_positions import Path, begins, repeated_keys
from lessons.aws.policies.policy import VARIABLES_VERSION, VERSIONS, parse
from lessons.aws.policies.policy_json import read_json

ELEMENTS = ("Version", "Id", "Statement")

_NOT_READ = "This is not JSON that AWS would read."
_FIRST_BYTE = "{"  # of every policy of a bucket


class Answer(NamedTuple):
    """What AWS answers to a mistake. Of several it tells that of the lowest `rank`."""

    rank: int
    message: str


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a document, and where: a JSON path such as `$.Statement[0].Effect`, and the line and
    column (from 1) at which that begins, or what it is missing in.

    `answer` is None where AWS saves the document all the same.
    """

    path: str
    message: str
    line: int = 1
    column: int = 1
    answer: Answer | None = None


def validate(
    document: Any, kind: str = "identity", *, exists: Exists = is_name, bucket: str = ""
) -> list[Problem]:
    """Every mistake in a policy of a kind (one of `KINDS`), statement by statement.

    `exists` tells whether there is an AWS principal of a name, `bucket` is whose policy it is ("": any).
    A document that is no text is taken as written with an indent of 2. Takes time linear in its size.
    """
    try:
        text = document if isinstance(document, str) else json.dumps(document, indent=2)
        read = read_json(text)
        json.dumps(read, allow_nan=False)  # Python reads NaN and Infinity, which are not JSON
    except json.JSONDecodeError as error:
        rule = "first byte" if kind == "bucket" and error.doc[:1] != _FIRST_BYTE else "json"
        wrong = Mistake((), f"This is not JSON: {error.msg}.", rule)
        return [_problem(wrong, kind, (error.lineno, error.colno))]
    except (TypeError, ValueError, RecursionError):
        return [_problem(Mistake((), _NOT_READ, "json"), kind, (1, 1))]
    place = Surroundings(kind, exists, bucket)
    whole = list(_whole(read, text, kind))
    return list(_placed(whole or [*_repeated(text), *_parts(read, place)], text, kind))


def refused_for(problems: list[Problem]) -> tuple[str, str] | None:
    """What AWS answers, and that mistake in words for a student; None where it saves the document."""
    told = [(problem.answer, problem.message) for problem in problems if problem.answer]
    if not told:
        return None
    answer, said = min(told, key=lambda pair: pair[0].rank)
    return answer.message, said


def _whole(read: Any, text: str, kind: str) -> Iterator[Mistake]:
    """What is wrong with a document as a whole. Then it is not looked into."""
    longest = KINDS[kind].longest
    if KINDS[kind].measure(text, read) > longest:
        yield Mistake((), f"A policy of this kind has {longest:,} characters at most.", "size")
    elif not isinstance(read, dict):
        rule = "first byte" if kind == "bucket" else "document"
        yield Mistake((), "A policy is a JSON object with Version and Statement.", rule)


def _placed(found: list[Mistake], text: str, kind: str) -> Iterator[Problem]:
    """The mistakes with their places. What is missing has that of what it is missing in."""
    places = begins(text)
    for mistake in found:
        there = mistake.path
        while there not in places:
            there = there[:-1]
        yield _problem(mistake, kind, places[there])


def _problem(mistake: Mistake, kind: str, place: tuple[int, int]) -> Problem:
    answer = None
    if mistake.rule:
        rules = REFUSALS[kind]
        answer = Answer([*rules].index(mistake.rule), rules[mistake.rule].replace("{words}", mistake.words))
    return Problem(_shown(mistake.path), mistake.message, *place, answer)


def _shown(path: Path) -> str:
    return "$" + "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in path)


def _repeated(text: str) -> Iterator[Mistake]:
    """Keys that an object has twice (IAM User Guide, "Grammar of the IAM JSON policy language")."""
    for path in repeated_keys(text):
        yield Mistake(path, f"{path[-1]} appears twice here.", "repeated")


def _parts(document: Mapping[str, Any], place: Surroundings) -> Iterator[Mistake]:
    yield from _head(document, place.kind)
    yield from _statements(document, place)


def _head(document: Mapping[str, Any], kind: str) -> Iterator[Mistake]:
    yield from unknown(document, ELEMENTS)
    version = document.get("Version")
    if version not in VERSIONS and "Version" in document:
        yield Mistake(("Version",), f"The version is {' or '.join(VERSIONS)}.", "version")
    elif kind == "managed" and version != VARIABLES_VERSION:
        yield Mistake(("Version",), f"A managed policy has Version {VARIABLES_VERSION}.", "old version")
    if not isinstance(document.get("Id", ""), str):
        yield Mistake(("Id",), "An Id is a text.", "id")
    if "Statement" not in document:
        yield Mistake(("Statement",), "A policy has at least one statement.", "no statement")
    if document.get("Statement") == []:
        yield Mistake(("Statement",), "A policy has at least one statement.", "empty statement")


def _statements(document: Mapping[str, Any], place: Surroundings) -> Iterator[Mistake]:
    """The mistakes in each statement; the only one may stand without a list."""
    given, sids = document.get("Statement", []), set()
    read = {item.index: item for item in parse(json.dumps(document)).statements}
    for index, item in enumerate(given if isinstance(given, list) else [given]):
        path: Path = ("Statement", index) if isinstance(given, list) else ("Statement",)
        if not isinstance(item, dict):
            yield Mistake(path, "A statement is a JSON object.", "statement")
            continue
        for told in mistakes(item, read[index], place):
            yield told.within(path)
        sid = str(item.get("Sid") or "")
        if sid and sid in sids:
            yield Mistake((*path, "Sid"), "Another statement has this Sid already.", "same sid")
        sids.add(sid)
