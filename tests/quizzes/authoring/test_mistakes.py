"""What is wrong with a question is told beside the field that says it, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import pytest
from django.test import Client

from lessons.models import Lesson
from lessons.quizzes.models import Question
from tests.quizzes.authoring.forms import change_url, errors_on, filled_form, make_question
from tests.quizzes.question_types.examples import WRITTEN


class Mistake(NamedTuple):
    """A form of a type with some fields changed, and what is told beside which of them."""

    type: str
    typed: Mapping[str, str]
    field: str
    said: str


SOLVES_ALL = '{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}'
MISTAKES = [
    # what every question has
    Mistake("choice", {"prompt": ""}, "prompt", "This field is required."),
    Mistake("choice", {"explanation": " "}, "explanation", "This field is required."),
    Mistake("choice", {"hints": ""}, "hints", "Write a hint that points into the process table."),
    Mistake("choice", {"hints": f"Look.\n{'x' * 301}"}, "hints", "is longer than 300 characters."),
    Mistake("choice", {"step": ""}, "step", "Choose the step of the lesson that proves the answer."),
    Mistake("choice", {"step": "99999"}, "step", "Select a valid choice."),
    Mistake("choice", {"lesson": ""}, "step", "This is not a step of the lesson above."),
    Mistake("choice", {"points": "0"}, "points", "Ensure this value is greater than or equal to 1."),
    # each type
    Mistake("choice", {"choices": ""}, "choices", "This field is required."),
    Mistake("choice", {"choices": "STS\nalice"}, "choices", "Mark exactly one choice as right with *; 0 are"),
    Mistake("choice", {"choices": "*STS\n*alice"}, "choices", "exactly one choice as right with *; 2 are"),
    Mistake("choice", {"choices": "*STS"}, "choices", "Offer 2 to 8 choices; there are 1."),
    Mistake(
        "choice", {"choices": "*1\n2\n3\n4\n5\n6\n7\n8\n9"}, "choices", "Offer 2 to 8 choices; there are 9."
    ),
    Mistake("choice", {"choices": "*STS\nsts"}, "choices", "“sts” is there twice."),
    Mistake("choice", {"choices": f"*STS\n{'x' * 201}"}, "choices", "is longer than 200 characters."),
    Mistake("choice", {"choices": "*STS\n| Who?"}, "choices", "“text” is empty."),
    Mistake("choice", {"choices": "*STS\nal\x00ice"}, "choices", "Null characters are not allowed."),
    Mistake("choice", {"choices": "a\nb", "is_many": "on"}, "choices", "None of the choices is right."),
    Mistake("ordering", {"items": "a\nb"}, "items", "Offer 3 to 10 items; there are 2."),
    Mistake("matching", {"pairs": "a | 1\nb"}, "pairs", "“b” is no pair with one bar between its sides."),
    Mistake("matching", {"rights": "1\n1"}, "rights", "“1” is there twice."),
    Mistake("fill_in", {"accepted": "a\na"}, "accepted", "“a” is there twice."),
    Mistake("fill_in", {"foreseen": "assume"}, "foreseen", "“feedback” is empty."),
    Mistake("numeric", {"value": "many"}, "value", "“many” is not a number."),
    Mistake("numeric", {"tolerance": "-1"}, "tolerance", "“-1” is not a number from 0 on."),
    Mistake("numeric", {"unit": ""}, "unit", "“unit” is missing, in which the units are counted."),
    Mistake("numeric", {"units": "min"}, "units", "“min” is no unit with its worth behind one bar."),
    Mistake(
        "point_at_step", {"rows": "a | one\nb | two"}, "rows", "Mark the row that proves it with a star."
    ),
    Mistake("point_at_step", {"rows": "*a | one\na | two"}, "rows", "“a” is there twice."),
    Mistake("read_policy", {"principal": "alice"}, "principal", "“alice” is neither a user, nor a session"),
    Mistake("read_policy", {"principal": ""}, "principal", "This field is required."),
    Mistake("read_policy", {"action": "read"}, "action", "“read” is no action such as “s3:GetObject”."),
    Mistake("read_policy", {"resource": "q1.csv"}, "resource", "“q1.csv” is neither an ARN nor “*”."),
    Mistake("read_policy", {"account": "123"}, "account", "“123” is not the account of"),
    Mistake("read_policy", {"issuer": "bob", "principal": "x"}, "principal", "“x” is neither a user"),
    Mistake("read_policy", {"context": "aws:username | bob"}, "context", "“aws:username” follows from"),
    Mistake("read_policy", {"policy_1_kind": ""}, "policy_1_kind", "Choose what kind of policy this is."),
    Mistake("read_policy", {"policy_1_document": "{"}, "policy_1_document", "“of the bucket”"),
    Mistake("read_policy", {"policy_1_kind": "trust"}, "policy_1_document", "“of the bucket”"),
    Mistake("read_policy", {"policy_0_level": "Root"}, "policy_0_document", "“reports” has a “level”"),
    Mistake("read_policy", {"policy_1_name": "reports"}, "policy_0_kind", "“reports” is there twice."),
    Mistake(
        "allowed_or_denied", {"action": "kms:Decrypt"}, "action", "AWS has other rules for “kms:Decrypt”"
    ),
    Mistake(
        "write_policy", {"requests": "allowed | alice"}, "requests", "Line 1: write allowed or denied, who"
    ),
    Mistake("write_policy", {"requests": "allowed | a | b | c | d"}, "requests", "“d” says not what it is"),
    Mistake("write_policy", {"solution": SOLVES_ALL}, "solution", "comes out otherwise."),
    Mistake("write_policy", {"solution": "{"}, "solution", "“solution”"),
    Mistake("write_policy", {"kind": ""}, "kind", "This field is required."),
    Mistake("computed", {"generator": "none"}, "generator", "Select a valid choice."),
    Mistake("computed", {"settings": "moon | 1"}, "settings", "draws no “moon”."),
    Mistake("computed", {"settings": "duration | 7"}, "settings", "“duration” is never '7'"),
]
EXAMPLE = {"write_policy": 0}  # of `WRITTEN`; the last one elsewhere


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda row: f"{row.type}-{'-'.join(row.typed)}")
def test_a_mistake_is_told_beside_its_field(mistake: Mistake, teacher: Client, lesson: Lesson) -> None:
    written: dict[str, Any] = WRITTEN[mistake.type][EXAMPLE.get(mistake.type, -1)]
    if mistake.type == "choice":
        written = WRITTEN["choice"][0]
    question = make_question(lesson, mistake.type, written)
    before, url = question.as_written(), change_url(question)
    page = teacher.post(url, filled_form(teacher, url) | mistake.typed)
    errors = errors_on(page)
    assert list(errors) == [mistake.field]
    assert mistake.said in errors[mistake.field][0]
    form = page.context["adminform"].form
    assert {name: form[name].value() for name in mistake.typed} == {
        name: True if text == "on" else text for name, text in mistake.typed.items()
    }
    assert Question.objects.get().as_written() == before


def test_a_step_of_another_lesson_proves_nothing(teacher: Client, lesson: Lesson) -> None:
    other = Lesson.objects.create(chapter=lesson.chapter, slug="other", title="Other", article="Text.")
    theirs = lesson.steps.all()[0]
    theirs.pk, theirs.lesson = None, other
    theirs.save()
    question = make_question(lesson, "choice", WRITTEN["choice"][0])
    url = change_url(question)
    page = teacher.post(url, filled_form(teacher, url) | {"step": theirs.pk})
    assert errors_on(page) == {"step": ["This is not a step of the lesson above."]}


def test_what_somebody_else_saved_meanwhile_is_not_undone(teacher: Client, lesson: Lesson) -> None:
    question = make_question(lesson, "choice", WRITTEN["choice"][0])
    sent = filled_form(teacher, change_url(question)) | {"prompt": "Mine?"}
    question.prompt = "Theirs?"
    question.save()
    page = teacher.post(change_url(question), sent)
    assert "was changed since you opened it" in errors_on(page)["__all__"][0]
    assert "Mine?" in page.content.decode()
    assert Question.objects.get().prompt == "Theirs?"
