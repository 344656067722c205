"""The values of each type of question, see `question_types`, as files with answers give them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

__all__ = ["Answer", "choices", "fill_in", "matching", "numeric", "ordering", "true_or_false"]

Content = dict[str, Any]


class Answer(NamedTuple):
    """A choice, or a right answer, with what its author says to who gives it."""

    text: str
    feedback: str = ""


def choices(answers: Sequence[Answer], is_right: Sequence[bool], *, is_many: bool) -> Content:
    """Choices, one or several of which are right."""
    listed = [{"text": one.text, "feedback": one.feedback} if one.feedback else one.text for one in answers]
    right = [one.text for one, counts in zip(answers, is_right, strict=True) if counts]
    return {"choices": listed, "right": right if is_many else right[0]}


def true_or_false(is_true: bool, if_true: str = "", if_false: str = "") -> Content:
    """Two choices, True and False, with what is said to each."""
    return choices(
        [Answer("True", if_true), Answer("False", if_false)], [is_true, not is_true], is_many=False
    )


def ordering(items: Iterable[str]) -> Content:
    """Items in their right order."""
    return {"items": list(items)}


def matching(pairs: Iterable[tuple[str, str]], rights: Iterable[str] = ()) -> Content:
    """Pairs, and what else is offered on the right."""
    listed = [{"left": left, "right": right} for left, right in pairs]
    others = list(rights)
    return {"pairs": listed, "rights": others} if others else {"pairs": listed}


def fill_in(accepted: Iterable[str], foreseen: Iterable[Answer] = (), *, case: bool = False) -> Content:
    """Words that are accepted, and wrong ones with what is said to them; ``case`` where it counts."""
    content: Content = {"accepted": list(accepted)}
    if case:
        content["case"] = True
    if wrong := [{"text": one.text, "feedback": one.feedback} for one in foreseen]:
        content["foreseen"] = wrong
    return content


def numeric(value: float, tolerance: float = 0, units: Sequence[tuple[str, str]] = ()) -> Content:
    """A number, how far an answer may be from it, and units with what each is worth of the first one."""
    content: Content = {"value": str(value)}
    if tolerance:
        content["tolerance"] = str(tolerance)
    if units:
        content["unit"] = units[0][0]
    if units[1:]:
        content["units"] = [{"unit": unit, "factor": factor} for unit, factor in units[1:]]
    return content
