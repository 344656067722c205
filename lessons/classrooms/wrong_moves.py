"""What a class did wrong where it did the steps of a lesson itself: of each step the most frequent move."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet
from django.db.models.fields.json import KT

from lessons.classrooms.lesson_steps import LessonSteps, by_lesson, published_lessons, read_actions
from lessons.sandbox.models import PassMove

__all__ = ["StepMoves", "wrong_moves_of"]

GONE = "a step that is gone"
Moves = defaultdict[int, defaultdict[str, set[tuple[int, str]]]]


@dataclass(frozen=True)
class StepMoves:
    """A step that ``missed`` students did wrong, with the wrong move that most made, and how many did."""

    number: int
    action: str
    missed: int
    move: str
    count: int


def wrong_moves_of(students: QuerySet) -> tuple[LessonSteps[StepMoves], ...]:
    """What these users did wrong, lesson by lesson, in three queries; each counts once a step and move."""
    lessons = published_lessons()
    actions = read_actions(lessons)
    found: Moves = defaultdict(lambda: defaultdict(set))
    wrong = PassMove.objects.filter(of__user__in=students, verdict=PassMove.Verdict.WRONG)
    told = wrong.annotate(
        by=KT("made__by"),
        call=KT("made__call"),
        chosen=KT("made__chosen"),
        statement=KT("made__statement"),
        code=KT("event__error_code"),
    )
    columns = ("of__lesson", "step_key", "of__user", "by", "call", "code", "chosen", "statement")
    for lesson, key, user, by, call, code, chosen, statement in told.order_by().values_list(*columns):
        if statement:
            move = f"decides: {statement}"
        else:
            move = f"chose: {actions[lesson].get(chosen, GONE)}" if chosen else in_words(by, call, code)
        found[lesson][key].add((user, move))
    return by_lesson(lessons, lambda lesson: steps_of(actions[lesson.pk], found[lesson.pk]))


def in_words(by: str, call: str, code: str) -> str:
    """A move as it is counted: who, which call and how it ended, whatever a session was called."""
    role, is_session, _ = by.partition("/")
    who = f"a session of {role}" if is_session else role
    return f"{who}: `{call.partition(':')[2]}`, {f'`{code}`' if code else 'done'}"


def steps_of(actions: Mapping[str, str], found: Mapping[str, set[tuple[int, str]]]) -> Iterator[StepMoves]:
    """The steps that somebody did wrong, in their order; those that are gone are left out."""
    for number, (key, action) in enumerate(actions.items(), start=1):
        if moves := found.get(key):
            counts = Counter(move for _, move in sorted(moves))
            (move, count), *_ = counts.most_common(1)
            yield StepMoves(number, action, len({user for user, _ in moves}), move, count)
