"""A trace as JSON and back: what is kept of a run after the run itself is gone."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import Any, TypeVar

from lessons.trace import Actor, ActorKind, Node, Outcome, Rung, Step, Trace

__all__ = ["from_json", "to_json"]

T = TypeVar("T")
Json = dict[str, Any]


def to_json(trace: Trace) -> dict[str, Any]:
    """The trace as a JSON object, with a key for every field of `lessons.trace`."""
    return asdict(trace)


def from_json(data: Json) -> Trace:
    """The trace that `to_json` gave. A field that is missing, as in an older snapshot, has its default."""
    return made(
        Trace,
        data
        | {
            "actors": tuple(made(Actor, item | {"kind": ActorKind(item["kind"])}) for item in data["actors"]),
            "nodes": tuple(made(Node, item) for item in data["nodes"]),
            "steps": tuple(step_from(item) for item in data["steps"]),
            "settled": tuple(data.get("settled", ())),
        },
    )


def step_from(data: Json) -> Step:
    """A step with its ladder."""
    ladder = tuple(made(Rung, item) for item in data.get("ladder", ()))
    return made(Step, data | {"outcome": Outcome(data["outcome"]), "ladder": ladder})


def made(kind: type[T], data: Json) -> T:
    """A value of ``kind`` from those of ``data`` that it still has fields for."""
    return kind(**{field.name: data[field.name] for field in fields(kind) if field.name in data})  # type: ignore[arg-type] # a dataclass
