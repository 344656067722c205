"""One of several choices, or all that are right of several.

Where one is right, it is worth everything. Where several may be right, each right one that is taken counts
its share of the right ones, and each wrong one takes its share of the wrong ones away, down to nothing: to
take all of them is worth as little as to take none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from lessons.quizzes.question_types.interface import (
    Form,
    Given,
    Line,
    NotAnAnswerError,
    QuestionMistakeError,
    Values,
)
from lessons.quizzes.question_types.written import (
    check_differ,
    check_length,
    check_number,
    entries,
    text,
    texts,
)

__all__ = ["KEYS", "NAME", "TITLE", "VERSION", "Choice", "Choices"]
__all__ += ["draw", "dump", "grade", "key", "parse", "read", "rekey", "say", "show"]

NAME = "choice"
VERSION = 1
TITLE = "Choose one, or all that are right"
KEYS: tuple[str, ...] = ("choices", "right")
FEWEST, MOST = 2, 8

PLEASE_CHOOSE = "Choose one of the answers, then check it."
PLEASE_CHOOSE_ALL = "Choose every answer that is right, then check them."


@dataclass(frozen=True)
class Choice:
    """What can be chosen; ``feedback`` is said to whoever chose it."""

    text: str
    is_right: bool
    feedback: str = ""


@dataclass(frozen=True)
class Choices:
    """The choices in the order in which they are shown; ``is_many`` where any number may be taken."""

    choices: tuple[Choice, ...]
    is_many: bool = False

    @property
    def right(self) -> frozenset[int]:
        """The indices of the right ones."""
        return frozenset(index for index, choice in enumerate(self.choices) if choice.is_right)


def parse(values: Values) -> Choices:
    """``choices`` are texts, or each a ``text`` with its ``feedback``; ``right`` is a text, or a list."""
    written = [
        (text(one, "text", within="choices"), text(one, "feedback", "", within="choices"))
        for one in entries(_spelled_out(values), "choices", "text", "feedback")
    ]
    found = [choice for choice, _ in written]
    is_many = isinstance(values.get("right"), list)
    right = texts(values, "right") if is_many else (text(values, "right"),)
    if not right:
        raise QuestionMistakeError("right", "None of the choices is right.")
    for one in right:
        if one not in found:
            raise QuestionMistakeError("right", f"“{one}” is none of the choices.")
    check_number("choices", len(found), FEWEST, MOST)
    check_differ("choices", found)
    check_length("choices", found)
    return Choices(tuple(Choice(one, one in right, feedback) for one, feedback in written), is_many)


def dump(content: Choices) -> dict[str, Any]:
    """The texts, with feedback where there is some."""
    choices = [
        {"text": one.text, "feedback": one.feedback} if one.feedback else one.text for one in content.choices
    ]
    right = [one.text for one in content.choices if one.is_right]
    return {"choices": choices, "right": right if content.is_many else right[0]}


def draw(content: Choices, random: Random) -> Choices:
    """As written: an author may have put them in an order that says something."""
    return content


def show(content: Choices, given: Given | None) -> dict[str, Any]:
    """Each choice with its index, whether it is right, and whether it is taken."""
    taken = given if isinstance(given, list) else [given]
    choices = [
        {"index": index, "text": choice.text, "is_right": choice.is_right, "is_taken": index in taken}
        for index, choice in enumerate(content.choices)
    ]
    return {"choices": choices, "is_many": content.is_many}


def read(content: Choices, form: Form) -> Given:
    """The index that was chosen, or the sorted list of them."""
    offered = {str(index): index for index in range(len(content.choices))}
    sent = form.get("choice", ())
    taken = sorted({offered[value] for value in sent if value in offered})
    is_one = len(taken) == 1 or content.is_many
    if not taken or not is_one or not offered.keys() >= set(sent):
        raise NotAnAnswerError(PLEASE_CHOOSE_ALL if content.is_many else PLEASE_CHOOSE, kept=taken)
    return taken if content.is_many else taken[0]


def grade(content: Choices, given: Given) -> float:
    """Right ones taken less wrong ones taken, each as a share of theirs."""
    taken = _taken(content, given)
    if not content.is_many:
        return float(taken == content.right)
    wrong = len(content.choices) - len(content.right)
    share = len(taken & content.right) / len(content.right)
    return max(0.0, share - (len(taken - content.right) / wrong if wrong else 0.0))


def key(content: Choices) -> Given:
    """The right index, or all of them."""
    return sorted(content.right) if content.is_many else min(content.right)


def rekey(kept: Choices, today: Choices) -> Choices | None:
    """The same texts in their order, where today's are the same in any order."""
    by_text = {choice.text: choice for choice in today.choices}
    if by_text.keys() != {choice.text for choice in kept.choices}:
        return None
    return Choices(tuple(by_text[choice.text] for choice in kept.choices), today.is_many)


def say(content: Choices, given: Given) -> tuple[Line, ...]:
    """One line: what was taken, what is right, and the feedback of what was taken."""
    taken = _taken(content, given)
    chosen = [choice for index, choice in enumerate(content.choices) if index in taken]
    return (
        Line(
            label="",
            given="; ".join(choice.text for choice in chosen),
            right="; ".join(choice.text for choice in content.choices if choice.is_right),
            is_right=taken == content.right,
            feedback=" ".join(choice.feedback for choice in chosen if choice.feedback),
        ),
    )


def _taken(content: Choices, given: Given) -> frozenset[int]:
    """The indices in an answer, given as one or as a list. Raises NotAnAnswerError."""
    taken = given if isinstance(given, list) else [given]
    offered = range(len(content.choices))
    if not taken or not all(type(index) is int and index in offered for index in taken):
        raise NotAnAnswerError(PLEASE_CHOOSE)
    return frozenset(taken)


def _spelled_out(values: Values) -> Values:
    """The values with each choice as an entry."""
    choices = values.get("choices")
    if not isinstance(choices, list):
        return values
    return {"choices": [one if isinstance(one, Mapping) else {"text": one} for one in choices]}
