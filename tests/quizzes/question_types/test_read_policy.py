"""Which statement decides: the key is what AWS's guides say, and nobody writes it."""

from __future__ import annotations

from copy import deepcopy
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lessons.aws.policies.policy_json import read_json
from lessons.quizzes.question_types import read_policy
from lessons.quizzes.question_types.interface import NotAnAnswerError, QuestionMistakeError
from lessons.quizzes.question_types.read_policy import NOTHING, parse
from lessons.quizzes.question_types.registry import TYPES
from tests.quizzes.question_types.documented_decisions import DOCUMENTED, Documented
from tests.quizzes.question_types.policy_values import ALICE, BOB, READ_POLICY, allow, by, deny, get, policy

CONTENT = parse(READ_POLICY)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


def test_it_is_a_type() -> None:
    assert TYPES["read_policy"] is read_policy


@pytest.mark.parametrize("case", DOCUMENTED, ids=lambda case: case.source)
def test_the_key_is_what_aws_documents(case: Documented) -> None:
    content = parse(case.values)
    sids = set()
    for value in content.right:
        if value != NOTHING:
            number, place = map(int, value.split("."))
            sids.add(content.decided.policies[number].statements[place]["Sid"])
    assert sids == case.sids
    assert (content.right == (NOTHING,)) is (not case.sids)


@pytest.mark.parametrize("case", DOCUMENTED, ids=lambda case: case.source)
def test_the_key_is_all_right_and_everything_else_is_wrong(case: Documented) -> None:
    content = parse(case.values)
    grades = {value: read_policy.grade(content, value) for value in content.names}
    assert grades[read_policy.key(content)] == 1
    assert {value for value, grade in grades.items() if grade == 1} == set(content.right)
    assert set(grades.values()) == {0, 1}


@pytest.mark.parametrize("case", DOCUMENTED, ids=lambda case: case.source)
def test_what_was_written_comes_back(case: Documented) -> None:
    content = parse(case.values)
    assert parse(read_policy.dump(content)) == content
    assert read_policy.draw(content, Random(1)) == content  # noqa: S311 -- no secret


def test_a_document_may_be_json_text() -> None:
    text = '{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}'
    values = READ_POLICY | {
        "policies": [{"kind": "identity", "document": text}, policy("resource", by({"AWS": BOB}))]
    }
    assert parse(values).right == ("0.0",)


def test_the_pieces_of_a_policy_are_its_document() -> None:
    for shown in read_policy.show(CONTENT, None)["policies"]:
        pieces = [shown["head"], *(statement["text"] for statement in shown["statements"]), shown["tail"]]
        assert read_json("\n".join(pieces)) == read_json(shown["text"])


def test_the_answer_says_what_decides_and_why() -> None:
    line = read_policy.say(CONTENT, "0.1")[0]
    assert (line.given, line.right, line.is_right) == (
        "Statement `Write` of “reports”",
        "Statement `Read` of “reports”",
        False,
    )
    assert "alice has a policy that allows s3:GetObject" in line.reason
    assert read_policy.say(CONTENT, "1.0")[0].given == "Statement 1 of “of the bucket”"


def test_the_form_names_a_statement() -> None:
    assert read_policy.read(CONTENT, {"statement": ["0.1"]}) == "0.1"
    assert read_policy.read(CONTENT, {"statement": [NOTHING]}) == NOTHING


@pytest.mark.parametrize("sent", [[], ["0.7"], ["9.0"], [""], ["0.0", "0.1"], ["0.-1"], ["none "]])
def test_what_names_none_is_no_answer(sent: list[str]) -> None:
    with pytest.raises(NotAnAnswerError):
        read_policy.read(CONTENT, {"statement": sent})


@given(JSON)
@settings(max_examples=50)
def test_any_answer_has_a_grade_or_is_none(answer: Any) -> None:
    try:
        assert 0 <= read_policy.grade(CONTENT, answer) <= 1
    except NotAnAnswerError:
        assert answer not in [*CONTENT.names]


@given(st.dictionaries(st.sampled_from(read_policy.KEYS), JSON))
@settings(max_examples=50)
def test_what_is_no_question_is_a_mistake(values: dict[str, Any]) -> None:
    with pytest.raises(QuestionMistakeError) as caught:
        parse(values)
    assert caught.value.sentence


def test_several_deciding_statements_are_refused_unless_they_are_meant() -> None:
    values = {"request": get(), "policies": [policy("identity", deny(Sid="D"), deny("s3:*", Sid="E"))]}
    with pytest.raises(QuestionMistakeError, match=r"Statement `D` .*, Statement `E` .*accept_any"):
        parse(values)
    assert parse(values | {"accept_any": True}).right == ("0.0", "0.1")


def _with(part: str, **changed: Any) -> dict[str, Any]:
    values = deepcopy(READ_POLICY)
    where = values["request"] if part == "request" else values["policies"][0]
    where.update(changed)
    return values


MISTAKES = [
    ({}, "request", "“request” is missing"),
    (READ_POLICY | {"request": "alice"}, "request", "“request” is no mapping"),
    (READ_POLICY | {"policies": {}}, "policies", "no list"),
    (READ_POLICY | {"accept_any": "yes"}, "accept_any", "true or false"),
    (READ_POLICY | {"policies": READ_POLICY["policies"][1:]}, "policies", "2 statements or more"),
    (_with("request", who=ALICE), "request", "“who” is not known"),
    (_with("request", principal="alice"), "request", "neither a user, nor a session"),
    (_with("request", principal="arn:aws:iam::111122223333:role/demo"), "request", "neither a user"),
    (_with("request", principal="arn:aws:iam::111122223333:root"), "request", "neither a user"),
    (
        _with("request", principal="arn:aws:sts::111122223333:federated-user/visitor"),
        "request",
        "“issuer” the ARN",
    ),
    (_with("request", action="GetObject"), "request", "no action"),
    (_with("request", action="s3:Get*"), "request", "no action"),
    (_with("request", action="kms:Decrypt"), "request", "other rules"),
    (_with("request", action="sts:GetCallerIdentity"), "request", "other rules"),
    (_with("request", resource="reports/q1.csv"), "request", "neither an ARN"),
    (_with("request", resource="arn:aws:s3:::reports"), "request", "does not ask for “s3:GetObject” on"),
    (_with("request", action="s3:ListBucket"), "request", "does not ask for “s3:ListBucket” on"),
    (
        _with("request", action="sts:AssumeRole", resource="*"),
        "request",
        "does not ask for “sts:AssumeRole” on",
    ),
    (_with("request", account="4444"), "request", "is not the account"),
    (
        _with(
            "request",
            action="iam:GetUser",
            resource="arn:aws:iam::444455556666:user/x",
            account="111122223333",
        ),
        "request",
        "is not the",
    ),
    (_with("request", context={"aws:username": "bob"}), "request", "follows from the request"),
    (_with("request", context={"aws:SourceIp": {}}), "request", "a text or a list"),
    (_with("policies", kind="managed"), "policies", "“managed” is none of"),
    (_with("policies", kind="trust"), "policies", "has a Principal"),
    (_with("policies", of=ALICE), "policies", "“of” in “policies”"),
    (_with("policies", level="Root"), "policies", "only scp and rcp"),
    (_with("policies", name="of the bucket"), "policies", "there twice"),
    (_with("policies", document="{"), "policies", "This is not JSON"),
    (_with("policies", document={"Statement": []}), "policies", "at least one statement"),
    (_with("policies", document={"Statement": allow("GetObject")}), "policies", r"\$\.Statement\.Action"),
    (_with("policies", document={"Statement": {1, 2}}), "policies", "no JSON document"),
    (
        _with(
            "policies",
            document={"Statement": allow(Condition={"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}})},
        ),
        "policies",
        "asks for “aws:SourceIp”, which the context",
    ),
    (_with("policies", kind="session"), "policies", "A user has no session policy"),
    (_with("request", action="iam:GetUser", resource="*"), "policies", "only buckets"),
    (
        READ_POLICY
        | {"request": get() | {"action": "sts:AssumeRole", "resource": "arn:aws:iam::111122223333:role/r"}},
        "policies",
        "always has a trust policy",
    ),
]


@pytest.mark.parametrize(("values", "key", "sentence"), MISTAKES, ids=[mistake[2] for mistake in MISTAKES])
def test_a_mistake_is_named(values: dict[str, Any], key: str, sentence: str) -> None:
    with pytest.raises(QuestionMistakeError, match=sentence) as caught:
        parse(values)
    assert caught.value.key == key


def test_what_decides_is_computed_anew_and_other_policies_are_another_question() -> None:
    assert read_policy.rekey(CONTENT, parse(READ_POLICY | {"accept_any": True})) is not None
    assert read_policy.rekey(CONTENT, parse(_with("policies", name="other"))) is None
