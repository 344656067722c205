"""Grading stored attempts again, once a question's key, tolerance or rule was corrected.

A report says what would change, for every attempt; it is applied only as it was shown, and can be undone.
Where a question of today asks something else, the key that was kept stands, and the report says so.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from statistics import fmean
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from lessons.accounts.models import User
from lessons.models import Lesson
from lessons.quizzes.cards.history import Recall, store
from lessons.quizzes.cards.sources import answer_recalled
from lessons.quizzes.grading import AskedQuestion, Score, grade
from lessons.quizzes.models import Answer, Attempt, Question, Regrade, RegradedQuestion
from lessons.quizzes.question_types.interface import QuestionMistakeError, Values
from lessons.quizzes.question_types.registry import TYPES
from lessons.reading.progress import finish_style

__all__ = ["ChangedReportError", "Corrected", "Regraded", "Report", "apply", "report", "undo"]

AT_ONCE = 500  # rows in a statement


class ChangedReportError(Exception):
    """What would change is no longer what was shown."""


@dataclass(frozen=True)
class Corrected:
    """A question of an attempt with its corrected key, and what the answer, if any, is worth by it."""

    number: int
    kept: AskedQuestion
    question: AskedQuestion
    answer: Answer | None
    after: float | None

    @property
    def before(self) -> float | None:
        """What the answer was worth."""
        return self.answer.worth if self.answer else None


@dataclass(frozen=True)
class Regraded:
    """An attempt of which something changes; scores are None while it is open."""

    attempt: Attempt
    corrected: tuple[Corrected, ...]
    before: Score | None
    after: Score | None


@dataclass(frozen=True)
class Report:
    """What a regrade would change, and the questions whose kept key stands, with how many asked them."""

    attempts: int
    regraded: tuple[Regraded, ...]
    standing: Mapping[str, int]

    @property
    def rescored(self) -> tuple[Regraded, ...]:
        """The finished attempts whose score changes."""
        return tuple(one for one in self.regraded if one.before != one.after)

    @property
    def means(self) -> tuple[float, float]:
        """The mean share of those scores, before and after."""
        scores = [(one.before.share, one.after.share) for one in self.rescored if one.before and one.after]
        return (
            (fmean(before for before, _ in scores), fmean(after for _, after in scores)) if scores else (0, 0)
        )

    @property
    def raised(self) -> int:
        """How many of those scores are higher afterwards."""
        return sum(one.before.share < one.after.share for one in self.rescored if one.before and one.after)

    @property
    def lowered(self) -> int:
        """How many are lower."""
        return len(self.rescored) - self.raised

    @property
    def token(self) -> str:
        """By which a confirmation names exactly this report."""
        told = repr(
            [
                (one.attempt.pk, [(c.number, c.question.content) for c in one.corrected])
                for one in self.regraded
            ]
        )
        return hashlib.sha256(told.encode()).hexdigest()[:32]


def report(lesson: Lesson) -> Report:
    """What grading all attempts at the lesson's quiz by the questions of today would change, in 3 queries."""
    today = _Today(lesson)
    attempts = list(Attempt.objects.filter(lesson=lesson).select_related("user").order_by("started_at", "pk"))
    answers = _answers(lesson)
    found = [(attempt, tuple(_corrections(attempt, answers[attempt.pk], today))) for attempt in attempts]
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
    answers = _answers(regrade.lesson)
    attempts = Attempt.objects.filter(pk__in=regrade.questions.values("attempt"))
    regraded = (
        _regraded(
            attempt, tuple(_restored(attempt, rows[attempt.pk], answers[attempt.pk])), answers[attempt.pk]
        )
        for attempt in attempts
    )
    _store(regrade.lesson, regraded)
    regrade.undone_at = timezone.now()
    regrade.save(update_fields=["undone_at"])


class _Today:
    """The lesson's questions as they are now, by key; those of 0.7.0 are known by what they ask.

    Most learners are asked the same, so what becomes of a content, and of an answer to it, is found out once.
    """

    def __init__(self, lesson: Lesson) -> None:
        self.values: dict[tuple[str, str], Any] = {}
        self.standing: Counter[str] = Counter()
        self.contents: dict[tuple[str, str, str], Values | None] = {}
        self.fractions: dict[str, float] = {}
        for question in Question.objects.of(lesson):
            with suppress(QuestionMistakeError):  # its generator, say, is gone: what was kept stands
                value = TYPES[question.type].parse(question.values)
                self.values |= {(question.type, question.key): value, (question.type, question.prompt): value}

    def corrected(self, asked: AskedQuestion) -> AskedQuestion | None:
        """The question with today's key, None where nothing changes; counted where its own key stands."""
        name = (asked.type, asked.key or asked.prompt)
        found = (*name, repr(asked.content))
        if found not in self.contents:
            question = asked.rekeyed(self.values[name]) if name in self.values else None
            self.contents[found] = question.content if question else None
        content = self.contents[found]
        if content is None:
            self.standing[asked.prompt] += 1
        return None if content is None or content == asked.content else replace(asked, content=content)

    def worth(self, question: AskedQuestion, answer: Answer | None) -> float | None:
        """What the answer is worth, if there is one."""
        if answer is None:
            return None
        given = answer.as_given()
        name = repr((question.type, question.content, given))
        if name not in self.fractions:
            self.fractions[name] = grade(question, given).fraction
        return self.fractions[name]


Answers = Mapping[int, Answer]  # of one attempt, by the number of the question


def _answers(lesson: Lesson) -> Mapping[UUID, Answers]:
    answers: dict[UUID, dict[int, Answer]] = defaultdict(dict)
    for answer in Answer.objects.filter(attempt__lesson=lesson):
        answers[answer.attempt_id][answer.number] = answer
    return answers


def _corrections(attempt: Attempt, answers: Answers, today: _Today) -> Iterator[Corrected]:
    for number, kept in enumerate(attempt.questions, start=1):
        question, answer = today.corrected(kept), answers.get(number)
        if question is not None:
            yield Corrected(number, kept, question, answer, today.worth(question, answer))


def _restored(attempt: Attempt, rows: Iterable[RegradedQuestion], answers: Answers) -> Iterator[Corrected]:
    for row in rows:
        kept, answer = attempt.questions[row.number - 1], answers.get(row.number)
        question = replace(kept, content=row.content)
        after = row.fraction
        if answer and after is None:
            after = grade(question, answer.as_given()).fraction
        yield Corrected(row.number, kept, question, answer, after)


def _regraded(attempt: Attempt, corrected: tuple[Corrected, ...], answers: Answers) -> Regraded:
    if attempt.finished_at is None:
        return Regraded(attempt, corrected, None, None)
    worth = {number: answer.worth for number, answer in answers.items()}
    after = worth | {one.number: one.after for one in corrected if one.after is not None}
    return Regraded(attempt, corrected, _score(attempt, worth), _score(attempt, after))


def _score(attempt: Attempt, worth: Mapping[int, float]) -> Score:
    points = [question.points for question in attempt.questions]
    reached = sum(points[number - 1] * fraction for number, fraction in worth.items())
    return Score.of_points(reached, sum(points))


def _store(lesson: Lesson, regraded: Iterable[Regraded]) -> None:
    """Write the corrected questions, what their answers are worth now, the scores, and when cards are due."""
    answers: dict[float, list[int]] = defaultdict(list)
    recalls: list[Recall] = []
    for one in regraded:
        one.attempt.lesson = lesson
        _rewrite(one)
        recalls.extend(_recalls(one))
        for corrected in one.corrected:
            if corrected.answer and corrected.after is not None:
                answers[corrected.after].append(corrected.answer.pk)
        if one.before and one.after and one.after.is_pass and not one.before.is_pass:
            finish_style(one.attempt.user, one.attempt.lesson, "quiz")
    for fraction, keys in answers.items():
        for start in range(0, len(keys), AT_ONCE):
            some = Answer.objects.filter(pk__in=keys[start : start + AT_ONCE])
            some.update(fraction=fraction, right=fraction == 1)
    store(recalls, corrects=True)


def _recalls(regraded: Regraded) -> Iterator[Recall]:
    """What the cards are told: the answers that have become right, or wrong."""
    for one in regraded.corrected:
        if one.answer and (one.before == 1) != (one.after == 1):
            yield answer_recalled(
                regraded.attempt, one.answer, regraded.attempt.lesson, is_right=one.after == 1
            )


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
