"""Answers as Moodle has them, with a weight each, as content: here they are right or wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lessons.quizzes.exchange import contents
from lessons.quizzes.exchange.contents import Answer
from lessons.quizzes.exchange.results import Collected, NotTakenError
from lessons.quizzes.exchange.weights import WHOLE, weigh

__all__ = ["NumberAnswers", "WordAnswers", "choice", "listed_choices", "starred"]

MOST = 50  # choices that are looked at; a question here has far fewer
_ANY = "*"  # stands for anything in an accepted word of Moodle, and \* for itself


def starred(word: str) -> str:
    r"""A word as Moodle has it, in which \* is the sign itself."""
    return word.replace(_ANY, f"\\{_ANY}")


def listed_choices(content: Mapping[str, Any]) -> list[tuple[Answer, bool]]:
    """The choices of a question, each with whether it is right."""
    right = content["right"] if isinstance(content["right"], list) else [content["right"]]
    entries = [one if isinstance(one, Mapping) else {"text": str(one)} for one in content["choices"]]
    answers = [Answer(str(one["text"]), one.get("feedback", "")) for one in entries]
    return [(answer, answer.text in map(str, right)) for answer in answers]


def choice(
    weighed: Sequence[tuple[float, Answer]], is_many: bool, line: int, found: Collected
) -> dict[str, Any]:
    """Choices of these weights, of which one can be chosen, or any number. Raises NotTakenError."""
    if len(weighed) > MOST:
        raise NotTakenError(line, f"There are {len(weighed)} choices; {MOST} at most can be read.")
    worth = weigh([weight for weight, _ in weighed], is_many)
    if not any(worth.is_right):
        raise NotTakenError(line, "None of the choices is right.")
    if not is_many and sum(worth.is_right) > 1:
        raise NotTakenError(line, "Several choices are right, and only one can be chosen.")
    if worth.note:
        found.note(line, worth.note)
    return contents.choices([answer for _, answer in weighed], worth.is_right, is_many=is_many)


@dataclass
class WordAnswers:
    """Words: those that count in full are accepted, others are foreseen where something is said to them."""

    found: Collected
    accepted: list[str] = field(default_factory=list)
    foreseen: list[Answer] = field(default_factory=list)

    def add(self, line: int, weight: float, answer: Answer) -> None:
        """Take an answer; what of it is not kept is noted."""
        word, feedback = answer.text.replace(f"\\{_ANY}", _ANY), answer.feedback
        if _ANY in answer.text.replace(f"\\{_ANY}", ""):
            self.found.note(line, f"“{answer.text}” is left out: * stands for anything there, and not here.")
        elif weight >= WHOLE:
            self.accepted.append(word)
            if feedback:
                self.found.note(line, f"What is said to “{word}”, which is right, is not kept.")
        else:
            if weight:
                self.found.note(line, f"“{word}” counts {weight:g} % there, and is wrong here.")
            if feedback:
                self.foreseen.append(Answer(word, feedback))

    def content(self, line: int, *, case: bool = False) -> dict[str, Any]:
        """What was taken, of the question on ``line``. Raises NotTakenError where nothing is right."""
        if not self.accepted:
            raise NotTakenError(line, "No answer counts in full.")
        return contents.fill_in(self.accepted, self.foreseen, case=case)


@dataclass
class NumberAnswers:
    """Numbers, of which the first that counts in full is the one that is right."""

    found: Collected
    right: list[tuple[float, float]] = field(default_factory=list)

    def add(self, line: int, weight: float, answer: Answer, value: float, tolerance: float) -> None:
        """Take an answer; what of it is not kept is noted."""
        if self.right or weight < WHOLE:
            self.found.note(
                line, f"“{answer.text}” is left out: one number is right here, and no other counts."
            )
            return
        self.right.append((value, tolerance))
        if answer.feedback:
            self.found.note(line, f"What is said to “{answer.text}”, which is right, is not kept.")

    def content(self, line: int, units: Sequence[tuple[str, str]] = ()) -> dict[str, Any]:
        """What was taken, of the question on ``line``. Raises NotTakenError where nothing is right."""
        if not self.right:
            raise NotTakenError(line, "There is no number that counts in full.")
        return contents.numeric(*self.right[0], units)
