"""What holds of every type of question that there is, whatever it asks."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lessons.quizzes.question_types.interface import Form, Line, NotAnAnswerError, QuestionMistakeError
from lessons.quizzes.question_types.registry import TYPES
from tests.quizzes.question_types.examples import WRITTEN, Example, chance, examples
from tests.quizzes.question_types.fragments import shown
from tests.sizes import size

EXAMPLES = list(examples())
of_every_type = pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.type.NAME)

HOSTILE = [
    "",
    " ",
    "\0",
    "a\0b",
    "-1",
    "0",
    "1",
    "\uff12",
    "\u0966",
    "1.0",
    "0x1",
    "1e3",
    "9" * 5_000,
    "é" * 100_000,
]
HOSTILE += ["None", "NaN", "inf", "\ud7ff", "\u202e", "\u200b", "<script>", "{{ 1 }}", "`", "“", "\r\n"]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=6,
)


def test_every_type_has_a_row_of_examples() -> None:
    assert WRITTEN.keys() == TYPES.keys()
    assert all(name == kind.NAME for name, kind in TYPES.items())


@of_every_type
def test_what_is_stored_is_json_that_gives_the_same_question(example: Example) -> None:
    stored = example.type.dump(example.content)
    assert json.loads(json.dumps(stored)) == stored
    assert stored.keys() <= set(example.type.KEYS)
    assert example.type.parse(stored) == example.content


@of_every_type
def test_a_draw_is_the_same_for_the_same_seed(example: Example) -> None:
    written = example.type.parse(example.written)
    for seed in range(size(10, 200)):
        assert example.type.draw(written, chance(seed)) == example.type.draw(written, chance(seed))


@of_every_type
def test_the_key_is_all_right(example: Example) -> None:
    key = example.type.key(example.content)
    assert example.type.grade(example.content, key) == 1
    assert json.loads(json.dumps(key)) == key
    lines = example.type.say(example.content, key)
    assert lines
    assert all(line.is_right and line.given for line in lines)


@of_every_type
def test_a_question_that_was_not_changed_has_the_key_that_it_had(example: Example) -> None:
    today = example.type.rekey(example.content, example.type.parse(example.written))
    assert today is not None
    assert example.type.grade(today, example.type.key(example.content)) == 1


@of_every_type
def test_an_answer_that_is_shown_is_sent_as_the_same_answer(example: Example) -> None:
    key = example.type.key(example.content)
    assert example.type.read(example.content, shown(example.type, example.content, key).sent) == key


@of_every_type
def test_a_question_that_nobody_has_touched_has_no_answer(example: Example) -> None:
    with pytest.raises(NotAnAnswerError):
        example.type.read(example.content, shown(example.type, example.content, None).sent)


@of_every_type
@settings(max_examples=size(40, 2_000))
@given(data=st.data())
def test_what_is_sent_is_an_answer_that_can_be_graded_or_is_refused_with_a_sentence(
    example: Example, data: st.DataObject
) -> None:
    kind, content = example.type, example.content
    fields = shown(kind, content, kind.key(content))
    sent = dict(fields.sent)
    value = st.sampled_from([*HOSTILE, *sorted(fields.values)]) | st.text(max_size=30)
    for name in data.draw(st.lists(st.sampled_from(fields.names), unique=True)):
        sent[name] = data.draw(st.lists(value, max_size=3))
    answer = read_or_refused(example, sent)
    if isinstance(answer, NotAnAnswerError):
        assert str(answer).isprintable()
        assert shown(kind, content, answer.kept).names
    else:
        assert 0 <= kind.grade(content, answer) <= 1
        assert "\\u0000" not in json.dumps(answer)
        assert shown(kind, content, answer).names


def read_or_refused(example: Example, sent: Form) -> Any:
    """The answer, or why there is none."""
    try:
        return example.type.read(example.content, sent)
    except NotAnAnswerError as refused:
        return refused


@of_every_type
@settings(max_examples=size(40, 2_000))
@given(data=st.data())
def test_any_answer_is_graded_from_0_to_1_and_each_time_the_same_or_refused(
    example: Example, data: st.DataObject
) -> None:
    key = example.type.key(example.content)
    answer = data.draw(JSON | mutated(key))
    assert graded(example, answer) == graded(example, copy.deepcopy(answer))


def graded(example: Example, answer: Any) -> float | None:
    """The grade, with which what is said agrees; None where it is no answer."""
    try:
        found = example.type.grade(example.content, answer)
    except NotAnAnswerError:
        return None
    assert 0 <= found <= 1
    lines = example.type.say(example.content, answer)
    assert all(isinstance(line, Line) for line in lines)
    assert all(line.is_right for line in lines) == (found == 1)
    return found


@of_every_type
@settings(max_examples=size(60, 5_000))
@given(data=st.data())
def test_a_mistake_is_named_by_a_key_that_the_author_knows(example: Example, data: st.DataObject) -> None:
    written = data.draw(mutated(example.type.dump(example.content)))
    if not isinstance(written, dict):
        return
    content = parsed_or_refused(example, written)
    if isinstance(content, QuestionMistakeError):
        assert content.key in example.type.KEYS
        assert content.sentence.strip()
    else:
        assert example.type.parse(example.type.dump(content)) == content
        assert example.type.grade(content, example.type.key(content)) == 1


def parsed_or_refused(example: Example, written: dict[str, Any]) -> Any:
    """The content, or the mistake in it."""
    try:
        return example.type.parse(written)
    except QuestionMistakeError as mistake:
        return mistake


def mutated(value: Any) -> st.SearchStrategy[Any]:
    """The same JSON with something else in one place of it, or with that taken out."""
    return st.tuples(st.sampled_from(list(_places(value))), JSON | st.just(...)).map(
        lambda change: _replaced(value, *change)
    )


def _places(value: Any) -> Iterator[tuple[Any, ...]]:
    """The way to every value in a JSON value."""
    yield ()
    inner: Mapping[Any, Any] = (
        value if isinstance(value, dict) else dict(enumerate(value)) if isinstance(value, list) else {}
    )
    for key, one in inner.items():
        yield from ((key, *rest) for rest in _places(one))


def _replaced(value: Any, place: tuple[Any, ...], new: Any) -> Any:
    if not place:
        return None if new is ... else new
    changed = copy.deepcopy(value)
    parent = changed
    for key in place[:-1]:
        parent = parent[key]
    if new is ...:
        del parent[place[-1]]
    else:
        parent[place[-1]] = new
    return changed
