"""Traces, their frames and the tracker: what holds for every trace that can be written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.trace import Actor, ActorKind, Node, Step, Trace

NAMES = st.sampled_from(["TemporaryCredentials", "SignsAs", "BucketAccess"])
VALUES = st.sampled_from(["none", "issued", "used", "expired"])
ACTORS = (Actor("a", "alice", ActorKind.CALLER), Actor("s", "AWS STS", ActorKind.STS))


@st.composite
def traces(draw: st.DrawFn, smallest: int = 1) -> Trace:
    """A trace of up to twelve steps between two actors."""
    keys = st.sampled_from([actor.key for actor in ACTORS])
    nodes = tuple(
        Node(number, f"node {number}", draw(keys), draw(keys))
        for number in range(1, draw(st.integers(1, 5)) + 1)
    )
    lifetime = draw(st.integers(1, 129_600))
    steps = tuple(
        Step(
            number=number,
            node=draw(st.integers(1, len(nodes))),
            action=f"action {number}",
            input="in",
            output="out",
            result="done",
            seconds_left=draw(st.none() | st.integers(0, lifetime)),
            changes=draw(st.dictionaries(NAMES, VALUES, max_size=2)),
        )
        for number in range(1, draw(st.integers(smallest, 12)) + 1)
    )
    return Trace("A trace", ACTORS, nodes, steps, draw(st.dictionaries(NAMES, VALUES)), lifetime)


@given(traces())
def test_walking_forward_visits_every_step_once(trace: Trace) -> None:
    visited, number = [], 1
    while number is not None:
        frame = trace.frame(number)
        visited.append(frame.step)
        number = frame.next
    assert tuple(visited) == trace.steps


@given(traces())
def test_back_undoes_next(trace: Trace) -> None:
    for step in trace.steps[:-1]:
        following = trace.frame(step.number).next
        assert following is not None
        assert trace.frame(following).previous == step.number


@given(traces(), st.integers())
def test_a_step_that_does_not_exist_has_no_frame(trace: Trace, number: int) -> None:
    if trace.has_step(number):
        assert trace.frame(number).step.number == number
    else:
        with pytest.raises(IndexError):
            trace.frame(number)


@given(traces(smallest=0))
def test_columns_run_from_the_start_to_the_end(trace: Trace) -> None:
    steps = [column.step for column in trace.columns]
    assert (trace.columns[0].label, trace.columns[-1].label) == ("start", "end")
    assert steps[0] == 0
    assert steps[-1] == len(trace.steps)
    assert steps == sorted(steps)


@given(traces(smallest=0))
def test_a_variable_keeps_its_value_until_a_step_changes_it(trace: Trace) -> None:
    for variable in trace.variables:
        value = trace.start.get(variable.name, "none")
        assert variable.after(0) == value
        for step in trace.steps:
            value = step.changes.get(variable.name, value)
            assert variable.after(step.number) == value


@given(traces())
def test_every_change_is_seen_in_a_column_of_its_own(trace: Trace) -> None:
    told = {column.step for column in trace.columns}
    assert {step.number for step in trace.steps if step.changes} <= told


@given(traces())
def test_life_is_a_share_of_a_hundred(trace: Trace) -> None:
    for step in trace.steps:
        percent = trace.frame(step.number).life_percent
        assert (percent is None) == (step.seconds_left is None)
        assert percent is None or 0 <= percent <= 100
