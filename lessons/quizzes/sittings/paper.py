"""The questions of an attempt on one page, so that they can be gone through even without a connection."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from lessons.lesson_trace import trace_of
from lessons.models import Lesson
from lessons.prediction_questions import Sureness
from lessons.quizzes.grading import AskedQuestion
from lessons.quizzes.models import Attempt
from lessons.quizzes.question_types.interface import Given
from lessons.quizzes.result_marks import named_steps
from lessons.reading.course_cache import course_of
from lessons.trace import Step

__all__ = ["Entry", "PaperQuestion", "paper"]


@dataclass(frozen=True)
class Entry:
    """What was sent and is no answer yet: what was typed so far, and why in a sentence."""

    number: int
    given: Given | None
    mistake: str


@dataclass(frozen=True)
class PaperQuestion:
    """A question on the page: its fields as they are filled now, and since when that is saved.

    ``steps`` are those of its lesson that it names by their numbers.
    """

    number: int
    asked: AskedQuestion
    lesson: Lesson | None
    steps: tuple[Step, ...]
    fields: SafeString
    saved_at: datetime | None
    sureness: str
    mistake: str

    @property
    def levels(self) -> tuple[Sureness, ...]:
        """What can be said of how sure one is."""
        return tuple(Sureness)


def paper(request: HttpRequest, attempt: Attempt, entry: Entry | None = None) -> tuple[PaperQuestion, ...]:
    """Every question with what is saved, or with what was just entered and is no answer yet."""
    answered = attempt.answered
    given: Mapping[int, Given] = {number: one.given for number, one in answered.items()}
    if entry:
        given = {**given, entry.number: entry.given}
    lessons = {lesson.slug: lesson for lesson in course_of(request).lessons}
    return tuple(
        PaperQuestion(
            number=number,
            asked=asked,
            lesson=lessons.get(asked.lesson),
            steps=_steps(asked, lessons.get(asked.lesson)),
            fields=_fields(request, number, asked, given.get(number)),
            saved_at=answered[number].answered_at if number in answered else None,
            sureness=answered[number].sureness if number in answered else "",
            mistake=entry.mistake if entry and entry.number == number else "",
        )
        for number, asked in enumerate(attempt.questions, start=1)
    )


def _steps(asked: AskedQuestion, lesson: Lesson | None) -> tuple[Step, ...]:
    return named_steps(asked, trace_of(lesson)) if lesson else ()


def _fields(request: HttpRequest, number: int, asked: AskedQuestion, given: Given | None) -> SafeString:
    """The fields of the question's type, as the quiz of a lesson has them."""
    context = {"number": number, "asked": asked, **asked.module.show(asked.value, given)}
    return render_to_string(f"quizzes/types/{asked.type}.html", context, request)
