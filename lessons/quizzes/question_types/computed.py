"""A question that a generator makes anew for each learner, and whose key AWS's own rules compute.

A drawn question keeps all that was asked, as values: what a learner saw can be shown and graded when its
generator is another, or gone. It is right or it is not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from lessons.quizzes.generators.asked import Asked, ask
from lessons.quizzes.generators.catalog import GENERATORS
from lessons.quizzes.generators.generator import Generator
from lessons.quizzes.question_types import numeric
from lessons.quizzes.question_types.interface import (
    Form,
    Given,
    Line,
    NotAnAnswerError,
    QuestionMistakeError,
    Values,
)
from lessons.quizzes.question_types.typed import typed
from lessons.quizzes.question_types.written import text

__all__ = ["KEYS", "NAME", "TITLE", "VERSION", "Asked", "Computed"]
__all__ += ["draw", "dump", "grade", "key", "parse", "read", "recomputed", "rekey", "say", "show", "variants"]

NAME = "computed"
VERSION = 1
TITLE = "Computed anew for each learner"
KEYS: tuple[str, ...] = ("generator", "settings", "asked")

PLEASE_CHOOSE = "Choose one of the answers, then check it."
PLEASE_TELL = "Write a time of the day in hours and minutes, such as 9:05 or 14:30."
NOT_KEPT = "“asked” is not what was kept of a question."
HOURS, MINUTES = 24, 60
TIME = "time"
# What else a number may be written in, each with how many of its own unit it is worth.
OTHER_UNITS = {"seconds": (("min", "60"), ("hours", "3600")), "minutes": (("hours", "60"),)}


@dataclass(frozen=True)
class Computed:
    """A generator by its name. ``settings`` narrow what it draws from; ``asked`` is None until it has."""

    generator: str
    settings: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    asked: Asked | None = None


def parse(values: Values) -> Computed:
    """``generator`` is a name; ``settings`` give the values that are drawn of some, each in a list.

    ``asked`` is what `dump` gives of a drawn question, whose generator may be another by now, or gone.
    """
    name, settings = text(values, "generator"), values.get("settings", {})
    if not isinstance(settings, Mapping) or not all(
        isinstance(one, list) and one for one in settings.values()
    ):
        raise QuestionMistakeError("settings", "“settings” gives each value that it narrows a list.")
    if "asked" in values:
        return Computed(
            name, {key: tuple(wanted) for key, wanted in settings.items()}, _kept(values["asked"])
        )
    generator = GENERATORS.get(name)
    if generator is None:
        raise QuestionMistakeError("generator", f"There is no generator “{name}”.")
    return Computed(name, {key: _narrowed(generator, key, wanted) for key, wanted in settings.items()})


def _narrowed(generator: Generator, setting: str, wanted: Sequence[Any]) -> tuple[Any, ...]:
    """What a value is drawn from, as an author narrows it. Raises QuestionMistakeError."""
    known = generator.space.get(setting)
    if known is None:
        raise QuestionMistakeError("settings", f"“{generator.name}” draws no “{setting}”.")
    for one in wanted:
        if one not in known:
            among = ", ".join(map(str, dict.fromkeys(known)))
            raise QuestionMistakeError("settings", f"“{setting}” is never {one!r}, but one of {among}.")
    return tuple(known[known.index(one)] for one in wanted)  # what was written as 900.0 is 900


def _kept(asked: Any) -> Asked:
    """What `dump` gave of it, with a key that is right. Raises QuestionMistakeError for anything else."""
    try:
        kept = Asked.from_json(asked)
        if not kept.choices and _worth(kept, kept.right) == 1:
            return kept
    except ValueError:
        raise QuestionMistakeError("asked", NOT_KEPT) from None
    if not kept.choices:
        raise QuestionMistakeError("asked", NOT_KEPT)
    return kept


def dump(content: Computed) -> dict[str, Any]:
    """All that `parse` reads: of a drawn question, all that was asked."""
    written: dict[str, Any] = {"generator": content.generator}
    if content.settings:
        written["settings"] = {name: list(wanted) for name, wanted in content.settings.items()}
    if content.asked:
        written["asked"] = content.asked.to_json()
    return written


def draw(content: Computed, random: Random) -> Computed:
    """A variant for one learner: values, words and key; the choices in an order of their own.

    Raises KeyError where the generator is gone, of which nothing new can be drawn.
    """
    return replace(content, asked=ask(GENERATORS[content.generator], random, content.settings))


def _drawn(content: Computed) -> Asked:
    """What was asked; of a question that was not drawn yet, what its first variant asks."""
    asked = content.asked or draw(content, Random(0)).asked  # noqa: S311 -- nothing is guarded by it
    if asked is None:
        raise ValueError(content.generator)
    return asked


def show(content: Computed, given: Given | None) -> dict[str, Any]:
    """The lines and policies of the variant, what it asks, and its choices or the unit of a number."""
    asked = _drawn(content)
    choices = [
        {
            "index": index,
            "text": choice,
            "is_right": choice == asked.right,
            "is_taken": given is not None and index == given,
        }
        for index, choice in enumerate(asked.choices)
    ]
    return {
        "lines": asked.lines[:-1],
        "question": asked.lines[-1],
        "documents": asked.documents,
        "choices": choices,
        **({} if asked.choices else numeric.show(_number(asked), given)),
    }


def read(content: Computed, form: Form) -> Given:
    """The index that was chosen; or the number as it was typed, a time as HH:MM."""
    asked = _drawn(content)
    if asked.choices:
        return _chosen(asked, form.get("choice", ()))
    return _time(typed(form)) if asked.unit == TIME else numeric.read(_number(asked), form)


def _number(asked: Asked) -> numeric.Numeric:
    """The number that is right, and the units in which it may be written."""
    return numeric.Numeric(asked.right, unit=asked.unit, units=OTHER_UNITS.get(asked.unit, ()))


def _chosen(asked: Asked, sent: Sequence[str]) -> int:
    places = {str(index): index for index in range(len(asked.choices))}
    if len(sent) != 1 or sent[0] not in places:
        raise NotAnAnswerError(PLEASE_CHOOSE)
    return places[sent[0]]


def _time(sent: str) -> str:
    hours, colon, minutes = sent.strip().partition(":")
    if not colon or not _is_number(hours, 2) or not _is_number(minutes, 2) or len(minutes) == 1:
        raise NotAnAnswerError(PLEASE_TELL, sent)
    if int(hours) >= HOURS or int(minutes) >= MINUTES:
        raise NotAnAnswerError(PLEASE_TELL, sent)
    return f"{int(hours):02}:{minutes}"


def _is_number(digits: str, most: int) -> bool:
    return digits.isascii() and digits.isdecimal() and len(digits) <= most


def grade(content: Computed, given: Given) -> float:
    """1 or 0, by the key that was kept."""
    return _worth(_drawn(content), given)


def _worth(asked: Asked, given: Given) -> float:
    """The same of what was asked. Raises NotAnAnswerError for what `read` never gives."""
    if asked.choices:
        return float(_choice(asked, given) == asked.right)
    if asked.unit != TIME:
        return numeric.grade(_number(asked), given)
    if not isinstance(given, str) or _time(given) != given:
        raise NotAnAnswerError(PLEASE_TELL)
    return float(given == asked.right)


def _choice(asked: Asked, given: Given) -> str:
    """The choice that was taken. Raises NotAnAnswerError."""
    if type(given) is int and 0 <= given < len(asked.choices):
        return asked.choices[given]
    raise NotAnAnswerError(PLEASE_CHOOSE)


def key(content: Computed) -> Given:
    """The index of the right choice, or the number."""
    asked = _drawn(content)
    return asked.choices.index(asked.right) if asked.choices else asked.right


def rekey(kept: Computed, today: Computed) -> Computed | None:
    """What was asked, with the key that today's rules give, as `recomputed` has it."""
    if today.generator != kept.generator:
        return None
    return recomputed(kept) if kept.asked else today


def say(content: Computed, given: Given) -> tuple[Line, ...]:
    """One line: what was given, what is right, and why."""
    asked = _drawn(content)
    is_right = _worth(asked, given) == 1
    if asked.choices:
        return (Line("", _choice(asked, given), asked.right, is_right, reason=asked.explanation),)
    unit = "UTC" if asked.unit == TIME else asked.unit
    return (Line("", given, f"{asked.right} {unit}", is_right, reason=asked.explanation),)


def recomputed(content: Computed) -> Computed | None:
    """The same question, words and choices, with the key and the explanation that today's rules give.

    None where the kept key stands: the generator is gone or of another version, it does not know the values
    any more, or the answer that is right today is none of the choices that were shown.
    """
    kept, generator = content.asked, GENERATORS.get(content.generator)
    if kept is None or generator is None or generator.version != kept.version:
        return None
    if not generator.knows(kept.drawn):
        return None
    today = generator.variant(kept.drawn)
    moved = replace(kept, right=today.right, explanation=today.explanation)
    return replace(content, asked=moved) if moved.has_key and today.unit == kept.unit else None


def variants(content: Computed, count: int) -> Iterator[Computed]:
    """The first ``count`` variants, for an author to look at: each as one learner may be asked it."""
    return (draw(content, Random(seed)) for seed in range(count))  # noqa: S311 -- nothing is guarded by it
