"""Who may call IAM on what, the administrator of a blank account included."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from lessons.aws import Credentials, build
from tests.aws.conftest import AUTHORIZATION, Sandbox, allow, refused, trust
from tests.aws.services.conftest import ADMINISTRATOR, ALL, arn

DENIED = [
    ("list_users", {}, "iam:ListUsers", "arn:aws:iam::{account}:user/"),
    ("list_roles", {"PathPrefix": "/teams/"}, "iam:ListRoles", "arn:aws:iam::{account}:role/teams/"),
    ("list_policies", {}, "iam:ListPolicies", "policy path /"),
    (
        "get_role",
        {"RoleName": "twelve-hours"},
        "iam:GetRole",
        "role twelve-hours",
    ),
    ("get_role", {"RoleName": "none"}, "iam:GetRole", "role none"),
    ("list_attached_user_policies", {"UserName": "bob"}, "iam:ListAttachedUserPolicies", "user bob"),
    ("get_user", {}, "iam:GetUser", "user bob"),
    (
        "create_user",
        {"UserName": "eve", "Path": "/x/"},
        "iam:CreateUser",
        "arn:aws:iam::{account}:user/x/eve",
    ),
    ("get_policy", {"PolicyArn": ADMINISTRATOR}, "iam:GetPolicy", f"policy {ADMINISTRATOR}"),
    (
        "create_policy",
        {"PolicyName": "p", "PolicyDocument": ALL},
        "iam:CreatePolicy",
        "arn:aws:iam::{account}:policy/p",
    ),
    (
        "add_user_to_group",
        {"GroupName": "none", "UserName": "bob"},
        "iam:AddUserToGroup",
        "group none",
    ),
]


@pytest.mark.parametrize(("operation", "parameters", "action", "resource"), DENIED)
def test_who_has_no_permission_is_told_which_one(
    sandbox: Sandbox, operation: str, parameters: dict[str, str], action: str, resource: str
) -> None:
    status, code, message = refused(getattr(sandbox.client("iam", "bob"), operation), **parameters)
    assert (status, code) == (403, "AccessDenied")
    assert AUTHORIZATION.sub("", message) == (
        f"User: {arn(sandbox, 'user/bob')} is not authorized to perform: {action} on resource: "
        f"{resource.format(account=sandbox.account())} "
        f"because no identity-based policy allows the {action} action"
    )


def permit(sandbox: Sandbox, **statement: Any) -> Any:
    """A client of bob's, with one statement as his only policy."""
    policy = json.dumps(allow(**statement))
    sandbox.client("iam", "carol").put_user_policy(UserName="bob", PolicyName="p", PolicyDocument=policy)
    return sandbox.client("iam", "bob")


def test_a_permission_can_be_for_one_path(sandbox: Sandbox) -> None:
    bob = permit(sandbox, action="iam:GetRole", resource=arn(sandbox, "role/teams/*"))
    assert bob.get_role(RoleName="twelve-hours")
    assert refused(bob.get_role, RoleName="demo")[1] == "AccessDenied"


def test_a_permission_can_be_for_one_managed_policy(sandbox: Sandbox) -> None:
    one = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"
    bob = permit(sandbox, action="iam:AttachUserPolicy", Condition={"ArnEquals": {"iam:PolicyARN": one}})
    bob.attach_user_policy(UserName="bob", PolicyArn=one)
    assert refused(bob.attach_user_policy, UserName="bob", PolicyArn=ADMINISTRATOR)[1] == "AccessDenied"


def test_a_permission_can_ask_for_a_boundary(sandbox: Sandbox) -> None:
    limit = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"
    asks = {"StringEquals": {"iam:PermissionsBoundary": limit}}
    bob = permit(sandbox, action=["iam:CreateUser", "iam:AttachUserPolicy"], Condition=asks)
    assert refused(bob.create_user, UserName="eve")[1] == "AccessDenied"
    assert bob.create_user(UserName="eve", PermissionsBoundary=limit)
    assert bob.attach_user_policy(UserName="eve", PolicyArn=ADMINISTRATOR) is not None
    assert refused(bob.attach_user_policy, UserName="alice", PolicyArn=ADMINISTRATOR)[1] == "AccessDenied"


def test_a_permission_can_ask_for_a_tag(sandbox: Sandbox) -> None:
    bob = permit(sandbox, action="iam:GetUser", Condition={"StringEquals": {"aws:ResourceTag/team": "red"}})
    sandbox.client("iam", "carol").tag_user(UserName="alice", Tags=[{"Key": "team", "Value": "red"}])
    assert bob.get_user(UserName="alice")
    assert refused(bob.get_user, UserName="carol")[1] == "AccessDenied"


BLUE, RED = [{"Key": "team", "Value": "blue"}], [{"Key": "team", "Value": "red"}]


def test_a_permission_can_ask_for_the_tags_that_are_given(sandbox: Sandbox) -> None:
    asks = {"StringEquals": {"aws:RequestTag/team": "blue"}}
    bob = permit(sandbox, action=["iam:TagUser", "iam:CreateUser"], Condition=asks)
    bob.tag_user(UserName="alice", Tags=BLUE)
    assert bob.create_user(UserName="eve", Tags=BLUE)
    assert refused(bob.tag_user, UserName="alice", Tags=RED)[1] == "AccessDenied"
    assert refused(bob.create_user, UserName="frank", Tags=RED)[1] == "AccessDenied"


def test_a_permission_can_ask_for_the_keys_of_tags(sandbox: Sandbox) -> None:
    asks = {"ForAllValues:StringEquals": {"aws:TagKeys": ["temporary"]}}
    bob = permit(sandbox, action=["iam:TagUser", "iam:UntagUser"], Condition=asks)
    bob.tag_user(UserName="alice", Tags=[{"Key": "temporary", "Value": "x"}])
    bob.untag_user(UserName="alice", TagKeys=["temporary"])
    assert refused(bob.untag_user, UserName="alice", TagKeys=["temporary", "keep"])[1] == "AccessDenied"
    assert refused(bob.tag_user, UserName="alice", Tags=BLUE)[1] == "AccessDenied"


TAGGED = [
    ("create_user", {"UserName": "eve"}, "User"),
    ("create_role", {"RoleName": "new", "AssumeRolePolicyDocument": json.dumps(trust({"AWS": "*"}))}, "Role"),
    ("create_policy", {"PolicyName": "new", "PolicyDocument": ALL}, "Policy"),
]


@pytest.mark.parametrize(("operation", "parameters", "kind"), TAGGED)
def test_to_tag_what_is_created_is_a_permission_of_its_own(
    sandbox: Sandbox, operation: str, parameters: dict[str, str], kind: str
) -> None:
    bob = permit(sandbox, action=f"iam:Create{kind}")
    status, code, message = refused(getattr(bob, operation), **parameters, Tags=BLUE)
    assert (status, code) == (403, "AccessDenied")
    assert f"is not authorized to perform: iam:Tag{kind} on resource: arn:aws:iam::" in message
    assert getattr(bob, operation)(**parameters)
    bob = permit(sandbox, action=[f"iam:Delete{kind}", f"iam:Create{kind}", f"iam:Tag{kind}"])
    assert getattr(bob, operation)(**parameters | {f"{kind}Name": "tagged"}, Tags=BLUE)


def test_nothing_of_another_account_can_be_reached(sandbox: Sandbox) -> None:
    mallory = sandbox.client("iam", "mallory")
    assert refused(mallory.get_role, RoleName="demo")[1] == "NoSuchEntity"
    policy_arn = sandbox.client("iam", "carol").create_policy(PolicyName="p", PolicyDocument=ALL)["Policy"][
        "Arn"
    ]
    assert refused(mallory.get_policy, PolicyArn=policy_arn)[1] == "AccessDenied"
    given = {"UserName": "mallory", "PolicyArn": policy_arn}
    assert refused(mallory.attach_user_policy, **given)[1] == "AccessDenied"


BLANK = {"accounts": {"training": {"users": {"admin": {"attached": [ADMINISTRATOR]}}}}}


def test_an_administrator_may_do_everything_in_her_own_account() -> None:
    admin_of = Sandbox(build(BLANK, "blank"))
    iam, s3 = admin_of.client("iam", "admin"), admin_of.client("s3", "admin")
    s3.create_bucket(Bucket="reports")
    s3.put_object(Bucket="reports", Key="q1.csv", Body=b"1")
    iam.create_user(UserName="alice")
    document = json.dumps(trust({"AWS": arn(admin_of, "user/admin")}))
    iam.create_role(RoleName="demo", AssumeRolePolicyDocument=document)
    iam.attach_role_policy(RoleName="demo", PolicyArn="arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess")
    session = admin_of.assume("demo", by="admin")
    assert admin_of.client("s3", session).get_object(Bucket="reports", Key="q1.csv")
    iam.detach_role_policy(RoleName="demo", PolicyArn="arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess")
    iam.delete_role(RoleName="demo")
    iam.delete_user(UserName="alice")
    s3.delete_object(Bucket="reports", Key="q1.csv")
    s3.delete_bucket(Bucket="reports")
    assert all(outcome.response.status < 300 for outcome in admin_of.outcomes)


def test_an_administrator_may_do_nothing_in_another_account(sandbox: Sandbox) -> None:
    iam = sandbox.client("iam", "carol")
    iam.attach_user_policy(UserName="bob", PolicyArn=ADMINISTRATOR)
    s3, sts = sandbox.client("s3", "bob"), sandbox.client("sts", "bob")
    private = f"private-{sandbox.account('other')}"
    assert refused(s3.list_objects_v2, Bucket=private)[1] == "AccessDenied"
    assert refused(s3.delete_bucket, Bucket=private)[1] == "AccessDenied"
    assert refused(s3.put_bucket_policy, Bucket=private, Policy="{}")[1] == "AccessDenied"
    world = sandbox.document["accounts"][sandbox.account("other")]
    world["roles"]["visitors"]["trust"] = json.dumps(trust({"AWS": arn_of_mallory(sandbox)}))
    given = {"RoleArn": sandbox.role("visitors", "other"), "RoleSessionName": "session1"}
    assert refused(sts.assume_role, **given)[1] == "AccessDenied"


def arn_of_mallory(sandbox: Sandbox) -> str:
    return f"arn:aws:iam::{sandbox.account('other')}:user/mallory"


def test_the_keys_of_one_sandbox_open_nothing_in_another(new_sandbox: Callable[[], Sandbox]) -> None:
    first, second = new_sandbox(), new_sandbox()
    key = first.client("iam", "carol").create_access_key(UserName="bob")["AccessKey"]
    stolen = Credentials(key["AccessKeyId"], key["SecretAccessKey"])
    assert refused(second.client("sts", stolen).get_caller_identity)[1] == "InvalidClientTokenId"
    given = {"AccessKeyId": key["AccessKeyId"]}
    assert refused(second.client("iam", "carol").get_access_key_last_used, **given)[1] == "NoSuchEntity"
