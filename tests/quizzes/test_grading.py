"""Grading holds for every question and every answer."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.quizzes.grading import AskedQuestion, Score, grade, score
from lessons.quizzes.question_types.interface import Line, NotAnAnswerError
from lessons.trace import Actor, ActorKind, Node, Step, Trace

WORDS = st.text("abcdefgh", min_size=1, max_size=9)


@st.composite
def asked_questions(draw: st.DrawFn) -> AskedQuestion:
    choices = draw(st.lists(WORDS, min_size=2, max_size=6, unique=True))
    many = draw(st.booleans())
    right = (
        draw(st.lists(st.sampled_from(choices), min_size=1, unique=True))
        if many
        else draw(st.sampled_from(choices))
    )
    return AskedQuestion(
        prompt=draw(WORDS),
        content={"choices": choices, "right": right},
        hints=tuple(draw(st.lists(WORDS, max_size=3))),
        step=draw(st.integers(1, 9)),
        column=draw(st.sampled_from(["action", "input", "output", "result"])),
        explanation=draw(WORDS),
        key=draw(WORDS),
        topic=draw(WORDS),
        points=draw(st.integers(1, 5)),
        seed=draw(st.integers(0, 2**32 - 1)),
    )


def answers(question: AskedQuestion) -> st.SearchStrategy[object]:
    """Any answer to the question, right or wrong."""
    index = st.integers(0, len(question.value.choices) - 1)
    return st.lists(index, min_size=1, unique=True) if question.value.is_many else index


quizzes = st.lists(asked_questions(), min_size=1, max_size=8)


@given(asked_questions(), st.data())
def test_a_fraction_is_from_nothing_to_all_and_always_the_same(
    question: AskedQuestion, data: st.DataObject
) -> None:
    answer = data.draw(answers(question))
    feedback = grade(question, answer)
    assert 0 <= feedback.fraction <= 1
    assert feedback == grade(question, answer)
    assert feedback.right == all(line.is_right for line in feedback.lines)


@given(asked_questions())
def test_a_question_survives_being_stored(question: AskedQuestion) -> None:
    stored = json.loads(json.dumps([question.as_json(), question.step_key, question.details()]))
    assert AskedQuestion.from_json(*stored) == question


@given(quizzes)
def test_all_right_is_a_full_score(questions: list[AskedQuestion]) -> None:
    keys = {number: question.module.key(question.value) for number, question in enumerate(questions, start=1)}
    total = sum(question.points for question in questions)
    assert score(questions, keys) == Score(total, total)
    assert score(questions, keys).is_full


@given(quizzes)
def test_what_is_not_answered_is_worth_nothing(questions: list[AskedQuestion]) -> None:
    assert score(questions, {}) == Score(0, sum(question.points for question in questions))


@given(quizzes, st.data())
def test_an_answer_more_is_worth_its_own_points(questions: list[AskedQuestion], data: st.DataObject) -> None:
    given = {number: data.draw(answers(question)) for number, question in enumerate(questions, start=1)}
    last = given.pop(len(questions))
    before, after = score(questions, given), score(questions, given | {len(questions): last})
    assert after.right - before.right == pytest.approx(grade(questions[-1], last).points, abs=0.02)
    assert 0 <= after.right <= after.total


def test_a_score_is_without_the_dust_of_floating_point() -> None:
    thirds = AskedQuestion("Which?", {"choices": ["a", "b", "c", "d"], "right": ["a", "b", "c"]}, "These.")
    third = grade(thirds, [0]).fraction
    assert third == pytest.approx(1 / 3)
    assert str(score([thirds] * 3, {1: [0], 2: [0], 3: [0]})) == "1 of 3"
    assert str(score([thirds] * 2, {1: [0]})) == "0.33 of 2"


def test_a_score_reads_as_words() -> None:
    assert str(Score(3, 5)) == "3 of 5"


ASKED = AskedQuestion(
    "Who may call?",
    {"choices": ["alice", "bob", "nobody"], "right": "nobody"},
    "None allows.",
    hints=("Look at the policy.",),
    step=3,
    column="result",
    step_key="call",
)
OTHER = AskedQuestion("Until when?", {"choices": ["now", "tomorrow"], "right": "now"}, "It ends.")
STORED = {
    "prompt": "Who may call?",
    "choices": ["alice", "bob", "nobody"],
    "right": 2,
    "hint": "Look at the policy.",
    "step": 3,
    "column": "result",
    "explanation": "None allows.",
}


def test_what_is_stored_of_a_question_is_what_an_older_release_takes() -> None:
    assert ASKED.as_json() == STORED
    assert AskedQuestion.from_json(STORED, "call") == ASKED
    assert AskedQuestion.from_json(STORED).step_key is None


def test_what_an_older_release_cannot_ask_has_no_choices_there() -> None:
    several = AskedQuestion("Which?", {"choices": ["a", "b", "c"], "right": ["a", "b"]}, "These.")
    assert several.as_json() == {
        "prompt": "Which?",
        "choices": [],
        "right": 0,
        "hint": "",
        "step": 0,
        "column": "",
        "explanation": "These.",
    }


@pytest.mark.parametrize(("chosen", "right"), [(0, False), (1, False), (2, True)])
def test_a_choice_is_right_or_wrong(chosen: int, right: bool) -> None:
    feedback = grade(ASKED, chosen)
    assert (feedback.question, feedback.given, feedback.right) == (ASKED, chosen, right)
    assert (feedback.points, feedback.percent) == ((1, 100) if right else (0, 0))
    told = [(choice["text"], choice["is_right"], choice["is_taken"]) for choice in feedback.shown["choices"]]
    assert told == [
        (text, index == 2, index == chosen) for index, text in enumerate(("alice", "bob", "nobody"))
    ]
    assert feedback.lines == (Line("", ("alice", "bob", "nobody")[chosen], "nobody", right),)


@pytest.mark.parametrize("chosen", [-1, 3, 4])
def test_a_choice_that_was_not_offered_is_no_answer(chosen: int) -> None:
    with pytest.raises(NotAnAnswerError):
        grade(ASKED, chosen)


@pytest.mark.parametrize(
    ("chosen", "right"),
    [({}, 0), ({1: 2}, 1), ({2: 0}, 1), ({1: 2, 2: 0}, 2), ({1: 0, 2: 1}, 0), ({1: 2, 2: 1}, 1)],
)
def test_a_score_counts_what_is_right_of_the_whole_quiz(chosen: dict[int, int], right: int) -> None:
    counted = score([ASKED, OTHER], chosen)
    assert counted == Score(right, 2)
    assert counted.share == right / 2
    assert counted.is_full is (right == 2)


def trace(*keys: str) -> Trace:
    """A trace whose steps have these keys."""
    actors = (Actor("alice", "alice", ActorKind.CALLER),)
    nodes = (Node(1, "asks", "alice", "alice"),)
    steps = tuple(Step(number, 1, "asks", "", "", "", key=key) for number, key in enumerate(keys, start=1))
    return Trace("Asking", actors, nodes, steps)


def test_the_step_that_proves_an_answer_is_found_where_it_stands_now() -> None:
    assert ASKED.step_in(trace("issue", "call")) == 2
    assert ASKED.step_in(trace("call", "issue")) == 1
    assert ASKED.step_in(trace("issue", "end", "more")) is None


def test_what_an_older_release_has_stored_knows_only_the_number_of_the_step() -> None:
    stored = AskedQuestion.from_json(STORED)
    assert stored.step_in(trace("a", "b", "c")) == 3
    assert stored.step_in(trace("a", "b")) is None
