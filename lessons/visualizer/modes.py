"""The ways through a trace: explained, predicted, on one's own."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Mode", "ModeLink", "StepLink", "mode_for"]


class Mode(StrEnum):
    """How much the visualizer tells: all of it; nothing before it was predicted; the why only on request.

    In the last mode the steps are done by the learner, on a page of its own.
    """

    STEPS = "steps"
    PREDICT = "predict"
    RECALL = "recall"
    DO = "do"

    @property
    def label(self) -> str:
        """What the page calls it."""
        return LABELS[self]

    @property
    def invitation(self) -> str:
        """What going through the steps in this mode is like."""
        return INVITATIONS[self]


LABELS = {Mode.STEPS: "Explained", Mode.PREDICT: "Predict", Mode.RECALL: "On your own", Mode.DO: "Do it"}
INVITATIONS = {
    Mode.STEPS: "Go through it with every step explained.",
    Mode.PREDICT: "Once more, and say what will happen before you see it.",
    Mode.RECALL: "Once more, with the explanations folded away.",
    Mode.DO: "Make every call yourself.",
}
BY_PASSES = (
    Mode.STEPS,
    Mode.PREDICT,
    Mode.RECALL,
)  # the first pass explains, the second asks, all later ones only show


@dataclass(frozen=True)
class ModeLink:
    """A mode, where it is for this step, and whether the page is in it."""

    mode: Mode
    url: str
    is_current: bool


@dataclass(frozen=True)
class StepLink:
    """A page about a step, beside its explanation."""

    label: str
    url: str


def mode_for(passes: int, chosen: Mode | None = None) -> Mode:
    """The mode of somebody who has been through ``passes`` times, unless they have chosen one."""
    return chosen or BY_PASSES[min(passes, len(BY_PASSES) - 1)]
