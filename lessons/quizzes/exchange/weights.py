"""What each choice is worth: any percentage in Moodle, here what `question_types.choice` says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lessons.quizzes.exchange.numbers import shown

__all__ = ["WHOLE", "Weighed", "shares", "weigh"]

WHOLE = 100.0  # percent
_CLOSE = 0.01  # percent: Moodle writes a third as 33.33333


@dataclass(frozen=True)
class Weighed:
    """Which choices are right. ``note`` says what of the weights is not kept, empty where all of it is."""

    is_right: tuple[bool, ...]
    note: str = ""


def shares(is_right: Sequence[bool]) -> list[float]:
    """What each of several choices is worth here, in percent: the right ones 100 together, the wrong -100."""
    right = sum(is_right)
    return [WHOLE / right if one else -WHOLE / (len(is_right) - right) for one in is_right]


def weigh(weights: Sequence[float], is_many: bool) -> Weighed:
    """The choices of these weights in percent, of which one can be chosen, or any number."""
    if is_many:
        is_right = tuple(weight > 0 for weight in weights)
        wanted = shares(is_right) if any(is_right) else list(weights)
        rule = "each right choice counts its share, and each wrong one takes its share away"
    else:
        is_right = tuple(weight >= WHOLE for weight in weights)
        wanted = [WHOLE if one else 0.0 for one in is_right]
        rule = "one choice is right and worth everything, any other is worth nothing"
    if all(abs(weight - want) <= _CLOSE for weight, want in zip(weights, wanted, strict=True)):
        return Weighed(is_right)
    listed = ", ".join(f"{shown(weight)} %" for weight in weights)
    return Weighed(is_right, f"The weights {listed} are not kept: here {rule}.")
