"""What a type of question is: a module with the names of `QuestionType`, found by its NAME.

A question's *content* is the type's own frozen value: choices, pairs, accepted words. It is parsed from what
an author wrote, and an attempt keeps it in the same form, drawn once for that learner. What a learner gives
is a JSON value. Everything here is pure: nothing is read or written but the arguments.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, Protocol, TypeVar

__all__ = ["Form", "Given", "Line", "NotAnAnswerError", "QuestionMistakeError", "QuestionType", "Values"]

Content = TypeVar("Content")
Values = Mapping[str, Any]  # as an author's file has them, and as they are stored
Given = Any  # a JSON value: what a learner gave
Form = Mapping[str, Sequence[str]]  # what a browser sends: each field's values in their order


class QuestionMistakeError(ValueError):
    """What an author wrote is no question of this type: where, and why in a sentence for them.

    ``part`` is where in what stands at ``key``, empty where that is one thing.
    """

    def __init__(self, key: str, sentence: str, part: str = "") -> None:
        super().__init__(sentence)
        self.key = key
        self.sentence = sentence
        self.part = part


class NotAnAnswerError(ValueError):
    """What was sent is no answer yet, and no try: why, in a sentence for the learner.

    ``kept`` is what was typed or chosen so far, as `show` takes it to show it again.
    """

    def __init__(self, sentence: str, kept: Given | None = None) -> None:
        super().__init__(sentence)
        self.kept = kept


@dataclass(frozen=True)
class Line:
    """A line of an answer once it is graded; plain text in which `backticks` mark code.

    ``label`` is what the line asks about, empty where the question asks one thing only; ``given`` what was
    given there, empty for nothing; ``right`` what is right there; ``feedback`` what its author says to what
    was given. ``reason`` is why the right is right: it gives that away, and is told together with it.
    """

    label: str
    given: str
    right: str
    is_right: bool
    feedback: str = ""
    reason: str = ""


class QuestionType(Protocol[Content]):
    """The interface of a type. VERSION goes up when stored content or answers would be read otherwise."""

    NAME: str
    VERSION: int
    TITLE: str  # for authors, as in “Put in order”
    KEYS: tuple[str, ...]  # of the values that `parse` reads

    def parse(self, values: Values) -> Content:
        """The content that an author wrote, or that `dump` gave. Raises QuestionMistakeError."""

    def dump(self, content: Content) -> dict[str, Any]:
        """The content as JSON values, as `parse` reads them."""

    def draw(self, content: Content, random: Random) -> Content:
        """The content as one learner is asked it: the same for the same state of ``random``."""

    def show(self, content: Content, given: Given | None) -> dict[str, Any]:
        """What templates/quizzes/types/NAME.html shows, with what was given so far."""

    def read(self, content: Content, form: Form) -> Given:
        """The answer in what a browser sent. Raises NotAnAnswerError."""

    def grade(self, content: Content, given: Given) -> float:
        """How much of it is right, from 0 to 1. Raises NotAnAnswerError for what `read` never gives."""

    def key(self, content: Content) -> Given:
        """An answer that is all right."""

    def rekey(self, kept: Content, today: Content) -> Content | None:
        """What one learner was asked, with the key that it has ``today``; None where today asks otherwise."""

    def say(self, content: Content, given: Given) -> tuple[Line, ...]:
        """The answer line by line, with what is right."""
