"""Where each part of a policy document stands in its text, by the keys that lead there."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from lessons.aws.policies.policy_json import read_json

# Keys of objects and numbers of array items, such as ("Statement", 0, "Action").
Path = tuple[str | int, ...]

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+"?|[{}\[\],:]|[^\s{}\[\],:"]+')
_NEWLINE = re.compile("\n")


class Span(NamedTuple):
    """A value: its path, its first character (of its key, where it has one) and the one after its last."""

    path: Path
    begin: int
    end: int


def places(text: str) -> Mapping[Path, range]:
    """The lines (from 1) of every value, each from its key to its end. Empty where the text is not JSON."""
    try:
        read_json(text)
    except (ValueError, RecursionError):
        return {}
    starts = _line_starts(text)
    return {
        path: range(bisect_right(starts, begin), bisect_right(starts, end - 1) + 1)
        for path, begin, end in _spans(text)
    }


def begins(text: str) -> Mapping[Path, tuple[int, int]]:
    """The line and the column (from 1) where every value of a JSON text begins, or its key."""
    starts, found = _line_starts(text), {}
    for path, begin, _ in _spans(text):
        line = bisect_right(starts, begin)
        found[path] = (line, begin - starts[line - 1] + 1)
    return found


class Position(NamedTuple):
    """A place in a text, both counted from 1."""

    line: int
    column: int


@lru_cache(maxsize=256)
def statement_positions(text: str) -> Mapping[int, tuple[Position, Position]]:
    """Where each statement of a policy stands, as IAM's simulator tells: by its number.

    In a list a statement begins right after what is before it, the bracket or the statement; one alone begins
    after its own brace. It ends after its last brace (AWS CLI Command Reference, simulate-custom-policy and
    simulate-principal-policy; live answers of AWS).
    """
    starts, spans = _line_starts(text), list(_spans(text))
    whole = [span for span in spans if span.path == ("Statement",)][-1]  # what a key that is there twice says
    value = text.index(":", whole.begin) + 1  # after the key, which has no colon
    opened = len(text) - len(text[value:].lstrip()) + 1
    inside = (span for span in spans if span.path[:-1] == whole.path and span.begin > whole.begin)
    ends = [span.end for span in inside if isinstance(span.path[-1], int)] or [whole.end]
    begun = (opened, *ends)
    return {
        number: (_position(begin, starts), _position(end, starts))
        for number, (begin, end) in enumerate(zip(begun, ends, strict=False))
    }


def _position(offset: int, starts: list[int]) -> Position:
    line = bisect_right(starts, offset)
    return Position(line, offset - starts[line - 1] + 1)


def repeated_keys(text: str) -> list[Path]:
    """The path of every key of a JSON text that its object has twice."""
    counts = Counter(path for path, _, _ in _spans(text))
    twice = {path for path, count in counts.items() if count > 1}
    return sorted(path for path in twice if path[:-1] not in twice)


def _line_starts(text: str) -> list[int]:
    return [0, *(match.end() for match in _NEWLINE.finditer(text))]


def _spans(text: str) -> Iterator[Span]:
    """Every value in JSON that can be read, as it ends."""
    path: list[Any] = []  # its end is None where a key is to come
    begun: list[int] = []  # where the containers begin that are still open
    key_at: int | None = None
    for match in _TOKEN.finditer(text):
        mark, begin = match[0], match.start() if key_at is None else key_at
        if mark in ("{", "["):
            begun.append(begin)
            path.append(None if mark == "{" else 0)
            key_at = None
        elif mark in ("}", "]"):
            path.pop()
            yield Span(tuple(path), begun.pop(), match.end())
        elif mark == ",":
            path[-1] = path[-1] + 1 if isinstance(path[-1], int) else None
        elif path and path[-1] is None:
            path[-1], key_at = read_json(mark), begin
        elif mark != ":":
            yield Span(tuple(path), begin, match.end())
            key_at = None
