"""Questions as rows, what learners answered, kept as it was asked, and what comes back to them."""

from lessons.quizzes.models.attempt import PASSED, Answer, Attempt, Scores
from lessons.quizzes.models.card import About, Card, CardReview, Kind
from lessons.quizzes.models.question import Choice, Question
from lessons.quizzes.models.regrade import Regrade, RegradedQuestion

__all__ = [
    "PASSED",
    "About",
    "Answer",
    "Attempt",
    "Card",
    "CardReview",
    "Choice",
    "Kind",
    "Question",
    "Regrade",
    "RegradedQuestion",
    "Scores",
]
