"""A lesson's trace is read once a process, and again as soon as anything of it changes."""

from __future__ import annotations

from typing import Any

import pytest

from lessons.lesson_trace import trace_of
from lessons.models import Lesson

CHANGES = {
    "an actor": lambda lesson: lesson.actors.all()[0],
    "a line of the flow": lambda lesson: lesson.nodes.all()[0],
    "a step": lambda lesson: lesson.steps.all()[0],
    "a tracker value": lambda lesson: lesson.tracker_values.all()[0],
    "a key moment": lambda lesson: lesson.key_moments.all()[0],
}


def fresh(lesson: Lesson) -> Lesson:
    return Lesson.objects.get(pk=lesson.pk)


def test_it_takes_four_queries_once(lesson: Lesson, django_assert_num_queries: Any) -> None:
    lesson = fresh(lesson)
    with django_assert_num_queries(4):
        first = trace_of(lesson)
    with django_assert_num_queries(0):
        assert trace_of(lesson) is first


@pytest.mark.parametrize("what", CHANGES)
def test_saving_a_part_makes_it_read_again(lesson: Lesson, what: str) -> None:
    before = trace_of(fresh(lesson))
    CHANGES[what](lesson).save()
    assert trace_of(fresh(lesson)) is not before


def test_deleting_a_part_makes_it_read_again(lesson: Lesson) -> None:
    trace_of(fresh(lesson))
    lesson.key_moments.all().delete()
    lesson.steps.all()[4].delete()
    assert len(trace_of(fresh(lesson)).steps) == 4


def test_rows_become_the_trace(lesson: Lesson) -> None:
    trace = trace_of(lesson)
    assert [actor.name for actor in trace.actors] == ["alice", "AWS STS", "S3 bucket"]
    assert [step.node for step in trace.steps] == [1, 2, 3, 4, 5]
    assert trace.start == {"TemporaryCredentials": "none"}
    assert [variable.after(4) for variable in trace.variables] == ["expired"]
