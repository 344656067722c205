"""A question that is written and read again is the same, in every format that can say it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import lessons
from lessons.quizzes.exchange import aiken, gift, moodle_xml, qti, yaml_file
from lessons.quizzes.exchange.results import Exported, Imported
from lessons.quizzes.question_types.registry import TYPES
from lessons.quizzes.written_question import WrittenQuestion
from tests.quizzes.exchange.samples import CONTENTS, WITH_CASE, WITH_UNITS, full, question
from tests.quizzes.question_types.policy_values import POINT_AT_STEP, READ_POLICY, WRITE_IDENTITY

COURSE = Path(lessons.__file__).parent / "content"


def only(imported: Imported) -> WrittenQuestion:
    """The one question of a file without problems."""
    assert imported.problems == ()
    (found,) = imported.questions
    return found.question


def lost(exported: Exported) -> str:
    """What is said of the one question."""
    (problem,) = exported.problems
    assert problem.line == 1
    return problem.sentence


@pytest.mark.parametrize("kind", CONTENTS)
def test_gift(kind: str) -> None:
    asked = question(kind)
    exported = gift.write([asked])
    assert exported.problems == ()
    assert only(gift.read(exported.text)) == asked


@pytest.mark.parametrize("kind", CONTENTS)
def test_gift_with_all_that_it_can_hold(kind: str) -> None:
    asked = full(question(kind))
    exported = gift.write([asked])
    assert lost(exported).endswith(
        "is in the file without its hints, its points, the step that proves it, being a draft."
    )
    held = replace(asked, hints=(), points=1, step="", column="", is_published=True)
    assert only(gift.read(exported.text)) == held


@pytest.mark.parametrize("kind", CONTENTS)
def test_moodle_xml(kind: str) -> None:
    asked = question(kind)
    exported = moodle_xml.write([asked])
    assert exported.problems == ()
    assert only(moodle_xml.read(exported.text)) == asked


@pytest.mark.parametrize("kind", CONTENTS)
def test_moodle_xml_with_all_that_it_can_hold(kind: str) -> None:
    asked = full(question(kind))
    exported = moodle_xml.write([asked])
    assert lost(exported).endswith("is in the file without the step that proves it.")
    assert only(moodle_xml.read(exported.text)) == replace(asked, step="", column="")


@pytest.mark.parametrize("content", [WITH_CASE, WITH_UNITS])
def test_moodle_xml_holds_case_and_units(content: dict[str, object]) -> None:
    asked = WrittenQuestion("fill_in" if "case" in content else "numeric", "How?", content)
    assert only(moodle_xml.read(moodle_xml.write([asked]).text)) == asked


@pytest.mark.parametrize("kind", CONTENTS)
def test_yaml_holds_everything(kind: str) -> None:
    for asked in (question(kind), full(question(kind))):
        exported = yaml_file.write([asked])
        assert exported.problems == ()
        assert only(yaml_file.read(exported.text)) == asked


OURS = {
    "point_at_step": POINT_AT_STEP,
    "read_policy": READ_POLICY,
    "allowed_or_denied": {key: READ_POLICY[key] for key in ("request", "policies")},
    "write_policy": WRITE_IDENTITY,
}


@pytest.mark.parametrize("kind", OURS)
def test_yaml_holds_types_that_only_we_have(kind: str) -> None:
    content = TYPES[kind].dump(TYPES[kind].parse(OURS[kind]))
    asked = WrittenQuestion(kind, "Which one?", content)
    assert only(yaml_file.read(yaml_file.write([asked]).text)) == asked


@pytest.mark.parametrize("file", sorted(COURSE.glob("*/quiz.yaml")), ids=lambda file: file.parent.name)
def test_yaml_holds_every_question_of_the_course(file: Path) -> None:
    found = yaml_file.read(file.read_text(encoding="utf-8"))
    assert found.problems == ()
    asked = [one.question for one in found.questions]
    assert asked
    again = yaml_file.read(yaml_file.write(asked).text)
    assert again.problems == ()
    assert [one.question for one in again.questions] == asked


def test_aiken() -> None:
    asked = replace(question("choice"), content={"choices": ["a", "`b`: c", "A) d"], "right": "`b`: c"})
    exported = aiken.write([asked])
    assert exported.problems == ()
    assert only(aiken.read(exported.text)) == asked


def test_topics_begin_anew_where_they_change() -> None:
    asked = [replace(question("numeric"), topic=topic) for topic in ("", "Roles", "Roles", "STS", "")]
    for room in (gift, moodle_xml):
        found = room.read(room.write(asked).text)
        assert [one.question.topic for one in found.questions] == ["", "Roles", "Roles", "STS", ""]


@pytest.mark.parametrize("kind", [kind for kind in CONTENTS if kind != "choice"])
def test_aiken_names_what_it_cannot_say(kind: str) -> None:
    exported = aiken.write([question(kind)])
    assert exported.text == ""
    assert lost(exported).endswith("is left out: in Aiken one of several choices is right.")


def test_aiken_names_what_it_leaves_out_of_a_question() -> None:
    assert lost(aiken.write([full(question("choice"))])).endswith(
        "is in the file without its explanation, its hints, its key, its topic, its difficulty, its points, "
        "the step that proves it, being a draft, what is said to its choices."
    )


@pytest.mark.parametrize("prompt", ["A) or B?", "ANSWER: which?"])
def test_aiken_leaves_out_what_would_read_otherwise(prompt: str) -> None:
    exported = aiken.write([replace(question("choice"), prompt=prompt)])
    assert lost(exported).endswith("is left out: it begins like a choice or an answer of Aiken.")


@pytest.mark.parametrize("kind", OURS)
def test_a_type_that_only_we_have_is_left_out_by_name(kind: str) -> None:
    asked = [question("numeric"), WrittenQuestion(kind, "Which?", OURS[kind])]
    for room, name in ((gift, "GIFT"), (moodle_xml, "Moodle"), (qti, "QTI")):
        (problem,) = room.write(asked).problems
        assert problem.line == 2
        assert problem.sentence == f"“Which?” is left out: {name} has nothing like the type `{kind}`."


def test_gift_leaves_out_a_word_that_would_be_a_pair() -> None:
    assert lost(gift.write([WrittenQuestion("fill_in", "Who?", {"accepted": ["a->b"]})])) == (
        "“Who?” is left out: in GIFT a word with -> in it is a pair."
    )


def test_gift_names_case_and_units() -> None:
    with_case = WrittenQuestion("fill_in", "Who?", WITH_CASE)
    assert lost(gift.write([with_case])) == (
        "“Who?” is in the file without the case of letters, which counts in it."
    )
    with_units = WrittenQuestion("numeric", "How long?", WITH_UNITS)
    assert lost(gift.write([with_units])) == "“How long?” is in the file without its unit."
