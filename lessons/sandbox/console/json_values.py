"""JSON that somebody writes for a parameter: does it have the shape that AWS's model says, and an example."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from botocore.model import ListShape, MapShape, Shape, StructureShape

__all__ = ["example", "misfit"]

PYTHON = {
    "string": str,
    "timestamp": str,
    "blob": str,
    "boolean": bool,
    "integer": int,
    "long": int,
    "structure": dict,
    "map": dict,
    "list": list,
}
WORDS = {
    "boolean": "true or false",
    "integer": "a whole number, without quotes",
    "long": "a whole number, without quotes",
    "structure": "an object: {…}",
    "map": "an object: {…}",
    "list": "a list: […]",
}
SAMPLES = {"boolean": True, "integer": 1, "long": 1}


def misfit(shape: Shape, value: Any) -> str:
    """The first place where a value is of another kind than AWS's model says; "" where it fits."""
    return next(_misfits(shape, value, ""), "")


def _misfits(shape: Shape, value: Any, place: str) -> Iterator[str]:
    if not _is_kind(value, PYTHON[shape.type_name]):
        words = WORDS.get(shape.type_name, "a text, in quotes")
        yield f"{place.lstrip('.') or 'This'} has to be {words}."
        return
    if isinstance(shape, StructureShape):
        yield from _members(shape, value, place)
    if isinstance(shape, ListShape):
        for number, item in enumerate(value, start=1):
            yield from _misfits(shape.member, item, f"{place}[{number}]")
    if isinstance(shape, MapShape):
        for name, item in value.items():
            yield from _misfits(shape.value, item, f"{place}.{name}")


def _is_kind(value: Any, kind: type) -> bool:
    """Whether a value is of that kind; Python's booleans are numbers, and AWS's are not."""
    return isinstance(value, kind) and (kind is bool or not isinstance(value, bool))


def _members(shape: StructureShape, value: Mapping[str, Any], place: str) -> Iterator[str]:
    for name, item in value.items():
        if name not in shape.members:
            yield f"There is no {name} in {place.lstrip('.') or 'this'}, only {', '.join(shape.members)}."
        else:
            yield from _misfits(shape.members[name], item, f"{place}.{name}")


def example(shape: Shape) -> Any:
    """A small value of that shape: what must be there, or else everything."""
    if isinstance(shape, StructureShape):
        names = shape.required_members or shape.members
        return {name: example(shape.members[name]) for name in names}
    if isinstance(shape, ListShape):
        return [example(shape.member)]
    if isinstance(shape, MapShape):
        return {"name": example(shape.value)}
    return next(iter(getattr(shape, "enum", [])), SAMPLES.get(shape.type_name, "…"))
