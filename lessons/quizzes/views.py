"""The pages of a quiz: what to expect, one question at a time, the result."""

from __future__ import annotations

from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from lessons.accounts.guests.learners import LearnerRequest, learner_required
from lessons.accounts.models import User
from lessons.lesson_trace import trace_of
from lessons.levels import PASS_PERCENT
from lessons.models import Lesson
from lessons.prediction_questions import Sureness
from lessons.quizzes import attempts
from lessons.quizzes.evidence import evidence_of
from lessons.quizzes.grading import AskedQuestion
from lessons.quizzes.models import Attempt, Scores
from lessons.quizzes.question_types import write_policy
from lessons.quizzes.question_types.interface import Given, NotAnAnswerError
from lessons.quizzes.result_marks import marks, named_steps, word_on
from lessons.quizzes.sittings.calibration import calibration
from lessons.reading.course_cache import course_of
from lessons.reading.lesson_page import lesson_context, lesson_required, opened_context
from lessons.requests import wants_part

__all__ = ["question", "quiz", "result", "start"]

STYLE = "quiz"


@require_safe
@lesson_required
def quiz(request: HttpRequest, lesson: Lesson) -> HttpResponse:
    """What to expect of a lesson's quiz, what the learner reached so far, and the way in."""
    context = opened_context(request, lesson, STYLE) | _so_far(request.user, lesson)
    context |= {"total": lesson.questions.published().count(), "pass_percent": PASS_PERCENT}
    return render(request, "quizzes/quiz.html", context)


def _so_far(user: User | AnonymousUser, lesson: Lesson) -> dict[str, Any]:
    """The open attempt and the scores of a learner; a stranger has none."""
    if not user.is_authenticated:
        return {"attempt": None, "scores": Scores(best=None, latest=None)}
    return {
        "attempt": Attempt.objects.open_one(user, lesson),
        "scores": Attempt.objects.best_and_latest(user, lesson),
    }


@require_POST
@lesson_required
def start(request: HttpRequest, lesson: Lesson) -> HttpResponse:
    """Begin an attempt, or go on with the open one."""
    if not lesson.questions.published().exists():
        return redirect("quizzes:quiz", lesson.slug)
    return _start(request, lesson)


@learner_required
def _start(request: LearnerRequest, lesson: Lesson) -> HttpResponse:
    """The attempt of somebody who is known from now on."""
    try:
        return redirect(attempts.start(request.user, lesson))
    except attempts.NoQuestionsError:  # deleted meanwhile
        return redirect("quizzes:quiz", lesson.slug)


@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, attempt_id: UUID, number: int) -> HttpResponse:
    """One question, with hint and process table for who asks for them; once it is answered, the verdict."""
    attempt = _own_attempt(request, attempt_id)
    if attempt.lesson.hidden_from(request.user):
        return _withdrawn(request, attempt)
    if not 1 <= number <= attempt.total:
        raise Http404(f"This quiz has {attempt.total} questions, and no question {number}.")
    if attempt.abandoned_at:
        return redirect(attempt)
    if request.method != "POST":
        return _show(request, attempt, number, Entry())
    return _take(request, attempt, number)


class Entry(NamedTuple):
    """What stands in the form of a question, and why it is no answer yet."""

    given: Given | None = None
    mistake: str = ""
    sureness: Sureness | None = None


def _take(request: HttpRequest, attempt: Attempt, number: int) -> HttpResponse:
    """Store the answer or a further try, or show the next hint; what is no answer yet is shown as typed."""
    entry = _entry(request, attempt.questions[number - 1])
    if "again" in request.POST:
        return _take_again(request, attempt, number, entry)
    if "hint" in request.POST:
        attempts.show_hint(attempt, number)
        attempt.refresh_from_db(fields=["hints"])
        return _show(request, attempt, number, entry._replace(mistake=""))
    if not entry.mistake:
        attempts.answer(attempt, number, entry.given, entry.sureness)
    elif attempt.feedback(number) is None:
        return _show(request, attempt, number, entry)
    return redirect("quizzes:question", attempt.pk, number)


def _take_again(request: HttpRequest, attempt: Attempt, number: int, entry: Entry) -> HttpResponse:
    """Store one more try at a question that was answered wrong."""
    if not entry.mistake:
        attempts.try_again(attempt, number, entry.given)
        return redirect("quizzes:question", attempt.pk, number)
    return _show(request, attempt, number, entry)


def _entry(request: HttpRequest, asked: AskedQuestion) -> Entry:
    sureness = Sureness.named(request.POST.get("sureness"))
    try:
        return Entry(asked.module.read(asked.value, dict(request.POST.lists())), sureness=sureness)
    except NotAnAnswerError as refused:
        return Entry(refused.kept, str(refused), sureness)


@require_safe
def result(request: HttpRequest, attempt_id: UUID) -> HttpResponse:
    """The score of a finished attempt, and every question with its answer."""
    attempt = _own_attempt(request, attempt_id)
    if attempt.lesson.hidden_from(request.user):
        return _withdrawn(request, attempt)
    if attempt.finished_at is None:
        return redirect(attempt)
    context = {
        "attempt": attempt,
        "marks": marks(attempt, trace_of(attempt.lesson)),
        "word": word_on(attempt.score),
        "pass_percent": PASS_PERCENT,
        "scores": Attempt.objects.best_and_latest(attempt.user, attempt.lesson),
        "open_attempt": Attempt.objects.open_one(attempt.user, attempt.lesson),
        "calibration": calibration(attempt.user, timezone.now()),
    }
    return _page(request, "quizzes/result.html", attempt, context)


def _own_attempt(request: HttpRequest, attempt_id: UUID) -> Attempt:
    """The learner's attempt with its lesson; another learner's is as good as none: Http404."""
    if not request.user.is_authenticated:
        raise Http404("There is no such quiz of yours.")
    attempt = get_object_or_404(request.user.attempts, pk=attempt_id, quiz=None)
    attempt.lesson = course_of(request).lesson(attempt.lesson_id or 0)
    return attempt


def _withdrawn(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    """What became of the attempt, its lesson having been taken back: a page, also for HTMX."""
    if wants_part(request):
        return HttpResponseClientRedirect(request.path)
    return render(request, "quizzes/withdrawn.html", {"attempt": attempt})


def _show(request: HttpRequest, attempt: Attempt, number: int, entry: Entry) -> HttpResponse:
    """The question with what was entered so far, or with the verdict."""
    status = 422 if entry.mistake else 200
    trace, asked = trace_of(attempt.lesson), attempt.questions[number - 1]
    proof, hints = asked.step_in(trace), attempt.hints_of(number)
    has_table = bool(hints) and not asked.asks_for_row
    feedback = attempt.latest_feedback(number)
    trying_again = feedback is not None and not feedback.right and "again" in {*request.GET, *request.POST}
    context = {
        "lesson": attempt.lesson,
        "attempt": attempt,
        "number": number,
        "asked": asked,
        "mistake": entry.mistake,
        "sureness": entry.sureness,
        "levels": [*Sureness],
        "feedback": None if trying_again else feedback,
        "is_again": trying_again,
        "tries": attempt.tries(number),
        "proof": proof,
        "marks": marks(attempt, trace),
        "named_steps": named_steps(asked, trace),
        "hints": hints,
        "has_more_hints": len(hints) < len(asked.hints) and not trying_again,
        "evidence": evidence_of(attempt.lesson, proof, asked.column) if has_table else "",
        "type_template": f"quizzes/types/{asked.type}.html",
        "writes_policies": any(one.type == write_policy.NAME for one in attempt.questions),
        "answered_templates": (f"quizzes/answered/{asked.type}.html", "quizzes/answered/lines.html"),
        **asked.module.show(asked.value, entry.given),
    }
    if wants_part(request):
        return render(request, "quizzes/_question.html", context, status=status)
    return _page(request, "quizzes/question.html", attempt, context, status)


def _page(
    request: HttpRequest, template: str, attempt: Attempt, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """The page within its lesson."""
    return render(request, template, lesson_context(request, attempt.lesson, STYLE) | context, status=status)
