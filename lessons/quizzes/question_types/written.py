"""What an author wrote, read value by value; what is missing or of another kind is named."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from lessons.quizzes.question_types.interface import QuestionMistakeError, Values

__all__ = ["LONGEST", "check_differ", "check_length", "check_number"]
__all__ += ["entries", "one_line", "order", "text", "texts"]

LONGEST = 200  # characters of a choice, a side of a pair, a word that is accepted


def one_line(value: str) -> str:
    """The text with every run of spaces and line ends as one space."""
    return " ".join(value.split())


def text(values: Values, key: str, default: str | None = None, *, within: str = "") -> str:
    """A text on one line, of an entry of the list at ``within`` where that is named.

    Raises QuestionMistakeError where it is missing, empty or something else.
    """
    value, place = values.get(key, default), within or key
    if value is None:
        raise QuestionMistakeError(place, f"“{key}” is missing.")
    if not isinstance(value, str):
        raise QuestionMistakeError(
            place, f"Here must be text; put {value!r} in quotes if that is what you mean."
        )
    if "\0" in value:  # which PostgreSQL cannot store
        raise QuestionMistakeError(place, f"“{key}” has a character in it that is no text.")
    if not value.strip() and default != "":
        raise QuestionMistakeError(place, f"“{key}” is empty.")
    return one_line(value)


def texts(values: Values, key: str) -> tuple[str, ...]:
    """A list of texts, each on one line. Raises QuestionMistakeError."""
    return tuple(text({key: one}, key) for one in _list(values, key))


def entries(values: Values, key: str, *keys: str) -> tuple[Mapping[str, Any], ...]:
    """A list of mappings that have no key but ``keys``. Raises QuestionMistakeError."""
    found = _list(values, key)
    for one in found:
        if not isinstance(one, Mapping):
            raise QuestionMistakeError(key, f"Each of “{key}” has {', '.join(keys)}.")
        if unknown := set(one) - set(keys):
            raise QuestionMistakeError(
                key, f"Unknown key “{min(map(str, unknown))}” in “{key}”: known are {', '.join(keys)}."
            )
    return tuple(found)


def order(values: Values, key: str, count: int) -> tuple[int, ...]:
    """The indices below ``count`` in the order that was drawn, () before that.

    Raises QuestionMistakeError.
    """
    found = values.get(key, [])
    if not isinstance(found, list) or not all(type(one) is int for one in found):
        raise QuestionMistakeError(key, f"“{key}” is a list of whole numbers.")
    if found and sorted(found) != list(range(count)):
        raise QuestionMistakeError(key, f"“{key}” has each number from 0 to {count - 1} once.")
    return tuple(found)


def _list(values: Values, key: str) -> list[Any]:
    value = values.get(key)
    if not isinstance(value, list):
        raise QuestionMistakeError(key, f"“{key}” is missing." if value is None else f"“{key}” is no list.")
    return value


def check_number(key: str, found: int, fewest: int, most: int) -> None:
    """Raise QuestionMistakeError unless there are so many."""
    if not fewest <= found <= most:
        raise QuestionMistakeError(key, f"Offer {fewest} to {most} {key}; there are {found}.")


def check_differ(key: str, found: Iterable[str], fold: Callable[[str], str] = str.casefold) -> None:
    """Raise QuestionMistakeError where one is there twice, whatever its case, or what else ``fold`` drops."""
    seen: set[str] = set()
    for one in found:
        if fold(one) in seen:
            raise QuestionMistakeError(key, f"“{one}” is there twice.")
        seen.add(fold(one))


def check_length(key: str, found: Iterable[str]) -> None:
    """Raise QuestionMistakeError where one is longer than `LONGEST`."""
    for one in found:
        if len(one) > LONGEST:
            raise QuestionMistakeError(key, f"“{one[:40]}…” is longer than {LONGEST} characters.")
