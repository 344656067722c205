"""IAM's lists come in pages, in the order of the alphabet, and boto3's paginators put them together."""

import json
from typing import Any

import pytest

from tests.aws.conftest import Sandbox, refused, trust
from tests.aws.services.conftest import ALL, LIST, arn

NAMES = ["Ann", "bea", "Cid"]  # alphabetical, whatever the case


@pytest.fixture
def iam(iam: Any) -> Any:
    """An account with three of everything, made in another order."""
    iam.create_group(GroupName="all")
    trusting = json.dumps(trust({"AWS": "*"}))
    for name in ("Cid", "Ann", "bea"):
        iam.create_user(UserName=name, Path="/x/", Tags=[{"Key": key, "Value": key} for key in NAMES])
        iam.create_group(GroupName=name, Path="/x/")
        iam.create_role(RoleName=name, Path="/x/", AssumeRolePolicyDocument=trusting)
        policy = iam.create_policy(PolicyName=name, Path="/x/", PolicyDocument=LIST)["Policy"]["Arn"]
        iam.put_user_policy(UserName="bob", PolicyName=name, PolicyDocument=LIST)
        iam.attach_user_policy(UserName="bob", PolicyArn=policy)
        iam.add_user_to_group(GroupName="all", UserName=name)
        iam.add_user_to_group(GroupName=name, UserName="bob")
    iam.create_policy_version(PolicyArn=policy, PolicyDocument=ALL)
    iam.create_policy_version(PolicyArn=policy, PolicyDocument=ALL)
    return iam


LISTS: list[tuple[str, dict[str, Any], str, str, list[str]]] = [
    ("list_users", {"PathPrefix": "/x/"}, "Users", "UserName", NAMES),
    ("list_groups", {"PathPrefix": "/x/"}, "Groups", "GroupName", NAMES),
    ("list_roles", {"PathPrefix": "/x/"}, "Roles", "RoleName", NAMES),
    ("list_policies", {"PathPrefix": "/x/"}, "Policies", "PolicyName", NAMES),
    ("list_groups_for_user", {"UserName": "bob"}, "Groups", "GroupName", NAMES),
    ("list_user_policies", {"UserName": "bob"}, "PolicyNames", "", NAMES),
    ("list_user_tags", {"UserName": "Ann"}, "Tags", "Key", NAMES),
    ("get_group", {"GroupName": "all"}, "Users", "UserName", NAMES),
]


@pytest.mark.parametrize(("call", "given", "key", "name", "expected"), LISTS)
def test_a_list_comes_in_pages(
    iam: Any, call: str, given: dict[str, Any], key: str, name: str, expected: list[str]
) -> None:
    def names(answer: dict[str, Any]) -> list[str]:
        return [item[name] if name else item for item in answer[key]]

    first = getattr(iam, call)(**given, MaxItems=2)
    assert (names(first), first["IsTruncated"]) == (expected[:2], True)
    last = getattr(iam, call)(**given, MaxItems=2, Marker=first["Marker"])
    assert (names(last), last["IsTruncated"], "Marker" in last) == (expected[2:], False, False)
    pages = iam.get_paginator(call).paginate(**given, PaginationConfig={"PageSize": 1})
    assert [item for page in pages for item in names(page)] == expected


def test_one_page_goes_over_from_one_list_to_the_next(sandbox: Sandbox, iam: Any) -> None:
    given = {"PolicyArn": arn(sandbox, "policy/x/Cid")}
    iam.attach_user_policy(UserName="Ann", **given)
    iam.attach_group_policy(GroupName="Ann", **given)
    iam.attach_role_policy(RoleName="Ann", **given)
    paginator = iam.get_paginator("list_entities_for_policy")
    pages = paginator.paginate(**given, PaginationConfig={"PageSize": 3})
    shown = [[len(page[f"Policy{kind}s"]) for kind in ("Group", "User", "Role")] for page in pages]
    assert shown == [[1, 2, 0], [0, 0, 1]]


def test_the_newest_version_comes_first(sandbox: Sandbox, iam: Any) -> None:
    pages = iam.get_paginator("list_policy_versions").paginate(PolicyArn=arn(sandbox, "policy/x/bea"))
    assert [item["VersionId"] for page in pages for item in page["Versions"]] == ["v3", "v2", "v1"]


def test_a_marker_that_no_answer_had_is_refused(iam: Any) -> None:
    for marker in ("x", "²", "9" * 10):
        assert refused(iam.list_users, Marker=marker)[:2] == (400, "ValidationError")


def test_attached_policies_come_as_they_were_attached(sandbox: Sandbox, iam: Any) -> None:
    """Their order is not documented, and those of published answers are in no alphabet's."""
    attached = iam.list_attached_user_policies(UserName="bob")["AttachedPolicies"]
    assert [item["PolicyName"] for item in attached] == ["Cid", "Ann", "bea"]
    (bob,) = [
        user
        for user in iam.get_account_authorization_details(Filter=["User"])["UserDetailList"]
        if user["UserName"] == "bob"
    ]
    assert bob["AttachedManagedPolicies"] == attached
    assert bob["GroupList"] == NAMES


def test_a_name_is_found_as_it_is_written(iam: Any) -> None:
    """IAM has no two names that differ in case alone, and does not say whether one finds the other."""
    assert refused(iam.get_user, UserName="ann")[1] == "NoSuchEntity"
    assert iam.get_user(UserName="Ann")
