"""Write the policy: what it lets through and what it refuses, and what is no policy at all."""

from __future__ import annotations

import json
from contextlib import suppress
from copy import deepcopy
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lessons.aws import evaluate
from lessons.aws.budgets import WRITTEN_POLICY
from lessons.quizzes.question_types import write_policy
from lessons.quizzes.question_types.interface import NotAnAnswerError, QuestionMistakeError
from lessons.quizzes.question_types.policy_task import PolicyTask
from lessons.quizzes.question_types.registry import TYPES
from lessons.quizzes.question_types.write_policy import grade, parse
from tests.quizzes.question_types.policy_values import (
    ALICE,
    BOB,
    HERE,
    MALLORY,
    OBJECT,
    ROOT_OF_HERE,
    SESSION,
    WRITE_BUCKET,
    WRITE_IDENTITY,
    WRITE_TRUST,
    allow,
    by,
    deny,
    get,
    policy,
    trust,
)
from tests.quizzes.question_types.test_read_policy import JSON

GET, PUT = get(), {**get(), "action": "s3:PutObject"}
BUILD = {"principal": ALICE, "action": "ec2:DescribeInstances", "resource": "*"}
REST = [
    {**GET, "action": f"s3:{name}", "expected": "denied"}
    for name in ("DeleteObject", "PutObjectTagging", "GetObjectAcl", "PutObjectAcl")
]
ADMINISTRATOR = policy("identity", allow(), name="administrator")
WRITE_BOUNDARY = {
    "kind": "boundary",
    "policies": [ADMINISTRATOR],
    "requests": [
        {**GET, "expected": "allowed"},
        {**PUT, "expected": "allowed"},
        {**BUILD, "expected": "allowed"},
        *REST,
        {**BUILD, "action": "iam:ListUsers", "expected": "denied"},
    ],
    "solution": policy("boundary", allow(["s3:GetObject", "s3:PutObject", "ec2:*"]))["document"],
}
WRITE_SCP = WRITE_BOUNDARY | {
    "kind": "scp",
    "solution": policy("scp", allow(), deny(["s3:D*", "s3:PutObject?*", "s3:GetObjectA*", "iam:*"]))[
        "document"
    ],
}
WRITE_SESSION = WRITE_BOUNDARY | {
    "kind": "session",
    "requests": [one | {"principal": SESSION} for one in WRITE_BOUNDARY["requests"]],
}
TASKS = (WRITE_IDENTITY, WRITE_TRUST, WRITE_BUCKET, WRITE_BOUNDARY, WRITE_SCP, WRITE_SESSION)
KINDS = [values["kind"] for values in TASKS]
IDENTITY = parse(WRITE_IDENTITY)


def text(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": statements}, indent=2)


def blanket(content: PolicyTask, effect: str) -> str:
    """A policy about everything that everybody does, as AWS saves it for the kind."""
    statement: dict[str, Any] = {"Effect": effect, "Action": "*", "Resource": "*"}
    if content.kind == "trust":
        actions = ["sts:AssumeRole", "sts:TagSession"]
        statement = {"Effect": effect, "Principal": {"AWS": "*"}, "Action": actions}
    elif content.kind == "resource":
        everything = ["arn:aws:s3:::reports", "arn:aws:s3:::reports/*"]
        statement = {"Effect": effect, "Principal": "*", "Action": "s3:*", "Resource": everything}
    return text(statement)


def test_it_is_a_type() -> None:
    assert TYPES["write_policy"] is write_policy


@pytest.mark.parametrize("values", TASKS, ids=KINDS)
def test_what_was_written_comes_back(values: dict[str, Any]) -> None:
    content = parse(values)
    assert parse(write_policy.dump(content)) == content
    assert write_policy.draw(content, Random(1)) == content  # noqa: S311 -- no secret


@pytest.mark.parametrize("values", TASKS, ids=KINDS)
def test_the_solution_is_worth_everything(values: dict[str, Any]) -> None:
    content = parse(values)
    assert grade(content, write_policy.key(content)) == 1
    assert all(line.is_right for line in write_policy.say(content, write_policy.key(content)))


@pytest.mark.parametrize("effect", ["Allow", "Deny"])
@pytest.mark.parametrize("values", TASKS, ids=KINDS)
def test_a_star_on_everything_is_worth_nothing(values: dict[str, Any], effect: str) -> None:
    content = parse(values)
    given = write_policy.read(content, {"document": [blanket(content, effect)]})
    assert grade(content, given) == 0
    assert not all(line.is_right for line in write_policy.say(content, given))


# Of the three to be allowed, and of the five to be denied, how many come out so.
PARTS = [
    ((allow("s3:GetObject", "arn:aws:s3:::reports/*"),), 2 / 3),
    ((allow("s3:*", ["arn:aws:s3:::reports", "arn:aws:s3:::reports/*"]),), 3 / 5),
    ((allow(["s3:GetObject", "s3:ListBucket"]),), 3 / 5),
    ((allow("s3:GetObject", OBJECT), allow("iam:*")), 1 / 3 * 4 / 5),
    ((allow("s3:*"),), 1 / 5),
    ((allow(), deny("s3:*")), 0),
    ((deny("iam:*"),), 0),
]


@pytest.mark.parametrize(("statements", "worth"), PARTS)
def test_a_part_is_the_product_of_two_shares(statements: tuple[dict[str, Any], ...], worth: float) -> None:
    assert grade(IDENTITY, text(*statements)) == pytest.approx(worth)


WRONG_DOORS = [
    (trust({"AWS": [ALICE, BOB]}), "denied", f"{BOB}` asks"),  # without MFA
    (trust(ROOT_OF_HERE, Condition={"Bool": {"aws:MultiFactorAuthPresent": "true"}}), "allowed", "carol"),
    (trust({"AWS": ALICE}, Condition={"Bool": {"aws:MultiFactorAuthPresent": "true"}}), "allowed", "bob"),
]


@pytest.mark.parametrize(("statement", "wanted", "who"), WRONG_DOORS)
def test_what_comes_out_otherwise_is_told_with_the_reason(
    statement: dict[str, Any], wanted: str, who: str
) -> None:
    wrong = [line for line in write_policy.say(parse(WRITE_TRUST), text(statement)) if not line.is_right]
    assert any(who in line.label for line in wrong)
    assert all(line.given != line.right and line.feedback for line in wrong)
    assert wanted in {line.right for line in wrong} | {line.given for line in wrong}


def test_each_request_is_a_line_in_its_order() -> None:
    lines = write_policy.say(IDENTITY, text(allow("s3:GetObject", OBJECT)))
    assert [(line.given, line.right) for line in lines] == [
        ("allowed", "allowed"),
        ("denied", "allowed"),
        ("denied", "allowed"),
        *[("denied", "denied")] * 5,
    ]
    assert lines[0].label == f"`{ALICE}` asks for `s3:GetObject` on `{OBJECT}`"
    assert lines[0].feedback.endswith("It is hers to read.")


@pytest.mark.parametrize("values", TASKS, ids=KINDS)
def test_what_comes_of_each_request_is_the_engines_word(values: dict[str, Any]) -> None:
    content = parse(values)
    for one, decision in zip(content.wanted, content.decide(content.solution), strict=True):
        assert decision == evaluate(one.request.asked, decision.policies)
        assert decision.allowed is one.is_allowed


NO_POLICY = [
    (
        '{\n  "Version": "2012-10-17",\n  "Statement": [\n    {"Effect" "Allow"}\n  ]\n}',
        "Line 4: This is not JSON",
    ),
    ('{"Version": "2012-10-17",\n "Statement": [],}', "Line 2: This is not JSON"),
    ("Allow everything", "Line 1: This is not JSON"),
    ("[]", "Line 1: A policy is a JSON object"),
    (text({**allow(), "Efect": "Allow"}), "Line 8: There is no element Efect"),
    (text({"Effect": "allow", "Action": "*", "Resource": "*"}), "Line 5: "),
    (text(allow("GetObject")), "Line 6: "),
    (text({"Effect": "Allow", "Action": "*"}), "Line 4: A statement of this kind of policy has a Resource."),
    (text(allow(Principal="*")), "Line 8: A statement of this kind of policy has no Principal."),
    (text(allow(resource="reports")), "Line 7: "),
    ("[" * 4000, "Line 1: This is not JSON"),
    ("NaN", "Line 1: This is not JSON"),
]


@pytest.mark.parametrize(("document", "line"), NO_POLICY)
def test_what_aws_would_not_save_is_no_try_and_its_line_is_named(document: str, line: str) -> None:
    with pytest.raises(NotAnAnswerError) as caught:
        write_policy.read(IDENTITY, {"document": [document]})
    assert str(caught.value).startswith(line)
    assert write_policy.show(IDENTITY, caught.value.kept)["text"] == document
    with pytest.raises(NotAnAnswerError):
        grade(IDENTITY, document)


def test_the_grammar_is_that_of_the_kind() -> None:
    for values, document in (
        (WRITE_TRUST, text(allow())),
        (WRITE_TRUST, text(trust("*"))),
        (WRITE_BUCKET, text(by("*", Resource="arn:aws:s3:::payroll/*"))),
        (WRITE_BUCKET, text(allow("s3:GetObject", OBJECT))),
        (WRITE_SESSION, text(allow("s3:" + "a" * 2048))),
    ):
        with pytest.raises(NotAnAnswerError, match="AWS would not save"):
            write_policy.read(parse(values), {"document": [document]})


@pytest.mark.parametrize("sent", [[], [""], [" \n "], ["{}", "{}"], ["x" * (WRITTEN_POLICY + 1)]])
def test_nothing_and_too_much_is_no_answer(sent: list[str]) -> None:
    with pytest.raises(NotAnAnswerError):
        write_policy.read(IDENTITY, {"document": sent})


def test_lines_end_as_anybody_writes_them() -> None:
    document = text(allow("s3:GetObject", OBJECT))
    assert write_policy.read(IDENTITY, {"document": [document.replace("\n", "\r\n")]}) == document


STATEMENTS = st.fixed_dictionaries(
    {
        "Effect": st.sampled_from(["Allow", "Deny"]),
        "Action": st.sampled_from(["*", "s3:*", "s3:GetObject", "iam:*", ["s3:List*", "s3:Get*"]]),
        "Resource": st.sampled_from(
            ["*", "arn:aws:s3:::reports*", "arn:aws:s3:::reports", "arn:aws:s3:::payroll/*"]
        ),
    }
)


@given(st.lists(STATEMENTS, min_size=1, max_size=4))
@settings(max_examples=50)
def test_a_policy_has_one_grade_between_0_and_1(statements: list[dict[str, Any]]) -> None:
    document = text(*statements)
    came = [decision.allowed for decision in IDENTITY.decide(document)]
    worth = grade(IDENTITY, document)
    assert 0 <= worth <= 1
    assert worth == grade(IDENTITY, document)
    assert (worth == 1) is (came == [one.is_allowed for one in IDENTITY.wanted])
    if all(came) or not any(came):
        assert worth == 0


@given(JSON | st.text())
@settings(max_examples=50)
def test_any_answer_has_a_grade_or_is_none(answer: Any) -> None:
    with suppress(NotAnAnswerError):
        assert 0 <= grade(IDENTITY, answer) <= 1


@given(st.dictionaries(st.sampled_from(write_policy.KEYS), JSON))
@settings(max_examples=50)
def test_what_is_no_question_is_a_mistake(values: dict[str, Any]) -> None:
    with pytest.raises(QuestionMistakeError):
        parse(values)


def _without(place: int, values: dict[str, Any] = WRITE_IDENTITY) -> dict[str, Any]:
    requests = values["requests"]
    return values | {"requests": [*requests[:place], *requests[place + 1 :]]}


def _changed(place: int, values: dict[str, Any] = WRITE_IDENTITY, **more: Any) -> dict[str, Any]:
    changed = deepcopy(values)
    changed["requests"][place].update(more)
    return changed


def _otherwise(*places: int) -> dict[str, Any]:
    changed = deepcopy(WRITE_IDENTITY)
    for place in places:
        changed["requests"][place]["expected"] = "allowed"
    return changed


OF_NOBODY = policy("identity", allow(), of=f"arn:aws:iam::{HERE}:user/zoe")
DENIES_IAM = policy("identity", deny("iam:*"), name="no users")
MISTAKES = [
    ({}, "kind", "“kind” is missing"),
    (WRITE_IDENTITY | {"kind": "rcp"}, "kind", "none of identity"),
    (WRITE_IDENTITY | {"requests": None}, "requests", "“requests” is missing"),
    (_without(7), "requests", "8 to 24"),
    (_otherwise(3, 4), "requests", "At least 4"),
    (_changed(0, expected="maybe"), "requests", "allowed or denied"),
    (_changed(0, why="x" * 241), "requests", "longer than 240"),
    (_changed(0, action="s3:*"), "requests", "no action"),
    (_changed(0, principal=BOB), "requests", "cannot be attached to"),
    (_changed(1, resource=OBJECT), "requests", "there twice"),
    (_changed(0, WRITE_TRUST, resource=f"arn:aws:iam::{HERE}:role/other"), "requests", "cannot be attached"),
    (_changed(1, WRITE_BUCKET, account="444455556666"), "requests", "say “account” in each"),
    (WRITE_IDENTITY | {"solution": None}, "solution", "a JSON object"),
    (WRITE_IDENTITY | {"solution": json.loads(text(allow()))}, "solution", "comes out otherwise"),
    (WRITE_IDENTITY | {"solution": json.loads(text(deny()))}, "solution", "comes out otherwise"),
    (WRITE_IDENTITY | {"policies": [DENIES_IAM]}, "requests", "denied whatever the learner writes"),
    (WRITE_IDENTITY | {"policies": [OF_NOBODY]}, "policies", "Say what .* is attached to"),
    (WRITE_IDENTITY | {"policies": [DENIES_IAM | {"name": "your policy"}]}, "policies", "the learner writes"),
    (WRITE_IDENTITY | {"start": ["{}"]}, "start", "is a text"),
    (WRITE_IDENTITY | {"start": "x" * (WRITTEN_POLICY + 1)}, "start", "characters at most"),
    (WRITE_BUCKET | {"policies": []}, "requests", "denied whatever the learner writes"),
]


@pytest.mark.parametrize(("values", "key", "sentence"), MISTAKES)
def test_a_mistake_is_named(values: dict[str, Any], key: str, sentence: str) -> None:
    with pytest.raises(QuestionMistakeError, match=sentence) as caught:
        parse(values)
    assert caught.value.key == key


def test_policies_around_it_are_of_whom_they_name() -> None:
    content = parse(WRITE_BUCKET)
    mallory = next(one for one in content.wanted if one.request.principal == MALLORY)
    decision = content.decide(text(by({"AWS": MALLORY})))[content.wanted.index(mallory)]
    assert decision.allowed
    assert [policy["of"] for policy in write_policy.show(content, None)["policies"]] == [MALLORY]


def test_the_learner_sees_what_it_is_attached_to_and_not_the_requests() -> None:
    shown = write_policy.show(parse(WRITE_TRUST | {"start": "{}"}), None)
    assert (shown["attached_to"], shown["grammar"], shown["text"]) == (
        f"arn:aws:iam::{HERE}:role/demo",
        "trust",
        "{}",
    )
    assert not {"requests", "solution", "wanted"} & shown.keys()


def test_other_requests_are_a_correction() -> None:
    forgotten = {**PUT, "resource": "arn:aws:s3:::payroll/q1.csv", "expected": "denied"}
    today = parse(WRITE_IDENTITY | {"requests": [*WRITE_IDENTITY["requests"], forgotten]})
    corrected = write_policy.rekey(IDENTITY, today)
    assert corrected == today
    document = text(*WRITE_IDENTITY["solution"]["Statement"], allow("s3:PutObject", forgotten["resource"]))
    assert grade(IDENTITY, document) == 1
    assert grade(corrected, document) == pytest.approx(5 / 6)


@pytest.mark.parametrize("values", [WRITE_TRUST, WRITE_IDENTITY | {"policies": [policy("scp", allow())]}])
def test_another_policy_to_write_or_beside_it_is_another_question(values: dict[str, Any]) -> None:
    assert write_policy.rekey(IDENTITY, parse(values)) is None
