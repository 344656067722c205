"""What an author wrote, read value by value; what is missing or of another kind is named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from lessons.quizzes.question_types.interface import QuestionMistakeError, Values

__all__ = ["LONGEST", "check_differ", "check_length", "check_number", "entries", "one_line", "text", "texts"]

LONGEST = 200  # characters of a choice, a side of a pair, a word that is accepted


def one_line(value: str) -> str:
    """The text with every run of spaces and line ends as one space."""
    return " ".join(value.split())


def text(values: Values, key: str, default: str | None = None) -> str:
    """A text on one line, or a number as one. Raises QuestionMistakeError where it is missing or empty."""
    value = values.get(key, default)
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        raise QuestionMistakeError(key, f"`{key}` is missing." if value is None else f"`{key}` is no text.")
    if not value.strip() and default != "":
        raise QuestionMistakeError(key, f"`{key}` is empty.")
    return one_line(value)


def texts(values: Values, key: str) -> tuple[str, ...]:
    """A list of texts, each on one line. Raises QuestionMistakeError."""
    return tuple(text({key: one}, key) for one in _list(values, key))


def entries(values: Values, key: str, *keys: str) -> tuple[Mapping[str, Any], ...]:
    """A list of mappings that have no key but ``keys``. Raises QuestionMistakeError."""
    found = _list(values, key)
    for one in found:
        if not isinstance(one, Mapping):
            raise QuestionMistakeError(key, f"Each of `{key}` has {', '.join(f'`{name}`' for name in keys)}.")
        if unknown := set(one) - set(keys):
            raise QuestionMistakeError(key, f"`{min(map(str, unknown))}` is not known in `{key}`.")
    return tuple(found)


def _list(values: Values, key: str) -> list[Any]:
    value = values.get(key)
    if not isinstance(value, list):
        raise QuestionMistakeError(key, f"`{key}` is missing." if value is None else f"`{key}` is no list.")
    return value


def check_number(key: str, found: int, fewest: int, most: int) -> None:
    """Raise QuestionMistakeError unless there are so many."""
    if not fewest <= found <= most:
        raise QuestionMistakeError(key, f"There are {fewest} to {most} of `{key}`; here are {found}.")


def check_differ(key: str, found: Iterable[str]) -> None:
    """Raise QuestionMistakeError where one is there twice, whatever its case."""
    seen: set[str] = set()
    for one in found:
        if one.casefold() in seen:
            raise QuestionMistakeError(key, f"“{one}” is there twice.")
        seen.add(one.casefold())


def check_length(key: str, found: Iterable[str]) -> None:
    """Raise QuestionMistakeError where one is longer than `LONGEST`."""
    for one in found:
        if len(one) > LONGEST:
            raise QuestionMistakeError(key, f"“{one[:40]}…” is longer than {LONGEST} characters.")
