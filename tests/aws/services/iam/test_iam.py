"""IAM by a real boto3 client: what is made, changed and shown, and what it does to who may what."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from lessons.aws import Credentials, evict
from tests.aws.conftest import Sandbox, allow, refused, trust
from tests.aws.services.conftest import ADMINISTRATOR, ALL, LIST, arn


def answer(call: Callable[..., Any], **parameters: Any) -> dict[str, Any]:
    """What a call answers, without what differs from call to call."""
    return {name: value for name, value in call(**parameters).items() if name != "ResponseMetadata"}


# Users and their keys.


def test_a_user_is_made_shown_changed_and_deleted(sandbox: Sandbox, iam: Any) -> None:
    sandbox.skipped += timedelta(hours=1)
    made = iam.create_user(UserName="eve", Path="/team/", Tags=[{"Key": "team", "Value": "red"}])["User"]
    assert made["Arn"] == arn(sandbox, "user/team/eve")
    assert made["UserId"].startswith("AIDA")
    assert sandbox.now - made["CreateDate"] < timedelta(minutes=1)
    assert iam.get_user(UserName="eve")["User"] == made
    iam.update_user(UserName="eve", NewUserName="eva", NewPath="/")
    changed = iam.get_user(UserName="eva")["User"]
    assert (changed["Arn"], changed["UserId"]) == (arn(sandbox, "user/eva"), made["UserId"])
    assert iam.list_user_tags(UserName="eva")["Tags"] == [{"Key": "team", "Value": "red"}]
    iam.delete_user(UserName="eva")
    assert refused(iam.get_user, UserName="eva")[:2] == (404, "NoSuchEntity")


def test_an_mfa_device_follows_its_user(sandbox: Sandbox, iam: Any) -> None:
    def owners() -> set[str | None]:
        return {device.user for device in sandbox.world.mfa_devices if device.account_id == sandbox.account()}

    iam.update_user(UserName="alice", NewUserName="alicia")
    assert "alicia" in owners()
    assert "alice" not in owners()


def test_without_a_name_a_user_is_shown_herself(sandbox: Sandbox, iam: Any) -> None:
    assert iam.get_user()["User"]["UserName"] == "carol"
    assert sandbox.last.resource == arn(sandbox, "user/carol")
    (key,) = iam.list_access_keys()["AccessKeyMetadata"]
    assert key["AccessKeyId"] == sandbox.user("carol").access_key_id


def test_a_session_is_no_user_and_has_to_name_one(sandbox: Sandbox) -> None:
    session = sandbox.assume("writer", by="carol")
    status, code, message = refused(sandbox.client("iam", session).get_user)
    assert (status, code) == (400, "ValidationError")
    assert message == "Must specify userName when calling with non-User credentials"


def test_a_new_key_opens_what_the_user_may_until_it_is_switched_off(sandbox: Sandbox, iam: Any) -> None:
    iam.create_user(UserName="eve")
    key = iam.create_access_key(UserName="eve")["AccessKey"]
    eve = Credentials(key["AccessKeyId"], key["SecretAccessKey"])
    sts = sandbox.client("sts", eve)
    assert sts.get_caller_identity()["Arn"] == arn(sandbox, "user/eve")
    iam.update_access_key(UserName="eve", AccessKeyId=eve.access_key_id, Status="Inactive")
    assert refused(sts.get_caller_identity)[1] == "InvalidClientTokenId"
    iam.update_access_key(UserName="eve", AccessKeyId=eve.access_key_id, Status="Active")
    assert sts.get_caller_identity()["UserId"].startswith("AIDA")
    assert "SecretAccessKey" not in iam.list_access_keys(UserName="eve")["AccessKeyMetadata"][0]
    assert iam.get_access_key_last_used(AccessKeyId=eve.access_key_id)["UserName"] == "eve"
    iam.delete_access_key(UserName="eve", AccessKeyId=eve.access_key_id)
    assert refused(sts.get_caller_identity)[1] == "InvalidClientTokenId"


def test_a_user_has_two_keys_at_most(iam: Any) -> None:
    iam.create_access_key(UserName="bob")
    assert refused(iam.create_access_key, UserName="bob") == (
        409,
        "LimitExceeded",
        "Cannot exceed quota for AccessKeysPerUser: 2",
    )


# Tags.

TAGGED = [("user", {"UserName": "bob"}), ("role", {"RoleName": "demo"})]
UPPER, LOWER = {"Key": "Department", "Value": "one"}, {"Key": "department", "Value": "two"}
TEAM = {"Key": "team", "Value": "red"}
TWICE = (
    400,
    "InvalidInput",
    "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
)


@pytest.mark.parametrize(("kind", "named"), TAGGED)
def test_the_key_of_a_tag_is_the_same_whatever_its_case(iam: Any, kind: str, named: dict[str, str]) -> None:
    tag, untag, tags = (getattr(iam, name.format(kind)) for name in ("tag_{}", "untag_{}", "list_{}_tags"))
    tag(**named, Tags=[UPPER, TEAM])
    tag(**named, Tags=[LOWER])
    assert sorted(tags(**named)["Tags"], key=str) == [LOWER, TEAM]
    untag(**named, TagKeys=["DEPARTMENT"])
    assert tags(**named)["Tags"] == [TEAM]


@pytest.mark.parametrize(("kind", "named"), TAGGED)
def test_no_call_gives_a_tag_twice(iam: Any, kind: str, named: dict[str, str]) -> None:
    assert refused(getattr(iam, f"tag_{kind}"), **named, Tags=[UPPER, LOWER]) == TWICE
    assert getattr(iam, f"list_{kind}_tags")(**named)["Tags"] == []


def test_no_user_is_made_with_a_tag_twice(iam: Any) -> None:
    assert refused(iam.create_user, UserName="eve", Tags=[UPPER, LOWER]) == TWICE
    assert refused(iam.get_user, UserName="eve")[1] == "NoSuchEntity"


# Groups.


def test_what_a_group_may_its_users_may(sandbox: Sandbox, iam: Any) -> None:
    bob = sandbox.client("s3", "bob")
    assert refused(bob.list_objects_v2, Bucket=sandbox.bucket)[1] == "AccessDenied"
    group = iam.create_group(GroupName="readers")["Group"]
    assert group["GroupId"].startswith("AGPA")
    iam.put_group_policy(GroupName="readers", PolicyName="list", PolicyDocument=LIST)
    iam.add_user_to_group(GroupName="readers", UserName="bob")
    assert bob.list_objects_v2(Bucket=sandbox.bucket)["KeyCount"] == 1
    assert sandbox.last.decision
    assert "list of the group readers" in str(sandbox.last.decision.to_json())
    assert [user["UserName"] for user in iam.get_group(GroupName="readers")["Users"]] == ["bob"]
    assert [item["GroupName"] for item in iam.list_groups_for_user(UserName="bob")["Groups"]] == ["readers"]
    iam.remove_user_from_group(GroupName="readers", UserName="bob")
    assert refused(bob.list_objects_v2, Bucket=sandbox.bucket)[1] == "AccessDenied"


def test_a_managed_policy_of_a_group_counts_too(sandbox: Sandbox, iam: Any) -> None:
    iam.create_group(GroupName="readers")
    iam.add_user_to_group(GroupName="readers", UserName="bob")
    iam.attach_group_policy(GroupName="readers", PolicyArn="arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess")
    assert sandbox.client("s3", "bob").get_object(Bucket=sandbox.bucket, Key="q1.csv")
    assert refused(sandbox.client("s3", "bob").delete_object, Bucket=sandbox.bucket, Key="q1.csv")[0] == 403


def test_a_group_that_is_renamed_keeps_its_users_and_policies(sandbox: Sandbox, iam: Any) -> None:
    iam.create_group(GroupName="readers")
    iam.add_user_to_group(GroupName="readers", UserName="bob")
    iam.put_group_policy(GroupName="readers", PolicyName="list", PolicyDocument=LIST)
    iam.update_group(GroupName="readers", NewPath="/team/")
    iam.update_group(GroupName="readers", NewGroupName="listers")
    assert iam.get_group(GroupName="listers")["Group"]["Arn"] == arn(sandbox, "group/team/listers")
    assert sandbox.client("s3", "bob").list_objects_v2(Bucket=sandbox.bucket)


# Managed policies.


def test_the_default_version_of_a_managed_policy_is_the_one_that_counts(sandbox: Sandbox, iam: Any) -> None:
    policy = iam.create_policy(PolicyName="limit", PolicyDocument=LIST, Description="lists")["Policy"]
    assert policy["PolicyId"].startswith("ANPA")
    assert policy["Arn"] == arn(sandbox, "policy/limit")
    iam.attach_user_policy(UserName="bob", PolicyArn=policy["Arn"])
    bob = sandbox.client("s3", "bob")
    assert bob.list_objects_v2(Bucket=sandbox.bucket)
    nothing = json.dumps(allow("s3:GetBucketLocation"))
    iam.create_policy_version(PolicyArn=policy["Arn"], PolicyDocument=nothing, SetAsDefault=True)
    assert refused(bob.list_objects_v2, Bucket=sandbox.bucket)[1] == "AccessDenied"
    iam.set_default_policy_version(PolicyArn=policy["Arn"], VersionId="v1")
    assert bob.list_objects_v2(Bucket=sandbox.bucket)
    versions = iam.list_policy_versions(PolicyArn=policy["Arn"])["Versions"]
    assert {item["VersionId"]: item["IsDefaultVersion"] for item in versions} == {"v1": True, "v2": False}
    assert iam.get_policy(PolicyArn=policy["Arn"])["Policy"]["AttachmentCount"] == 1


def test_a_version_number_is_never_given_twice(sandbox: Sandbox, iam: Any) -> None:
    policy_arn = iam.create_policy(PolicyName="limit", PolicyDocument=LIST)["Policy"]["Arn"]
    iam.create_policy_version(PolicyArn=policy_arn, PolicyDocument=ALL)
    iam.delete_policy_version(PolicyArn=policy_arn, VersionId="v2")
    evict([sandbox.account()])
    made = iam.create_policy_version(PolicyArn=policy_arn, PolicyDocument=ALL)["PolicyVersion"]
    assert (made["VersionId"], made["IsDefaultVersion"]) == ("v3", False)


def test_a_policy_attached_twice_is_attached_once(iam: Any) -> None:
    for _ in range(2):
        iam.attach_user_policy(UserName="bob", PolicyArn=ADMINISTRATOR)
    assert iam.get_policy(PolicyArn=ADMINISTRATOR)["Policy"]["AttachmentCount"] == 1
    attached = iam.list_attached_user_policies(UserName="bob")["AttachedPolicies"]
    assert attached == [{"PolicyName": "AdministratorAccess", "PolicyArn": ADMINISTRATOR}]
    iam.detach_user_policy(UserName="bob", PolicyArn=ADMINISTRATOR)
    assert iam.list_attached_user_policies(UserName="bob")["AttachedPolicies"] == []


def test_the_managed_policies_of_aws_are_there_for_everybody(iam: Any) -> None:
    document = iam.get_policy_version(PolicyArn=ADMINISTRATOR, VersionId="v1")["PolicyVersion"]["Document"]
    assert document["Statement"] == [{"Effect": "Allow", "Action": "*", "Resource": "*"}]
    assert iam.list_policies(Scope="Local")["Policies"] == []


def test_a_boundary_takes_away_what_it_does_not_allow(sandbox: Sandbox, iam: Any) -> None:
    limit = iam.create_policy(PolicyName="limit", PolicyDocument=LIST)["Policy"]["Arn"]
    iam.put_user_policy(UserName="bob", PolicyName="all", PolicyDocument=ALL)
    iam.put_user_permissions_boundary(UserName="bob", PermissionsBoundary=limit)
    boundary = {"PermissionsBoundaryType": "Policy", "PermissionsBoundaryArn": limit}
    assert iam.get_user(UserName="bob")["User"]["PermissionsBoundary"] == boundary
    bob = sandbox.client("s3", "bob")
    assert bob.list_objects_v2(Bucket=sandbox.bucket)
    assert "no permissions boundary allows" in refused(bob.get_object, Bucket=sandbox.bucket, Key="q1.csv")[2]
    assert refused(iam.delete_policy, PolicyArn=limit)[1] == "DeleteConflict"
    iam.delete_user_permissions_boundary(UserName="bob")
    assert bob.get_object(Bucket=sandbox.bucket, Key="q1.csv")


def test_a_role_has_a_boundary_too(sandbox: Sandbox, iam: Any) -> None:
    limit = iam.create_policy(PolicyName="limit", PolicyDocument=LIST)["Policy"]["Arn"]
    iam.put_role_permissions_boundary(RoleName="demo", PermissionsBoundary=limit)
    s3 = sandbox.client("s3", sandbox.assume())
    assert s3.list_objects_v2(Bucket=sandbox.bucket)
    assert refused(s3.get_object, Bucket=sandbox.bucket, Key="q1.csv")[0] == 403
    assert iam.get_role(RoleName="demo")["Role"]["PermissionsBoundary"]["PermissionsBoundaryArn"] == limit


# Roles and their sessions.


def test_a_role_is_made_and_then_assumed(sandbox: Sandbox, iam: Any) -> None:
    document = json.dumps(trust({"AWS": arn(sandbox, "user/alice")}))
    role = iam.create_role(RoleName="new", AssumeRolePolicyDocument=document, MaxSessionDuration=7200)["Role"]
    assert role["RoleId"].startswith("AROA")
    iam.put_role_policy(RoleName="new", PolicyName="list", PolicyDocument=LIST)
    session = sandbox.assume("new", DurationSeconds=7200)
    assert sandbox.client("s3", session).list_objects_v2(Bucket=sandbox.bucket)
    assert sandbox.client("sts", session).get_caller_identity()["UserId"] == f"{role['RoleId']}:session1"


def test_a_trust_policy_is_kept_to_the_letter(sandbox: Sandbox, iam: Any) -> None:
    text = f'{{ "Statement":[{json.dumps(trust({"AWS": "*"})["Statement"][0])}],\n\n"Version" :"2012-10-17"}}'
    iam.update_assume_role_policy(RoleName="demo", PolicyDocument=text)
    assert sandbox.document["accounts"][sandbox.account()]["roles"]["demo"]["trust"] == text
    evict([sandbox.account()])
    assert iam.get_role(RoleName="demo")["Role"]["AssumeRolePolicyDocument"] == json.loads(text)


def test_who_is_no_longer_trusted_does_not_get_in(sandbox: Sandbox, iam: Any) -> None:
    document = json.dumps(trust({"AWS": arn(sandbox, "user/bob")}))
    iam.update_assume_role_policy(RoleName="demo", PolicyDocument=document)
    given = {"RoleArn": sandbox.role("demo"), "RoleSessionName": "session1"}
    assert refused(sandbox.client("sts", "alice").assume_role, **given)[1] == "AccessDenied"
    assert sandbox.client("sts", "bob").assume_role(**given)


def test_the_longest_session_of_a_role_can_be_changed(sandbox: Sandbox, iam: Any) -> None:
    given = {"RoleArn": sandbox.role("demo"), "RoleSessionName": "session1", "DurationSeconds": 7200}
    assert refused(sandbox.client("sts", "alice").assume_role, **given)[1] == "ValidationError"
    iam.update_role(RoleName="demo", MaxSessionDuration=7200)
    assert sandbox.client("sts", "alice").assume_role(**given)
    iam.update_role(RoleName="demo", Description="reads reports")
    role = iam.get_role(RoleName="demo")["Role"]
    assert (role["MaxSessionDuration"], role["Description"]) == (7200, "reads reports")


def test_a_role_made_anew_is_another_role(sandbox: Sandbox, iam: Any) -> None:
    session = sandbox.client("sts", sandbox.assume())
    before = iam.get_role(RoleName="demo")["Role"]
    iam.delete_role_policy(RoleName="demo", PolicyName="read")
    iam.delete_role(RoleName="demo")
    assert refused(session.get_caller_identity)[1] == "InvalidClientTokenId"
    document = json.dumps(before["AssumeRolePolicyDocument"])
    after = iam.create_role(RoleName="demo", AssumeRolePolicyDocument=document)["Role"]
    assert (after["Arn"], after["RoleId"] == before["RoleId"]) == (before["Arn"], False)
    assert refused(session.get_caller_identity)[1] == "InvalidClientTokenId"
    assert sandbox.client("sts", sandbox.assume()).get_caller_identity()


def test_sessions_are_revoked_by_the_time_they_were_issued_at(sandbox: Sandbox, iam: Any) -> None:
    old = sandbox.client("s3", sandbox.assume())
    assert old.list_objects_v2(Bucket=sandbox.bucket)
    sandbox.skipped += timedelta(seconds=2)
    before = {"DateLessThan": {"aws:TokenIssueTime": f"{sandbox.now:%Y-%m-%dT%H:%M:%SZ}"}}
    deny = {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": before}
    document = json.dumps({"Version": "2012-10-17", "Statement": [deny]})
    iam.put_role_policy(RoleName="demo", PolicyName="AWSRevokeOlderSessions", PolicyDocument=document)
    status, code, message = refused(old.list_objects_v2, Bucket=sandbox.bucket)
    assert (status, code) == (403, "AccessDenied")
    assert message.endswith("with an explicit deny in an identity-based policy")
    sandbox.skipped += timedelta(seconds=2)
    assert sandbox.client("s3", sandbox.assume()).list_objects_v2(Bucket=sandbox.bucket)


def test_everything_is_the_same_when_moto_is_emptied(sandbox: Sandbox, iam: Any) -> None:
    policy_arn = iam.create_policy(PolicyName="limit", PolicyDocument=LIST, Path="/x/")["Policy"]["Arn"]
    iam.create_group(GroupName="readers")
    iam.add_user_to_group(GroupName="readers", UserName="bob")
    iam.attach_group_policy(GroupName="readers", PolicyArn=policy_arn)
    iam.tag_role(RoleName="demo", Tags=[{"Key": "team", "Value": "red"}])
    iam.put_role_permissions_boundary(RoleName="demo", PermissionsBoundary=policy_arn)
    calls = [
        (iam.list_users, {}),
        (iam.list_roles, {}),
        (iam.list_policies, {}),
        (iam.get_group, {"GroupName": "readers"}),
        (iam.get_role, {"RoleName": "demo"}),
        (iam.get_policy, {"PolicyArn": policy_arn}),
        (iam.list_access_keys, {"UserName": "bob"}),
        (iam.list_entities_for_policy, {"PolicyArn": policy_arn}),
    ]
    before = [answer(call, **parameters) for call, parameters in calls]
    evict([sandbox.account()])
    assert [answer(call, **parameters) for call, parameters in calls] == before


def test_of_two_that_are_not_there_the_user_is_told(iam: Any) -> None:
    """AWS tells one of them and does not say which; it is the same one in every process."""
    told = refused(iam.add_user_to_group, UserName="nobody", GroupName="nowhere")
    assert told == (404, "NoSuchEntity", "The user with name nobody cannot be found.")
