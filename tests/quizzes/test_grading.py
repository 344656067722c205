"""Grading holds for every question and every answer."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.lesson_trace import trace_of
from lessons.models import Lesson
from lessons.quizzes.grading import AskedQuestion, NoSuchChoiceError, Score, grade, score

TEXT = st.text(min_size=1, max_size=20)


@st.composite
def asked_questions(draw: st.DrawFn) -> AskedQuestion:
    choices = tuple(draw(st.lists(TEXT, min_size=2, max_size=6, unique=True)))
    return AskedQuestion(
        prompt=draw(TEXT),
        choices=choices,
        right=draw(st.integers(0, len(choices) - 1)),
        hint=draw(TEXT),
        step=draw(st.integers(1, 9)),
        column=draw(st.sampled_from(["action", "input", "output", "result"])),
        explanation=draw(TEXT),
    )


quizzes = st.lists(asked_questions(), min_size=1, max_size=8)


@given(asked_questions())
def test_exactly_one_choice_of_a_question_is_right(question: AskedQuestion) -> None:
    verdicts = [grade(question, chosen).right for chosen in range(len(question.choices))]
    assert verdicts.count(True) == 1
    assert verdicts[question.right]


@given(asked_questions(), st.data())
def test_the_feedback_marks_the_right_and_the_chosen_one(
    question: AskedQuestion, data: st.DataObject
) -> None:
    chosen = data.draw(st.integers(0, len(question.choices) - 1))
    choices = grade(question, chosen).choices
    assert [choice.text for choice in choices] == list(question.choices)
    assert [choice.is_right for choice in choices].index(True) == question.right
    assert [choice.is_chosen for choice in choices].index(True) == chosen


@given(asked_questions(), st.integers())
def test_a_choice_that_was_not_offered_is_refused(question: AskedQuestion, chosen: int) -> None:
    if not 0 <= chosen < len(question.choices):
        with pytest.raises(NoSuchChoiceError):
            grade(question, chosen)


@given(asked_questions())
def test_a_question_survives_being_stored(question: AskedQuestion) -> None:
    assert AskedQuestion.from_json(json.loads(json.dumps(question.as_json()))) == question


@given(quizzes)
def test_all_right_is_a_full_score(questions: list[AskedQuestion]) -> None:
    chosen = {number: question.right for number, question in enumerate(questions, start=1)}
    assert score(questions, chosen) == Score(len(questions), len(questions))
    assert score(questions, chosen).is_full


@given(quizzes)
def test_what_is_not_answered_is_not_right(questions: list[AskedQuestion]) -> None:
    assert score(questions, {}) == Score(0, len(questions))


@given(quizzes, st.data())
def test_a_right_answer_more_is_a_point_more(questions: list[AskedQuestion], data: st.DataObject) -> None:
    chosen = {
        number: data.draw(st.integers(0, len(question.choices) - 1))
        for number, question in enumerate(questions, start=1)
    }
    last = chosen.pop(len(questions))
    before, after = score(questions, chosen), score(questions, chosen | {len(questions): last})
    assert after.right - before.right == (last == questions[-1].right)
    assert 0 <= after.right <= after.total == len(questions)


def test_a_score_reads_as_words() -> None:
    assert str(Score(3, 5)) == "3 of 5"


@pytest.mark.parametrize(("stored", "now"), [(1, 1), (5, 5), (6, None)])
def test_of_a_question_without_a_key_only_the_place_is_known(
    lesson: Lesson, stored: int, now: int | None
) -> None:
    question = AskedQuestion("Who?", ("STS", "alice"), 0, "", stored, "action", "")
    assert question.step_in(trace_of(lesson)) == now


def test_a_question_with_a_key_goes_where_its_step_went(lesson: Lesson) -> None:
    trace = trace_of(lesson)
    question = AskedQuestion("Who?", ("STS", "alice"), 0, "", 1, "action", "", trace.steps[3].key)
    assert question.step_in(trace) == 4
    assert replace(question, step_key="gone").step_in(trace) is None
