"""A question's verdict: one word that its figures and their intervals support, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from lessons.quizzes.analysis.meanings import DUBIOUS_EFFICIENCY
from lessons.quizzes.analysis.question_statistics import QuestionStatistics

__all__ = ["FEWEST_ATTEMPTS", "Urgency", "Verdict", "verdict_on"]

FEWEST_ATTEMPTS = 10  # under which nothing is concluded
HARD, EASY = 34.5, 80.5  # in percent, from where MoodleDocs says hard and easy
ALL_OF_THEM = 99.95  # percent, which is shown as 100.0
WELL = 30


class Urgency(IntEnum):
    """How much a verdict asks for, the most first."""

    ACT = 0
    LOOK = 1
    KEEP = 2
    WAIT = 3


@dataclass(frozen=True)
class Verdict:
    """A sign and a word, how much it asks for, and what to do in a sentence."""

    sign: str
    word: str
    urgency: Urgency
    advice: str


WAIT = Verdict("…", "wait", Urgency.WAIT, "Too few attempts to conclude anything.")
CHECK_THE_KEY = Verdict(
    "!",
    "check the key",
    Urgency.ACT,
    "The key may be wrong: who does well in the other questions misses this one, and that is not chance.",
)
NOBODY = Verdict("!", "nobody right", Urgency.ACT, "Nobody reached a point. Check the key first.")
EVERYBODY = Verdict("~", "all right", Urgency.LOOK, "Everybody has it, so it tells nobody apart.")
DUBIOUS = Verdict(
    "?",
    "unclear",
    Urgency.LOOK,
    "It hardly agrees with the other questions. Read it as somebody who is new to it.",
)
HARD_ONE = Verdict("~", "hard", Urgency.LOOK, "Most miss it. See whether the lesson says it plainly.")
EASY_ONE = Verdict("~", "easy", Urgency.KEEP, "Most have it. Good to begin with, and it tells few apart.")
WORKS_WELL = Verdict("✓", "works well", Urgency.KEEP, "Keep it.")
WORKS = Verdict("✓", "works", Urgency.KEEP, "Keep it.")


def verdict_on(figures: QuestionStatistics | None) -> Verdict:
    """The first of the rules that holds; None stands for a question that was not asked at all."""
    if figures is None or figures.n < FEWEST_ATTEMPTS:
        return WAIT
    interval, efficiency = figures.discrimination_interval, figures.efficiency
    rules = (
        (interval is not None and interval.high < 0, CHECK_THE_KEY),
        (figures.facility == 0, NOBODY),
        (figures.facility > ALL_OF_THEM, EVERYBODY),
        (efficiency is not None and efficiency < DUBIOUS_EFFICIENCY, DUBIOUS),
        (figures.facility < HARD, HARD_ONE),
        (figures.facility >= EASY, EASY_ONE),
        (figures.discrimination is not None and figures.discrimination >= WELL, WORKS_WELL),
    )
    return next((verdict for holds, verdict in rules if holds), WORKS)
