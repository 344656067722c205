"""The policy documents that IAM and STS take, and those that they refuse."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.aws.conftest import Sandbox, allow, refused, trust

Submit = Callable[[Sandbox, str], Any]


def _iam(operation: str, document: str = "PolicyDocument", **given: str) -> Submit:
    """How a text is submitted to one operation of IAM, by carol."""
    return lambda sandbox, text: getattr(sandbox.client("iam", "carol"), operation)(
        **given, **{document: text}
    )


def _assume(sandbox: Sandbox, text: str) -> Any:
    return sandbox.assume(Policy=text)


# By operation: how a text is submitted to it.
TRUST = {
    "CreateRole": _iam("create_role", "AssumeRolePolicyDocument", RoleName="new"),
    "UpdateAssumeRolePolicy": _iam("update_assume_role_policy", RoleName="demo"),
}
INLINE = {
    "PutUserPolicy": _iam("put_user_policy", UserName="bob", PolicyName="p"),
    "PutRolePolicy": _iam("put_role_policy", RoleName="vendor", PolicyName="p"),
    "PutGroupPolicy": _iam("put_group_policy", GroupName="readers", PolicyName="p"),
}
MANAGED = {
    "CreatePolicy": _iam("create_policy", PolicyName="new"),
    "CreatePolicyVersion": lambda sandbox, text: sandbox.client("iam", "carol").create_policy_version(
        PolicyArn=f"arn:aws:iam::{sandbox.account()}:policy/limit", PolicyDocument=text
    ),
}
SESSION = {"AssumeRole": _assume}
IDENTITY = INLINE | MANAGED | SESSION
ALL = TRUST | IDENTITY


@pytest.fixture(autouse=True)
def entities(sandbox: Sandbox) -> None:
    """A group and a managed policy to write to."""
    iam = sandbox.client("iam", "carol")
    iam.create_group(GroupName="readers")
    iam.create_policy(PolicyName="limit", PolicyDocument=json.dumps(allow("*")))


def written(operation: str, **more: Any) -> str:
    """A good document for an operation, with more in its statement."""
    return json.dumps(trust({"AWS": "*"}, **more) if operation in TRUST else allow("s3:GetObject", **more))


def versioned(operation: str, version: str | None) -> str:
    """A good document of a version, or of none."""
    document = {**json.loads(written(operation)), "Version": version}
    return json.dumps({name: value for name, value in document.items() if value is not None})


OLD = ["2008-10-17", None]


@pytest.mark.parametrize("version", OLD)
@pytest.mark.parametrize("operation", TRUST | INLINE | SESSION)
def test_a_document_may_be_of_the_old_version_or_of_none(
    sandbox: Sandbox, operation: str, version: str | None
) -> None:
    assert ALL[operation](sandbox, versioned(operation, version))


@pytest.mark.parametrize("version", OLD)
@pytest.mark.parametrize("operation", MANAGED)
def test_a_managed_policy_is_of_the_new_version(
    sandbox: Sandbox, operation: str, version: str | None
) -> None:
    before = sandbox.document
    assert refused(MANAGED[operation], sandbox=sandbox, text=versioned(operation, version)) == (
        400,
        "MalformedPolicyDocument",
        "Policy document must be version 2012-10-17 or greater.",
    )
    assert sandbox.document == before


def test_a_document_has_no_other_version(sandbox: Sandbox) -> None:
    text = versioned("PutUserPolicy", "2020-01-01")
    assert refused(INLINE["PutUserPolicy"], sandbox=sandbox, text=text)[2] == "Syntax errors in policy."


UNQUOTED = [
    {"NumericLessThan": {"aws:MultiFactorAuthAge": 3600}},
    {"NumericLessThanEqualsIfExists": {"aws:MultiFactorAuthAge": [60, 1.5]}},
    {"DateLessThan": {"aws:CurrentTime": [4102444800]}},
    {"Bool": {"aws:SecureTransport": True}, "NumericGreaterThan": {"aws:EpochTime": -1}},
]


@pytest.mark.parametrize("condition", UNQUOTED)
@pytest.mark.parametrize("operation", ALL)
def test_numbers_and_booleans_need_no_quotes_in_a_condition(
    sandbox: Sandbox, operation: str, condition: dict[str, Any]
) -> None:
    assert ALL[operation](sandbox, written(operation, Condition=condition))


def test_a_number_is_kept_as_it_was_written(sandbox: Sandbox) -> None:
    text = written("PutUserPolicy", Condition={"NumericLessThan": {"aws:MultiFactorAuthAge": 3600.50}})
    INLINE["PutUserPolicy"](sandbox, text := text.replace(": 3600.5", " :3600.50"))
    assert sandbox.document["accounts"][sandbox.account()]["users"]["bob"]["policies"]["p"] == text


NO_CONDITIONS: list[Any] = [
    "x",
    {"NumericLessThan": 3600},
    {"NumericLessThan": {"aws:MultiFactorAuthAge": None}},
    {"NumericLessThan": {"aws:MultiFactorAuthAge": {"x": 1}}},
    {"NumericLessThan": {"aws:MultiFactorAuthAge": float("nan")}},
    {"NumericLessThan": {"aws:MultiFactorAuthAge": [float("inf")]}},
]


@pytest.mark.parametrize("condition", NO_CONDITIONS)
def test_what_is_no_condition_is_refused(sandbox: Sandbox, condition: Any) -> None:
    text = written("PutUserPolicy", Condition=condition)
    assert refused(INLINE["PutUserPolicy"], sandbox=sandbox, text=text)[2] == "Syntax errors in policy."


@pytest.mark.parametrize("place", [{"Sid": 1}, {"Action": 1}, {"Resource": [1]}])
def test_elsewhere_there_are_no_numbers(sandbox: Sandbox, place: dict[str, Any]) -> None:
    statement = {"Effect": "Allow", "Action": "*", "Resource": "*", **place}
    text = json.dumps({"Statement": statement})
    assert refused(INLINE["PutUserPolicy"], sandbox=sandbox, text=text)[2] == "Syntax errors in policy."


@pytest.mark.parametrize("element", ["Principal", "NotPrincipal"])
@pytest.mark.parametrize("operation", IDENTITY)
def test_only_a_policy_of_a_resource_names_a_principal(
    sandbox: Sandbox, operation: str, element: str
) -> None:
    before, text = sandbox.document, written(operation, **{element: "*"})
    assert refused(IDENTITY[operation], sandbox=sandbox, text=text) == (
        400,
        "MalformedPolicyDocument",
        "Policy document should not specify a principal.",
    )
    assert sandbox.document == before


def test_a_trust_policy_is_no_inline_policy(sandbox: Sandbox) -> None:
    message = refused(INLINE["PutRolePolicy"], sandbox=sandbox, text=json.dumps(trust({"AWS": "*"})))[2]
    assert message == "Policy document should not specify a principal."


def test_a_federated_user_has_no_session_policy_with_a_principal(sandbox: Sandbox) -> None:
    sts = sandbox.client("sts", "carol")
    given = {"Name": "visitor", "Policy": json.dumps(allow("*", Principal="*"))}
    assert refused(sts.get_federation_token, **given)[1] == "MalformedPolicyDocument"


SIZES = {
    "PutUserPolicy": (2_048, "Maximum policy size of 2048 bytes exceeded for user bob"),
    "PutGroupPolicy": (5_120, "Maximum policy size of 5120 bytes exceeded for group readers"),
    "PutRolePolicy": (10_240, "Maximum policy size of 10240 bytes exceeded for role vendor"),
    "CreatePolicy": (6_144, "Cannot exceed quota for PolicySize: 6144"),
    "CreatePolicyVersion": (6_144, "Cannot exceed quota for PolicySize: 6144"),
    "CreateRole": (2_048, "Cannot exceed quota for ACLSizePerRole: 2048"),
    "UpdateAssumeRolePolicy": (2_048, "Cannot exceed quota for ACLSizePerRole: 2048"),
}


def sized(operation: str, size: int) -> str:
    """A good document of so many characters, white space aside, of which it has much."""
    text = written(operation, Sid="").replace(" ", "")
    padded = text.replace('"Sid":""', f'"Sid":"{"x" * (size - len(text))}"')
    return padded.replace(",", " ,\n\t ")


@pytest.mark.parametrize("operation", SIZES)
def test_a_document_is_as_long_as_aws_lets_it_be(sandbox: Sandbox, operation: str) -> None:
    longest, message = SIZES[operation]
    too_long = sized(operation, longest + 1)
    assert refused(ALL[operation], sandbox=sandbox, text=too_long) == (409, "LimitExceeded", message)
    assert sandbox.last.explanation
    assert ALL[operation](sandbox, sized(operation, longest))


def test_the_inline_policies_of_a_user_are_measured_together(sandbox: Sandbox, iam: Any) -> None:
    half = {"UserName": "bob", "PolicyDocument": sized("PutUserPolicy", 1_024)}
    for name in ("first", "second", "second"):
        iam.put_user_policy(**half, PolicyName=name)
    assert refused(iam.put_user_policy, **half, PolicyName="third")[1] == "LimitExceeded"
    iam.delete_user_policy(UserName="bob", PolicyName="first")
    iam.put_user_policy(**half, PolicyName="third")
