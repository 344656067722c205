"""Where a quiz with times begins: a graded one, and the practice exam."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from lessons.accounts.guests.learners import LearnerRequest, learner_required
from lessons.accounts.models import User
from lessons.quizzes.attempts import NoQuestionsError
from lessons.quizzes.models import Quiz
from lessons.quizzes.models.quiz import MOST_QUESTIONS
from lessons.quizzes.score_policies import POLICIES
from lessons.quizzes.sittings.drawing import Selection, pool, topics
from lessons.quizzes.sittings.forms import ExamForm
from lessons.quizzes.sittings.sitting import ClosedError, Standing, standing, start

__all__ = ["exam", "graded", "start_exam", "start_graded"]

# As an AWS exam asks: 65 questions in 90 minutes (AWS Certified Cloud Practitioner, exam guide), cut to size.
READY_MADE = {
    "title": "Practice exam: temporary access",
    "question_count": 25,
    "minutes": 35,
    "is_for_everybody": True,
    "asks_sureness": True,
}
KEY = "temporary-access"


@require_safe
def exam(request: HttpRequest) -> HttpResponse:
    """The practice exam: the ready-made one, one of one's own, and what was reached so far."""
    return _exam(request, ExamForm(topics=topics()))


@require_POST
def start_exam(request: HttpRequest) -> HttpResponse:
    """Begin a practice exam, or go on with the open one."""
    form = ExamForm(request.POST, topics=topics())
    return _start_exam(request, form) if form.is_valid() else _exam(request, form)


@learner_required
def _start_exam(request: LearnerRequest, form: ExamForm) -> HttpResponse:
    quiz, _ = Quiz.objects.get_or_create(key=KEY, defaults=READY_MADE)
    return _start(request, quiz, form.selection, form.cleaned_data["minutes"])


def _exam(request: HttpRequest, form: ExamForm) -> HttpResponse:
    quiz = Quiz.objects.filter(key=KEY).first() or Quiz(key=KEY, **READY_MADE)
    counts = form.fields["topics"].choices  # type: ignore[attr-defined] # of a field of choices
    context = {
        "quiz": quiz,
        "form": form,
        "found": len(counts) and pool(quiz).count(),
        "standing": _standing(request.user, quiz),
        "graded": _graded(request.user),
    }
    return render(request, "quizzes/sittings/exam.html", context, status=422 if form.errors else 200)


@require_safe
def graded(request: HttpRequest, quiz_id: int) -> HttpResponse:
    """What to expect of a graded quiz, when it can be taken, and the attempts so far."""
    quiz = _of_learner(request.user, quiz_id)
    now = timezone.now()
    found = standing(request.user, quiz, now) if request.user.is_authenticated else None
    context = {
        "quiz": quiz,
        "standing": found,
        "why_not": found.why_not(now) if found else "",
        "policy": POLICIES[quiz.policy].sentence,
    }
    return render(request, "quizzes/sittings/graded.html", context)


@require_POST
def start_graded(request: HttpRequest, quiz_id: int) -> HttpResponse:
    """Begin an attempt, or go on with the open one."""
    return _start_graded(request, _of_learner(request.user, quiz_id))


@learner_required
def _start_graded(request: LearnerRequest, quiz: Quiz) -> HttpResponse:
    selection = Selection(most=quiz.question_count or MOST_QUESTIONS)
    return _start(request, quiz, selection, quiz.minutes)


def _start(request: LearnerRequest, quiz: Quiz, selection: Selection, minutes: int | None) -> HttpResponse:
    """The attempt, or the page that says why there is none."""
    try:
        return redirect(start(request.user, quiz, timezone.now(), selection, minutes))
    except (ClosedError, NoQuestionsError):
        return redirect(quiz)


def _of_learner(user: User | AnonymousUser, quiz_id: int) -> Quiz:
    """A quiz that this reader may take. Raises Http404 where there is none."""
    for_them = (
        Quiz.objects.for_learner(user)
        if user.is_authenticated
        else Quiz.objects.filter(is_for_everybody=True)
    )
    return get_object_or_404(for_them.filter(key=None), pk=quiz_id)


def _standing(user: User | AnonymousUser, quiz: Quiz) -> Standing | None:
    return standing(user, quiz, timezone.now()) if user.is_authenticated else None


def _graded(user: User | AnonymousUser) -> list[Quiz]:
    """The graded quizzes that this learner is to take, the newest first."""
    return list(Quiz.objects.for_learner(user).filter(key=None)[:50]) if user.is_authenticated else []
