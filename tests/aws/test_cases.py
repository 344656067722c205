"""Every documented case, asked of the gateway by a real boto3 client."""

import re
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from lessons.aws import Credentials, build
from lessons.aws.cases import CASES, WORLD, Answered, Case
from lessons.aws.services.iam.mfa import codes
from lessons.aws.services.sts.web_identity import issue_token
from tests.aws.conftest import Sandbox

UP_TO_DATE = "the sandbox now answers as AWS does: take the mark “differs” off this case"


def ask(case: Case, sandbox: Sandbox) -> Answered:
    """What the sandbox answers to a case; the words are the message of an error, or the whole body."""
    credentials = sandbox.user(case.by)
    for step in case.first:
        issued = getattr(sandbox.client("sts", credentials), step.operation)(**fill(step.parameters, sandbox))
        credentials = Credentials(*list(issued["Credentials"].values())[:3])
    parameters = fill(case.parameters, sandbox)
    for step in case.meanwhile:
        getattr(sandbox.client(step.service, "carol"), step.operation)(**fill(step.parameters, sandbox))
    sandbox.skipped += timedelta(seconds=case.skip)
    call = getattr(sandbox.client(case.service, replace(credentials, **case.altered)), case.operation)
    try:
        call(**parameters)
    except ClientError as error:
        status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        return Answered(error.response["Error"]["Code"], status, error.response["Error"].get("Message", ""))
    response = sandbox.outcomes[-1].response
    return Answered("", response.status, response.body.decode())


def fill(value: Any, sandbox: Sandbox) -> Any:
    """The value with what its placeholders stand for."""

    def code(name: str) -> str:
        user = next(user for user in sandbox.world.users if user.name == name)
        return next(iter(codes(sandbox.document, user, sandbox.now).values()))

    def token(subject: str, audience: str, issuer: str) -> str:
        return issue_token(sandbox.document, issuer, subject, audience, sandbox.now)

    if isinstance(value, str):
        value = re.sub(r"\{(training|other)\}", lambda found: sandbox.account(found[1]), value)
        value = re.sub(r"\{code:(\w+)\}", lambda found: code(found[1]), value)
        return re.sub(r"\{token:([^:}]*):([^:}]*):([^}]*)\}", lambda found: token(*found.groups()), value)
    if isinstance(value, list):
        return [fill(item, sandbox) for item in value]
    return {key: fill(item, sandbox) for key, item in value.items()} if hasattr(value, "items") else value


def agree(answer: Answered, documented: Answered, sandbox: Sandbox) -> bool:
    """Whether an answer is the documented one: a success says what is documented among other things."""
    if answer[:2] != documented[:2]:
        return False
    if documented.words is None:
        return True
    words = re.escape(fill(documented.words, sandbox)).replace(r"\{id\}", "[0-9a-z]+")
    matches = re.fullmatch if documented.code else re.search
    return bool(matches(words, answer.words or "", re.DOTALL))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.topic}: {case.asks}")
def test_the_sandbox_answers_as_documented_or_as_its_mark_says(case: Case) -> None:
    sandbox = Sandbox(build(WORLD, case.asks))
    answer = ask(case, sandbox)
    if case.as_aws:
        expected = case.answer
    else:
        assert not agree(answer, case.answer, sandbox), UP_TO_DATE
        assert case.instead, "a case that differs says what the sandbox answers instead"
        expected = case.instead
    assert agree(answer, expected, sandbox), f"{answer} instead of {expected}"


def test_no_case_is_asked_twice() -> None:
    counted = Counter((case.topic, case.asks) for case in CASES)
    assert [name for name, count in counted.items() if count > 1] == []


def test_the_cases_of_a_topic_stand_together() -> None:
    topics = [case.topic for case in CASES]
    changes = [topic for before, topic in zip(["", *topics], topics, strict=False) if topic != before]
    assert len(changes) == len(set(topics))
