"""The review: the cards of today, one at a time."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import push_url
from fsrs import Rating

from lessons.accounts.models import User
from lessons.lesson_trace import trace_of
from lessons.prediction_questions import Sureness
from lessons.quizzes.cards.asking import Turn, from_json, turn_of
from lessons.quizzes.cards.forms import HAS_CHANGED, Sent, read_sent
from lessons.quizzes.cards.history import store
from lessons.quizzes.cards.queue import MOST_A_DAY, Queue, next_day, queue_of
from lessons.quizzes.cards.sources import review_recalled
from lessons.quizzes.evidence import evidence_of
from lessons.quizzes.grading import grade
from lessons.quizzes.models import Card, CardReview
from lessons.quizzes.result_marks import named_steps
from lessons.reading.course_cache import course_of
from lessons.requests import wants_part, whole_number

__all__ = ["card", "review"]

UNPROCESSABLE = 422


@require_safe
def review(request: HttpRequest) -> HttpResponse:
    """The card that is next today, or why there is none."""
    if not request.user.is_authenticated:
        return show(request, "none", {})
    queue = queue_today(request, request.user)
    turns = (turn_of(own_card(request, pk)) for pk in queue.cards)
    turn = next(filter(None, turns), None)
    if turn:
        return ask(request, queue, turn, Sent())
    ahead = next_day(request.user, course_of(request).visible_to(request.user), timezone.now())
    return show(request, "none", {"queue": queue, "most": MOST_A_DAY, "next": ahead})


@require_http_methods(["GET", "HEAD", "POST"])
def card(request: HttpRequest, card_id: int) -> HttpResponse:
    """A card as it was answered last; who answers it is led here."""
    own = own_card(request, card_id)
    if request.method == "POST":
        return take(request, own)
    last = own.reviews.filter(source=CardReview.Source.REVIEW).last()
    if last is None or own.lesson.hidden_from(request.user):
        return redirect("quizzes:review")
    asked = from_json(last.asked)
    context = {
        "queue": queue_today(request, own.user),
        "card": own,
        "lesson": own.lesson,
        "asked": asked,
        "feedback": grade(asked, last.given),
        "is_hinted": last.rating == Rating.Hard,
        "is_certain": last.rating == Rating.Easy,
        "proof": asked.step_in(trace_of(own.lesson)),
        "days": (own.due.date() - timezone.now().date()).days,
        "answered_templates": (f"quizzes/answered/{asked.type}.html", "quizzes/answered/lines.html"),
    }
    return push_url(show(request, "verdict", context), request.path)


def take(request: HttpRequest, own: Card) -> HttpResponse:
    """Store an answer; what is not due, or was sent before, leads to what was answered last."""
    queue, turn = queue_today(request, own.user), turn_of(own)
    if turn is None or own.pk not in queue.cards or whole_number(request.POST, "turn") != turn.number:
        return redirect("quizzes:card", own.pk)
    if request.POST.get("asked") != turn.digest:
        return ask(request, queue, turn, Sent(mistake=HAS_CHANGED), UNPROCESSABLE)
    sent = read_sent(turn.asked, request.POST)
    if not sent.is_answer:
        return ask(request, queue, turn, sent, 200 if sent.wants_hint else UNPROCESSABLE)
    how = {"is_hinted": sent.hints > 0, "is_certain": sent.sureness == Sureness.CERTAIN}
    store([review_recalled(turn, sent.given, timezone.now(), **how)])
    return redirect("quizzes:card", own.pk)


def ask(request: HttpRequest, queue: Queue, turn: Turn, sent: Sent, status: int = 200) -> HttpResponse:
    """The question of a card, with why it comes back."""
    asked, lesson = turn.asked, turn.card.lesson
    trace, hints = trace_of(lesson), asked.hints[: sent.hints]
    proof = asked.step_in(trace)
    context = {
        "queue": queue,
        "turn": turn,
        "card": turn.card,
        "lesson": lesson,
        "asked": asked,
        "sent": sent,
        "has_changed": turn.card.lesson_version != lesson.updated_at,
        "named_steps": named_steps(asked, trace),
        "proof": proof,
        "hints": hints,
        "has_more_hints": len(hints) < len(asked.hints),
        "evidence": evidence_of(lesson, proof, asked.column) if hints and not asked.asks_for_row else "",
        "sureness": [*Sureness],
        "number": turn.card.pk,
        "type_template": f"quizzes/types/{asked.type}.html",
        **asked.module.show(asked.value, sent.given),
    }
    return show(request, "question", context, status)


def queue_today(request: HttpRequest, user: User) -> Queue:
    """What is left of today."""
    return queue_of(user, course_of(request).visible_to(user), timezone.now())


def own_card(request: HttpRequest, card_id: int) -> Card:
    """The learner's card with its lesson; another learner's is as good as none: Http404."""
    if not request.user.is_authenticated:
        raise Http404("There is no such card of yours.")
    own = get_object_or_404(request.user.cards, pk=card_id)
    own.lesson, own.user = course_of(request).lesson(own.lesson_id), request.user
    return own


def show(request: HttpRequest, part: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A part of the review, in its page or for HTMX alone."""
    template = f"quizzes/cards/_{part}.html"
    if wants_part(request):
        return render(request, template, context, status=status)
    return render(request, "quizzes/cards/review.html", {"part": template} | context, status=status)
