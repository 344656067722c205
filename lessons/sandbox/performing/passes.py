"""A learner's pass through a lesson: begun, moved on, halted by a wrong move, over. Only here is it written.

What is done is stored before anybody hears of it, so a pass can be left at any step and found again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from secrets import token_hex
from typing import Any

from django.core.exceptions import BadRequest
from django.db import IntegrityError, transaction
from django.utils import timezone

from lessons import aws
from lessons.accounts.models import User
from lessons.aws import budgets
from lessons.models import Lesson
from lessons.reading.progress import keep_level
from lessons.sandbox.calls import execution
from lessons.sandbox.calls.charge import charged
from lessons.sandbox.models import Pass, PassMove, Scenario
from lessons.sandbox.performing.deciding_statements import deciding, statements_of, why_not
from lessons.sandbox.performing.plan import Plan, StepToDo, enter, judge, shown
from lessons.sandbox.performing.recorded_moves import UnplayableError, keep
from lessons.sandbox.performing.stage import Made, Move, NotSentError, Stage, opened
from lessons.signals import step_missed

__all__ = [
    "UNTRIED",
    "NoTryError",
    "StaleError",
    "asked_about",
    "begin",
    "choose",
    "decide",
    "latest",
    "make_move",
    "show",
    "undo",
]

Verdict = PassMove.Verdict
# AWS's errors about how a call is written or how large it is: whoever gets one has not tried the step yet,
# unless the step is about that error.
UNTRIED = frozenset(
    {
        "EntityTooLarge",
        "InvalidAction",
        "InvalidArgument",
        "InvalidInput",
        "InvalidParameterValue",
        "LimitExceeded",
        "MalformedInput",
        "MalformedPolicy",
        "MalformedPolicyDocument",
        "MalformedQueryString",
        "MissingParameter",
        "PackedPolicyTooLarge",
        "RequestEntityTooLarge",
        "TooManyBuckets",
        "TooManyObjects",
        "ValidationError",
    }
)
NO_SCENARIO = "The world of this lesson is not there at the moment. Come back later."
NO_MOVES_LEFT = f"You have made {budgets.MOVES} moves in this lesson, which is as many as there is room for."
NO_WAY_ON = "The lesson's own calls lead no further from here. Begin again: what you did so far is kept."


class NoTryError(Exception):
    """A call is malformed, or over a budget: nothing came of it, and it does not count."""


class StaleError(Exception):
    """The page that this was sent from is older than the pass."""


def latest(user: User, lesson: Lesson) -> Pass | None:
    """The learner's newest pass of the lesson."""
    found = Pass.objects.filter(user=user, lesson=lesson).order_by("-number").first()
    if found:
        found.user, found.lesson = user, lesson  # without a query for either
    return found


@transaction.atomic
def begin(user: User, lesson: Lesson, plan: Plan) -> Pass:
    """A pass from the first step, in a world of its own; one in which nothing was done yet begins anew.

    Raises BadRequest where the learner has made as many moves as there is room for.
    """
    check_room(user, lesson)
    scenario = Scenario.objects.filter(slug=plan.scenario).first()
    if scenario is None:
        raise BadRequest(NO_SCENARIO)
    before = Pass.objects.select_for_update().filter(user=user, lesson=lesson).order_by("-number").first()
    if before and before.moves.exists():
        Pass.objects.filter(pk=before.pk).update(stage={})
    elif before:
        before.delete()
    number = (before.number if before else 0) + 1
    made = Pass(user=user, lesson=lesson, number=number, plan=plan.digest, steps=len(plan.steps))
    go_to(made, plan.steps[0], opened(aws.build(scenario.document, token_hex()), timezone.now()))
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:  # begun in another tab at the same moment
        return Pass.objects.get(user=user, lesson=lesson, number=number)
    return made


def check_room(user: User, lesson: Lesson) -> None:
    """Raises BadRequest where the learner has made as many moves in the lesson as there is room for."""
    if PassMove.objects.filter(of__user=user, of__lesson=lesson).count() >= budgets.MOVES:
        raise BadRequest(NO_MOVES_LEFT)


@transaction.atomic
def make_move(of: Pass, plan: Plan, at: int, move: Move, made: Mapping[str, Any]) -> PassMove:
    """Carry out a call in a copy of the pass's world; where it is right, the pass goes on from there.

    ``at`` is how many moves there were on the page that this comes from, ``made`` what is kept of what was
    typed. Raises NoTryError, StaleError and BadRequest.
    """
    mine, step = taken(of, plan, at)
    stage = Stage.from_json(mine.stage)
    done, place = carried_out(mine, stage, step, move)
    code = done.call.error_code
    if place is None and code in UNTRIED and not step.expects(mine.left, code):
        raise NoTryError(f"{code}: {done.call.error_message}")
    row = note(mine, at, Verdict.WRONG if place is None else Verdict.RIGHT, made, done.fields)
    if place is None:
        miss(mine)
    else:
        call = dict(step.open_calls(mine.left))[place]
        go_on(mine, plan, step, keep(call, done), [other for other in mine.left if other != place])
    store(mine)
    return row


def carried_out(mine: Pass, stage: Stage, step: StepToDo, move: Move) -> tuple[Made, int | None]:
    """The move, and the recorded call that it comes to; within the learner's pace. Raises NoTryError."""
    try:
        with charged(execution.learners, mine.user_id):
            return judge(stage, step, mine.left, move)
    except (NotSentError, execution.OverBudgetError) as error:
        raise NoTryError(str(error)) from error


@transaction.atomic
def choose(of: Pass, plan: Plan, at: int, key: str) -> PassMove:
    """Say which step happens next, where the step is no call. Raises StaleError and BadRequest."""
    mine, step = taken(of, plan, at)
    if step.calls:
        raise StaleError
    is_right = key == step.key
    row = note(mine, at, Verdict.RIGHT if is_right else Verdict.WRONG, {"chosen": key})
    if is_right:
        go_on(mine, plan, step, shown(Stage.from_json(mine.stage), step, mine.left), [])
    else:
        miss(mine)
    store(mine)
    return row


@transaction.atomic
def decide(of: Pass, plan: Plan, at: int, chosen: str) -> PassMove:
    """Say which statement decided the call that was made last. Raises StaleError and BadRequest."""
    mine, step = taken(of, plan, at)
    asked = asked_about(step, mine.left, mine.moves.all())
    if asked is None or asked.event is None:
        raise StaleError
    decision = asked.event["decision"]
    named = {statement.id: statement.title for statement in statements_of(decision)}
    made = {**asked.made, "statement": named[chosen]}
    is_right = chosen in deciding(decision)
    if not is_right:
        made["said"] = why_not(decision, chosen)
    row = note(mine, at, Verdict.RIGHT if is_right else Verdict.WRONG, made)
    if is_right:
        go_on(mine, plan, step, Stage.from_json(mine.stage), mine.left[1:])
    else:
        miss(mine)
    store(mine)
    return row


def asked_about(step: StepToDo, left: Sequence[int], moves: Iterable[PassMove]) -> PassMove | None:
    """The call of which a statement is asked for now: the last one that was right. None where none is."""
    if not left or not step.asks_at(left[0]):
        return None
    calls = [move for move in moves if move.event and move.verdict == Verdict.RIGHT]
    return calls[-1] if calls else None


@transaction.atomic
def undo(of: Pass) -> None:
    """Take the wrong move back: the pass stands where it stood."""
    Pass.objects.filter(pk=of.pk).update(is_halted=False)


@transaction.atomic
def show(of: Pass, plan: Plan, at: int) -> None:
    """Do the rest of the step for the learner; it does not count. Raises StaleError and BadRequest."""
    mine, step = taken(of, plan, at, halted=True)
    try:
        after = shown(Stage.from_json(mine.stage), step, mine.left)
    except (UnplayableError, NotSentError) as error:
        raise BadRequest(NO_WAY_ON) from error
    note(mine, at, Verdict.SHOWN, {})
    mine.is_missed, mine.is_halted = True, False
    go_on(mine, plan, step, after, [])
    store(mine)


def taken(of: Pass, plan: Plan, at: int, *, halted: bool = False) -> tuple[Pass, StepToDo]:
    """The pass as it is now, held for this transaction, and the step that is next.

    Raises StaleError where it has gone on since, or the lesson has changed.
    """
    mine = Pass.objects.select_for_update().get(pk=of.pk)
    mine.user, mine.lesson = of.user, of.lesson
    step = plan.step(mine.step_key)
    if step is None or mine.plan != plan.digest or mine.is_halted != halted or mine.moves.count() != at:
        raise StaleError
    check_room(mine.user, mine.lesson)
    return mine, step


def note(
    mine: Pass, at: int, verdict: Verdict, made: Mapping[str, Any], fields: Mapping[str, Any] | None = None
) -> PassMove:
    """Keep a move."""
    return PassMove.objects.create(
        of=mine, number=at + 1, step_key=mine.step_key, verdict=verdict, made=made, event=fields
    )


def miss(mine: Pass) -> None:
    """The pass halts at a wrong move; the first one in a step is told to who makes something of it."""
    if not mine.is_missed:
        step_missed.send(
            sender=Pass,
            user=mine.user,
            lesson=mine.lesson,
            step_key=mine.step_key,
            token=f"{mine.pk}/{mine.step_key}",
            at=timezone.now(),
        )
    mine.is_missed = mine.is_halted = True


def go_on(mine: Pass, plan: Plan, step: StepToDo, stage: Stage, left: list[int]) -> None:
    """To the next call of the step; where none is left, to the next step, or to the end."""
    stage, left = enter(stage, step, left)
    if left:
        mine.stage, mine.left = stage.to_json(), left
        return
    mine.right += not mine.is_missed
    following = plan.after(step)
    if following:
        go_to(mine, following, stage)
    else:
        finish(mine, timezone.now())


def go_to(mine: Pass, step: StepToDo, stage: Stage) -> None:
    """To the beginning of a step."""
    left = [*range(len(step.parts))]
    if step.calls:
        stage, left = enter(stage, step, left)
    mine.stage, mine.left = stage.to_json(), left
    mine.step_key, mine.is_missed = step.key, False


def store(mine: Pass) -> None:
    """Store where the pass stands; once it is over, how far the learner is in the lesson."""
    mine.save()
    if mine.finished_at:
        keep_level(mine.user, mine.lesson)


def finish(mine: Pass, now: datetime) -> None:
    """The pass is over, and its world is needed no more."""
    mine.step_key, mine.stage, mine.left, mine.finished_at = "", {}, [], now
