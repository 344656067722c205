"""Grading stored attempts again, once a question's key, tolerance or rule was corrected.

A report says what would change, for every attempt; it is applied only as it was shown, and can be undone.
Where a question of today asks something else, the key that was kept stands, and the report says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from lessons.accounts.models import User
from lessons.models import Lesson
from lessons.quizzes.cards.history import Recall, store
from lessons.quizzes.cards.sources import answer_recalled
from lessons.quizzes.grading import grade, score_of
from lessons.quizzes.models import Answer, Attempt, QuizLearner, Regrade, RegradedQuestion
from lessons.quizzes.regrade_report import Corrected, Regraded, Report
from lessons.quizzes.sittings.sitting import sitting_times
from lessons.quizzes.times import Extension
from lessons.quizzes.todays_questions import TodaysQuestions
from lessons.reading.progress import finish_style

__all__ = ["ChangedReportError", "apply", "report", "undo"]

AT_ONCE = 500  # rows in a statement


class ChangedReportError(Exception):
    """What would change is no longer what was shown."""


def report(lesson: Lesson) -> Report:
    """What grading by the lesson's questions of today would change, in 4 queries.

    It reaches all attempts that asked them: at the lesson's quiz, at graded quizzes and practice exams.
    """
    today = TodaysQuestions(lesson)
    asking = Attempt.objects.asking(lesson)
    attempts = list(asking.select_related("user", "quiz").order_by("started_at", "pk"))
    answers = _answers(asking)
    found = [
        (attempt, tuple(_corrections(attempt, lesson, answers[attempt.pk], today))) for attempt in attempts
    ]
    regraded = (
        _regraded(attempt, corrected, answers[attempt.pk]) for attempt, corrected in found if corrected
    )
    return Report(len(attempts), tuple(regraded), dict(today.standing))


@transaction.atomic
def apply(lesson: Lesson, made_by: User, reason: str, token: str) -> Regrade:
    """Carry out the report that has this ``token``. Raises ChangedReportError where it says otherwise now."""
    Lesson.objects.select_for_update().get(pk=lesson.pk)
    found = report(lesson)
    if found.token != token:
        raise ChangedReportError
    regrade = Regrade.objects.create(lesson=lesson, made_by=made_by, reason=reason)
    RegradedQuestion.objects.bulk_create(
        (
            RegradedQuestion(
                regrade=regrade,
                attempt=one.attempt,
                number=corrected.number,
                content=corrected.kept.content,
                fraction=corrected.before,
                points=one.before.right if one.before else None,
            )
            for one in found.regraded
            for corrected in one.corrected
        ),
        batch_size=AT_ONCE,
    )
    _store(lesson, found.regraded)
    return regrade


@transaction.atomic
def undo(regrade: Regrade) -> None:
    """Make the attempts what they were before; what was answered since is graded by what was asked then."""
    regrade = Regrade.objects.select_for_update().get(pk=regrade.pk)
    if regrade.undone_at is not None:
        return
    rows: dict[UUID, list[RegradedQuestion]] = defaultdict(list)
    for row in regrade.questions.all():
        rows[row.attempt_id].append(row)
    attempts = Attempt.objects.filter(pk__in=regrade.questions.values("attempt")).select_related("quiz")
    answers = _answers(attempts)
    regraded = [
        _regraded(
            attempt, tuple(_restored(attempt, rows[attempt.pk], answers[attempt.pk])), answers[attempt.pk]
        )
        for attempt in attempts
    ]
    _store(regrade.lesson, regraded)
    regrade.undone_at = timezone.now()
    regrade.save(update_fields=["undone_at"])


Answers = Mapping[int, Answer]  # of one attempt, by the number of the question


def _answers(attempts: QuerySet[Attempt]) -> Mapping[UUID, Answers]:
    answers: dict[UUID, dict[int, Answer]] = defaultdict(dict)
    for answer in Answer.objects.filter(attempt__in=attempts.values("pk")):
        answers[answer.attempt_id][answer.number] = answer
    return answers


def _corrections(
    attempt: Attempt, lesson: Lesson, answers: Answers, today: TodaysQuestions
) -> Iterator[Corrected]:
    for number, kept in enumerate(attempt.questions, start=1):
        if attempt.quiz_id and kept.lesson != lesson.slug:
            continue
        question, answer = today.corrected(kept), answers.get(number)
        if question is not None:
            yield Corrected(number, kept, question, answer, today.worth(question, answer))


def _restored(attempt: Attempt, rows: Iterable[RegradedQuestion], answers: Answers) -> Iterator[Corrected]:
    for row in rows:
        kept, answer = attempt.questions[row.number - 1], answers.get(row.number)
        question = replace(kept, content=row.content)
        after = row.fraction
        if answer and (after is None or attempt.quiz_id):  # in one with times it may have been changed since
            after = grade(question, answer.as_given()).fraction
        yield Corrected(row.number, kept, question, answer, after)


def _regraded(attempt: Attempt, corrected: tuple[Corrected, ...], answers: Answers) -> Regraded:
    if attempt.finished_at is None:
        return Regraded(attempt, corrected, None, None)
    worth = {number: answer.worth for number, answer in answers.items()}
    after = worth | {one.number: one.after for one in corrected if one.after is not None}
    questions = attempt.questions
    return Regraded(attempt, corrected, score_of(questions, worth), score_of(questions, after))


def _store(lesson: Lesson, regraded: Sequence[Regraded]) -> None:
    """Write the corrected questions, what their answers are worth now, the scores, and when cards are due."""
    answers: dict[float, list[int]] = defaultdict(list)
    for one in regraded:
        _rewrite(one)
        for corrected in one.corrected:
            if corrected.answer and corrected.after is not None:
                answers[corrected.after].append(corrected.answer.pk)
        if one.attempt.lesson_id and one.is_pass_now:
            finish_style(one.attempt.user, lesson, "quiz")
    for fraction, keys in answers.items():
        for start in range(0, len(keys), AT_ONCE):
            some = Answer.objects.filter(pk__in=keys[start : start + AT_ONCE])
            some.update(fraction=fraction, right=fraction == 1)
    store(_recalls(lesson, regraded), corrects=True)


def _recalls(lesson: Lesson, regraded: Sequence[Regraded]) -> Iterator[Recall]:
    """What the cards are told: the answers that have become right, or wrong.

    Of an attempt at a quiz with times they hear when it is handed in, and not before.
    """
    extensions = QuizLearner.objects.filter(quiz__in={one.attempt.quiz_id for one in regraded}).extensions()
    for attempt, corrected in ((one.attempt, one.corrected) for one in regraded):
        times = None
        if attempt.quiz_id:
            extension = extensions.get((attempt.quiz_id, attempt.user_id), Extension())
            times = sitting_times(attempt, extension)
        for one in corrected if attempt.finished_at or not times else ():
            if one.answer and (one.before == 1) != (one.after == 1):
                known_at = times.known_at(one.answer.answered_at) if times else None
                yield answer_recalled(attempt, one.answer, lesson, is_right=one.after == 1, known_at=known_at)


def _rewrite(regraded: Regraded) -> None:
    attempt = regraded.attempt
    attempt.details = attempt.details or [question.details() for question in attempt.questions]
    for one in regraded.corrected:
        attempt.asked[one.number - 1] = one.question.as_json()
        attempt.details[one.number - 1] = one.question.details()
    if regraded.after:
        attempt.right += sum((one.after == 1) - (one.before == 1) for one in regraded.corrected if one.answer)
        attempt.points, attempt.possible_points = regraded.after.right, regraded.after.total
    attempt.save(update_fields=["asked", "details", "right", "points", "possible_points"])
