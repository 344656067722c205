"""What a learner sees of an attempt: a mark for each question, and a word on the score."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lessons.levels import PASS_PERCENT
from lessons.quizzes.grading import AskedQuestion, Feedback, Score
from lessons.quizzes.models import Attempt
from lessons.trace import Step, Trace

__all__ = ["Mark", "marks", "named_steps", "word_on"]

NAMED_STEP = re.compile(r"\bstep (\d{1,3})\b")
WORDS = (
    (1.0, "Every answer right. Now do it for real in the sandbox."),
    (PASS_PERCENT / 100, "Nearly all of it. Look at what slipped, and it is yours."),
    (0.4, "A good part of it. The steps below prove the rest."),
    (0.0, "A start. Step through the lesson once more, then try again: it will look easier."),
)


@dataclass(frozen=True)
class Mark:
    """A question in the strip above the quiz; ``verdict`` is None before there is an answer.

    ``proof`` is the number of the step that proves the answer, None where that step is gone; ``hinted`` tells
    whether it was answered after the hint. Of several ``tries``, ``became_right`` tells how they ended.
    """

    number: int
    verdict: Feedback | None
    proof: int | None
    hinted: bool
    tries: int
    became_right: bool


def marks(attempt: Attempt, trace: Trace) -> tuple[Mark, ...]:
    """A mark for each question of the attempt, in order, with its proof in the lesson of today."""
    return tuple(
        _mark(attempt, number, asked.step_in(trace))
        for number, asked in enumerate(attempt.questions, start=1)
    )


def _mark(attempt: Attempt, number: int, proof: int | None) -> Mark:
    latest = attempt.latest_feedback(number)
    return Mark(
        number=number,
        verdict=attempt.feedback(number),
        proof=proof,
        hinted=attempt.is_hinted(number),
        tries=attempt.tries(number),
        became_right=bool(latest and latest.right),
    )


def named_steps(asked: AskedQuestion, trace: Trace) -> tuple[Step, ...]:
    """The steps that the question names by their numbers: whoever is asked without the table must know which.

    Where the proof has moved since, what the other numbers meant is not known. What is asked for is not told.
    """
    proof = asked.step_in(trace)
    numbers = {int(number) for number in NAMED_STEP.findall(asked.prompt)}
    if proof != asked.step:
        numbers &= {asked.step}
    if asked.column == "action":
        numbers -= {asked.step}
    places = (proof if number == asked.step else number for number in sorted(numbers))
    return tuple(trace.steps[place - 1] for place in places if place and trace.has_step(place))


def word_on(score: Score) -> str:
    """One sentence on a score, and what to do next."""
    return next(word for share, word in WORDS if score.share >= share)
