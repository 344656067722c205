"""What to say about a prediction, once it is made."""

from __future__ import annotations

from dataclasses import dataclass

from lessons.prediction_questions import Asked, Sureness

__all__ = ["Verdict"]

# By whether it was right, and how sure the learner was.
WORDS = {
    (True, Sureness.GUESS): ("Right, by a guess.", "Read why: next time you will know."),
    (True, Sureness.FAIRLY): ("Right.", "See whether your reason was the same."),
    (True, Sureness.CERTAIN): ("Right, and you were certain.", "This one is yours."),
    (False, Sureness.GUESS): ("Not this time.", "You were only guessing. Now read what happens."),
    (False, Sureness.FAIRLY): (
        "Not this time.",
        "You were fairly sure, so the reason is worth reading.",
    ),
    (False, Sureness.CERTAIN): (
        "A surprise: it is not so.",
        "You were certain, and what surprises us stays with us: take your time.",
    ),
}


@dataclass(frozen=True)
class Verdict:
    """What was asked, what the learner chose and how sure they were; ``is_fresh`` right after the answer."""

    asked: Asked
    chosen: str
    sureness: Sureness
    is_fresh: bool = False

    @property
    def is_right(self) -> bool:
        """Whether it came as predicted."""
        return self.chosen == self.asked.answer

    @property
    def heading(self) -> str:
        """The verdict in a few words."""
        return WORDS[self.is_right, self.sureness][0]

    @property
    def advice(self) -> str:
        """What to make of it."""
        return WORDS[self.is_right, self.sureness][1]
