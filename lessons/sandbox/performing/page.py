"""What the page of a pass shows: the task, what is known, what came of a wrong move, and what was done."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.utils import timezone

from lessons import aws
from lessons.accounts.models import User
from lessons.lesson_trace import mode_url, trace_of
from lessons.models import Lesson
from lessons.sandbox.documents.recorded_calls import RecordedCall, Skip
from lessons.sandbox.explanations.explanation import Explanation, explain
from lessons.sandbox.models import Event, Pass, PassMove
from lessons.sandbox.performing.deciding_statements import NOTHING
from lessons.sandbox.performing.plan import Plan, Question, StepToDo, plan_of
from lessons.sandbox.performing.recorded_moves import TOKEN
from lessons.sandbox.performing.stage import Stage
from lessons.trace import Step, Trace
from lessons.version_cache import once_a_version
from lessons.visualizer import Mode

__all__ = [
    "Done",
    "Known",
    "Refused",
    "Square",
    "Task",
    "indented",
    "known",
    "line",
    "next_steps",
    "refused",
    "squares",
    "task",
]

OTHERS = 3  # steps that are offered beside the one that is next
LONGEST = 80  # characters of a parameter in the table
Verdict = PassMove.Verdict
ACCOUNT = re.compile(r"\{\w+\}|\b\d{12}\b")


@dataclass(frozen=True, slots=True)
class Task:
    """The step that is next: ``call`` of ``calls`` is to be made, both 0 where the learner is asked."""

    step: Step
    call: int
    calls: int
    wrong: int


@dataclass(frozen=True, slots=True)
class Document:
    """A policy as it is now."""

    of: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Known:
    """What there is to look up: the time, whose MFA device shows which code (with its serial number), to whom
    a provider gives tokens, and the policies by whose they are.
    """

    now: str
    codes: tuple[tuple[str, str, str], ...]
    subjects: tuple[str, ...]
    policies: tuple[Document, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """A wrong move: what AWS answered and why, or the step or the statement that was chosen."""

    move: PassMove
    event: Event | None
    why: Explanation | None
    chosen: str
    told: str

    @property
    def typed(self) -> Mapping[str, str]:
        """The parameters as they were typed, by their names."""
        typed: Mapping[str, str] = self.move.made.get("with", {})
        return typed


@dataclass(frozen=True, slots=True)
class Done:
    """A step beside the model, which is empty while the step is open."""

    number: int
    yours: tuple[str, ...]
    model: tuple[str, ...]
    state: str
    url: str


@dataclass(frozen=True, slots=True)
class Square:
    """A step in the row of squares: "right", "shown", "late" (after wrong moves), "open" or "next"."""

    number: int
    state: str

    @property
    def told(self) -> str:
        """In words."""
        return SQUARES[self.state]


SQUARES = {
    "right": "right at first try",
    "late": "right after a wrong move",
    "shown": "shown",
    "open": "open",
    "next": "to do now",
}


def task(of: Pass, step: StepToDo, trace: Trace, moves: Iterable[PassMove]) -> Task:
    """The step that is next, in the words of the trace."""
    calls = len(step.calls)
    left = sum(isinstance(step.parts[place], RecordedCall) for place in of.left)
    wrong = sum(move.step_key == step.key and move.verdict == Verdict.WRONG for move in moves)
    return Task(trace.steps[step.number - 1], calls - left + 1 if calls else 0, calls, wrong)


def next_steps(of: Pass, step: StepToDo, trace: Trace) -> tuple[Step, ...]:
    """The step that is next among others, those that are still to come first."""
    right = trace.steps[step.number - 1]

    def drawn(other: Step) -> str:
        return sha256(f"{of.pk} {step.key} {other.key}".encode()).hexdigest()

    others = [
        other for other in trace.steps if (other.caption, other.action) != (right.caption, right.action)
    ]
    others.sort(key=lambda other: (other.number < right.number, drawn(other)))
    return tuple(sorted([right, *others[:OTHERS]], key=drawn))


def known(stage: Stage, plan: Plan) -> Known:
    """What the learner may look up."""
    world = aws.World(stage.world)
    users = {user.name: user for user in world.users}
    codes = [
        (device.user, serial, code)
        for device in world.mfa_devices
        if device.user and device.user in users
        for serial, code in aws.mfa_codes(world.document, users[device.user], stage.now).items()
        if serial == device.serial
    ]
    return Known(f"{stage.now:%Y-%m-%dT%H:%M:%SZ}", tuple(codes), subjects(plan), tuple(documents(world)))


def documents(world: aws.World) -> Iterator[Document]:
    """Every policy of a user, a group, a role or a bucket, and every managed one of the accounts."""
    for account in world.accounts.values():
        for part, kind in (("users", "user"), ("groups", "group"), ("roles", "role")):
            for name, item in account[part].items():
                whose = f"{kind} {name}"
                if "trust" in item:
                    yield Document(whose, "trust policy", indented(item["trust"]))
                for policy, text in item["policies"].items():
                    yield Document(whose, policy, indented(text))
        for name, item in account["policies"].items():
            yield Document("managed policy", name, indented(item["versions"][item["default"]]["document"]))
        for name, bucket in account["buckets"].items():
            if bucket["policy"]:
                yield Document(f"bucket {name}", "bucket policy", indented(bucket["policy"]))


def indented(text: str) -> str:
    """A document as it reads best; what is no JSON as it is."""
    try:
        return json.dumps(json.loads(text), indent=2, ensure_ascii=False)
    except ValueError:
        return text


def subjects(plan: Plan) -> tuple[str, ...]:
    """Whom the provider gives tokens to in this lesson."""
    told = json.dumps([dict(call.parameters) for step in plan.steps for call in step.calls], default=str)
    return tuple(sorted(set(TOKEN.findall(told))))


def refused(move: PassMove, trace: Trace, user: User) -> Refused:
    """What a wrong move came to."""
    if "statement" in move.made:
        return Refused(move, None, None, move.made["statement"], move.made["said"])
    if move.event is None:
        step = trace.steps[(trace.number_of(move.made.get("chosen")) or 1) - 1]
        return Refused(move, None, None, step.caption or step.action, "")
    event = Event(at=timezone.now(), source=Event.Source.PAGE, **move.event)
    expected = trace.steps[(trace.number_of(move.step_key) or 1) - 1]
    return Refused(move, event, explain(event, user), "", sentence(event, expected))


def sentence(event: Event, step: Step) -> str:
    """Ties what AWS answered to what the step is about."""
    if event.succeeded:
        return (
            "AWS did this, but it is not what comes about in this step: the answer or what it leaves differs."
        )
    if event.error_code in step.output or event.error_code in step.result:
        return (
            "Refused, and with that error, but not in the way of this step: who asked, or for what, differs."
        )
    return "Refused, which is not how this call of the step ends."


def squares(plan: Plan, of: Pass, moves: Sequence[PassMove]) -> tuple[Square, ...]:
    """Every step as a square."""
    return tuple(Square(step.number, state_of(step, of, moves)) for step in plan.steps)


def state_of(step: StepToDo, of: Pass, moves: Sequence[PassMove]) -> str:
    """How far a step is."""
    if step.key == of.step_key:
        return "next"
    verdicts = {move.verdict for move in moves if move.step_key == step.key}
    if not verdicts:
        return "open"
    return "shown" if Verdict.SHOWN in verdicts else "late" if Verdict.WRONG in verdicts else "right"


def done(lesson: Lesson, plan: Plan, of: Pass, moves: Sequence[PassMove]) -> tuple[Done, ...]:
    """The steps that were begun, each beside the model, which opens when the step is done."""
    trace, url = trace_of(lesson), mode_url(lesson, Mode.STEPS)
    begun = [step for step in plan.steps if any(move.step_key == step.key for move in moves)]
    return tuple(
        Done(
            step.number,
            tuple(told(move, trace) for move in moves if move.step_key == step.key),
            () if step.key == of.step_key else models(lesson)[step.number - 1],
            state_of(step, of, moves),
            url(step.number),
        )
        for step in begun
    )


def told(move: PassMove, trace: Trace) -> str:
    """A move in a line."""
    if move.verdict == Verdict.SHOWN:
        return "shown"
    mark = "✕ " if move.verdict == Verdict.WRONG else ""
    if "statement" in move.made:
        return f"{mark}decides: {move.made['statement']}"
    if "chosen" in move.made:
        number = trace.number_of(move.made["chosen"])
        return f"{mark}{trace.steps[number - 1].action if number else 'a step that is gone'}"
    return mark + line(move.made["by"], move.made["call"].partition(":")[2], move.made["with"])


@once_a_version
def models(lesson: Lesson) -> tuple[tuple[str, ...], ...]:
    """How every step is recorded, in lines."""
    plan, trace = plan_of(lesson), trace_of(lesson)
    steps = plan.steps if plan else ()
    return tuple(
        tuple(map(recorded, (part for part in step.parts if not isinstance(part, Skip))))
        or (trace.steps[step.number - 1].action,)
        for step in steps
    )


def recorded(part: RecordedCall | Question) -> str:
    """A call, or the statement that decides it, as it is recorded."""
    if isinstance(part, Question):
        return "decides: no statement" if part.decides == NOTHING else f"decides: `{part.decides}`"
    return line(part.by or "nobody", part.operation, part.parameters)


def line(by: str, operation: str, parameters: Mapping[str, Any]) -> str:
    """A call in a line: who, what, with what."""
    return " ".join([f"{by}: {operation}", ", ".join(short(value) for value in parameters.values())]).strip()


def short(value: Any) -> str:
    """A parameter's value, without what is only long."""
    text = value if isinstance(value, str) else json.dumps(value, default=str)
    if text.startswith("arn:"):
        text = text.split(":", 5)[-1]
    text = ACCOUNT.sub("…", text) if "{mfa" not in text and "{token" not in text else text
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
