"""What to ask about a step before it is shown: a pure function of the trace."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Any

from lessons.trace import Outcome, Step, Trace, Variable

__all__ = ["MOST_CHOICES", "Asked", "Kind", "Sureness", "ask", "asking_steps", "same"]

MOST_CHOICES = 4
PROMPT = "What will come out of this step?"
ENDINGS = {Outcome.OK: "It succeeds", Outcome.DENIED: "It is denied"}


class Kind(StrEnum):
    """What is asked for."""

    TRACKER = "tracker"
    OUTCOME = "outcome"
    OUTPUT = "output"


class Sureness(StrEnum):
    """How sure the learner is."""

    GUESS = "guess"
    FAIRLY = "fairly"
    CERTAIN = "certain"

    @property
    def label(self) -> str:
        """What the page calls it."""
        return {"guess": "A guess", "fairly": "Fairly sure", "certain": "Certain"}[self.value]

    @classmethod
    def named(cls, name: str | None) -> Sureness | None:
        """The level of this name, as a form sends it; None where it is none."""
        return next((one for one in cls if one == name), None)


@dataclass(frozen=True)
class Asked:
    """A question with two to four different ``choices``; ``right`` is the index of the right one."""

    kind: Kind
    prompt: str
    choices: tuple[str, ...]
    right: int

    @property
    def answer(self) -> str:
        """The right choice."""
        return self.choices[self.right]

    def as_json(self) -> dict[str, Any]:
        """The question as a JSON document, which later edits of the lesson do not reach."""
        return {"kind": self.kind, "prompt": self.prompt, "choices": [*self.choices], "right": self.right}

    @classmethod
    def from_json(cls, document: dict[str, Any]) -> Asked:
        """The question that ``as_json`` wrote."""
        return cls(Kind(document["kind"]), document["prompt"], tuple(document["choices"]), document["right"])


def ask(trace: Trace, number: int) -> Asked | None:
    """The question about step ``number``: what it changes, else how it ends, else what comes out.

    None where the trace holds nothing that the answer could be mistaken for.
    """
    step = trace.steps[number - 1]
    return about_tracker(trace, step) or about_outcome(trace, step) or about_output(trace, step)


def asking_steps(trace: Trace) -> tuple[Step, ...]:
    """The steps that something can be asked about."""
    return tuple(step for step in trace.steps if ask(trace, step.number))


def about_tracker(trace: Trace, step: Step) -> Asked | None:
    """What the first variable that the step changes will be; every other value it has is a choice."""
    variable = next((one for one in trace.variables if is_changed(one, step.number)), None)
    if variable is None:
        return None
    before = variable.after(step.number - 1)
    others = nearest_first([(0, variable.start), *variable.values.items()], step.number)
    later = (text for text in others if not same(text, before))
    prompt = f"`{variable.name}` is “{before}” now. What will it be after this step?"
    return question(Kind.TRACKER, prompt, variable.after(step.number), [*later, before], step)


def is_changed(variable: Variable, number: int) -> bool:
    """Whether step ``number`` gives the variable a value that can be told from the one before."""
    return number in variable.values and not same(variable.after(number), variable.after(number - 1))


def about_outcome(trace: Trace, step: Step) -> Asked | None:
    """Whether the step succeeds, where it is one or the other and the trace has both."""
    if step.outcome not in ENDINGS or not ENDINGS.keys() <= {one.outcome for one in trace.steps}:
        return None
    others = [text for outcome, text in ENDINGS.items() if outcome != step.outcome]
    return question(Kind.OUTCOME, "How will this step end?", ENDINGS[step.outcome], others, step)


def about_output(trace: Trace, step: Step) -> Asked | None:
    """What comes out; the outputs of the steps nearby are choices.

    After a step that only sends something off, what comes next is no wrong answer, if there is another one.
    """
    outputs = [(one.number, one.output) for one in trace.steps]
    sent_off = step.number + 1 if step.outcome == Outcome.NEUTRAL else None
    beyond = [(number, text) for number, text in outputs if number != sent_off]
    asked = (
        question(Kind.OUTPUT, PROMPT, step.output, nearest_first(texts, step.number), step)
        for texts in (beyond, outputs)
    )
    return next(filter(None, asked), None)


def question(kind: Kind, prompt: str, answer: str, others: Iterable[str], step: Step) -> Asked | None:
    """The question with the first of ``others`` that can be told from the answer and from each other."""
    choices = [answer]
    for text in others:
        if len(choices) < MOST_CHOICES and plain(text) and not any(same(text, one) for one in choices):
            choices.append(text)
    if not plain(answer) or len(choices) == 1:
        return None
    choices.sort(key=lambda text: sha256(f"{step.number} {step.action} {text}".encode()).digest())
    return Asked(kind, prompt, tuple(choices), choices.index(answer))


def nearest_first(texts: Iterable[tuple[int, str]], number: int) -> list[str]:
    """Texts by how near the step they belong to is to step ``number``."""
    return [text for _, text in sorted(texts, key=lambda pair: (abs(pair[0] - number), pair[0]))]


def same(one: str, other: str) -> bool:
    """Whether two texts look alike to a reader: capitals, spaces and code marks do not count."""
    return plain(one) == plain(other)


def plain(text: str) -> str:
    """A text without capitals, without code marks and with single spaces."""
    return " ".join(text.replace("`", "").casefold().split())
