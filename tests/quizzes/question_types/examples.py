"""A question of each type as its author writes it, and what its type has to say no to.

Whoever adds a type adds a row to `WRITTEN`; `test_every_type.py` tries it, and complains until it is there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from random import Random
from typing import Any, NamedTuple

from lessons.quizzes.question_types.interface import QuestionType
from lessons.quizzes.question_types.registry import TYPES
from tests.quizzes.question_types.policy_values import (
    POINT_AT_STEP,
    READ_POLICY,
    WRITE_BUCKET,
    WRITE_IDENTITY,
    WRITE_TRUST,
)

STEPS = ["Call `AssumeRole`", "STS checks the trust policy", "Credentials come back", "They expire"]

WRITTEN: Mapping[str, tuple[dict[str, Any], ...]] = {
    "choice": (
        {"choices": ["15 minutes", "1 hour"], "right": "1 hour"},
        {"choices": ["a", {"text": "b", "feedback": "Not `b`."}, "c", "d"], "right": ["a", "c"]},
        {"choices": ["a", "b"], "right": ["a", "b"]},
    ),
    "ordering": ({"items": STEPS}, {"items": STEPS[:3], "shown": [2, 0, 1]}),
    "matching": (
        {"pairs": [{"left": "a", "right": "1"}, {"left": "b", "right": "2"}]},
        {
            "pairs": [{"left": one, "right": one.upper()[:1]} for one in ("ab", "ac", "b")],
            "rights": ["C", "D"],
            "shown": [3, 1, 0, 2],
        },
    ),
    "fill_in": (
        {"accepted": ["AssumeRole"]},
        {
            "accepted": ["sts:AssumeRole", "AssumeRole"],
            "case": True,
            "foreseen": [{"text": "assumerole", "feedback": "AWS writes it with capital letters."}],
        },
    ),
    "numeric": (
        {"value": 900},
        {
            "value": "3,600",
            "tolerance": 0.5,
            "unit": "seconds",
            "units": [{"unit": "min", "factor": 60}, {"unit": "ms", "factor": "1/1000"}],
        },
    ),
    "point_at_step": (POINT_AT_STEP,),
    "read_policy": (READ_POLICY,),
    "allowed_or_denied": (READ_POLICY,),
    "write_policy": (WRITE_IDENTITY, WRITE_TRUST, WRITE_BUCKET),
    "computed": (
        {"generator": "duration-asked"},
        {"generator": "session-end", "settings": {"duration": [900, 1800]}},
        {"generator": "minutes-left"},
    ),
}


class Example(NamedTuple):
    """A type with a question of it, drawn for somebody unless it is as written."""

    type: QuestionType[Any]
    written: dict[str, Any]
    content: Any


def chance(seed: int) -> Random:
    """What a draw draws from."""
    return Random(seed)  # noqa: S311 -- the same in every run


def examples() -> Iterator[Example]:
    """Every question of `WRITTEN`, as written and drawn."""
    for name, questions in WRITTEN.items():
        for written in questions:
            content = TYPES[name].parse(written)
            yield Example(TYPES[name], written, content)
            yield Example(TYPES[name], written, TYPES[name].draw(content, chance(7)))
