"""Allowed or denied, and by which policy type: a half for each, by what AWS's guides say."""

from __future__ import annotations

from contextlib import suppress
from itertools import product
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lessons.aws import evaluate
from lessons.quizzes.question_types import allowed_or_denied
from lessons.quizzes.question_types.allowed_or_denied import OUTCOMES, grade, parse, types_of
from lessons.quizzes.question_types.given_policies import apply
from lessons.quizzes.question_types.interface import NotAnAnswerError, QuestionMistakeError
from lessons.quizzes.question_types.registry import TYPES
from tests.quizzes.question_types.documented_decisions import (
    ALLOWED,
    DOCUMENTED,
    EXPLICIT,
    IMPLICIT,
    Documented,
)
from tests.quizzes.question_types.policy_values import BOB, READ_POLICY, allow, deny, get, policy
from tests.quizzes.question_types.test_read_policy import JSON

CONTENT = parse(READ_POLICY)
SAID = {"outcome": ALLOWED, "policy_type": "identity-based policy"}


def said(outcome: str, policy_type: str) -> dict[str, str]:
    return {"outcome": outcome, "policy_type": policy_type}


def test_it_is_a_type() -> None:
    assert TYPES["allowed_or_denied"] is allowed_or_denied


@pytest.mark.parametrize("case", DOCUMENTED, ids=lambda case: case.source)
def test_the_key_is_what_aws_documents(case: Documented) -> None:
    content = parse(case.values)
    right = {
        (outcome, kind)
        for outcome, kind in product(OUTCOMES, types_of(content))
        if grade(content, said(outcome, kind)) == 1
    }
    assert right == {(case.outcome, kind) for kind in case.types}
    assert grade(content, allowed_or_denied.key(content)) == 1


@pytest.mark.parametrize("case", DOCUMENTED, ids=lambda case: case.source)
def test_the_key_agrees_with_the_engine(case: Documented) -> None:
    content = parse(case.values)
    asked = content.request.asked
    decision = evaluate(asked, apply(content.policies, asked))
    assert allowed_or_denied.key(content)["outcome"] == decision.outcome
    if not decision.allowed:
        assert grade(content, said(decision.outcome, decision.refused_by)) == 1


@pytest.mark.parametrize("case", DOCUMENTED, ids=lambda case: case.source)
def test_what_was_written_comes_back(case: Documented) -> None:
    content = parse(case.values)
    assert parse(allowed_or_denied.dump(content)) == content
    assert allowed_or_denied.draw(content, Random(1)) == content  # noqa: S311 -- no secret


def test_the_right_answer_with_another_reason_is_worth_a_half() -> None:
    denied = parse({"request": get(), "policies": [policy("identity", allow(), deny("s3:*"))]})
    assert grade(denied, said(EXPLICIT, "identity-based policy")) == 1
    assert grade(denied, said(EXPLICIT, "resource-based policy")) == 0.5
    assert grade(denied, said(IMPLICIT, "identity-based policy")) == 0.5
    assert grade(denied, said(ALLOWED, "identity-based policy")) == 0


def test_a_type_that_does_not_apply_cannot_be_named() -> None:
    assert types_of(CONTENT) == ("resource-based policy", "identity-based policy")
    with pytest.raises(NotAnAnswerError):
        grade(CONTENT, said(ALLOWED, "permissions boundary"))


def test_two_lines_say_what_is_right_and_why() -> None:
    answer, reason = allowed_or_denied.say(CONTENT, said(IMPLICIT, "resource-based policy"))
    assert not answer.is_right
    assert answer.right == OUTCOMES[ALLOWED]
    assert (reason.given, reason.right, reason.is_right) == (
        "resource-based policy",
        "identity-based policy",
        False,
    )
    assert reason.reason == "alice has a policy that allows s3:GetObject on reports/q1.csv."
    assert all(line.is_right for line in allowed_or_denied.say(CONTENT, SAID))


def test_the_form_has_both() -> None:
    form = {name: [value] for name, value in SAID.items()}
    assert allowed_or_denied.read(CONTENT, form) == SAID


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"outcome": [ALLOWED]},
        {"policy_type": ["identity-based policy"]},
        {"outcome": ["Maybe"], "policy_type": ["identity-based policy"]},
        {"outcome": [ALLOWED, EXPLICIT], "policy_type": ["identity-based policy"]},
    ],
)
def test_a_half_is_no_answer_yet_and_is_kept(form: dict[str, list[str]]) -> None:
    with pytest.raises(NotAnAnswerError) as caught:
        allowed_or_denied.read(CONTENT, form)
    shown = allowed_or_denied.show(CONTENT, caught.value.kept)
    taken = [one["value"] for one in (*shown["outcomes"], *shown["types"]) if one["is_taken"]]
    assert taken == [values[0] for values in form.values() if len(values) == 1 and values[0] != "Maybe"]


@given(JSON | st.fixed_dictionaries({"outcome": JSON, "policy_type": JSON}))
@settings(max_examples=50)
def test_any_answer_has_a_grade_or_is_none(answer: Any) -> None:
    with suppress(NotAnAnswerError):
        assert 0 <= grade(CONTENT, answer) <= 1


@pytest.mark.parametrize(("left_out", "key"), [("request", "request"), ("policies", "policies")])
def test_a_mistake_is_named(left_out: str, key: str) -> None:
    with pytest.raises(QuestionMistakeError) as caught:
        parse({name: value for name, value in READ_POLICY.items() if name != left_out})
    assert caught.value.key == key


def test_what_decides_is_computed_anew_and_another_request_is_another_question() -> None:
    assert allowed_or_denied.rekey(CONTENT, parse(READ_POLICY)) == CONTENT
    assert allowed_or_denied.rekey(CONTENT, parse(READ_POLICY | {"request": get(BOB)})) is None
