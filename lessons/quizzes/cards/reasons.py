"""Why there is a card, in a sentence for its learner."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils import dateformat
from fsrs import Rating

from lessons.quizzes.models import CardReview

__all__ = ["day", "reason_of"]

Source = CardReview.Source
# What is left of the sentence is the day.
REASONS = {
    (Source.ANSWER, Rating.Again): "You answered this wrong in the quiz on {day}.",
    (Source.ANSWER, Rating.Hard): "You answered this with a hint in the quiz on {day}.",
    (Source.PREDICTION, Rating.Again): "You predicted something else on {day}.",
    (Source.MOVE, Rating.Again): "You made another move here on {day}, when you did the steps yourself.",
    (Source.REVIEW, Rating.Again): "You missed this when it came back on {day}.",
    (Source.REVIEW, Rating.Hard): "You needed a hint when it came back on {day}.",
}
NO_MISS = "You have nothing wrong here any more: your answer was graded anew. It stays in rotation."


def reason_of(reviews: Iterable[CardReview]) -> str:
    """The newest miss, or answer with a hint, among ``reviews``; they come oldest first."""
    told = [
        REASONS[source, rating].format(day=day(review.at))
        for review in reviews
        if (source := Source(review.source), rating := Rating(review.rating)) in REASONS
    ]
    return told[-1] if told else NO_MISS


def day(at: datetime) -> str:
    """A day as pages say it: “3 November 2026”."""
    return dateformat.format(at, "j F Y")
