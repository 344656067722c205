"""What happened to cards: the one place that writes it, and that says by it when each is due.

A card's dates are made of its whole history, anew with each change of that: so they are the same in whatever
order answers arrive, twice or late, and after a regrade or a merge.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.db.models import Count

from lessons.aws import budgets
from lessons.quizzes.cards.schedule import Review, replay
from lessons.quizzes.models import About, Card, CardReview
from lessons.sql import moment

__all__ = ["Recall", "reschedule", "store"]

AT_ONCE = 500
SCHEDULE = """
UPDATE quizzes_card SET due = %s, reviewed_at = %s, stability = %s, difficulty = %s WHERE id = %s
"""


@dataclass(frozen=True)
class Recall:
    """One time that a learner recalled something, or did not; see CardReview.

    ``is_reason`` tells whether it makes a card where there is none. ``lesson_version`` is the lesson's
    ``updated_at``.
    """

    about: About
    lesson_version: datetime
    source: CardReview.Source
    review: Review
    is_reason: bool
    asked: Mapping[str, Any] | None = None
    given: Any = None


@transaction.atomic
def store(recalls: Iterable[Recall], *, corrects: bool = False) -> None:
    """Store what happened, each once; what ``corrects`` takes the place of what is stored by that token.

    Where there is no card and no reason to make one, nothing is stored. Five hundred at a time take few
    statements.
    """
    waiting = iter(recalls)
    while batch := list(islice(waiting, AT_ONCE)):
        make_cards(batch)
        cards = held(batch)
        rows = {
            (recall.about, recall.review.token): CardReview(
                card=cards[recall.about],
                source=recall.source,
                token=recall.review.token,
                rating=recall.review.rating,
                at=recall.review.at,
                asked=recall.asked,
                given=recall.given,
            )
            for recall in batch
            if recall.about in cards
        }
        if rows:
            keep(list(rows.values()), corrects=corrects)
            reschedule(cards.values())


def keep(rows: Sequence[CardReview], *, corrects: bool) -> None:
    """Insert the rows; one that is there stays, or takes over the new rating."""
    if corrects:
        CardReview.objects.bulk_create(
            rows, update_conflicts=True, update_fields=["rating"], unique_fields=["card", "token"]
        )
    else:
        CardReview.objects.bulk_create(rows, ignore_conflicts=True)


def make_cards(batch: Sequence[Recall]) -> None:
    """A card for each reason in ``batch``, of which there may be one already."""
    reasons = {recall.about: recall for recall in batch if recall.is_reason}
    if not reasons:
        return
    users = {about.user for about in reasons}
    counts = dict(Card.objects.filter(user__in=users).values_list("user").annotate(Count("pk")))
    new = [
        Card(
            user_id=about.user,
            lesson_id=about.lesson,
            kind=about.kind,
            key=about.key,
            lesson_version=recall.lesson_version,
        )
        for about, recall in reasons.items()
        if counts.get(about.user, 0) < budgets.CARDS
    ]
    for card in new:
        follow(card, [reasons[card.about].review])
    Card.objects.bulk_create(new, ignore_conflicts=True)


def held(batch: Sequence[Recall]) -> dict[About, Card]:
    """The cards that ``batch`` is about, held for this transaction."""
    wanted = {recall.about for recall in batch}
    found = Card.objects.select_for_update().filter(
        user__in={about.user for about in wanted},
        lesson__in={about.lesson for about in wanted},
        key__in={about.key for about in wanted},
    )
    return {card.about: card for card in found.order_by("pk") if card.about in wanted}


def reschedule(cards: Collection[Card]) -> None:
    """Say anew when cards are due that somebody holds, by what is stored of them."""
    reviews: defaultdict[int, list[Review]] = defaultdict(list)
    rows = CardReview.objects.filter(card__in=cards).order_by()
    for card_id, at, token, rating in rows.values_list("card", "at", "token", "rating"):
        reviews[card_id].append(Review(at, token, rating))
    for card in cards:
        follow(card, reviews[card.pk])
    values = [
        (moment(card.due), moment(card.reviewed_at), card.stability, card.difficulty, card.pk)
        for card in cards
    ]
    with connection.cursor() as cursor:  # for hundreds of rows the ORM takes ten times as long
        cursor.executemany(SCHEDULE, values)


def follow(card: Card, reviews: Iterable[Review]) -> None:
    """Have the row say what its reviews come to; the caller saves."""
    schedule = replay(reviews)
    card.due, card.reviewed_at = schedule.due, schedule.reviewed_at
    card.stability, card.difficulty = schedule.stability, schedule.difficulty
