"""How answers are graded: plain frozen values and functions that return a verdict and write nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from lessons.levels import is_pass
from lessons.trace import Trace

__all__ = ["AskedQuestion", "CheckedChoice", "Feedback", "NoSuchChoiceError", "Score", "grade", "score"]


class NoSuchChoiceError(ValueError):
    """The answer is not one of the choices that were offered."""


@dataclass(frozen=True)
class AskedQuestion:
    """A question as it was asked: an attempt keeps it, so that editing changes no past score.

    ``right`` is the index of the right choice, from 0. ``step_key`` and ``column`` name the cell of the
    process table that the hint points to and that proves the answer; ``step`` is where that step was then,
    counted from 1.
    """

    prompt: str
    choices: tuple[str, ...]
    right: int
    hint: str
    step: int
    column: str
    explanation: str
    step_key: str | None = None

    @classmethod
    def from_json(cls, data: Mapping[str, Any], step_key: str | None = None) -> AskedQuestion:
        """The question that ``as_json`` wrote."""
        return cls(**{**data, "choices": tuple(data["choices"]), "step_key": step_key})

    def as_json(self) -> dict[str, Any]:
        """The question as values that JSON can hold, without the key: 0.3.1 takes no field that it lacks."""
        return {name: value for name, value in asdict(self).items() if name != "step_key"}

    def step_in(self, trace: Trace) -> int | None:
        """Where the step is now, None where it is gone; of what 0.3.1 has stored only the number is known."""
        if self.step_key is None:
            return self.step if trace.has_step(self.step) else None
        return trace.number_of(self.step_key)


@dataclass(frozen=True)
class CheckedChoice:
    """A choice once the question is answered."""

    text: str
    is_right: bool
    is_chosen: bool


@dataclass(frozen=True)
class Feedback:
    """The verdict on one answer, with the question it answers."""

    question: AskedQuestion
    chosen: int

    @property
    def right(self) -> bool:
        """Whether the right choice was chosen."""
        return self.chosen == self.question.right

    @property
    def choices(self) -> tuple[CheckedChoice, ...]:
        """Every choice, with which was right and which was chosen."""
        return tuple(
            CheckedChoice(text, index == self.question.right, index == self.chosen)
            for index, text in enumerate(self.question.choices)
        )


@dataclass(frozen=True)
class Score:
    """How many questions of a whole quiz were answered right."""

    right: int
    total: int

    def __str__(self) -> str:
        return f"{self.right} of {self.total}"

    @property
    def share(self) -> float:
        """From 0 to 1, so that quizzes of different lengths compare."""
        return self.right / self.total

    @property
    def is_full(self) -> bool:
        """Whether every answer was right."""
        return self.right == self.total

    @property
    def is_pass(self) -> bool:
        """Whether it is enough for the quiz to be passed."""
        return is_pass(self.right, self.total)


def grade(question: AskedQuestion, chosen: int) -> Feedback:
    """The verdict on the choice with index ``chosen``. Raises NoSuchChoiceError where there is none."""
    if not 0 <= chosen < len(question.choices):
        raise NoSuchChoiceError(f"There is no choice {chosen} among {len(question.choices)}.")
    return Feedback(question, chosen)


def score(questions: Sequence[AskedQuestion], chosen: Mapping[int, int]) -> Score:
    """The score of the choices made, by question number from 1; what was not answered is not right."""
    verdicts = [grade(questions[number - 1], choice) for number, choice in chosen.items()]
    return Score(sum(verdict.right for verdict in verdicts), len(questions))
