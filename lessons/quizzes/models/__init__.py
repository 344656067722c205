"""Questions as rows, and what learners answered, kept as it was asked."""

from lessons.quizzes.models.attempt import PASSED, Answer, Attempt, Scores
from lessons.quizzes.models.question import Choice, Question
from lessons.quizzes.models.regrade import Regrade, RegradedQuestion

__all__ = ["PASSED", "Answer", "Attempt", "Choice", "Question", "Regrade", "RegradedQuestion", "Scores"]
