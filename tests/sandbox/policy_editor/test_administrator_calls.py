"""Saving policies: real calls by the account's administrator, and what happens when AWS says no."""

from __future__ import annotations

import copy
import json

import pytest

from lessons.sandbox.calls import execution
from lessons.sandbox.models import Sandbox, Scenario
from lessons.sandbox.policy_editor.policy_documents import Place, digest, find
from tests.sandbox.bench import Bench
from tests.sandbox.conftest import DEMO, policy
from tests.sandbox.policy_editor.test_policies import Desk

READ_ALL = json.dumps(policy(Action="s3:GetObject", Resource="*"), indent=4)
OPEN = json.dumps(
    policy(
        Principal={"AWS": "arn:aws:iam::ACCOUNT:root"},
        Action="s3:GetObject",
        Resource="arn:aws:s3:::reports-ACCOUNT/*",
    ),
    indent=4,
)
TRUST_ALL = json.dumps(policy(Principal={"AWS": "*"}, Action="sts:AssumeRole"), indent=4)


@pytest.fixture
def scenario(db: None) -> Scenario:
    """The demo, with a group and a managed policy too."""
    document = copy.deepcopy(DEMO)
    training = document["accounts"]["training"]
    training["policies"] = {"shared": policy(Action="s3:ListAllMyBuckets", Resource="*")}
    training["groups"] = {
        "team": {"members": ["alice"], "policies": {"look": policy(Action="s3:ListBucket", Resource="*")}}
    }
    training["roles"]["demo"]["attached"] = ["arn:aws:iam::{training}:policy/shared"]
    return Scenario.objects.create(slug="demo", title="Alice and the reports", document=document)


@pytest.fixture
def desk(bench: Bench) -> Desk:
    return Desk(bench)


def text_at(desk: Desk, place: str) -> str | None:
    return find(desk.bench.now().world, Place.read(place)).text


DOCUMENTS = [
    ("trust", "demo", "", TRUST_ALL, "UpdateAssumeRolePolicy"),
    ("role-policy", "demo", "read", READ_ALL, "PutRolePolicy"),
    ("role-policy", "audit", "brand-new", READ_ALL, "PutRolePolicy"),
    ("user-policy", "alice", "ask", READ_ALL, "PutUserPolicy"),
    ("group-policy", "team", "look", READ_ALL, "PutGroupPolicy"),
    ("managed", "shared", "", READ_ALL, "CreatePolicyVersion"),
    ("bucket", "reports-ACCOUNT", "", OPEN, "PutBucketPolicy"),
]


@pytest.mark.parametrize(("kind", "owner", "name", "text", "operation"), DOCUMENTS)
def test_a_saved_document_is_what_was_written(
    desk: Desk, kind: str, owner: str, name: str, text: str, operation: str
) -> None:
    account = desk.bench.account
    place, text = desk.place(kind, owner.replace("ACCOUNT", account), name), text.replace("ACCOUNT", account)
    response = desk.save(place, text.replace("\n", "\r\n"))
    event = desk.bench.event
    assert (event.operation, event.error_code) == (operation, "")
    assert event.caller_arn == f"arn:aws:iam::{account}:user/sandbox/admin"
    assert response["Location"] == desk.url("policy", place)
    assert text_at(desk, place) == text
    assert "Saved." in desk.client.get(response["Location"]).content.decode()


@pytest.mark.parametrize(("kind", "owner", "name", "text", "operation"), DOCUMENTS)
def test_a_bad_document_is_refused_by_aws_and_kept_in_the_form(
    desk: Desk, kind: str, owner: str, name: str, text: str, operation: str
) -> None:
    place = desk.place(kind, owner.replace("ACCOUNT", desk.bench.account), name)
    before = text_at(desk, place)
    bad = '{"Version": "2012-10-17", "Statement": [{"Effect": "Perhaps"}]} <b>'
    response = desk.save(place, bad)
    assert response.status_code == 422
    assert desk.bench.event.error_code in {"MalformedPolicyDocument", "MalformedPolicy"}
    assert response.context["form"]["document"].value() == bad
    assert response.context["problems"]
    page = response.content.decode()
    assert f"An error occurred ({desk.bench.event.error_code})" in page
    assert "&lt;b&gt;" in page
    assert text_at(desk, place) == before
    assert desk.save(place, text.replace("ACCOUNT", desk.bench.account)).status_code == 302


def test_a_document_that_was_changed_meanwhile_is_not_overwritten_unseen(desk: Desk) -> None:
    place = desk.place("role-policy", "demo", "read")
    opened = desk.open(place).context["form"]["opened"].value()
    desk.save(place, READ_ALL)
    mine = json.dumps(policy(Action="s3:*", Resource="*"))
    response = desk.save(place, mine, opened)
    assert response.status_code == 409
    assert text_at(desk, place) == READ_ALL
    assert response.context["form"]["document"].value() == mine
    assert "was changed while you wrote" in response.content.decode()
    assert response.context["form"]["opened"].value() == digest(READ_ALL)
    desk.save(place, mine, digest(READ_ALL))
    assert text_at(desk, place) == mine


def test_the_next_call_is_decided_by_what_was_saved(desk: Desk) -> None:
    desk.bench.assume()
    desk.bench.use("write")
    assert desk.bench.event.error_code == "AccessDenied"
    desk.save(
        desk.place("role-policy", "demo", "read"), json.dumps(policy(Action="s3:PutObject", Resource="*"))
    )
    desk.bench.use("write")
    assert desk.bench.event.status == 200
    desk.bench.use("read")
    assert desk.bench.event.error_code == "AccessDenied"


def test_a_managed_policy_that_is_full_of_versions_can_still_be_saved(desk: Desk) -> None:
    place = desk.place("managed", "shared")
    for number in range(8):
        text = json.dumps(policy(Action=f"s3:Get{number}*", Resource="*"))
        assert desk.save(place, text).status_code == 302
        assert text_at(desk, place) == text


@pytest.mark.parametrize("versions", [1, 5])
def test_no_version_is_forgotten_for_a_managed_policy_that_is_too_long(desk: Desk, versions: int) -> None:
    place = desk.place("managed", "shared")
    for number in range(versions - 1):
        desk.save(place, json.dumps(policy(Action=f"s3:Get{number}*", Resource="*")))
    before = desk.bench.now().world
    answer = desk.save(place, json.dumps(policy(Action="s3:*", Resource="*", Sid="x" * 6_144)))
    assert "Cannot exceed quota for PolicySize: 6144" in answer.content.decode()
    assert desk.bench.now().world == before


@pytest.mark.parametrize(
    ("kind", "owner", "name"), [("role-policy", "demo", "read"), ("user-policy", "alice", "ask")]
)
def test_a_deleted_policy_is_gone(desk: Desk, kind: str, owner: str, name: str) -> None:
    place = desk.place(kind, owner, name)
    assert f"Delete {name} of {owner}?" in desk.client.get(desk.act("delete", place)).content.decode()
    assert text_at(desk, place)
    assert desk.client.post(desk.act("delete", place))["Location"] == desk.url("policies")
    assert text_at(desk, place) is None
    assert desk.bench.event.operation.startswith("Delete")


def test_a_bucket_policy_can_be_taken_away(desk: Desk) -> None:
    place = desk.place("bucket", f"reports-{desk.bench.account}")
    assert desk.client.get(desk.act("delete", place)).status_code == 404
    desk.save(place, OPEN.replace("ACCOUNT", desk.bench.account))
    desk.client.post(desk.act("delete", place))
    assert text_at(desk, place) is None


@pytest.mark.parametrize(
    ("action", "kind", "owner", "name"),
    [
        ("delete", "trust", "demo", ""),
        ("delete", "role-policy", "demo", "none-such"),
        ("revoke", "role-policy", "demo", "read"),
        ("recreate", "user-policy", "alice", "ask"),
        ("explode", "trust", "demo", ""),
    ],
)
def test_an_action_that_does_not_fit_is_not_found(
    desk: Desk, action: str, kind: str, owner: str, name: str
) -> None:
    assert desk.client.post(desk.act(action, desk.place(kind, owner, name))).status_code == 404


def test_revoking_ends_the_sessions_there_are_and_not_the_next(desk: Desk) -> None:
    desk.bench.assume()
    desk.bench.skip("quarter")
    desk.bench.assume(duration_seconds="3600")
    desk.bench.skip("quarter")
    desk.client.post(desk.act("revoke", desk.place("trust", "demo")))
    assert desk.bench.event.operation == "PutRolePolicy"
    desk.bench.use("read")
    assert desk.bench.event.error_code == "AccessDenied"
    assert desk.bench.event.decision["outcome"] == "ExplicitlyDenied"
    desk.bench.skip("quarter")
    desk.bench.assume()
    desk.bench.use("read")
    assert desk.bench.event.status == 200


def test_a_role_made_anew_is_as_it_was_but_its_sessions_are_dead(desk: Desk) -> None:
    desk.bench.assume()
    before = desk.bench.now().world["accounts"][desk.bench.account]["roles"]["demo"]
    desk.client.post(desk.act("recreate", desk.place("trust", "demo")))
    after = desk.bench.now().world["accounts"][desk.bench.account]["roles"]["demo"]
    assert after["id"] != before["id"]
    same = ("path", "policies", "attached", "boundary", "trust", "description", "max_session_seconds", "tags")
    assert {key: after[key] for key in same} == {key: before[key] for key in same}
    desk.bench.use("who")
    assert desk.bench.event.error_code == "InvalidClientTokenId"
    desk.bench.assume()
    desk.bench.use("read")
    assert desk.bench.event.status == 200


def test_what_changes_counts_attached_and_group_policies(desk: Desk) -> None:
    desk.bench.assume()
    keys = desk.bench.credential.credentials
    execution.ask(desk.bench.sandbox, keys, "s3", "list_buckets", {})
    assert desk.bench.event.status == 200
    response = desk.changes(desk.place("managed", "shared"), READ_ALL)
    assert [item.event.action for item in response.context["comparison"].differences] == [
        "s3:ListAllMyBuckets"
    ]
    desk.bench.use("list", desk.bench.user())
    assert desk.bench.event.status == 200
    response = desk.changes(desk.place("group-policy", "team", "look"), READ_ALL)
    assert [item.event.action for item in response.context["comparison"].differences] == ["s3:ListBucket"]


def test_attached_policies_are_listed_with_whom_they_count_for(desk: Desk) -> None:
    page = desk.client.get(desk.url("policies")).content.decode()
    assert page.count(desk.url("policy", desk.place("managed", "shared"))) == 2
    assert "Members: alice" in page


def test_a_sandbox_from_before_says_to_start_over(desk: Desk) -> None:
    sandbox = desk.bench.now()
    for account in sandbox.world["accounts"].values():
        account["administrators"] = {}
    Sandbox.objects.filter(pk=sandbox.pk).update(world=sandbox.world)
    response = desk.save(desk.place("role-policy", "demo", "read"), READ_ALL)
    assert response.status_code == 400
    assert "Start over" in response.content.decode()
