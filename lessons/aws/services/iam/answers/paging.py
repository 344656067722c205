"""Long lists come in pages (IAM API Reference, MaxItems and Marker)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from lessons.aws.errors import AwsError

ITEMS = 100  # in one answer, unless MaxItems says otherwise
LONGEST_MARKER = 9  # digits

Item = TypeVar("Item")


def page(parameters: Mapping[str, Any], **lists: Sequence[Any]) -> dict[str, Any]:
    """The part of one list, or of some one after another, that a call asks for. Raises ValidationError."""
    begin = place(parameters)
    end, before, answer = begin + parameters.get("MaxItems", ITEMS), 0, {}
    for name, items in lists.items():
        answer[name] = items[max(0, begin - before) : max(0, end - before)]
        before += len(items)
    return {**answer, **rest(end, before)}


def place(parameters: Mapping[str, Any]) -> int:
    """Where the page begins. A marker is the number of what was answered before: clients do not read it."""
    marker = parameters.get("Marker", "0")
    if not (marker.isascii() and marker.isdigit() and len(marker) <= LONGEST_MARKER):
        raise AwsError("marker", "iam", marker=marker)
    return int(marker)


def rest(end: int, total: int) -> dict[str, Any]:
    """Whether more is to come after `end`, and by which marker."""
    return {"IsTruncated": True, "Marker": str(end)} if end < total else {"IsTruncated": False}


def by_name(items: Iterable[tuple[str, Item]]) -> list[tuple[str, Item]]:
    """In the order of IAM's lists: alphabetical, whatever the case of the letters."""
    return sorted(items, key=lambda named: named[0].lower())
