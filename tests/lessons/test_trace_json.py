"""A trace that is kept as JSON is the same trace when it comes back."""

from __future__ import annotations

import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from lessons.trace import Outcome, Rung, Trace
from lessons.trace_json import from_json, to_json
from tests.lessons.test_trace import traces

TEXT = st.text(max_size=20)
RUNGS = st.builds(Rung, TEXT, TEXT, TEXT, st.sampled_from(["", "stop", "allows"]), st.booleans())


@st.composite
def full_traces(draw: st.DrawFn) -> Trace:
    """A trace in which every field of a step may say something."""
    trace = draw(traces(smallest=0))
    told = st.fixed_dictionaries(
        {
            **dict.fromkeys(("caption", "why", "command", "more_url", "unasked"), TEXT),
            "outcome": st.sampled_from(Outcome),
            "ladder": st.lists(RUNGS, max_size=3).map(tuple),
        }
    )
    steps = tuple(replace(step, **draw(told)) for step in trace.steps)
    return replace(trace, steps=steps, stops=draw(TEXT), settled=tuple(draw(st.lists(TEXT, max_size=3))))


@given(full_traces())
def test_there_and_back_is_the_same_trace(trace: Trace) -> None:
    assert from_json(json.loads(json.dumps(to_json(trace)))) == trace


@given(full_traces())
def test_an_older_snapshot_can_still_be_played(trace: Trace) -> None:
    data = to_json(trace) | {"a field that is gone": 1}
    del data["settled"]
    for step in data["steps"]:
        del step["ladder"]
    plain = tuple(replace(step, ladder=()) for step in trace.steps)
    assert from_json(data) == replace(trace, steps=plain, settled=())
