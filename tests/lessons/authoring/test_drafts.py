"""Any trace becomes a draft lesson that plays the same, shortened where a field is short."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lessons.accounts.models import User
from lessons.authoring.drafts import MOST_STEPS, UNTOLD, draft_lesson, fitting_names, free_slug, may_draft
from lessons.lesson_trace import trace_of
from lessons.models import Chapter, Lesson
from lessons.text import shortened
from lessons.trace import Trace
from tests.lessons.test_trace import traces
from tests.visualizer.test_board import long

WHY = "Made from a test"


@pytest.fixture
def chapter(db: None) -> Chapter:
    return Chapter.objects.create(title="Runs")


def draft(trace: Trace, chapter: Chapter) -> Lesson:
    return Lesson.objects.get(pk=draft_lesson(trace, chapter, WHY).pk)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(trace=traces())
def test_the_draft_plays_what_the_trace_plays(chapter: Chapter, trace: Trace) -> None:
    played = trace_of(draft(trace, chapter))
    assert [(step.node, step.action, step.changes) for step in played.steps] == [
        (step.node, step.action, step.changes) for step in trace.steps
    ]
    assert [node.label for node in played.nodes] == [node.label for node in trace.nodes]
    assert {v.name: (v.start, v.values) for v in played.variables} == {
        v.name: (v.start, v.values) for v in trace.variables
    }


def test_it_is_a_draft_that_every_field_lets_pass(chapter: Chapter) -> None:
    lesson = draft(long(20), chapter)
    assert lesson.is_draft
    lesson.full_clean()
    for part in (
        *lesson.actors.all(),
        *lesson.nodes.all(),
        *lesson.steps.all(),
        *lesson.tracker_values.all(),
    ):
        part.full_clean(exclude=["caption"])  # the trace of the test has none
    assert {step.why for step in lesson.steps.all()} == {UNTOLD}


def test_the_history_says_where_it_came_from(chapter: Chapter) -> None:
    lesson = draft(long(3), chapter)
    parts = (lesson, lesson.actors.all()[0], lesson.nodes.all()[0], lesson.steps.all()[0])
    for row in (*parts, lesson.tracker_values.all()[0]):
        assert [record.history_change_reason for record in row.history.all()] == [WHY]


def test_texts_that_are_too_long_end_in_an_ellipsis(chapter: Chapter) -> None:
    trace = long(3)
    words = "word " * 100
    steps = tuple(
        replace(
            step, action=words, input=words, output=words, result=words, caption=words, seconds_left=10**9
        )
        for step in trace.steps
    )
    actors = tuple(replace(actor, name=words, note=words) for actor in trace.actors)
    nodes = tuple(replace(node, label=words) for node in trace.nodes)
    lesson = draft(Trace(words, actors, nodes, steps, {words: words, f"{words}2": words}, 10**9), chapter)
    lesson.full_clean()
    for part in (
        *lesson.actors.all(),
        *lesson.nodes.all(),
        *lesson.steps.all(),
        *lesson.tracker_values.all(),
    ):
        part.full_clean()
    assert lesson.steps.all()[0].action.endswith("word…")
    assert len({value.variable for value in lesson.tracker_values.filter(step=None)}) == 2 + 1


def test_of_a_long_run_the_newest_steps_become_the_lesson(chapter: Chapter) -> None:
    lesson = draft(long(100), chapter)
    assert lesson.steps.count() == MOST_STEPS
    assert trace_of(lesson).start["Second"] == "issued"


def test_two_drafts_of_one_title_have_two_addresses(chapter: Chapter) -> None:
    slugs = [draft(long(3), chapter).slug for _ in range(3)]
    assert slugs == ["long", "long-2", "long-3"]
    assert free_slug("") == free_slug("???") == "run"
    assert [lesson.position for lesson in chapter.lessons.all()] == [1, 2, 3]


@given(st.lists(st.text("ab", max_size=70), unique=True, max_size=6))
def test_variables_stay_apart_when_their_names_are_cut(names: list[str]) -> None:
    fitting = fitting_names([name.ljust(62, "a") for name in names])
    assert len(set(fitting.values())) == len(fitting)
    assert max(map(len, fitting.values()), default=0) <= 60


@given(st.text(), st.integers(1, 20))
def test_what_is_shortened_fits(text: str, longest: int) -> None:
    cut = shortened(text, longest)
    assert len(cut) <= longest
    assert cut == text or cut.endswith("…")


def test_only_those_who_write_lessons_may(student: User, guest: User, instructor: User) -> None:
    assert [may_draft(user) for user in (student, guest, instructor)] == [False, False, True]
