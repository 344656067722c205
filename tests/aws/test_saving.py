"""The editor's marks and the gateway's verdict are one: what has no mistake is saved, and nothing else."""

import json
from functools import cache
from typing import Any

import pytest
from botocore.exceptions import ClientError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lessons.aws import build, problems_of, refused_for
from tests.aws.conftest import SCENARIO, VERSION, Sandbox, allow
from tests.sizes import size

ACCOUNT = "{account}"
IAM = f"arn:aws:iam::{ACCOUNT}"
BUCKET = "arn:aws:s3:::{bucket}"

# By operation: the parameters of the call beside the document, the name of that, and the calling client's.
CALLS: dict[str, tuple[str, str, dict[str, str]]] = {
    "PutUserPolicy": ("iam", "PolicyDocument", {"UserName": "bob", "PolicyName": "p"}),
    "PutRolePolicy": ("iam", "PolicyDocument", {"RoleName": "vendor", "PolicyName": "p"}),
    "PutGroupPolicy": ("iam", "PolicyDocument", {"GroupName": "readers", "PolicyName": "p"}),
    "CreatePolicy": ("iam", "PolicyDocument", {"PolicyName": "new"}),
    "UpdateAssumeRolePolicy": ("iam", "PolicyDocument", {"RoleName": "demo"}),
    "PutBucketPolicy": ("s3", "Policy", {"Bucket": "{bucket}"}),
}
OF_TRUST, OF_BUCKET = "UpdateAssumeRolePolicy", "PutBucketPolicy"


@cache
def desk(operation: str) -> tuple[Sandbox, dict[str, Any]]:
    """A sandbox to save in, and its document to go back to."""
    training = SCENARIO["accounts"]["training"] | {"groups": {"readers": {"members": ["bob"]}}}
    sandbox = Sandbox(build({"accounts": SCENARIO["accounts"] | {"training": training}}, operation))
    return sandbox, sandbox.document


def saved(operation: str, text: str) -> tuple[bool, str]:
    """Whether the gateway saves a document, and what it answers where it does not."""
    sandbox, sandbox.document = desk(operation)
    service, parameter, fixed = CALLS[operation]
    given = {name: filled(value, sandbox) for name, value in fixed.items()} | {parameter: text}
    name = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in operation).strip("_")
    try:
        getattr(sandbox.client(service, "carol"), name)(**given)
    except ClientError as error:
        return False, error.response["Error"]["Message"]
    return True, ""


def marked(operation: str, text: str) -> tuple[bool, str]:
    """Whether the editor marks a document as one that is not saved, and the answer that it foretells."""
    sandbox, document = desk(operation)
    sandbox.document = document
    _, parameter, fixed = CALLS[operation]
    given = {name: filled(value, sandbox) for name, value in fixed.items()} | {parameter: text}
    told = refused_for(problems_of(operation, given, sandbox.account(), sandbox.world, sandbox.now))
    by_carol = f"User: {filled(IAM, sandbox)}:user/carol is"  # of the caller nothing is known before the call
    return (False, told[0].replace("User:  is", by_carol)) if told else (True, "")


def filled(text: str, sandbox: Sandbox) -> str:
    return text.replace(ACCOUNT, sandbox.account()).replace("{bucket}", sandbox.bucket)


GOOD: dict[str, list[Any]] = {
    "Effect": ["Allow", "Deny"],
    "Principal": [{"AWS": f"{IAM}:user/alice"}, {"AWS": [ACCOUNT, f"{IAM}:role/demo"]}],
    "Action": ["s3:*", ["s3:GetObject", "s3:ListBucket"]],
    "Resource": [[BUCKET, f"{BUCKET}/*"], "arn:aws:s3:::*"],
    "Condition": [{}, {"StringEquals": {"aws:username": "a"}}, {"Bool": {"aws:SecureTransport": "true"}}],
    "Sid": ["", "Read"],
}
ODD: dict[str, list[Any]] = {
    "Effect": ["allow", "Perhaps", None, 1, ["Allow"]],
    "Principal": [
        "*",
        {"AWS": "*"},
        "alice",
        {},
        [],
        {"AWS": "alice"},
        {"AWS": [f"{IAM}:user/*"]},
        {"AWS": f"{IAM}:user/nobody"},
        {"AWS": []},
        {"AWS": 7},
        {"User": "alice"},
        {"Service": "ec2.amazonaws.com"},
        {"AWS": f"arn:aws:sts::{ACCOUNT}:federated-user/visitor"},
    ],
    "NotPrincipal": ["*", {"AWS": f"{IAM}:user/bob"}, {"AWS": [f"{IAM}:root"]}],
    "Action": [
        "*",
        "GetObject",
        "*:GetObject",
        "s3:a:b",
        "a a:b",
        "s3:",
        "s3:Nonsense",
        "iam:GetUser",
        "sts:AssumeRole",
        "sts:TagSession",
        "sts:*",
        [],
        {},
        ["s3:GetObject", 1],
        [None],
        ["s3:GetObject", "s3:CreateBucket"],
    ],
    "NotAction": ["s3:*", [], "GetObject"],
    "Resource": [
        "*",
        BUCKET,
        f"{BUCKET}/*",
        "arn:aws:s3:::another/*",
        "bucket",
        "",
        "arn:aws",
        "arn:aws:s3",
        "arn:aws:sts",
        "arn:aws:s3:us-east-1::b/*",
        f"arn:aws:iam::{ACCOUNT}:alice",
        f"arn:aws:iam:us-east-1:{ACCOUNT}:user/alice",
        f"{IAM}:role/*",
        "arn:x:s3:::b",
        "arn:aws::::b",
        [],
        {},
        ["*", 7],
    ],
    "NotResource": ["*", [], "b", f"{BUCKET}/*"],
    "Condition": [
        [],
        "x",
        {"StringEquals": "x"},
        {"StringEquals": {}},
        {"StringEquals": {"aws:username": []}},
        {"StringEquals": {"aws:username": [None]}},
        {"StringEquals": {"nonsense": "x"}},
        {"Like": {"aws:username": "x"}},
        {"Like": {}},
        {"NullIfExists": {"aws:username": "true"}},
        {"DateLessThan": {"aws:CurrentTime": "tomorrow"}},
        {"DateLessThan": {"aws:CurrentTime": "01T"}},
        {"DateLessThan": {"aws:CurrentTime": 9223372036854775808}},
        {"NumericLessThan": {"aws:MultiFactorAuthAge": "x"}},
        {"Bool": {"aws:SecureTransport": 1}},
        {"IpAddress": {"aws:SourceIp": "x"}},
        {"StringEquals": {"s3:prefix": "x"}},
        {"StringEquals": {"sts:ExternalId": "x"}},
    ],
    "Sid": ["two words", 5, None, "same"],
    "Other": [1],
}
TOPS: list[dict[str, Any]] = [
    {},
    {},
    {"Version": "2008-10-17"},
    {"Version": "2020-01-01"},
    {"Version": None},
    {"Id": "mine"},
    {"Id": 7},
    {"Other": 1},
]


def good_statement(operation: str, draw: Any) -> dict[str, Any]:
    """One that is right in a document of this operation."""
    left_out = {"Principal"} if operation not in (OF_TRUST, OF_BUCKET) else set()
    item = {name: draw(st.sampled_from(values)) for name, values in GOOD.items() if name not in left_out}
    if operation == OF_TRUST:
        item = {**item, "Action": draw(st.sampled_from(["sts:AssumeRole", ["sts:AssumeRole"]]))}
        del item["Resource"]
    return item


@st.composite
def documents(draw: Any, operation: str) -> str:
    """A document as a learner writes one: right but for a few places, if that."""
    statements = [good_statement(operation, draw) for _ in range(draw(st.integers(1, 2)))]
    for _ in range(draw(st.sampled_from([0, 1, 1, 1, 2, 3]))):
        name = draw(st.sampled_from(sorted(ODD)))
        item = draw(st.sampled_from(statements))
        if draw(st.integers(0, 5)) == 0:
            item.pop(name, None)
        else:
            item[name] = draw(st.sampled_from(ODD[name]))
    if len(statements) == 2 and statements[0].get("Sid") == statements[1].get("Sid") == "Read":
        statements[1]["Sid"] = draw(st.sampled_from(["Read", "Write"]))
    document = {"Version": VERSION, "Statement": statements} | draw(st.sampled_from(TOPS))
    if draw(st.integers(0, 9)) == 0:
        document["Statement"] = draw(st.sampled_from([[], {}, "x", [1], statements[0]]))
    text = filled(json.dumps(document), desk(operation)[0])
    return text[: -draw(st.sampled_from([0] * 20 + [1])) or None]


PUBLIC = allow("s3:*", f"{BUCKET}/*", Principal="*")


def test_the_answer_that_names_the_caller_is_foretold_too() -> None:
    text = filled(json.dumps(PUBLIC), desk(OF_BUCKET)[0])
    assert "because public policies are prevented" in saved(OF_BUCKET, text)[1]
    assert marked(OF_BUCKET, text) == saved(OF_BUCKET, text)


@pytest.mark.parametrize("operation", CALLS)
def test_what_the_editor_passes_is_saved_and_what_it_marks_is_refused(operation: str) -> None:
    seen = {True: 0, False: 0}

    @settings(
        max_examples=size(25, 2_000),
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(documents(operation))
    def check(text: str) -> None:
        verdict = saved(operation, text)
        seen[verdict[0]] += 1
        assert marked(operation, text) == verdict

    check()
    assert min(seen.values()) > sum(seen.values()) // 10


# Documents that are right, and yet refused, with what is said of them.
TOO_MUCH = [
    ("PutUserPolicy", allow("s3:" + "x" * 2_048), "The inline policies of a user"),
    ("CreatePolicy", allow("s3:" + "x" * 6_144), "A policy of this kind"),
    (OF_TRUST, allow("s3:" + "x" * 2_048), "A policy of this kind"),
    (OF_BUCKET, allow("s3:*", f"{BUCKET}/*", Principal="*"), "This policy would open the bucket"),
]


@pytest.mark.parametrize(("operation", "written", "said"), TOO_MUCH)
def test_what_is_refused_for_another_reason_is_marked_as_a_whole(
    operation: str, written: Any, said: str
) -> None:
    sandbox, document = desk(operation)
    sandbox.document = document
    _, parameter, fixed = CALLS[operation]
    texts = fixed | {parameter: json.dumps(written)}
    given = {name: filled(value, sandbox) for name, value in texts.items()}
    (problem,) = problems_of(operation, given, sandbox.account(), sandbox.world, sandbox.now)
    assert (problem.path, problem.message[: len(said)]) == ("$", said)
    assert not saved(operation, given[parameter])[0]
