"""A question of each type, with everything that one can have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from lessons.quizzes.written_question import WrittenQuestion

FILES = Path(__file__).parent / "files"

# Texts with whatever means something in one of the formats.
MARKED = "{a} = b ~ c # d : e -> f & <b>g</b> \\ h %50% `code <i>` // i ] j"

CONTENTS: Mapping[str, dict[str, Any]] = {
    "choice": {
        "choices": [{"text": f"%25% {MARKED}", "feedback": f"No: {MARKED}"}, "[html] bob", "// carl"],
        "right": "[html] bob",
    },
    "choice of many": {
        "choices": ["alice", "bob", {"text": "carl", "feedback": "Not he"}, "dan", "`eve`"],
        "right": ["alice", "dan", "`eve`"],
    },
    "ordering": {"items": ["call `sts:AssumeRole`", "// answered", f"use {MARKED}"]},
    "matching": {
        "pairs": [{"left": MARKED, "right": "AssumeRole"}, {"left": "`job`", "right": "a -> b = {c}"}],
        "rights": ["neither"],
    },
    "fill_in": {
        "accepted": ["arn:aws:s3:::bucket/*", "two words", MARKED.replace("->", ">")],
        "foreseen": [{"text": "S*S", "feedback": f"Not that: {MARKED}"}],
    },
    "numeric": {"value": "3600", "tolerance": "0.5"},
}
WITH_CASE = {"accepted": ["STS"], "case": True}
WITH_UNITS = {
    "value": "1.5",
    "unit": "s",
    "units": [{"unit": "min", "factor": "60"}, {"unit": "ms", "factor": "1/1000"}],
}


def question(kind: str, **fields: Any) -> WrittenQuestion:
    """A question of the type, or of the case of it, that has nothing but what it asks."""
    return WrittenQuestion(
        type=kind.partition(" ")[0], prompt=f"Which one is it: {MARKED}?", content=CONTENTS[kind], **fields
    )


def full(asked: WrittenQuestion) -> WrittenQuestion:
    """The same with all that a question can have."""
    return replace(
        asked,
        explanation=f"Because of {MARKED}.\nAnd that is all.",
        hints=(f"Look at {MARKED}.", "It is `this`."),
        key="who-is-the-one",
        topic="Roles/Trust",
        difficulty="hard",
        points=3,
        step="alice-calls-sts",
        column="output",
        is_published=False,
    )
