"""What a learner sees of an attempt: a mark for each question, and a word on the score."""

from __future__ import annotations

from dataclasses import dataclass

from lessons.quizzes.grading import Feedback, Score
from lessons.quizzes.models import Attempt
from lessons.trace import Trace

__all__ = ["Mark", "marks", "word_on"]

WORDS = (
    (1.0, "Every answer right. Now do it for real in the sandbox."),
    (0.7, "Nearly all of it. Look at what slipped, and it is yours."),
    (0.4, "A good part of it. The steps below prove the rest."),
    (0.0, "A start. Step through the lesson once more, then try again: it will look easier."),
)


@dataclass(frozen=True)
class Mark:
    """A question in the strip above the quiz; ``verdict`` is None before there is an answer.

    ``proof`` is the number of the step that proves the answer, None where that step is gone.
    """

    number: int
    verdict: Feedback | None
    proof: int | None


def marks(attempt: Attempt, trace: Trace) -> tuple[Mark, ...]:
    """A mark for each question of the attempt, in order, with its proof in the lesson of today."""
    return tuple(
        Mark(number, attempt.feedback(number), asked.step_in(trace))
        for number, asked in enumerate(attempt.questions, start=1)
    )


def word_on(score: Score) -> str:
    """One sentence on a score, and what to do next."""
    return next(word for share, word in WORDS if score.share >= share)
