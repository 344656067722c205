"""What the visualizer makes of a trace, with no lesson and no database in sight."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from lessons.trace import Actor, ActorKind, Node, Step, Trace
from lessons.visualizer import board_at, overview, process_table
from tests.lessons.test_trace import traces

ACTORS = (
    Actor("alice", "alice", ActorKind.CALLER),
    Actor("sts", "AWS STS", ActorKind.STS),
    Actor("s3", "S3 bucket", ActorKind.RESOURCE),
)
NODES = (
    Node(1, "wants access", "alice", "alice"),
    Node(2, "calls AssumeRole", "alice", "sts"),
    Node(3, "returns credentials", "sts", "alice", carries_credentials=True),
    Node(4, "uses them", "alice", "s3", carries_credentials=True),
    Node(5, "closes", "s3", "s3"),
)
STEPS = tuple(
    Step(number, node, f"action {number}", "in", "out", "done", seconds_left=left, changes=changes)
    for number, node, left, changes in [
        (1, 2, None, {}),
        (2, 3, 3600, {"Credentials": "issued"}),
        (3, 4, 1800, {"Credentials": "used"}),
    ]
)
TRACE = Trace("Three steps", ACTORS, NODES, STEPS, {"Credentials": "none"})


def url(number: int) -> str:
    return f"/steps/{number}/"


def test_past_lines_are_calm_the_current_one_lit_and_later_ones_faint() -> None:
    states = [line.state for line in board_at(TRACE, 2, url).lines]
    assert states == ["past", "past", "now", "later", "later"]


def test_lines_lie_between_the_columns_of_their_actors() -> None:
    places = [(line.low, line.high, line.direction) for line in overview(TRACE, url).lines]
    assert places == [(1, 1, "loop"), (1, 2, "right"), (1, 2, "left"), (1, 3, "right"), (3, 3, "loop-back")]


def test_a_line_leads_to_its_step_or_to_the_next_one() -> None:
    links = [(line.number, line.url) for line in overview(TRACE, url).lines]
    assert links == [
        ("", "/steps/1/"),
        ("1", "/steps/1/"),
        ("2", "/steps/2/"),
        ("3", "/steps/3/"),
        ("", "/steps/3/"),
    ]


def test_the_overview_shows_where_the_credentials_have_expired() -> None:
    dead = Step(4, 4, "action 4", "in", "out", "denied", seconds_left=0)
    once_alive = Trace("Four steps", ACTORS, NODES, (*STEPS, dead), {})
    only_dead = Trace("Three steps", ACTORS, NODES, (*STEPS[:2], replace(dead, number=3)), {})
    assert not any(line.is_expired for line in overview(once_alive, url).lines)
    assert [line.node.number for line in overview(only_dead, url).lines if line.is_expired] == [4]


def test_a_later_row_tells_its_action_only() -> None:
    later = board_at(TRACE, 2, url).rows[2]
    assert [cell.text for cell in later.cells] == ["action 3", "…", "…", "…"]


def test_the_overview_hides_nothing() -> None:
    assert not any(cell.is_hidden for row in overview(TRACE, url).rows for cell in row.cells)


def test_one_cell_of_the_table_can_be_pointed_at() -> None:
    lit = [
        cell
        for row in process_table(TRACE, None, url, lit=(2, "output"))
        for cell in row.cells
        if cell.is_lit
    ]
    assert [(cell.column, cell.text) for cell in lit] == [("output", "out")]


def test_the_tracker_tells_each_moment_and_what_changed() -> None:
    tracker = overview(TRACE, url).tracker
    assert [column.label for column in tracker.columns] == ["start", "2", "end"]
    (row,) = tracker.rows
    assert [(value.text, value.is_changed) for value in row.values] == [
        ("none", False),
        ("issued", True),
        ("used", True),
    ]


def test_what_is_known_at_a_step_is_told_with_what_was_before_and_since_when() -> None:
    known = [board_at(TRACE, number, url).known for number in (1, 2, 3)]
    assert [one.moment for one in known] == ["after step 1", "after step 2", "after step 3"]
    facts = [(fact.before, fact.now, fact.since, fact.is_new) for one in known for fact in one.facts]
    assert facts == [
        ("none", "none", "start", False),
        ("none", "issued", "now", True),
        ("issued", "used", "now", True),
    ]
    assert board_at(long(), 40, url).known.facts[-1].since == "now"
    assert board_at(long(), 41, url).known.facts[-1].since == "step 40"


def test_credentials_show_what_is_left_of_their_life() -> None:
    assert board_at(TRACE, 1, url).credentials is None
    credentials = board_at(TRACE, 3, url).credentials
    assert credentials is not None
    assert (credentials.seconds, credentials.percent, credentials.is_dead) == (1800, 50, False)


def test_the_ends_of_the_player_lead_nowhere() -> None:
    first, last = board_at(TRACE, 1, url), board_at(TRACE, 3, url)
    assert (first.is_first, first.previous_url, first.next_url) == (True, "/steps/1/", "/steps/2/")
    assert (last.is_last, last.previous_url, last.next_url) == (True, "/steps/2/", "/steps/3/")


def long(length: int = 100) -> Trace:
    """A trace of many steps between which alice goes to and fro, with credentials that end at step 30."""
    changes = {1: {"First": "issued"}, 30: {"First": "expired"}, 31: {"Second": "issued"}}
    changes |= {number: {"Place": str(number)} for number in range(32, length, 2)}
    steps = tuple(
        replace(STEPS[number % 2], number=number, changes=changes.get(number, {}))
        for number in range(1, length + 1)
    )
    return Trace("Long", ACTORS, NODES, steps, {"First": "none"}, settled=("none", "expired"))


def test_of_a_long_trace_the_steps_around_the_current_one_are_rows() -> None:
    board = board_at(long(), 50, url)
    assert [row.step.number for row in board.rows] == list(range(44, 56))
    assert (board.earlier, board.later) == (range(1, 44), range(56, 101))
    assert (board.earlier_url, board.later_url) == ("/steps/43/", "/steps/56/")


def test_the_ends_of_a_long_trace_show_as_many_rows() -> None:
    first, last = board_at(long(), 1, url), board_at(long(), 100, url)
    assert [row.step.number for row in first.rows] == list(range(1, 13))
    assert [row.step.number for row in last.rows] == list(range(89, 101))
    assert not first.earlier
    assert not last.later


def test_of_a_long_trace_the_lines_where_something_happens_nearby_are_drawn() -> None:
    lines = board_at(long(), 50, url).lines
    assert [(line.node.number, line.number) for line in lines] == [
        (2, "44 … 54"),
        (3, "45 … 55"),
    ]
    assert lines[1].url == "/steps/45/"


def test_of_a_long_trace_only_what_is_still_watched_is_known() -> None:
    assert [fact.name for fact in board_at(long(), 29, url).known.facts] == ["First"]
    assert [(fact.name, fact.now) for fact in board_at(long(), 30, url).known.facts] == [("First", "expired")]
    assert [fact.name for fact in board_at(long(), 80, url).known.facts] == ["Second", "Place"]


def test_the_newest_steps_of_a_trace_are_a_trace_that_starts_from_what_was_before() -> None:
    newest = long().last(10)
    assert [step.number for step in newest.steps] == list(range(1, 11))
    assert [(node.number, node.label) for node in newest.nodes] == [
        (1, "calls AssumeRole"),
        (2, "returns credentials"),
    ]
    assert newest.start == {"Second": "issued", "Place": "90"}
    assert long().last(100) == long()


@given(traces(), st.integers(1, 12))
def test_the_newest_steps_end_as_the_whole_trace_does(trace: Trace, count: int) -> None:
    newest = trace.last(count)
    ends = {variable.name: variable.after(len(newest.steps)) for variable in newest.variables}
    assert ends == {variable.name: variable.after(len(trace.steps)) for variable in trace.variables}
    assert [newest.frame(step.number).node.label for step in newest.steps] == [
        trace.frame(step.number).node.label for step in trace.steps[-count:]
    ]


@given(traces(), st.data())
def test_every_frame_of_every_trace_can_be_shown(trace: Trace, data: st.DataObject) -> None:
    number = data.draw(st.integers(1, len(trace.steps)))
    board = board_at(trace, number, url)
    assert [line.state for line in board.lines].count("now") == 1
    assert [row.state for row in board.rows].count("now") == 1
    ends = {variable.name: variable.after(number) for variable in trace.variables}
    assert {fact.name: fact.now for fact in board.known.facts} == ends
    assert len(board.parties) == len(trace.actors)
