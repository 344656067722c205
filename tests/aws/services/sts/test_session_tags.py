"""Session tags and source identities: who may pass them, what they do, and how they go along a chain."""

import json
from typing import Any

import pytest

from lessons.aws import Credentials, build
from tests.aws.conftest import ALICE, Sandbox, allow, refused, trust

TAGGING = ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]
BY_TEAM = "arn:aws:s3:::reports-{training}/${aws:PrincipalTag/team}/*"


def role(action: Any = "sts:AssumeRole", principal: Any = ALICE, **more: Any) -> dict[str, Any]:
    """A role that trusts somebody for some actions."""
    return {"trust": trust(principal, Action=action), **more}


CHAIN = {"AWS": ["arn:aws:iam::{training}:role/first", "arn:aws:iam::{training}:role/plain"]}
FROM_FIRST = {"StringEquals": {"aws:PrincipalTag/team": "blue"}}
SCENARIO = {
    "accounts": {
        "training": {
            "users": {"alice": {}, "carol": {"policies": {"all": allow("*")}, "tags": {"team": "red"}}},
            "roles": {
                "first": role(
                    TAGGING, policies={"reading": allow("s3:GetObject", BY_TEAM)}, tags={"Team": "none"}
                ),
                "plain": role(),
                "second": role(TAGGING, CHAIN),
                "untagged": role("sts:AssumeRole", CHAIN),
                "for-blue": {"trust": trust(CHAIN, Action=TAGGING, Condition=FROM_FIRST)},
                "picky": {
                    "trust": trust(
                        ALICE,
                        Action=TAGGING,
                        Condition={
                            "StringEquals": {
                                "aws:RequestTag/team": ["blue", "green"],
                                "sts:SourceIdentity": "alice",
                            },
                            "ForAllValues:StringEquals": {
                                "aws:TagKeys": ["team"],
                                "sts:TransitiveTagKeys": ["team"],
                            },
                        },
                    )
                },
            },
            "buckets": {"reports-{training}": {"blue/q1.csv": "1", "red/q1.csv": "2"}},
        }
    }
}


@pytest.fixture
def sandbox(request: pytest.FixtureRequest) -> Sandbox:
    return Sandbox(build(SCENARIO, request.node.nodeid))


def tags(**values: str) -> list[dict[str, str]]:
    return [{"Key": key, "Value": value} for key, value in values.items()]


def assume(
    sandbox: Sandbox, name: str, by: Credentials | str = "alice", **parameters: Any
) -> tuple[int, str, str]:
    """How AssumeRole is refused."""
    given = {"RoleArn": sandbox.role(name), "RoleSessionName": "session1", **parameters}
    return refused(sandbox.client("sts", by).assume_role, **given)


def test_a_session_tag_overrides_the_tag_of_the_role_whatever_its_case(sandbox: Sandbox) -> None:
    s3 = sandbox.client("s3", sandbox.assume("first", Tags=tags(team="blue")))
    assert s3.get_object(Bucket=sandbox.bucket, Key="blue/q1.csv")["Body"].read() == b"1"
    assert refused(s3.get_object, Bucket=sandbox.bucket, Key="red/q1.csv")[1] == "AccessDenied"


def test_the_answer_tells_how_full_the_tags_make_it_and_the_source_identity(sandbox: Sandbox) -> None:
    answer = sandbox.client("sts", "alice").assume_role(
        RoleArn=sandbox.role("first"), RoleSessionName="s1", Tags=tags(team="blue"), SourceIdentity="alice"
    )
    assert 1 <= answer["PackedPolicySize"] <= 100
    assert answer["SourceIdentity"] == "alice"


@pytest.mark.parametrize(
    ("parameters", "action"),
    [({"Tags": tags(team="blue")}, "sts:TagSession"), ({"SourceIdentity": "alice"}, "sts:SetSourceIdentity")],
)
def test_tags_and_source_identities_are_permissions_of_their_own(
    sandbox: Sandbox, parameters: dict[str, Any], action: str
) -> None:
    assert sandbox.assume("plain")
    arn = f"arn:aws:iam::{sandbox.account()}:user/alice"
    assert assume(sandbox, "plain", **parameters) == (
        403,
        "AccessDenied",
        f"User: {arn} is not authorized to perform: {action} on resource: {sandbox.role('plain')}",
    )


PICKY = [
    ({"Tags": tags(team="blue"), "SourceIdentity": "alice"}, True),
    ({"Tags": tags(team="blue"), "SourceIdentity": "alice", "TransitiveTagKeys": ["team"]}, True),
    ({"Tags": tags(team="red"), "SourceIdentity": "alice"}, False),
    ({"Tags": tags(team="blue", stage="test"), "SourceIdentity": "alice"}, False),
    ({"Tags": tags(team="blue"), "SourceIdentity": "bob"}, False),
    ({"SourceIdentity": "alice"}, False),
    ({"Tags": tags(team="blue")}, False),
]


@pytest.mark.parametrize(("parameters", "let_in"), PICKY)
def test_a_trust_policy_can_ask_about_tags_and_source_identity(
    sandbox: Sandbox, parameters: dict[str, Any], let_in: bool
) -> None:
    """In one statement for all three actions, as the page of differences says that it may."""
    if let_in:
        assert sandbox.assume("picky", **parameters)
    else:
        assert assume(sandbox, "picky", **parameters)[:2] == (403, "AccessDenied")


REFUSED = [
    (
        {"Tags": tags(team="blue", Team="red")},
        "InvalidParameterValue",
        "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
    ),
    (
        {"Tags": tags(team="blue"), "TransitiveTagKeys": ["stage"]},
        "InvalidParameterValue",
        "The specified transitive tag key must be included in the requested tags.",
    ),
    (  # as measured: aws-actions/configure-aws-credentials#1898
        {"Tags": tags(**{f"T{n}": "a" * 250 for n in range(1, 10)})},
        "PackedPolicyTooLarge",
        "Packed size of session tags consumes 498% of allotted space.",
    ),
    (
        {"Tags": tags(**{"aws:team": "blue"})},
        "InvalidParameterValue",
        "An invalid or out-of-range value was supplied for the input parameter.",
    ),
]


@pytest.mark.parametrize(("parameters", "code", "message"), REFUSED)
def test_tags_that_cannot_be_set(
    sandbox: Sandbox, parameters: dict[str, Any], code: str, message: str
) -> None:
    assert assume(sandbox, "first", **parameters) == (400, code, message)


LIMITS = [
    (tags(**{"k" * 129: "v"}), "tags.1.member.key", "Member must have length less than or equal to 128"),
    (tags(k="v" * 257), "tags.1.member.value", "Member must have length less than or equal to 256"),
    (tags(**{f"k{n}": "v" for n in range(51)}), "tags", "Member must have length less than or equal to 50"),
    (tags(**{"k;": "v"}), "tags.1.member.key", r"pattern: [\p{L}\p{Z}\p{N}_.:/=+\-@]+"),
    ([{"Key": "k"}], "tags.1.member.value", "Member must not be null"),
]


@pytest.mark.parametrize(("given", "place", "constraint"), LIMITS)
def test_tags_have_limits(sandbox: Sandbox, given: Any, place: str, constraint: str) -> None:
    status, code, message = assume(sandbox, "first", Tags=given)
    assert (status, code) == (400, "ValidationError")
    assert f"at '{place}' failed to satisfy constraint" in message
    assert message.endswith(constraint)


def test_tags_are_of_any_script(sandbox: Sandbox) -> None:
    assert sandbox.assume("first", Tags=tags(**{"équipe 部門": "синий ²"}))


def test_transitive_tags_and_the_source_identity_go_along_the_chain(sandbox: Sandbox) -> None:
    first = sandbox.assume(
        "first", Tags=tags(team="blue", stage="test"), TransitiveTagKeys=["team"], SourceIdentity="alice"
    )
    second = sandbox.assume("second", by=first)
    session = sandbox.sessions[second.access_key_id]
    assert dict(session.tags) == {"team": "blue"}
    assert session.transitive_tag_keys == ("team",)
    assert session.source_identity == "alice"
    assert sandbox.assume("for-blue", by=first)


def test_a_tag_is_handed_on_whatever_the_case_of_its_key(sandbox: Sandbox) -> None:
    first = sandbox.assume(
        "first", Tags=tags(Team="blue"), TransitiveTagKeys=["team"], SourceIdentity="alice"
    )
    second = sandbox.assume("second", by=first)
    assert dict(sandbox.sessions[second.access_key_id].tags) == {"Team": "blue"}


def test_what_is_handed_on_needs_the_permissions_too(sandbox: Sandbox) -> None:
    tagged = sandbox.assume("first", Tags=tags(team="blue"), TransitiveTagKeys=["team"])
    assert "sts:TagSession" in assume(sandbox, "untagged", by=tagged)[2]
    named = sandbox.assume("first", SourceIdentity="alice")
    assert "sts:SetSourceIdentity" in assume(sandbox, "untagged", by=named)[2]
    assert sandbox.assume("untagged", by=sandbox.assume("plain"))


def test_nobody_changes_what_was_handed_on(sandbox: Sandbox) -> None:
    first = sandbox.assume(
        "first", Tags=tags(team="blue"), TransitiveTagKeys=["team"], SourceIdentity="alice"
    )
    assert assume(sandbox, "second", by=first, Tags=tags(Team="red")) == (
        400,
        "InvalidParameterValue",
        "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag "
        "key from the calling session.",
    )
    assert assume(sandbox, "second", by=first, SourceIdentity="bob") == (
        400,
        "ValidationError",
        "The source identity is already set for this assume role session",
    )
    assert sandbox.assume("second", by=first, Tags=tags(stage="test"), SourceIdentity="alice")


def test_a_federated_user_has_tags_too(sandbox: Sandbox) -> None:
    policy = json.dumps(allow("s3:GetObject", f"arn:aws:s3:::{sandbox.bucket}/${{aws:PrincipalTag/team}}/*"))
    issued = sandbox.client("sts", "carol").get_federation_token(
        Name="visitor", Policy=policy, Tags=tags(team="blue")
    )["Credentials"]
    credentials = Credentials(issued["AccessKeyId"], issued["SecretAccessKey"], issued["SessionToken"])
    s3 = sandbox.client("s3", credentials)
    assert s3.get_object(Bucket=sandbox.bucket, Key="blue/q1.csv")["Body"].read() == b"1"
    assert refused(s3.get_object, Bucket=sandbox.bucket, Key="red/q1.csv")[1] == "AccessDenied"
