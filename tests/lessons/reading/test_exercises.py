"""What is filled in before it is shown: the places of the flow, the values of the tracker."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client

from lessons.lesson_trace import trace_of
from lessons.models import Lesson
from lessons.reading.exercises import EXERCISES, Exercise, mark
from lessons.trace import Actor, ActorKind, Node, Outcome, Step, Trace

FLOW, STATE = "/lessons/assume/flow/check/", "/lessons/assume/state/check/"
HTMX = {"HX-Request": "true"}


def step(number: int, action: str, **changes: str) -> Step:
    return Step(number, 1, action, "", "", "", Outcome.OK, changes=changes)


def trace(*steps: Step) -> Trace:
    alice = Actor("alice", "Alice", ActorKind.CALLER)
    return Trace("", (alice,), (Node(1, "calls", "alice", "alice"),), steps, {"Key": "none"})


STORY = trace(
    step(1, "alice asks", Key="made"),
    step(2, "nothing happens"),
    step(3, "bob asks", Key="old"),
    step(4, "alice asks"),
)


def right(exercise: Exercise) -> dict[str, str]:
    return {blank.name: blank.right[0] for row in exercise.rows for blank in row.blanks}


@pytest.mark.parametrize("key", EXERCISES)
def test_what_is_right_is_marked_so_and_anything_else_is_not(key: str) -> None:
    exercise = EXERCISES[key](STORY)
    answers = right(exercise)
    assert set(mark(exercise, answers).marks) == {True}
    for name in answers:
        others = {c for row in exercise.rows for b in row.blanks if b.name == name for c in b.choices}
        wrong = next(iter(others - {answers[name]} - {"1", "4"}))
        assert mark(exercise, answers | {name: wrong}).wrong >= 1, name


def test_sentences_that_are_the_same_may_change_places() -> None:
    flow = EXERCISES["flow"](STORY)
    assert [row.label for row in flow.rows] == ["alice asks", "alice asks", "bob asks", "nothing happens"]
    assert mark(flow, right(flow) | {"step-1": "4", "step-4": "1"}).wrong == 0


def test_a_value_that_is_left_alone_is_what_it_was_before() -> None:
    state = EXERCISES["state"](STORY)
    assert [row.label for row in state.rows] == ["1. alice asks", "3. bob asks", "4. alice asks"]
    assert mark(state, {"value-0-1": "made", "value-0-3": "old"}).wrong == 0
    assert mark(state, {"value-0-3": "old"}).marks == (False, True, True)
    assert mark(state, {}).wrong == 3


@pytest.mark.parametrize("nonsense", ["", "9" * 5000, "<b>", "5", "none", "²"])
def test_what_cannot_be_chosen_is_as_if_nothing_was(nonsense: str) -> None:
    flow = EXERCISES["flow"](STORY)
    marked = mark(flow, dict.fromkeys(right(flow), nonsense))
    assert set(marked.marks) == {False}
    assert {blank.given for row in marked.rows for blank in row.blanks} == {""}


def test_a_trace_that_watches_nothing_has_no_values_to_fill_in() -> None:
    assert EXERCISES["state"](replace(STORY, start={}, steps=(step(1, "alice asks"),))).rows == ()


@pytest.mark.parametrize("url", [FLOW, STATE])
def test_the_page_shows_what_was_chosen_and_whether_it_is_right(
    lesson: Lesson, client: Client, url: str
) -> None:
    key = url.split("/")[3]
    exercise = EXERCISES[key](trace_of(lesson))
    answers = right(exercise)
    page = client.get(url, answers).content.decode()
    assert "All of it is right." in page
    assert page.count(" selected>") == len(answers)
    some = client.get(url, {}, headers=HTMX).content.decode()
    assert "Not right yet" in some
    assert some.lstrip().startswith("<section")
    assert client.get(url).status_code == 200


@pytest.mark.parametrize("key", ["flow", "state"])
def test_what_the_steps_give_away_lies_under_a_fold(lesson: Lesson, client: Client, key: str) -> None:
    page = client.get(f"/lessons/assume/{key}/").content.decode()
    assert page.index('id="exercise"') < page.index("<details class=")
    assert "<details open" not in page


@pytest.mark.parametrize("key", ["read", "quiz", "nonsense"])
def test_other_styles_have_nothing_to_fill_in(lesson: Lesson, client: Client, key: str) -> None:
    assert client.get(f"/lessons/assume/{key}/check/").status_code == 404
