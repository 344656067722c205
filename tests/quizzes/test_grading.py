"""Grading holds for every question and every answer."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.quizzes.grading import AskedQuestion, NoSuchChoiceError, Score, grade, score
from lessons.trace import Actor, ActorKind, Node, Step, Trace

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


ASKED = AskedQuestion(
    "Who may call?", ("alice", "bob", "nobody"), 2, "Look at the policy.", 3, "result", "None allows.", "call"
)
OTHER = AskedQuestion("Until when?", ("now", "tomorrow"), 0, "Look.", 1, "output", "It ends.", "end")
STORED = {
    "prompt": "Who may call?",
    "choices": ("alice", "bob", "nobody"),
    "right": 2,
    "hint": "Look at the policy.",
    "step": 3,
    "column": "result",
    "explanation": "None allows.",
}


def test_what_is_stored_of_a_question_is_what_an_older_release_takes() -> None:
    assert ASKED.as_json() == STORED
    assert AskedQuestion.from_json(STORED, "call") == ASKED
    assert AskedQuestion.from_json({**STORED, "choices": ["alice", "bob", "nobody"]}).step_key is None


@pytest.mark.parametrize(("chosen", "right"), [(0, False), (1, False), (2, True)])
def test_a_choice_is_right_or_wrong(chosen: int, right: bool) -> None:
    feedback = grade(ASKED, chosen)
    assert (feedback.question, feedback.chosen, feedback.right) == (ASKED, chosen, right)
    told = [(choice.text, choice.is_right, choice.is_chosen) for choice in feedback.choices]
    assert told == [
        (text, index == 2, index == chosen) for index, text in enumerate(("alice", "bob", "nobody"))
    ]


@pytest.mark.parametrize("chosen", [-1, 3, 4])
def test_a_refusal_tells_what_was_chosen_among_how_many(chosen: int) -> None:
    with pytest.raises(NoSuchChoiceError, match=rf"^There is no choice {chosen} among 3\.$"):
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
