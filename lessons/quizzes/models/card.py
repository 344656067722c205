"""Cards, and all that happened to them."""

from __future__ import annotations

from typing import NamedTuple

from django.conf import settings
from django.db import models
from django.utils import timezone
from fsrs import Rating

from lessons.models import Lesson

__all__ = ["About", "Card", "CardReview", "Kind"]

KEY_LENGTH = 80


class Kind(models.TextChoices):
    """What a card is about. Of a step that was predicted and done there is one card, which asks once."""

    QUESTION = "question"
    STEP = "step"


class About(NamedTuple):
    """Whose card it is, and of what: the key of a question or of a step of the lesson."""

    user: int
    lesson: int
    kind: str
    key: str


class Card(models.Model):
    """A question or a step that comes back to a learner, whether or not it is still in the lesson.

    ``due`` and what follows is what `cards/schedule.py` gives for the card's reviews.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="cards")
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="cards")
    kind = models.CharField(max_length=10, choices=Kind)
    key = models.CharField(max_length=KEY_LENGTH)
    lesson_version = models.DateTimeField(help_text="The lesson's updated_at when the card was made.")
    created_at = models.DateTimeField(default=timezone.now)
    due = models.DateTimeField()
    reviewed_at = models.DateTimeField()
    stability = models.FloatField(help_text="Days until it is remembered with a probability of 0.9.")
    difficulty = models.FloatField(help_text="From 1 to 10.")

    class Meta:
        indexes = [models.Index(fields=["user", "due"], name="cards_of_a_learner")]
        constraints = [
            models.UniqueConstraint(fields=["user", "lesson", "kind", "key"], name="one_card_a_key")
        ]

    def __str__(self) -> str:
        return f"card of {self.kind} {self.key}"

    @property
    def about(self) -> About:
        """Whose it is, and of what."""
        return About(self.user_id, self.lesson_id, self.kind, self.key)


class CardReview(models.Model):
    """One time that the card was answered, in the review or where else the same is asked.

    ``token`` names the answer, the prediction or the move, so that what is sent again counts once. ``asked``
    and ``given`` are kept of what the review asked: an answer elsewhere keeps its own.
    """

    class Source(models.TextChoices):
        ANSWER = "answer"
        PREDICTION = "prediction"
        MOVE = "move"
        REVIEW = "review"

    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="reviews")
    source = models.CharField(max_length=10, choices=Source)
    token = models.CharField(max_length=100)
    rating = models.PositiveSmallIntegerField(choices=[(one.value, one.name) for one in Rating])
    at = models.DateTimeField()
    asked = models.JSONField(null=True, help_text="The question as it was asked, see AskedQuestion.")
    given = models.JSONField(null=True, help_text="What was given, see the question's type.")

    class Meta:
        ordering = ["at", "token"]
        indexes = [models.Index(fields=["card", "source", "at"], name="reviews_of_a_day")]
        constraints = [models.UniqueConstraint(fields=["card", "token"], name="each_review_once")]

    def __str__(self) -> str:
        return f"{self.source}: {Rating(self.rating).name}"
