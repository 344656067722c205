"""Questions as rows, quizzes with times, what learners answered, and what comes back to them."""

from lessons.quizzes.models.attempt import PASSED, Answer, Attempt, LateAnswer, Scores
from lessons.quizzes.models.card import About, Card, CardReview, Kind
from lessons.quizzes.models.question import Choice, Question
from lessons.quizzes.models.quiz import Quiz, QuizLearner
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
    "LateAnswer",
    "Question",
    "Quiz",
    "QuizLearner",
    "Regrade",
    "RegradedQuestion",
    "Scores",
]
