"""Answers to one question as texts that can be counted, whatever its type."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lessons.quizzes.question_types import choice
from lessons.quizzes.question_types.interface import Given, Line, NotAnAnswerError, QuestionMistakeError
from lessons.quizzes.question_types.registry import TYPES

__all__ = ["AnswerTexts"]

UNKNOWN = ("an answer that is no longer understood",)
MOST_WORKED_OUT = (
    100  # different answers to a question: of a policy that is written, each takes a millisecond
)
ONE_OF_MANY = (f"one of more than {MOST_WORKED_OUT} different answers",)
LONGEST = 200  # characters, as of a choice


@dataclass
class AnswerTexts:
    """The texts of the answers met so far, each worked out once; of choices what was offered last."""

    choices: tuple[str, ...] = ()
    _right: dict[str, bool] = field(default_factory=dict)
    _known: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def right(self) -> frozenset[str]:
        """The texts that are right, as far as it is known."""
        return frozenset(text for text, is_right in self._right.items() if is_right)

    def of(self, asked: Mapping[str, Any], given: str) -> tuple[str, ...]:
        """The texts of what was given, as JSON: each choice that was taken, or each line of the answer.

        ``asked`` is what `AskedQuestion.details` gives.
        """
        name = f"{asked['content']!r} {given}"
        if name not in self._known:
            if asked["type"] != choice.NAME and len(self._known) >= MOST_WORKED_OUT:
                return ONE_OF_MANY
            self._known[name] = self._work_out(asked, json.loads(given))
        return self._known[name]

    def _work_out(self, asked: Mapping[str, Any], given: Given) -> tuple[str, ...]:
        try:
            module = TYPES[asked["type"]]
            content = module.parse(asked["content"])
            if isinstance(content, choice.Choices):
                return self._choices(content, given)
            lines = [line for line in module.say(content, given) if line.given]
        except (KeyError, QuestionMistakeError, NotAnAnswerError):  # of a type that is gone
            return UNKNOWN
        texts = tuple(text_of(line) for line in lines)
        self._right |= {text: line.is_right for text, line in zip(texts, lines, strict=True)}
        return texts

    def _choices(self, content: choice.Choices, given: Given) -> tuple[str, ...]:
        self.choices = tuple(one.text for one in content.choices)
        self._right = {one.text: one.is_right for one in content.choices}
        taken = set(given if isinstance(given, list) else [given])
        return tuple(one.text for index, one in enumerate(content.choices) if index in taken)


def text_of(line: Line) -> str:
    """A line of an answer on its own, cut where it is very long."""
    text = f"{line.label}: {line.given}" if line.label else line.given
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
