"""The policy simulator: it says what the gateway would decide."""

import json
from typing import Any

import pytest

from lessons.aws import build
from tests.aws.conftest import Sandbox, allow, refused

LIST, READ = "s3:ListBucket", "s3:GetObject"


@pytest.fixture
def iam(sandbox: Sandbox) -> Any:
    return sandbox.client("iam", "carol")


def decisions(iam: Any, arn: str, *actions: str, **more: Any) -> list[str]:
    """The simulator's word on each action."""
    answer = iam.simulate_principal_policy(PolicySourceArn=arn, ActionNames=list(actions), **more)
    return [result["EvalDecision"] for result in answer["EvaluationResults"]]


def test_it_says_what_would_be_decided(sandbox: Sandbox, iam: Any) -> None:
    bucket = {"ResourceArns": [f"arn:aws:s3:::{sandbox.bucket}"]}
    assert decisions(iam, sandbox.role("demo"), LIST, "s3:PutObject", **bucket) == ["allowed", "implicitDeny"]
    deny = {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": LIST, "Resource": "*"}]}
    iam.put_role_policy(RoleName="demo", PolicyName="deny", PolicyDocument=json.dumps(deny))
    assert decisions(iam, sandbox.role("demo"), LIST, **bucket) == ["explicitDeny"]


def test_a_policy_can_be_tried_before_anybody_has_it(sandbox: Sandbox, iam: Any) -> None:
    bob = f"arn:aws:iam::{sandbox.account()}:user/bob"
    assert decisions(iam, bob, LIST) == ["implicitDeny"]
    assert decisions(iam, bob, LIST, PolicyInputList=[json.dumps(allow(LIST))]) == ["allowed"]


def test_groups_and_boundaries_count(sandbox: Sandbox, iam: Any) -> None:
    bob = f"arn:aws:iam::{sandbox.account()}:user/bob"
    group = iam.create_group(GroupName="readers")["Group"]["Arn"]
    iam.put_group_policy(GroupName="readers", PolicyName="p", PolicyDocument=json.dumps(allow("s3:*")))
    iam.add_user_to_group(GroupName="readers", UserName="bob")
    assert decisions(iam, group, READ) == decisions(iam, bob, READ) == ["allowed"]
    limit = iam.create_policy(PolicyName="limit", PolicyDocument=json.dumps(allow(LIST)))["Policy"]["Arn"]
    iam.put_user_permissions_boundary(UserName="bob", PermissionsBoundary=limit)
    assert decisions(iam, bob, LIST, READ) == ["allowed", "implicitDeny"]


def test_the_trust_of_a_role_is_no_policy_of_whoever_is_simulated(sandbox: Sandbox, iam: Any) -> None:
    alice, role = f"arn:aws:iam::{sandbox.account()}:user/alice", sandbox.role("demo")
    (result,) = iam.simulate_principal_policy(
        PolicySourceArn=alice, ActionNames=["sts:AssumeRole"], ResourceArns=[role]
    )["EvaluationResults"]
    assert result["EvalDecision"] == "allowed"
    assert [item["SourcePolicyId"] for item in result["MatchedStatements"]] == ["user_alice_assume-demo"]
    bob = alice.replace("alice", "bob")
    assert decisions(iam, bob, "sts:AssumeRole", ResourceArns=[role]) == ["implicitDeny"]


def test_every_level_of_the_organization_has_its_say() -> None:
    user = {"policies": {"everything": allow("*")}}
    full, listing = {"full": allow("*")}, {"some": allow(["s3:ListBucket", "iam:*"])}
    levels = [{"name": "Root", "scps": full}, {"name": "training", "scps": listing}]
    account = {"users": {"carol": user}, "organization": {"levels": levels}}
    sandbox = Sandbox(build({"accounts": {"training": account}}, "levels of a simulation"))
    arn = f"arn:aws:iam::{sandbox.account()}:user/carol"
    given = {"PolicySourceArn": arn, "ActionNames": ["s3:ListBucket", "s3:GetObject"]}
    results = sandbox.client("iam", "carol").simulate_principal_policy
    told = [
        (item["EvalDecision"], item["OrganizationsDecisionDetail"]["AllowedByOrganizations"])
        for item in results(**given)["EvaluationResults"]
    ]
    assert told == [("allowed", True), ("implicitDeny", False)]


def test_what_a_condition_asks_for_has_to_be_given(sandbox: Sandbox, iam: Any) -> None:
    condition = {"StringEquals": {"aws:PrincipalTag/team": "red"}}
    document = json.dumps(allow(LIST, Condition=condition))
    iam.put_user_policy(UserName="bob", PolicyName="p", PolicyDocument=document)
    given = {"PolicySourceArn": f"arn:aws:iam::{sandbox.account()}:user/bob", "ActionNames": [LIST]}
    (result,) = iam.simulate_principal_policy(**given)["EvaluationResults"]
    assert (result["EvalDecision"], result["MissingContextValues"]) == (
        "implicitDeny",
        ["aws:PrincipalTag/team"],
    )
    entry = {
        "ContextKeyName": "aws:PrincipalTag/team",
        "ContextKeyValues": ["red"],
        "ContextKeyType": "string",
    }
    (result,) = iam.simulate_principal_policy(**given, ContextEntries=[entry])["EvaluationResults"]
    assert (result["EvalDecision"], result["MissingContextValues"]) == ("allowed", [])
    assert [item["SourcePolicyId"] for item in result["MatchedStatements"]] == ["user_bob_p"]


def test_nobody_else_can_be_simulated(sandbox: Sandbox, iam: Any) -> None:
    nobody = {"PolicySourceArn": f"arn:aws:iam::{sandbox.account()}:user/nobody", "ActionNames": [LIST]}
    assert refused(iam.simulate_principal_policy, **nobody)[:2] == (404, "NoSuchEntity")
    other = {"PolicySourceArn": sandbox.role("visitors", "other"), "ActionNames": [LIST]}
    assert refused(iam.simulate_principal_policy, **other)[1] == "AccessDenied"
    bob = {"PolicySourceArn": f"arn:aws:iam::{sandbox.account()}:user/bob", "ActionNames": [LIST]}
    assert refused(sandbox.client("iam", "bob").simulate_principal_policy, **bob)[1] == "AccessDenied"


def test_a_long_answer_comes_in_pages(sandbox: Sandbox, iam: Any) -> None:
    """AWS gives 100 results at a time, and a marker for those that follow."""
    asked = {
        "PolicySourceArn": sandbox.role("demo"),
        "ActionNames": [f"s3:Action{number}" for number in range(30)],
        "ResourceArns": [f"arn:aws:s3:::bucket-{number}" for number in range(10)],
    }
    first = iam.simulate_principal_policy(**asked)
    assert (len(first["EvaluationResults"]), first["IsTruncated"]) == (100, True)
    pages = iam.get_paginator("simulate_principal_policy").paginate(**asked)
    results = [result for page in pages for result in page["EvaluationResults"]]
    pairs = {(result["EvalActionName"], result["EvalResourceName"]) for result in results}
    assert len(results) == len(pairs) == 300
    assert len(iam.simulate_principal_policy(**asked, MaxItems=7)["EvaluationResults"]) == 7


def test_the_more_policies_are_tried_the_fewer_results_come_at_once(sandbox: Sandbox, iam: Any) -> None:
    statements = [{"Effect": "Allow", "Action": f"s3:A{number}", "Resource": "*"} for number in range(300)]
    policy = json.dumps({"Version": "2012-10-17", "Statement": statements})
    asked = {"PolicySourceArn": sandbox.role("demo"), "ActionNames": [f"s3:A{n}" for n in range(100)]}
    answer = iam.simulate_principal_policy(**asked, PolicyInputList=[policy])
    assert answer["IsTruncated"]
    assert 0 < len(answer["EvaluationResults"]) <= 70


def test_one_long_statement_counts_as_much_as_many_short_ones(sandbox: Sandbox, iam: Any) -> None:
    """Characters decide how long it takes: 200 results of one statement of 10 kB took 7 seconds."""
    statement = {"Effect": "Allow", "Action": "*", "Resource": [f"*?{number}*b" for number in range(1000)]}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    asked = {"PolicySourceArn": sandbox.role("demo"), "ActionNames": [f"s3:A{n}" for n in range(100)]}

    def at_once(resource: str) -> int:
        answer = iam.simulate_principal_policy(**asked, PolicyInputList=[policy], ResourceArns=[resource])
        return len(answer["EvaluationResults"])

    assert 0 < at_once("arn:aws:s3:::" + "a" * 2000) < at_once("arn:aws:s3:::a") < 20


def test_a_marker_that_no_answer_had_is_refused(sandbox: Sandbox, iam: Any) -> None:
    asked = {"PolicySourceArn": sandbox.role("demo"), "ActionNames": [LIST], "Marker": "x"}
    assert refused(iam.simulate_principal_policy, **asked)[:2] == (400, "ValidationError")


def test_nobody_has_to_have_the_policies(iam: Any) -> None:
    """AWS CLI Command Reference, simulate-custom-policy: its example, with the answer printed there."""
    policy = (
        '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"dynamodb:*","Resource":"*",'
        '"Condition":{"DateGreaterThan":{"aws:CurrentTime":"2018-08-16T12:00:00Z"}}}}'
    )
    entry = {
        "ContextKeyName": "aws:CurrentTime",
        "ContextKeyValues": ["2019-04-25T11:00:00Z"],
        "ContextKeyType": "date",
    }
    asked = {"PolicyInputList": [policy], "ActionNames": ["dynamodb:CreateBackup"], "ContextEntries": [entry]}
    (result,) = iam.simulate_custom_policy(**asked)["EvaluationResults"]
    statement = {
        "SourcePolicyId": "PolicyInputList.1",
        "SourcePolicyType": "IAM Policy",
        "StartPosition": {"Line": 1, "Column": 38},
        "EndPosition": {"Line": 1, "Column": 167},
    }
    assert result == {
        "EvalActionName": "dynamodb:CreateBackup",
        "EvalResourceName": "*",
        "EvalDecision": "allowed",
        "MatchedStatements": [statement],
        "MissingContextValues": [],
    }


def test_a_resource_that_is_named_is_told_of_alone_too(iam: Any) -> None:
    """A live answer of AWS: a statement in a list begins right after the bracket."""
    policy = json.dumps({"Version": "2012-10-17", "Statement": allow(READ)["Statement"] * 2})
    asked = {"PolicyInputList": [policy], "ActionNames": [READ], "ResourceArns": ["arn:aws:s3:::reports/*"]}
    (result,) = iam.simulate_custom_policy(**asked)["EvaluationResults"]
    first, second = result["MatchedStatements"]
    assert first["StartPosition"] == {"Line": 1, "Column": 41}
    assert second["StartPosition"] == first["EndPosition"]
    assert (result["EvalDecisionDetails"], result["ResourceSpecificResults"]) == (
        {},
        [
            {
                "EvalResourceName": "arn:aws:s3:::reports/*",
                "EvalResourceDecision": "allowed",
                "MatchedStatements": [first, second],
                "MissingContextValues": [],
            }
        ],
    )


def test_a_managed_policy_goes_by_its_own_name(sandbox: Sandbox, iam: Any) -> None:
    """A live answer of AWS on AdministratorAccess: from line 3, column 17 to line 8, column 6."""
    document = json.dumps(allow("*"), indent=2)
    limit = iam.create_policy(PolicyName="limit", PolicyDocument=document)["Policy"]["Arn"]
    iam.create_group(GroupName="readers")
    iam.put_group_policy(GroupName="readers", PolicyName="list", PolicyDocument=document)
    iam.add_user_to_group(GroupName="readers", UserName="bob")
    iam.attach_user_policy(UserName="bob", PolicyArn=limit)
    bob = {"PolicySourceArn": f"arn:aws:iam::{sandbox.account()}:user/bob"}
    (result,) = iam.simulate_principal_policy(**bob, ActionNames=[READ])["EvaluationResults"]
    matched = {item["SourcePolicyId"]: item for item in result["MatchedStatements"]}
    assert set(matched) == {"limit", "group_readers_list"}
    assert matched["limit"]["StartPosition"] == {"Line": 3, "Column": 17}
    assert matched["limit"]["EndPosition"] == {"Line": 8, "Column": 6}


def test_a_boundary_can_be_tried_too(sandbox: Sandbox, iam: Any) -> None:
    asked = {
        "PolicyInputList": [json.dumps(allow("s3:*"))],
        "PermissionsBoundaryPolicyInputList": [json.dumps(allow(LIST))],
        "ActionNames": [LIST, READ],
    }
    results = iam.simulate_custom_policy(**asked)["EvaluationResults"]
    assert [item["EvalDecision"] for item in results] == ["allowed", "implicitDeny"]
    assert [item["PermissionsBoundaryDecisionDetail"] for item in results] == [
        {"AllowedByPermissionsBoundary": True},
        {"AllowedByPermissionsBoundary": False},
    ]


def in_bucket(effect: str, arn: str) -> str:
    statement = {"Effect": effect, "Principal": {"AWS": arn}, "Action": READ, "Resource": "*"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def test_a_resource_policy_has_its_say(sandbox: Sandbox, iam: Any) -> None:
    bob = f"arn:aws:iam::{sandbox.account()}:user/bob"
    asked: dict[str, Any] = {
        "PolicySourceArn": bob,
        "ActionNames": [READ],
        "ResourceArns": ["arn:aws:s3:::reports/q1.csv"],
        "ResourcePolicy": in_bucket("Allow", bob),
    }
    (result,) = iam.simulate_principal_policy(**asked)["EvaluationResults"]
    assert result["EvalDecision"] == "allowed"
    assert [item["SourcePolicyId"] for item in result["MatchedStatements"]] == ["ResourcePolicy"]
    other = {"ResourceOwner": f"arn:aws:iam::{sandbox.account('other')}:root"}
    (result,) = iam.simulate_principal_policy(**asked, **other)["EvaluationResults"]
    assert result["EvalDecision"] == "implicitDeny"
    assert result["EvalDecisionDetails"] == {"IAM Policy": "implicitDeny", "Resource Policy": "allowed"}


def test_whoever_asks_can_be_another_user(sandbox: Sandbox, iam: Any) -> None:
    bob = f"arn:aws:iam::{sandbox.account()}:user/bob"
    asked = {
        "PolicySourceArn": sandbox.role("demo"),
        "ActionNames": [READ],
        "ResourceArns": ["arn:aws:s3:::x/y"],
        "ResourcePolicy": in_bucket("Allow", bob),
    }
    assert refused(iam.simulate_principal_policy, **asked)[:2] == (400, "InvalidInput")
    (result,) = iam.simulate_principal_policy(**asked, CallerArn=bob)["EvaluationResults"]
    assert result["EvalDecision"] == "allowed"
    for nobody in (sandbox.role("demo"), "user/bob"):
        assert refused(iam.simulate_principal_policy, **asked, CallerArn=nobody) == (
            400,
            "InvalidInput",
            "Invalid caller - Caller must be an IAM user in this context.",
        )


def test_what_is_no_json_is_not_tried(iam: Any) -> None:
    asked = {"PolicyInputList": ["{"], "ActionNames": [READ]}
    assert refused(iam.simulate_custom_policy, **asked)[:2] == (400, "InvalidInput")


def test_the_context_keys_of_policies_are_listed(sandbox: Sandbox, iam: Any) -> None:
    condition = {"StringEquals": {"aws:PrincipalTag/team": "red", "s3:prefix": "${aws:username}${*}"}}
    document = json.dumps(allow(LIST, "arn:aws:s3:::${aws:PrincipalTag/unit, 'x'}", Condition=condition))
    keys = ["aws:PrincipalTag/team", "aws:PrincipalTag/unit", "aws:username", "s3:prefix"]
    assert iam.get_context_keys_for_custom_policy(PolicyInputList=[document])["ContextKeyNames"] == keys
    iam.put_user_policy(UserName="bob", PolicyName="p", PolicyDocument=document)
    bob = {"PolicySourceArn": f"arn:aws:iam::{sandbox.account()}:user/bob"}
    assert iam.get_context_keys_for_principal_policy(**bob)["ContextKeyNames"] == keys
    more = json.dumps(allow(LIST, Condition={"Bool": {"aws:SecureTransport": "true"}}))
    found = iam.get_context_keys_for_principal_policy(**bob, PolicyInputList=[more])["ContextKeyNames"]
    assert found == sorted([*keys, "aws:SecureTransport"])


def test_policies_of_one_name_are_told_apart(sandbox: Sandbox, iam: Any) -> None:
    """The simulator's name for an inline policy may be that of a managed one."""
    bob = f"arn:aws:iam::{sandbox.account()}:user/bob"
    two = {"Version": "2012-10-17", "Statement": [*allow(LIST)["Statement"], *allow(READ)["Statement"]]}
    iam.put_user_policy(UserName="bob", PolicyName="p", PolicyDocument=json.dumps(two))
    one = iam.create_policy(PolicyName="user_bob_p", PolicyDocument=json.dumps(allow(READ)))["Policy"]["Arn"]
    iam.attach_user_policy(UserName="bob", PolicyArn=one)
    (result,) = iam.simulate_principal_policy(PolicySourceArn=bob, ActionNames=[READ])["EvaluationResults"]
    found = result["MatchedStatements"]
    assert [item["SourcePolicyId"] for item in found] == ["user_bob_p", "user_bob_p"]
    assert found[0]["EndPosition"]["Column"] == len(json.dumps(two)) - 1
    assert found[1]["EndPosition"]["Column"] == len(json.dumps(allow(READ))) - 1


def test_a_policy_with_a_key_twice_is_tried_as_json_has_it(iam: Any) -> None:
    listed, alone = allow(LIST)["Statement"], allow(READ)["Statement"][0]
    text = f'{{"Statement": {json.dumps(listed)}, "Statement": {json.dumps(alone)}}}'
    tried = iam.simulate_custom_policy(PolicyInputList=[text], ActionNames=[LIST, READ])["EvaluationResults"]
    assert [result["EvalDecision"] for result in tried] == ["implicitDeny", "allowed"]


def test_names_that_xml_cannot_hold_do_not_spoil_the_answer(iam: Any) -> None:
    """AWS's model has no pattern for the name of an action."""
    tried = iam.simulate_custom_policy(PolicyInputList=[json.dumps(allow(READ))], ActionNames=["s3:a\x01b"])
    assert [result["EvalActionName"] for result in tried["EvaluationResults"]] == ["s3:a\ufffdb"]
