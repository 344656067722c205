"""What an attempt that is handed in says: question by question, and by topic with what to read next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from lessons.lesson_trace import step_url, trace_of
from lessons.models import Lesson
from lessons.quizzes.grading import AskedQuestion, Feedback, Score, grade
from lessons.quizzes.models import Attempt

__all__ = ["Reviewed", "TopicReport", "by_topic", "review"]


@dataclass(frozen=True)
class Reviewed:
    """A question of it; ``feedback`` is None where it was not answered, and ``key`` what is right.

    ``lesson`` is where it stands, and ``proof`` the address of the step that proves it; None and empty where
    the reader cannot see them. ``late_at`` is when an answer came that did not count.
    """

    number: int
    asked: AskedQuestion
    feedback: Feedback | None
    key: Feedback
    sureness: str
    lesson: Lesson | None
    proof: str
    late_at: datetime | None

    @property
    def is_right(self) -> bool:
        """Whether all of it was right."""
        return self.feedback is not None and self.feedback.right


@dataclass(frozen=True)
class TopicReport:
    """What was reached in one topic, and the lessons with what was missed."""

    topic: str
    score: Score
    questions: int
    lessons: tuple[Lesson, ...]

    @property
    def percent(self) -> int:
        """The share that was reached, in whole percent, rounded down."""
        return int(100 * self.score.share)


def review(attempt: Attempt, lessons: Iterable[Lesson]) -> tuple[Reviewed, ...]:
    """Each question, with its evidence in the lessons that the reader can see."""
    seen = {lesson.slug: lesson for lesson in lessons}
    late = dict(attempt.late_answers.values_list("number", "came_at"))
    return tuple(
        _reviewed(attempt, number, asked, seen, late.get(number))
        for number, asked in enumerate(attempt.questions, start=1)
    )


def _reviewed(
    attempt: Attempt, number: int, asked: AskedQuestion, seen: Mapping[str, Lesson], late: datetime | None
) -> Reviewed:
    lesson, answer = seen.get(asked.lesson), attempt.answered.get(number)
    step = asked.step_in(trace_of(lesson)) if lesson and asked.step_key else None
    return Reviewed(
        number=number,
        asked=asked,
        feedback=attempt.feedback(number),
        key=grade(asked, asked.module.key(asked.value)),
        sureness=answer.sureness if answer else "",
        lesson=lesson,
        proof=step_url(lesson)(step) if lesson and step else "",
        late_at=late,
    )


def by_topic(reviewed: Iterable[Reviewed]) -> tuple[TopicReport, ...]:
    """The topics, the one with most to learn first; of equal ones in their order."""
    topics: dict[str, list[Reviewed]] = {}
    for one in reviewed:
        topics.setdefault(one.asked.topic, []).append(one)
    reports = [_topic(topic, found) for topic, found in topics.items()]
    return tuple(sorted(reports, key=lambda report: report.score.share))


def _topic(topic: str, found: list[Reviewed]) -> TopicReport:
    reached = sum(one.feedback.points for one in found if one.feedback)
    possible = sum(one.asked.points for one in found)
    missed = (one.lesson for one in found if not one.is_right and one.lesson)
    return TopicReport(
        topic=topic or "Other",
        score=Score.of_points(reached, possible),
        questions=len(found),
        lessons=tuple({lesson.pk: lesson for lesson in missed}.values()),
    )
