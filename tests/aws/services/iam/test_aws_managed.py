"""The managed policies of AWS: all of them are there, each read when somebody asks for it."""

from typing import Any

import pytest

from lessons.aws.moto import aws_managed
from tests.aws.conftest import Sandbox, refused
from tests.aws.services.conftest import ALL

OF_AWS = "arn:aws:iam::aws:policy/"
VIEW_ONLY = f"{OF_AWS}job-function/ViewOnlyAccess"


@pytest.mark.parametrize("name", aws_managed.OFTEN_USED)
def test_what_people_attach_first_is_there(iam: Any, name: str) -> None:
    policy = iam.get_policy(PolicyArn=OF_AWS + name)["Policy"]
    assert (policy["Arn"], policy["PolicyId"][:4], len(policy["PolicyId"])) == (OF_AWS + name, "ANPA", 21)
    given = {"PolicyArn": OF_AWS + name, "VersionId": policy["DefaultVersionId"]}
    assert iam.get_policy_version(**given)["PolicyVersion"]["Document"]["Statement"]


def test_a_path_is_part_of_the_name(iam: Any) -> None:
    """AWS Managed Policy Reference Guide: arn:aws:iam::aws:policy/job-function/ViewOnlyAccess."""
    assert refused(iam.get_policy, PolicyArn=f"{OF_AWS}ViewOnlyAccess")[:2] == (404, "NoSuchEntity")


@pytest.mark.parametrize("name", ["Nonsense", 'ReadOnlyAccess":{\n  "CreateDate', "\n", "CreateDate"])
def test_nothing_else_is_there(name: str) -> None:
    assert aws_managed.find(name) is None


def test_all_of_them_are_listed_page_by_page(iam: Any) -> None:
    first = iam.list_policies(Scope="AWS")
    assert (len(first["Policies"]), first["IsTruncated"]) == (100, True)
    pages = iam.get_paginator("list_policies").paginate(Scope="AWS", PaginationConfig={"PageSize": 1000})
    names = [policy["PolicyName"] for page in pages for policy in page["Policies"]]
    assert len(names) > 1000
    assert names == sorted(names, key=str.lower)
    functions = iam.list_policies(Scope="AWS", PathPrefix="/job-function/")["Policies"]
    assert {"ViewOnlyAccess", "SystemAdministrator"} <= {policy["PolicyName"] for policy in functions}


def test_what_is_listed_is_what_is_found() -> None:
    for name, item in list(aws_managed.listed().items())[::100]:
        found = aws_managed.find(name)
        assert found
        assert {**found, "versions": {}} == {**item, "versions": {}}


def test_they_decide(sandbox: Sandbox, iam: Any) -> None:
    read_only = f"{OF_AWS}ReadOnlyAccess"
    iam.attach_user_policy(UserName="bob", PolicyArn=read_only)
    s3 = sandbox.client("s3", "bob")
    assert s3.list_objects_v2(Bucket=sandbox.bucket)["KeyCount"] == 1
    assert refused(s3.put_object, Bucket=sandbox.bucket, Key="x", Body=b"")[1] == "AccessDenied"
    attached = iam.list_attached_user_policies(UserName="bob")["AttachedPolicies"]
    assert attached == [{"PolicyName": "ReadOnlyAccess", "PolicyArn": read_only}]
    iam.create_user(UserName="eve", PermissionsBoundary=VIEW_ONLY)
    iam.put_user_policy(UserName="eve", PolicyName="all", PolicyDocument=ALL)
    iam.detach_user_policy(UserName="bob", PolicyArn=read_only)
    assert refused(s3.list_objects_v2, Bucket=sandbox.bucket)[1] == "AccessDenied"


def test_an_audit_looks_at_permissions_and_not_at_objects(sandbox: Sandbox, iam: Any) -> None:
    iam.attach_role_policy(RoleName="vendor", PolicyArn=f"{OF_AWS}SecurityAudit")
    session = sandbox.assume("vendor", ExternalId="k7-vendor-42")
    assert sandbox.client("iam", session).list_users()["Users"]
    assert sandbox.client("s3", session).get_bucket_location(Bucket=sandbox.bucket)
    given = {"Bucket": sandbox.bucket, "Key": "q1.csv"}
    assert refused(sandbox.client("s3", session).get_object, **given)[1] == "AccessDenied"
