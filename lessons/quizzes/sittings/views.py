"""An attempt at a quiz with times: all questions on a page, each answer saved as it is given, the result."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from lessons.levels import PASS_PERCENT
from lessons.quizzes.models import Attempt
from lessons.quizzes.question_types.interface import NotAnAnswerError
from lessons.quizzes.score_policies import POLICIES
from lessons.quizzes.sittings import sitting as sittings
from lessons.quizzes.sittings.calibration import calibration
from lessons.quizzes.sittings.forms import read_sent
from lessons.quizzes.sittings.paper import Entry, paper
from lessons.quizzes.sittings.sitting import SittingTimes
from lessons.quizzes.sittings.topic_report import by_topic, review
from lessons.reading.course_cache import course_of
from lessons.requests import wants_part

__all__ = ["hand_in", "save", "sitting"]


@require_safe
def sitting(request: HttpRequest, attempt_id: UUID) -> HttpResponse:
    """Every question with what is saved; once it is handed in, the result."""
    attempt, now = _own(request, attempt_id), timezone.now()
    times = sittings.sitting_times(attempt)
    sittings.end_if_over(attempt, times, now)
    if attempt.abandoned_at:
        return redirect(attempt.quiz)
    if attempt.finished_at:
        return _result(request, attempt, times, now)
    return _paper(request, attempt, times, now)


@require_POST
def save(request: HttpRequest, attempt_id: UUID, number: int) -> HttpResponse:
    """Save the answer to one question. A script hears in JSON what became of it, a form is led back."""
    attempt, now = _own(request, attempt_id), timezone.now()
    if not 1 <= number <= attempt.total:
        raise Http404(f"There are {attempt.total} questions, and no question {number}.")
    try:
        in_time = sittings.save(attempt, number, read_sent(request, attempt.questions[number - 1]), now)
    except NotAnAnswerError as refused:
        return _refused(request, attempt, Entry(number, refused.kept, str(refused)), now)
    if not wants_part(request):
        return redirect(f"{reverse('quizzes:sitting', args=[attempt.pk])}#question-{number}")
    ends_at = sittings.sitting_times(attempt).ends_at
    told = {"saved": in_time, "now": _milliseconds(now), "ends": ends_at and _milliseconds(ends_at)}
    return JsonResponse(told, status=HTTPStatus.OK if in_time else HTTPStatus.CONFLICT)


@require_POST
def hand_in(request: HttpRequest, attempt_id: UUID) -> HttpResponse:
    """Hand in what is saved, and go to the result."""
    attempt = _own(request, attempt_id)
    sittings.hand_in(attempt, timezone.now())
    return redirect("quizzes:sitting", attempt.pk)


def _own(request: HttpRequest, attempt_id: UUID) -> Attempt:
    """The learner's own attempt; another learner's is as good as none: Http404."""
    if not request.user.is_authenticated:
        raise Http404("There is no such quiz of yours.")
    attempt = get_object_or_404(
        request.user.attempts.select_related("quiz").exclude(quiz=None), pk=attempt_id
    )
    attempt.user = request.user
    return attempt


def _refused(request: HttpRequest, attempt: Attempt, entry: Entry, now: datetime) -> HttpResponse:
    """What was sent is no answer yet: the sentence for a script, the page with it for a form."""
    if wants_part(request):
        told = {"saved": False, "now": _milliseconds(now), "mistake": entry.mistake}
        return JsonResponse(told, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    times = sittings.sitting_times(attempt)
    sittings.end_if_over(attempt, times, now)
    if not attempt.is_open:
        return redirect("quizzes:sitting", attempt.pk)
    return _paper(request, attempt, times, now, entry)


def _paper(
    request: HttpRequest, attempt: Attempt, times: SittingTimes, now: datetime, entry: Entry | None = None
) -> HttpResponse:
    questions = paper(request, attempt, entry)
    context = {
        "attempt": attempt,
        "quiz": attempt.quiz,
        "questions": questions,
        "saved": sum(one.saved_at is not None for one in questions),
        "times": times,
        "now": now,
        "now_ms": _milliseconds(now),
        "ends_ms": times.ends_at and _milliseconds(times.ends_at),
    }
    return render(request, "quizzes/sittings/paper.html", context, status=422 if entry else 200)


def _result(request: HttpRequest, attempt: Attempt, times: SittingTimes, now: datetime) -> HttpResponse:
    shows_feedback = times.shows_feedback(now)
    reviewed = review(attempt, course_of(request).visible_to(request.user)) if shows_feedback else ()
    context = {
        "attempt": attempt,
        "quiz": attempt.quiz,
        "times": times,
        "is_late": attempt.finished_at is not None and times.times.is_late(attempt.finished_at),
        "policy": POLICIES[attempt.quiz.policy].sentence,
        "pass_percent": PASS_PERCENT,
        "shows_feedback": shows_feedback,
        "reviewed": reviewed,
        "topics": by_topic(reviewed),
        "calibration": calibration(attempt.user, now) if attempt.quiz.asks_sureness else (),
    }
    return render(request, "quizzes/sittings/result.html", context)


def _milliseconds(at: datetime) -> int:
    """The moment as JavaScript has it."""
    return int(at.timestamp() * 1000)
