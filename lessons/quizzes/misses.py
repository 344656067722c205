"""What somebody answered wrong, for the card of the lesson."""

from __future__ import annotations

from collections.abc import Iterable

from lessons.accounts.models import User
from lessons.lesson_trace import step_url, trace_of
from lessons.models import Lesson
from lessons.quizzes.models import Attempt
from lessons.reading.misses import Miss

__all__ = ["misses_of_quiz"]


def misses_of_quiz(user: User, lesson: Lesson) -> Iterable[Miss]:
    """The questions of the last finished attempt that were answered wrong, in two queries."""
    attempt = Attempt.objects.finished().filter(user=user, lesson=lesson).order_by("-finished_at").first()
    trace, url = trace_of(lesson), step_url(lesson)
    for number, question in enumerate(attempt.questions if attempt else (), start=1):
        feedback = attempt.feedback(number) if attempt else None
        if feedback and not feedback.right:
            step = question.step_in(trace)
            right = "; ".join(line.right for line in feedback.lines if not line.is_right)
            yield Miss(question.prompt, right, url(step) if step else "")
