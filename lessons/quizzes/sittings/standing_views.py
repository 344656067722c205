"""Who has sat a graded quiz and how, for instructors."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from lessons.instructors import instructors_only
from lessons.quizzes.models import Quiz
from lessons.quizzes.score_policies import POLICIES
from lessons.quizzes.sittings.standings import learners_of, standings

__all__ = ["quiz_standings"]

LEARNERS_A_PAGE = 50


@require_safe
@instructors_only(
    "Only instructors see who took a quiz. Sign in with your instructor account.", home="lessons:home"
)
def quiz_standings(request: HttpRequest, quiz_id: int) -> HttpResponse:
    """Everybody who is to take it or has: the score that counts, and each attempt with its time."""
    quiz = get_object_or_404(Quiz, pk=quiz_id, key=None)
    page = Paginator(learners_of(quiz), LEARNERS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "quiz": quiz,
        "page": page,
        "rows": standings(quiz, list(page.object_list), timezone.now()),
        "policy": POLICIES[quiz.policy].label,
    }
    return render(request, "quizzes/sittings/standings.html", context)
