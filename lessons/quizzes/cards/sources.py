"""What makes a card, or counts for one that is there: answers, predictions, moves, reviews."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from fsrs import Rating

from lessons.accounts.models import User
from lessons.models import Lesson, Prediction
from lessons.prediction_questions import Sureness
from lessons.quizzes.cards.asking import Turn, to_json
from lessons.quizzes.cards.history import Recall, store
from lessons.quizzes.cards.schedule import Review, rate
from lessons.quizzes.grading import grade
from lessons.quizzes.models import About, Answer, Attempt, CardReview, Kind
from lessons.quizzes.question_types.interface import Given

__all__ = ["answer_recalled", "note_miss", "note_prediction", "review_recalled"]

Source = CardReview.Source


def answer_recalled(
    attempt: Attempt, answer: Answer, lesson: Lesson, *, is_right: bool, known_at: datetime | None = None
) -> Recall:
    """The answer that counts to a question of ``lesson``: wrong, or given with a hint, it makes a card.

    Where the learner may know only later whether it is right, ``known_at`` tells when.
    """
    asked = attempt.questions[answer.number - 1]
    is_certain = answer.sureness == Sureness.CERTAIN
    rating = rate(is_right=is_right, is_hinted=answer.hinted, is_certain=is_certain)
    return Recall(
        About(attempt.user_id, lesson.pk, Kind.QUESTION, asked.key),
        lesson.updated_at,
        Source.ANSWER,
        Review(known_at or answer.answered_at, f"answer/{attempt.pk}/{answer.number}", rating),
        is_reason=bool(asked.key) and rating <= Rating.Hard,
    )


def review_recalled(turn: Turn, given: Given, at: datetime, *, is_hinted: bool, is_certain: bool) -> Recall:
    """An answer in the review, kept with what was asked. Raises NotAnAnswerError."""
    is_right = grade(turn.asked, given).right
    rating = rate(is_right=is_right, is_hinted=is_hinted, is_certain=is_certain)
    return Recall(
        turn.card.about,
        turn.card.lesson.updated_at,
        Source.REVIEW,
        Review(at, turn.token, rating),
        is_reason=False,
        asked=to_json(turn.asked),
        given=given,
    )


def note_prediction(sender: type[Prediction], prediction: Prediction, lesson: Lesson, **kwargs: Any) -> None:
    """A prediction: one that was certain and came otherwise makes a card."""
    if prediction.step_key is None:
        return
    rating = rate(is_right=prediction.right, is_certain=prediction.sureness == Sureness.CERTAIN)
    review = Review(prediction.predicted_at, f"prediction/{prediction.pk}", rating)
    about = About(prediction.user_id, lesson.pk, Kind.STEP, prediction.step_key)
    store([Recall(about, lesson.updated_at, Source.PREDICTION, review, is_reason=prediction.is_surprise)])


def note_miss(sender: type, user: User, lesson: Lesson, **told: Any) -> None:
    """A step that was done otherwise than it goes makes a card."""
    review = Review(told["at"], f"move/{told['token']}", rate(is_right=False))
    about = About(user.pk, lesson.pk, Kind.STEP, told["step_key"])
    store([Recall(about, lesson.updated_at, Source.MOVE, review, is_reason=True)])
