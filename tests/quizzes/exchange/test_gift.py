"""GIFT as people write it and as Moodle exports it, and what of it is named by line."""

from __future__ import annotations

from typing import Any

import pytest

from lessons.quizzes.exchange.gift import read
from lessons.quizzes.exchange.results import Imported
from lessons.quizzes.written_question import WrittenQuestion
from tests.quizzes.exchange.samples import FILES


def told(imported: Imported) -> list[tuple[int, str]]:
    return [(problem.line, problem.sentence) for problem in imported.problems]


def only(text: str) -> WrittenQuestion:
    (found,) = read(text).questions
    return found.question


def said(text: str, feedback: str) -> dict[str, str]:
    return {"text": text, "feedback": feedback}


def test_an_export_of_moodle() -> None:
    found = read((FILES / "moodle.gift").read_text())
    assert {one.question.topic for one in found.questions} == {"Temporary access"}
    first = found.questions[0].question
    assert (first.key, first.difficulty) == ("call-for-a-role", "hard")
    assert first.prompt == "Which call is for a `role`?"
    assert first.explanation == "A role has no keys of its own."
    assert [(one.line, one.question.type, one.question.content) for one in found.questions] == [
        (
            7,
            "choice",
            {
                "choices": [
                    {"text": "sts:AssumeRole", "feedback": "Yes."},
                    {"text": "sts:GetSessionToken", "feedback": "That is for a user: itself."},
                    "Either, as a = b",
                ],
                "right": "sts:AssumeRole",
            },
        ),
        (
            16,
            "choice",
            {
                "choices": ["An access key ID", "A secret access key", "A session token", "A password"],
                "right": ["An access key ID", "A secret access key", "A session token"],
            },
        ),
        (
            25,
            "choice",
            {
                "choices": [
                    {"text": "True", "feedback": "Only users have them."},
                    {"text": "False", "feedback": "Right."},
                ],
                "right": "False",
            },
        ),
        (
            29,
            "fill_in",
            {"accepted": ["STS"], "foreseen": [{"text": "SES", "feedback": "That one sends mail."}]},
        ),
        (37, "numeric", {"value": "900"}),
        (
            44,
            "matching",
            {
                "pairs": [
                    {"left": "A user", "right": "AssumeRole"},
                    {"left": "A job", "right": "AssumeRoleWithWebIdentity"},
                ],
                "rights": ["GetCallerIdentity"],
            },
        ),
        (52, "ordering", {"items": ["The user calls STS", "STS answers", "The session calls S3"]}),
    ]
    assert told(found) == [
        (
            7,
            "The weights 100 %, 0 %, 50 % are not kept: here one choice is right and worth everything, any "
            "other is worth nothing.",
        ),
        (7, "Not kept: how <i> shows its text."),
        (31, "“SES” counts 50 % there, and is wrong here."),
        (32, "“*” is left out: * stands for anything there, and not here."),
        (37, "What is said to a wrong number is not kept."),
        (60, "This asks nothing: { and } are missing."),
        (64, "Nothing stands between { and }: an essay cannot be graded here."),
    ]


@pytest.mark.parametrize(
    ("answers", "kind", "content"),
    [
        ("~a =b ~c", "choice", {"choices": ["a", "b", "c"], "right": "b"}),
        ("=b#Yes ~a#No", "choice", {"choices": [said("b", "Yes"), said("a", "No")], "right": "b"}),
        ("T", "choice", {"choices": ["True", "False"], "right": "True"}),
        ("TRUE#no#yes", "choice", {"choices": [said("True", "yes"), said("False", "no")], "right": "True"}),
        ("F", "choice", {"choices": ["True", "False"], "right": "False"}),
        ("STS", "fill_in", {"accepted": ["STS"]}),
        ("=a =%100%b", "fill_in", {"accepted": ["a", "b"]}),
        (r"=a\=b =c\*d", "fill_in", {"accepted": ["a=b", "c*d"]}),
        ("#900", "numeric", {"value": "900"}),
        ("#900:0.5", "numeric", {"value": "900", "tolerance": "0.5"}),
        ("#0.1..0.3", "numeric", {"value": "0.2", "tolerance": "0.1"}),
        ("#=-1.5e3", "numeric", {"value": "-1500"}),
        (">\na\nb\nc", "ordering", {"items": ["a", "b", "c"]}),
        (">a\nb\nc", "ordering", {"items": ["a", "b", "c"]}),
        (">3 ALL\na\nb\nc", "ordering", {"items": ["a", "b", "c"]}),
    ],
)
def test_what_stands_in_braces(answers: str, kind: str, content: dict[str, Any]) -> None:
    found = read(f"Which?{{{answers}}}")
    assert told(found) == []
    assert (found.questions[0].question.type, found.questions[0].question.content) == (kind, content)


def test_a_missing_word_leaves_a_gap() -> None:
    assert only("STS issues {=credentials} for a session.").prompt == ("STS issues _____ for a session.")


def test_general_feedback_is_the_explanation() -> None:
    assert only("Which?{=a ~b####Since\n a is.}").explanation == "Since\na is."


def test_comments_and_empty_lines_stand_between_questions() -> None:
    found = read("// one\n\n// two\nA?{T}\n// three\n\n\n  // four\nB?\n// five\n{F}\n")
    assert [(one.line, one.question.prompt) for one in found.questions] == [(4, "A?"), (9, "B?")]


def test_the_text_s_own_format_is_read() -> None:
    assert only("[plain]Is it <b> &amp;?{T}").prompt == "Is it <b> &amp;?"
    assert only("[markdown]Is it `b`?{T}").prompt == "Is it `b`?"
    assert only("[html]Is it <code>b</code> &amp;?{T}").prompt == "Is it `b` &?"


def test_a_name_that_only_repeats_the_prompt_is_no_key() -> None:
    assert only("::Who is it::Who is it, please?{T}").key == ""
    assert only("::Who Is Asking?::Is it bob?{T}").key == "who-is-asking"
    assert only("::123::Is it bob?{T}").key == "q-123"


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        ("Which?{=a ~b", 1, "A { has no }, or a } no {: an empty line between them ends a question."),
        ("A?{T}\n\nWhich?\n}", 3, "A { has no }, or a } no {: an empty line between them ends a question."),
        ("::Which?{=a ~b}", 1, "The name has no end: :: is missing."),
        ("A {=b} or {=c}", 1, "A question has answers in one place only: { or } stands here again."),
        ("\nWhich?\n{}", 3, "Nothing stands between { and }: an essay cannot be graded here."),
        ("Which?\n{a ~b}", 2, "Neither = nor ~ stands before “a”."),
        ("Which?{~a ~b}", 1, "None of the choices is right."),
        ("Which?{=a =b ~c}", 1, "Several choices are right, and only one can be chosen."),
        ("Which?{\n=a -> b\n=c\n}", 3, "“c” is no pair: = left -> right."),
        ("Which?{#many}", 1, "“many” is no number: write 10, 10:2 or 8..12."),
        ("Which?{#\n=1:x\n}", 2, "“1:x” is no number: write 10, 10:2 or 8..12."),
        ("Which?{#}", 1, "There is no number that counts in full."),
        ("Which?{=%50%a}", 1, "No answer counts in full."),
        ("<img src='b.png'>Who?{T}", 1, "There are files in it (b.png), and questions have no images yet."),
    ],
)
def test_what_cannot_be_read_is_named_by_line(text: str, line: int, sentence: str) -> None:
    found = read(text)
    assert (line, sentence) in told(found)
    assert len(found.questions) == text.startswith("A?{T}")


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        ("Which?{\n=a#Yes\n}", 2, "What is said to “a”, which is right, is not kept."),
        ("Which?{#\n=1\n=2\n}", 3, "“2” is left out: one number is right here, and no other counts."),
        ("Which?{>2 RANDOM\na\nb\nc}", 1, "That only some of the items are asked is not kept: here all are."),
        ("// [tag:sts][tag:exam]\nWhich?{T}", 2, "Not kept: the tag exam."),
    ],
)
def test_what_is_not_kept_is_named_by_line(text: str, line: int, sentence: str) -> None:
    found = read(text)
    assert len(found.questions) == 1
    assert told(found) == [(line, sentence)]
