"""What a document by an author may be made of: tables of fields, and where it says something else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

__all__ = ["Mistake", "Path", "shape"]

WORDS = {
    dict: "a mapping",
    str: "a text",
    int: "a whole number",
    list: "a list",
    bool: "true or false",
}

Path = tuple[str, ...]


class Mistake(NamedTuple):
    """Something wrong: the keys that lead to it (places in a list count from 0), and what to do about it."""

    path: Path
    message: str


def shape(
    path: Path, value: Any, fields: Mapping[str, type], needed: Iterable[str] = ()
) -> Iterator[Mistake]:
    """Whether ``value`` has nothing but these fields, each of its type, and those that are needed."""
    if not isinstance(value, Mapping):
        yield Mistake(path, f"Write a mapping with any of {', '.join(fields)}.")
        return
    for name, item in value.items():
        if name not in fields:
            yield Mistake((*path, str(name)), f"There is no {name} here, only {', '.join(fields)}.")
        elif not isinstance(item, fields[name]):
            yield Mistake((*path, name), f"{name} is {WORDS[fields[name]]}.")
    for name in needed:
        if not value.get(name):
            yield Mistake(path, f"“{name}” is missing.")
