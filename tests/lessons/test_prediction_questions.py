"""What is asked about a step before it is shown: what holds for every trace that can be written."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.prediction_questions import MOST_CHOICES, Asked, Kind, ask, asking_steps, same
from lessons.trace import Outcome, Trace
from lessons.visualizer import Mode, mode_for, veiled
from lessons.visualizer.table import HIDDEN
from tests.lessons.test_trace import traces as plain_traces
from tests.visualizer.test_board import STEPS, TRACE

TEXTS = st.sampled_from(["credentials", "Credentials", "`credentials`", "an  error", "an error", "ok", " "])


@st.composite
def traces(draw: st.DrawFn) -> Trace:
    """A trace whose outputs and outcomes repeat, or differ in nothing that a reader sees."""
    trace = draw(plain_traces())
    return replace(
        trace,
        steps=tuple(
            replace(step, output=draw(TEXTS), outcome=draw(st.sampled_from(Outcome))) for step in trace.steps
        ),
    )


def all_asked(trace: Trace) -> list[tuple[int, Asked]]:
    return [(step.number, asked) for step in asking_steps(trace) if (asked := ask(trace, step.number))]


def truth(trace: Trace, number: int, asked: Asked) -> set[str]:
    """Everything that is true of the step and that the question could be about."""
    step = trace.steps[number - 1]
    ending = {Outcome.OK: "It succeeds", Outcome.DENIED: "It is denied"}.get(step.outcome, "")
    return {
        Kind.TRACKER: set(step.changes.values()),
        Kind.OUTCOME: {ending},
        Kind.OUTPUT: {step.output},
    }[asked.kind]


@given(traces())
def test_the_right_choice_is_true_of_the_step(trace: Trace) -> None:
    for number, asked in all_asked(trace):
        assert asked.answer in truth(trace, number, asked)


@given(traces())
def test_there_are_two_to_four_choices_and_no_two_look_alike(trace: Trace) -> None:
    for _, asked in all_asked(trace):
        assert 2 <= len(asked.choices) <= MOST_CHOICES
        for place, one in enumerate(asked.choices):
            assert one.strip()
            assert not any(same(one, other) for other in asked.choices[place + 1 :])


@given(traces())
def test_what_can_be_told_apart_is_asked(trace: Trace) -> None:
    outputs = {" ".join(step.output.replace("`", "").casefold().split()) for step in trace.steps} - {""}
    for step in trace.steps:
        if len(outputs) > 1 and step.output.strip():
            assert ask(trace, step.number)


@given(traces())
def test_the_choices_come_from_this_trace(trace: Trace) -> None:
    texts = {step.output for step in trace.steps} | {"It succeeds", "It is denied"}
    texts |= {v for one in trace.variables for v in (one.start, *one.values.values())}
    for _, asked in all_asked(trace):
        assert set(asked.choices) <= texts


@given(traces())
def test_the_order_is_the_same_every_time_and_a_question_outlives_storage(trace: Trace) -> None:
    for number, asked in all_asked(trace):
        assert ask(trace, number) == asked == Asked.from_json(asked.as_json())


def test_the_right_choice_is_not_always_in_the_same_place() -> None:
    outputs = [f"output {number}" for number in range(1, 13)]
    steps = tuple(replace(STEPS[0], number=n, output=text) for n, text in enumerate(outputs, start=1))
    asked = [ask(replace(TRACE, steps=steps), step.number) for step in steps]
    assert len({one.right for one in asked if one}) > 2


def test_a_change_is_asked_first_then_the_outcome_then_the_output() -> None:
    steps = (
        replace(STEPS[0], outcome=Outcome.NEUTRAL, output="sent"),
        replace(STEPS[1], outcome=Outcome.OK),
        replace(STEPS[2], outcome=Outcome.DENIED, changes={}),
    )
    trace = replace(TRACE, steps=steps)
    asked = [ask(trace, number) for number in (1, 2, 3)]
    assert [one.kind for one in asked if one] == [Kind.OUTPUT, Kind.TRACKER, Kind.OUTCOME]


def test_what_a_call_is_answered_with_next_is_no_wrong_answer_to_sending_it() -> None:
    sent, answered = replace(STEPS[0], outcome=Outcome.NEUTRAL, output="call sent"), STEPS[1]
    other = replace(STEPS[2], output="access")
    asked = ask(replace(TRACE, steps=(sent, answered, other)), 1)
    assert asked is not None
    assert set(asked.choices) == {"call sent", "access"}
    alone = ask(replace(TRACE, steps=(sent, answered)), 1)
    assert alone is not None
    assert set(alone.choices) == {"call sent", answered.output}


def test_a_change_to_what_it_was_is_no_change() -> None:
    steps = (replace(STEPS[0], changes={"Credentials": "None"}), *STEPS[1:])
    assert ask(replace(TRACE, steps=steps), 1) is None


def test_the_outcome_is_not_asked_where_all_steps_end_alike() -> None:
    steps = tuple(replace(step, outcome=Outcome.OK, changes={}, output="out") for step in STEPS)
    assert asking_steps(replace(TRACE, steps=steps)) == ()


@pytest.mark.parametrize(
    ("passes", "chosen", "mode"),
    [
        (0, None, Mode.STEPS),
        (1, None, Mode.PREDICT),
        (2, None, Mode.RECALL),
        (9, None, Mode.RECALL),
        (0, Mode.PREDICT, Mode.PREDICT),
        (1, Mode.STEPS, Mode.STEPS),
        (2, Mode.PREDICT, Mode.PREDICT),
    ],
)
def test_the_first_pass_explains_the_second_asks_later_ones_fade(
    passes: int, chosen: Mode | None, mode: Mode
) -> None:
    assert mode_for(passes, chosen) == mode


@given(traces(), st.data())
def test_a_veiled_trace_knows_nothing_of_what_lies_ahead(trace: Trace, data: st.DataObject) -> None:
    told = data.draw(st.integers(0, len(trace.steps)))
    veil = veiled(trace, told)
    assert veil.steps[:told] == trace.steps[:told]
    for step in veil.steps[told:]:
        assert {step.output, step.result} == {HIDDEN}
        assert not any([step.caption, step.why, step.command, *step.changes.values()])
        assert (step.outcome, step.seconds_left) == (Outcome.NEUTRAL, None)
    for step in veil.steps[told + 1 :]:
        assert {step.action, step.input} == {HIDDEN}
    ahead = {step.node for step in trace.steps[told:]} - {step.node for step in trace.steps[:told]}
    assert not any(node.label for node in veil.nodes if node.number in ahead)


def test_a_line_without_a_step_is_told_once_it_is_behind() -> None:
    nodes = [node.label for node in veiled(TRACE, 0).nodes]
    assert nodes == ["wants access", "", "", "", ""]
    assert veiled(TRACE, 3) == TRACE
