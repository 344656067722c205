"""Which policies decided a call, which of them first, and where each stands."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from lessons import aws
from lessons.sandbox.documents.recorded_calls import read_calls
from lessons.sandbox.performing.plan import StepToDo
from lessons.sandbox.performing.stage import opened
from lessons.sandbox.what_if.deciding_policies import DecidingPolicy, decided_calls
from lessons.sandbox.what_if.policy_text import policy_at
from lessons.sandbox.what_if.replay import PlayedStep, play_on
from tests.sandbox.conftest import BUCKET, policy, trusting

NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)
AWS_OWN = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"
LIST = {"call": "s3:ListObjectsV2", "with": {"Bucket": "reports-{training}"}}
ASSUME: dict[str, Any] = {
    "by": "alice",
    "call": "sts:AssumeRole",
    "with": {"RoleArn": "arn:aws:iam::{training}:role/demo", "RoleSessionName": "session1"},
    "keep": "session1",
}
DENY = {"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Action": "s3:*", "Resource": "*"}}


def world(
    alice: dict[str, Any] | None = None, role: dict[str, Any] | None = None, **account: Any
) -> dict[str, Any]:
    """An account with alice, a role that trusts it, and a bucket."""
    named = {
        "users": {"alice": alice or {}},
        "roles": {"demo": {"trust": trusting("root"), **(role or {})}},
        "buckets": {"reports-{training}": {}},
    }
    return aws.build({"accounts": {"training": named | account}}, "what if")


def played(document: dict[str, Any], *calls: dict[str, Any]) -> PlayedStep:
    step = StepToDo(1, "step", read_calls([*calls]))
    (done,) = play_on(opened(document, NOW), [step])
    return done


def told(step: PlayedStep, call: int = 0) -> list[tuple[str, str, bool]]:
    """Of the policies of a call: where it stands (without the account), what it said, whether it decided."""
    return [
        (kind_and_name(policy), policy.says, policy.decides) for policy in decided_calls(step)[call].policies
    ]


def kind_and_name(policy: DecidingPolicy) -> str:
    place = policy.place
    return f"{place.kind} {place.name or place.owner}".split("-1")[0] if place else policy.name


def may(action: str, resource: str) -> dict[str, Any]:
    return policy(Action=action, Resource=resource)


def test_a_role_is_assumed_by_its_trust_policy_and_the_users_own() -> None:
    alice = {"policies": {"ask": may("sts:AssumeRole", "*"), "other": may("s3:ListBucket", "*")}}
    assert told(played(world(alice), ASSUME)) == [
        ("trust demo", "allows", True),
        ("user-policy ask", "allows", True),
    ]


def test_where_the_trust_policy_refuses_it_comes_first() -> None:
    role = {"trust": trusting("user/bob")}
    users = {"users": {"alice": {"policies": {"ask": may("sts:AssumeRole", "*")}}, "bob": {}}}
    assert told(played(world(role=role, **users), ASSUME)) == [
        ("trust demo", "is silent", True),
        ("user-policy ask", "allows", False),
    ]


def test_what_a_session_may_is_decided_by_the_policies_of_its_role() -> None:
    alice = {"policies": {"ask": may("sts:AssumeRole", "*")}}
    role = {"policies": {"read": may("s3:ListBucket", BUCKET)}}
    step = played(world(alice, role), ASSUME, LIST | {"by": "session1"})
    assert told(step) == [("role-policy read", "allows", True)]
    assert [call.played.call.operation for call in decided_calls(step)] == ["ListObjectsV2", "AssumeRole"]


def test_a_bucket_policy_that_lets_somebody_in_decides() -> None:
    let_in = policy(
        Principal={"AWS": "arn:aws:iam::{training}:user/alice"}, Action="s3:ListBucket", Resource=BUCKET
    )
    document = world(bucket_policies={"reports-{training}": let_in})
    step = played(document, LIST | {"by": "alice"})
    ((_, says, decides),) = told(step)
    assert (says, decides) == ("allows", True)
    place = decided_calls(step)[0].policies[0].place
    assert place
    assert place.kind == "bucket"
    assert "user/alice" in (policy_at(step.before, place).text or "")


def test_an_explicit_deny_comes_first_wherever_it_stands() -> None:
    alice = {"policies": {"read": may("s3:ListBucket", BUCKET), "out": DENY}}
    found = told(played(world(alice), LIST | {"by": "alice"}))
    assert found[0] == ("user-policy out", "denies", True)
    assert ("user-policy read", "allows", False) in found


def test_of_a_silent_denial_those_that_could_have_allowed_are_told_and_the_one_yet_to_be_written() -> None:
    alice = {"policies": {"ask": may("sts:AssumeRole", "*")}}
    found = told(played(world(alice), LIST | {"by": "alice"}))
    assert found[0] == ("user-policy ask", "is silent", True)
    assert [says for _, says, _ in found] == ["is silent", "there is none yet"]
    assert told(played(world(), LIST | {"by": "alice"}))[0] == (
        "user-policy what-if",
        "there is none yet",
        True,
    )


def test_a_boundary_and_a_policy_of_a_group_have_their_places() -> None:
    alice = {"boundary": "arn:aws:iam::{training}:policy/edge"}
    document = world(
        alice,
        groups={"team": {"members": ["alice"], "policies": {"read": may("s3:ListBucket", BUCKET)}}},
        policies={"edge": may("sts:*", "*")},
    )
    assert told(played(document, LIST | {"by": "alice"})) == [
        ("managed edge", "is silent", True),
        ("group-policy read", "allows", False),
    ]


def test_a_policy_of_aws_is_read_where_it_is_attached() -> None:
    document = world({"attached": [AWS_OWN]})
    step = played(document, LIST | {"by": "alice"})
    assert told(step) == [("user-policy AmazonS3ReadOnlyAccess", "allows", True)]
    place = decided_calls(step)[0].policies[0].place
    assert place
    assert "s3:Get*" in (policy_at(step.before, place).text or "")


def test_a_session_policy_of_the_same_step_decides_and_is_not_there_yet_to_be_changed() -> None:
    alice = {"policies": {"ask": may("sts:AssumeRole", "*")}}
    role = {"policies": {"read": may("s3:ListBucket", BUCKET)}}
    narrow = ASSUME | {"with": {**ASSUME["with"], "Policy": may("s3:GetObject", "*")}}
    step = played(world(alice, role), narrow, LIST | {"by": "session1"})
    first = decided_calls(step)[0].policies[0]
    assert (first.name, first.decides, first.place) == ("session policy", True, None)
    assert first.fixed


def test_a_call_that_needs_no_permission_is_decided_by_none() -> None:
    assert decided_calls(played(world(), {"by": "alice", "call": "sts:GetCallerIdentity"})) == ()


def test_what_the_step_itself_changes_before_the_call_is_not_told() -> None:
    alice = {"policies": {"all": may("*", "*")}}
    put = {
        "by": "alice",
        "call": "iam:UpdateAssumeRolePolicy",
        "with": {"RoleName": "demo", "PolicyDocument": trusting("root")},
    }
    written = world(alice, {"trust": trusting("user/alice")})
    assert [place for place, *_ in told(played(written, ASSUME))] == ["trust demo", "user-policy all"]
    assert told(played(written, put, ASSUME)) == [("user-policy all", "allows", True)]


def organization(**scps: Any) -> dict[str, Any]:
    """One of two levels, of which the first allows everything."""
    full = {"FullAWSAccess": may("*", "*")}
    return {"organization": {"levels": [{"name": "Root", "scps": full}, {"name": "Lab", "scps": scps}]}}


def test_a_policy_of_the_organization_that_denies_comes_first_and_can_be_changed() -> None:
    alice = {"policies": {"read": may("s3:ListBucket", BUCKET)}}
    document = world(alice, **organization(FullAWSAccess=may("*", "*"), quiet=DENY))
    assert told(played(document, LIST | {"by": "alice"})) == [
        ("scp quiet", "denies", True),
        ("RCPFullAWSAccess at Root", "allows", False),
        ("scp FullAWSAccess", "allows", False),
        ("user-policy read", "allows", False),
    ]


def test_a_level_that_is_silent_decides_and_the_policies_that_allow_are_each_told_once() -> None:
    alice = {"policies": {"read": may("s3:ListBucket", BUCKET)}}
    narrow = played(world(alice, **organization(sts=may("sts:*", "*"))), LIST | {"by": "alice"})
    assert ("scp sts", "is silent", True) in told(narrow)
    wide = played(world(alice, **organization(FullAWSAccess=may("*", "*"))), LIST | {"by": "alice"})
    assert [row for row in told(wide) if row[0].startswith("scp")] == [("scp FullAWSAccess", "allows", True)]
