"""How much? A number, with a unit where there is one; `amounts.py` says what is read as a number.

It is right or wrong, without credit in between: right is what differs from the value by the tolerance at
most, once it is in the question's own unit, in which a number alone is taken to be. The case of a unit does
not count, nor does the plural s of a word: `Min` and `mins` are `min`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any

from lessons.aws.budgets import TYPED
from lessons.quizzes.question_types.amounts import amount, factor, number
from lessons.quizzes.question_types.interface import (
    Form,
    Given,
    Line,
    NotAnAnswerError,
    QuestionMistakeError,
    Values,
)
from lessons.quizzes.question_types.typed import FIELD, typed
from lessons.quizzes.question_types.written import check_differ, check_length, check_number, entries, text

__all__ = ["KEYS", "NAME", "TITLE", "VERSION", "Numeric"]
__all__ += ["draw", "dump", "grade", "key", "parse", "read", "rekey", "say", "show"]

NAME = "numeric"
VERSION = 1
TITLE = "How much?"
KEYS: tuple[str, ...] = ("value", "tolerance", "unit", "units")
MOST_UNITS = 10
NONE = "0"  # of tolerance
SYMBOL = 3  # letters at most of what has no plural: `m` and `ms` are two units

PLEASE_COUNT = "“{}” is not read as a number. Write it like 900, 1,500 or 0.5, then check it."
UNKNOWN_UNIT = "“{}” is none of the units here: {}."
NO_UNIT = "Write the number alone, without “{}”, then check it."


@dataclass(frozen=True)
class Numeric:
    """The value and how far an answer may be from it, both as their author wrote them.

    ``unit`` is theirs, empty for none; ``units`` are others, each with how many of ``unit`` it is worth.
    """

    value: str
    tolerance: str = NONE
    unit: str = ""
    units: tuple[tuple[str, str], ...] = ()

    @property
    def names(self) -> list[str]:
        """The unit, and the others."""
        return [self.unit, *(unit for unit, _ in self.units)] if self.unit else []

    @property
    def factors(self) -> dict[str, Fraction]:
        """What each unit is worth, by its name as it is compared; a number alone is in the question's own."""
        others = {_fold(unit): factor(written) for unit, written in self.units}
        return {"": Fraction(1), _fold(self.unit): Fraction(1), **others}


def parse(values: Values) -> Numeric:
    """``units`` have a ``unit`` and a ``factor`` each, which is a number or as `1/60`."""
    written = entries(values, "units", "unit", "factor") if "units" in values else ()
    content = Numeric(
        value=_written(values, "value"),
        tolerance=_written(values, "tolerance", NONE),
        unit=text(values, "unit", ""),
        units=tuple(
            (text(one, "unit", within="units"), _written(one, "factor", within="units")) for one in written
        ),
    )
    _check("value", content.value, number, "a number")
    _check("tolerance", content.tolerance, _distance, "a number from 0 on")
    if content.units and not content.unit:
        raise QuestionMistakeError("unit", "“unit” is missing, in which the units are counted.")
    check_number("units", len(content.units), 0, MOST_UNITS)
    for name in content.names:
        _check("unit" if name is content.unit else "units", name, _unit, "a unit")
    check_differ("units", content.names, _fold)
    for _, each in content.units:
        _check("units", each, factor, "a number above 0")
    return content


def dump(content: Numeric) -> dict[str, Any]:
    """As it was written; without what was left out."""
    units = [{"unit": unit, "factor": each} for unit, each in content.units]
    return {
        "value": content.value,
        **({"tolerance": content.tolerance} if content.tolerance != NONE else {}),
        **({"unit": content.unit} if content.unit else {}),
        **({"units": units} if units else {}),
    }


def draw(content: Numeric, random: Random) -> Numeric:
    """The same for everybody."""
    return content


def show(content: Numeric, given: Given | None) -> dict[str, Any]:
    """The field, how much it takes, what was typed, the unit and the names of others."""
    units = {"unit": content.unit, "others": content.names[1:]}
    return {"field": FIELD, "longest": TYPED, "typed": given or "", **units}


def read(content: Numeric, form: Form) -> Given:
    """What was typed, if it is a number and its unit is known."""
    given = typed(form)
    _in_own_unit(content, given)
    return given


def grade(content: Numeric, given: Given) -> float:
    """1 within the tolerance, else 0."""
    away = abs(_in_own_unit(content, given) - number(content.value))
    return float(away <= number(content.tolerance))


def key(content: Numeric) -> Given:
    """The value."""
    return content.value


def rekey(kept: Numeric, today: Numeric) -> Numeric | None:
    """Today's value and tolerance in the same unit; None for another, or where an answer's is not known."""
    is_same = _fold(kept.unit) == _fold(today.unit) and kept.factors.keys() <= today.factors.keys()
    return today if is_same else None


def say(content: Numeric, given: Given) -> tuple[Line, ...]:
    """One line, with the tolerance where there is one."""
    right = f"{content.value} {content.unit}".rstrip()
    if number(content.tolerance):
        right += f", give or take {content.tolerance}"
    return (Line("", given, right, grade(content, given) == 1),)


def _in_own_unit(content: Numeric, given: Given) -> Fraction:
    """What was typed, in the question's own unit. Raises NotAnAnswerError."""
    try:
        found, unit = amount(given if isinstance(given, str) else "")
    except ValueError:
        raise NotAnAnswerError(PLEASE_COUNT.format(given), given) from None
    if _fold(unit) not in content.factors:
        sentence = UNKNOWN_UNIT if content.unit else NO_UNIT
        raise NotAnAnswerError(sentence.format(unit, ", ".join(content.names)), given)
    return found * content.factors[_fold(unit)]


def _written(values: Values, key: str, default: str | None = None, *, within: str = "") -> str:
    """A number as its author wrote it, which YAML and JSON may have read already."""
    value = values.get(key, default)
    plain = str(value) if type(value) in {int, float} else value
    return text({key: plain}, key, within=within)


def _fold(unit: str) -> str:
    """A unit as it is compared."""
    return unit.casefold().removesuffix("s" if len(unit) > SYMBOL else "")


def _unit(name: str) -> None:
    if amount(f"1 {name}") != (Fraction(1), name):
        raise ValueError(name)


def _distance(written: str) -> None:
    if number(written) < 0:
        raise ValueError(written)


def _check(key: str, written: str, read: Callable[[str], object], kind: str) -> None:
    """Raise QuestionMistakeError for what cannot be read."""
    check_length(key, [written])
    try:
        read(written)
    except ValueError:
        raise QuestionMistakeError(key, f"“{written}” is not {kind}.") from None
