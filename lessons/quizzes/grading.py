"""How answers are graded: plain frozen values and functions that return a verdict and write nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from lessons.levels import is_pass
from lessons.quizzes.question_types import choice, point_at_step
from lessons.quizzes.question_types.interface import Given, Line, QuestionType, Values
from lessons.quizzes.question_types.registry import TYPES
from lessons.trace import Trace

__all__ = ["AskedQuestion", "Feedback", "Score", "grade", "score", "score_of"]

# What 0.7.0 reads of a question; it takes no more, and shows one of a type that it lacks without choices.
OF_0_7_0 = ("prompt", "hint", "step", "column", "explanation")


@dataclass(frozen=True)
class AskedQuestion:
    """A question as it was asked: an attempt keeps it, so that editing changes no past score.

    ``content`` is what its ``type`` dumps, in that type's ``version``, drawn by ``seed``. ``step_key`` and
    ``column`` name the cell of the process table that the hints point to and that proves the answer; ``step``
    is where that step was then, counted from 1, and 0 for a question that stands in no lesson. In an attempt
    over several lessons ``lesson`` is the slug of its own.
    """

    prompt: str
    content: Values
    explanation: str
    type: str = choice.NAME
    version: int = choice.VERSION
    hints: tuple[str, ...] = ()
    step: int = 0
    column: str = ""
    step_key: str | None = None
    key: str = ""
    topic: str = ""
    points: int = 1
    seed: int = 0
    lesson: str = ""

    @classmethod
    def from_json(
        cls, data: Mapping[str, Any], step_key: str | None = None, details: Mapping[str, Any] | None = None
    ) -> AskedQuestion:
        """The question that ``as_json`` and ``details`` wrote; of what 0.7.0 asked there are no details."""
        if details is None:
            choices = data["choices"]
            details = {
                "content": {"choices": choices, "right": choices[data["right"]]},
                "hints": [data["hint"]],
            }
        shared = {name: data[name] for name in OF_0_7_0 if name != "hint"}
        return cls(**shared, **{**details, "hints": tuple(details["hints"])}, step_key=step_key)

    def as_json(self) -> dict[str, Any]:
        """The question as 0.7.0 reads it."""
        choices = self.value if self.is_single_choice else None
        return {
            "prompt": self.prompt,
            "choices": [one.text for one in choices.choices] if choices else [],
            "right": choice.key(choices) if choices else 0,
            "hint": next(iter(self.hints), ""),
            "step": self.step,
            "column": self.column,
            "explanation": self.explanation,
        }

    def details(self) -> dict[str, Any]:
        """What ``as_json`` leaves out, but the step's key."""
        return {
            "content": self.content,
            "type": self.type,
            "version": self.version,
            "hints": list(self.hints),
            "key": self.key,
            "topic": self.topic,
            "points": self.points,
            "seed": self.seed,
            "lesson": self.lesson,
        }

    @property
    def module(self) -> QuestionType[Any]:
        """Its type."""
        return TYPES[self.type]

    @cached_property
    def value(self) -> Any:
        """The content as its type's own value."""
        return self.module.parse(self.content)

    def rekeyed(self, today: Any) -> AskedQuestion | None:
        """The same question with the key of ``today``'s content, None where that asks something else."""
        value = self.module.rekey(self.value, today)
        return None if value is None else replace(self, content=self.module.dump(value))

    @property
    def is_single_choice(self) -> bool:
        """Whether it is what 0.7.0 could ask."""
        return isinstance(self.value, choice.Choices) and not self.value.is_many

    @property
    def asks_for_row(self) -> bool:
        """Whether a row of the process table is the answer, so that hints must not light it."""
        return self.type == point_at_step.NAME

    def step_in(self, trace: Trace) -> int | None:
        """Where the step is now, None where it is gone; of what 0.3.1 has stored only the number is known."""
        if self.step_key is None:
            return self.step if trace.has_step(self.step) else None
        return trace.number_of(self.step_key)


@dataclass(frozen=True)
class Feedback:
    """The verdict on one answer, with the question it answers; ``fraction`` is how much of it is right."""

    question: AskedQuestion
    given: Given
    fraction: float

    @property
    def right(self) -> bool:
        """Whether all of it is right."""
        return self.fraction == 1

    @property
    def points(self) -> float:
        """What it is worth."""
        return self.fraction * self.question.points

    @property
    def lines(self) -> tuple[Line, ...]:
        """The answer line by line, with what is right."""
        return self.question.module.say(self.question.value, self.given)

    @property
    def percent(self) -> int:
        """How much of it is right, in whole percent, rounded down."""
        return int(100 * self.fraction)

    @property
    def shown(self) -> dict[str, Any]:
        """What the type's own template shows of it."""
        return self.question.module.show(self.question.value, self.given)


@dataclass(frozen=True)
class Score:
    """How much of a whole quiz was answered right, in points; a question is one unless it says otherwise."""

    right: float
    total: float

    @classmethod
    def of_points(cls, right: float, total: float) -> Score:
        """A score without the dust of floating point, to a hundredth of a point."""
        return cls(*(int(points) if points == int(points) else points for points in (round(right, 2), total)))

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


def grade(question: AskedQuestion, given: Given) -> Feedback:
    """The verdict on what was ``given``. Raises NotAnAnswerError for what is no answer to this question."""
    return Feedback(question, given, question.module.grade(question.value, given))


def score(questions: Sequence[AskedQuestion], given: Mapping[int, Given]) -> Score:
    """The score of what was given, by question number from 1; what was not answered is worth nothing."""
    return score_of(
        questions, {number: grade(questions[number - 1], answer).fraction for number, answer in given.items()}
    )


def score_of(questions: Sequence[AskedQuestion], worth: Mapping[int, float]) -> Score:
    """The score of answers that are worth these fractions, by question number from 1."""
    reached = sum(questions[number - 1].points * fraction for number, fraction in worth.items())
    return Score.of_points(reached, sum(question.points for question in questions))
