"""A trace as somebody knows it who has not reached its end: what lies ahead is not in it at all."""

from __future__ import annotations

from dataclasses import replace

from lessons.trace import Node, Outcome, Step, Trace
from lessons.visualizer.table import HIDDEN

__all__ = ["veiled"]


def veiled(trace: Trace, told: int) -> Trace:
    """The trace known up to step ``told``, with what is to be done at the step after it.

    Later steps keep their number and their node, so that they still have a place.
    """
    if told >= len(trace.steps):
        return trace
    return replace(
        trace,
        nodes=tuple(node if is_told(trace, node, told) else replace(node, label="") for node in trace.nodes),
        steps=tuple(
            step if step.number <= told else hidden(step, is_next=step.number == told + 1)
            for step in trace.steps
        ),
        stops="",
    )


def hidden(step: Step, *, is_next: bool) -> Step:
    """The step without what it tells; what the next one does, and with what, is no secret."""
    return replace(
        step,
        action=step.action if is_next else HIDDEN,
        input=step.input if is_next else HIDDEN,
        output=HIDDEN,
        result=HIDDEN,
        outcome=Outcome.NEUTRAL,
        caption="",
        why="",
        command="",
        more_url="",
        seconds_left=None,
        session="",
        changes=dict.fromkeys(step.changes, ""),
    )


def is_told(trace: Trace, node: Node, told: int) -> bool:
    """Whether a step has been at this node, or, where none ever is, the next one is beyond it."""
    steps = [step.number for step in trace.steps if step.node == node.number]
    return min(steps) <= told if steps else node.number < trace.steps[told].node
