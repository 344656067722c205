"""Looking after an account by a real boto3 client: summary, alias, credential report, services last used."""

import csv
import io
import json
from datetime import timedelta
from typing import Any

import pytest

from lessons.aws import Use
from lessons.aws.services.parameters import service_model
from tests.aws.conftest import Sandbox, allow, refused
from tests.aws.services.conftest import ADMINISTRATOR, arn


def test_the_summary_counts_and_tells_quotas(iam: Any) -> None:
    iam.attach_user_policy(UserName="bob", PolicyArn=ADMINISTRATOR)
    summary = iam.get_account_summary()["SummaryMap"]
    expected = {"Users": 3, "Groups": 0, "Roles": 4, "MFADevices": 3, "MFADevicesInUse": 3}
    expected |= {"UsersQuota": 5000, "RolePolicySizeQuota": 10240, "VersionsPerPolicyQuota": 5}
    expected |= {"PolicyVersionsInUse": 1, "AccountMFAEnabled": 0}
    assert {name: summary[name] for name in expected} == expected
    known = (
        service_model("iam").operation_model("GetAccountSummary").output_shape.members["SummaryMap"].key.enum
    )
    assert set(summary) <= set(known)


def test_an_account_has_one_alias_of_its_own(sandbox: Sandbox, iam: Any) -> None:
    assert iam.list_account_aliases()["AccountAliases"] == []
    iam.create_account_alias(AccountAlias="training")
    iam.create_account_alias(AccountAlias="training-2")
    assert iam.list_account_aliases()["AccountAliases"] == ["training-2"]
    taken = refused(sandbox.client("iam", "mallory").create_account_alias, AccountAlias="training-2")
    assert taken == (409, "EntityAlreadyExists", "The account alias training-2 already exists.")
    assert refused(iam.delete_account_alias, AccountAlias="training")[:2] == (404, "NoSuchEntity")
    iam.delete_account_alias(AccountAlias="training-2")
    assert iam.list_account_aliases()["AccountAliases"] == []


def report(iam: Any) -> dict[str, dict[str, str]]:
    answer = iam.get_credential_report()
    assert answer["ReportFormat"] == "text/csv"
    return {row["user"]: row for row in csv.DictReader(io.StringIO(answer["Content"].decode()))}


def test_the_credential_report_is_made_and_then_read(sandbox: Sandbox, iam: Any) -> None:
    assert refused(iam.get_credential_report) == (410, "ReportNotPresent", "")
    sandbox.client("sts", "bob").get_caller_identity()
    iam.create_access_key(UserName="alice")
    iam.deactivate_mfa_device(UserName="alice", SerialNumber=arn(sandbox, "mfa/alice"))
    started = iam.generate_credential_report()
    assert started["State"] == "STARTED"
    assert started["Description"] == "No report exists. Starting a new report generation task"
    assert iam.generate_credential_report()["State"] == "COMPLETE"
    users = report(iam)
    assert list(users) == ["alice", "bob", "carol"]
    bob = {"access_key_1_active": "true", "access_key_1_last_used_service": "sts", "mfa_active": "true"}
    bob |= {"access_key_1_last_used_region": "us-east-1", "access_key_2_active": "false"}
    bob |= {"password_enabled": "false", "user_creation_time": "2025-01-01T00:00:00+00:00"}
    assert {name: users["bob"][name] for name in bob} == bob
    alice = {"access_key_1_last_used_date": "N/A", "access_key_2_active": "true", "mfa_active": "false"}
    assert {name: users["alice"][name] for name in alice} == alice


def test_a_name_with_a_comma_takes_one_column(iam: Any) -> None:
    """IAM's names may have commas, as the paths of ARNs may."""
    iam.create_user(UserName="last,first", Path="/a,b/")
    iam.generate_credential_report()
    user = report(iam)["last,first"]
    assert user["arn"].endswith(":user/a,b/last,first")
    assert (user["password_enabled"], user["cert_2_last_rotated"]) == ("false", "N/A")


def test_a_report_is_good_for_four_hours(sandbox: Sandbox, iam: Any) -> None:
    iam.generate_credential_report()
    iam.create_user(UserName="eve")
    sandbox.skipped += timedelta(hours=3, minutes=59)
    assert "eve" not in report(iam)
    sandbox.skipped += timedelta(minutes=2)
    assert refused(iam.get_credential_report) == (410, "ReportExpired", "")
    assert iam.generate_credential_report()["State"] == "STARTED"
    assert "eve" in report(iam)


def services(iam: Any, of: str) -> dict[str, dict[str, Any]]:
    answer = iam.get_service_last_accessed_details(
        JobId=iam.generate_service_last_accessed_details(Arn=of)["JobId"]
    )
    assert (answer["JobStatus"], answer["JobType"]) == ("COMPLETED", "SERVICE_LEVEL")
    return {item["ServiceNamespace"]: item for item in answer["ServicesLastAccessed"]}


def test_what_a_role_may_use_and_used_is_told(sandbox: Sandbox, iam: Any) -> None:
    role = sandbox.role("demo")
    assert services(iam, role) == {
        "s3": {"ServiceName": "Amazon S3", "ServiceNamespace": "s3", "TotalAuthenticatedEntities": 0}
    }
    sandbox.client("s3", sandbox.assume()).list_objects_v2(Bucket=sandbox.bucket)
    at = sandbox.calls[-1][1]
    used = services(iam, role)["s3"]
    assert used["LastAuthenticated"] == at.replace(microsecond=0)
    assert (used["LastAuthenticatedEntity"], used["LastAuthenticatedRegion"]) == (role, "us-east-1")


def test_of_a_policy_everybody_counts_who_has_it(sandbox: Sandbox, iam: Any) -> None:
    document = json.dumps(allow(["*"]))
    policy = iam.create_policy(PolicyName="all", PolicyDocument=document)["Policy"]["Arn"]
    group = iam.create_group(GroupName="readers")["Group"]["Arn"]
    iam.add_user_to_group(GroupName="readers", UserName="bob")
    iam.attach_group_policy(GroupName="readers", PolicyArn=policy)
    iam.attach_role_policy(RoleName="demo", PolicyArn=policy)
    sandbox.client("sts", "bob").get_caller_identity()
    sandbox.client("sts", sandbox.assume()).get_caller_identity()
    assert list(services(iam, policy)) == ["iam", "sts", "s3"]
    assert services(iam, policy)["sts"]["TotalAuthenticatedEntities"] == 2
    assert services(iam, group)["sts"]["LastAuthenticatedEntity"] == arn(sandbox, "user/bob")


def test_of_a_policy_of_aws_it_is_told_too(sandbox: Sandbox, iam: Any) -> None:
    """IAM API Reference, GenerateServiceLastAccessedDetails: the ARN of any managed policy will do."""
    read_only = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"
    iam.attach_user_policy(UserName="bob", PolicyArn=read_only)
    sandbox.client("s3", "bob").list_buckets()
    assert services(iam, read_only)["s3"]["LastAuthenticatedEntity"] == arn(sandbox, "user/bob")


def test_nobody_has_used_what_one_of_the_same_name_used_before(sandbox: Sandbox, iam: Any) -> None:
    sandbox.client("sts", sandbox.assume("vendor", ExternalId="k7-vendor-42")).get_caller_identity()
    made = iam.get_role(RoleName="vendor")["Role"]
    iam.delete_role(RoleName="vendor")
    sandbox.skipped += timedelta(seconds=5)
    iam.create_role(RoleName="vendor", AssumeRolePolicyDocument=json.dumps(made["AssumeRolePolicyDocument"]))
    iam.attach_role_policy(RoleName="vendor", PolicyArn=ADMINISTRATOR)
    assert services(iam, made["Arn"])["sts"]["TotalAuthenticatedEntities"] == 0


def test_who_used_what_is_looked_up_once(sandbox: Sandbox, iam: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def uses(who: str) -> list[Use]:
        asked.append(who)
        return []

    iam.attach_user_policy(UserName="bob", PolicyArn=ADMINISTRATOR)
    monkeypatch.setattr(sandbox, "uses", uses)
    assert list(services(iam, arn(sandbox, "user/bob"))) == ["iam", "sts", "s3"]
    assert asked == [arn(sandbox, "user/bob")]


def test_the_policies_that_allow_a_service_are_listed(sandbox: Sandbox, iam: Any) -> None:
    """IAM API Reference, ListPoliciesGrantingServiceAccess: inline policies with who has them."""
    iam.create_group(GroupName="readers")
    iam.add_user_to_group(GroupName="readers", UserName="bob")
    policy = json.dumps(allow("s3:ListBucket"))
    iam.put_group_policy(GroupName="readers", PolicyName="list", PolicyDocument=policy)
    iam.attach_user_policy(UserName="bob", PolicyArn=ADMINISTRATOR)
    asked = {"Arn": arn(sandbox, "user/bob"), "ServiceNamespaces": ["s3", "iam"]}
    s3, own = iam.list_policies_granting_service_access(**asked)["PoliciesGrantingServiceAccess"]
    managed = {"PolicyName": "AdministratorAccess", "PolicyArn": ADMINISTRATOR, "PolicyType": "MANAGED"}
    inline = {"PolicyName": "list", "PolicyType": "INLINE", "EntityType": "GROUP", "EntityName": "readers"}
    assert s3 == {"ServiceNamespace": "s3", "Policies": [managed, inline]}
    assert own == {"ServiceNamespace": "iam", "Policies": [managed]}
    asked["Arn"] = arn(sandbox, "user/nobody")
    assert refused(iam.list_policies_granting_service_access, **asked)[1] == "NoSuchEntity"


def test_a_job_is_about_somebody_who_is_there(sandbox: Sandbox, iam: Any) -> None:
    generate = iam.generate_service_last_accessed_details
    nobody = arn(sandbox, "user/nobody")
    assert refused(generate, Arn=nobody) == (404, "NoSuchEntity", f"ARN {nobody} does not exist.")
    first = generate(Arn=arn(sandbox, "user/bob"))["JobId"]
    for _ in range(10):
        generate(Arn=arn(sandbox, "user/bob"))
    assert refused(iam.get_service_last_accessed_details, JobId=first)[:2] == (404, "NoSuchEntity")
    with_actions = {"Arn": arn(sandbox, "user/bob"), "Granularity": "ACTION_LEVEL"}
    assert refused(generate, **with_actions)[1] == "UnsupportedOperation"


@pytest.mark.parametrize(
    "call", ["get_account_summary", "list_account_aliases", "generate_credential_report"]
)
def test_these_take_a_permission_on_everything(sandbox: Sandbox, call: str) -> None:
    assert "on resource: * because" in refused(getattr(sandbox.client("iam", "bob"), call))[2]
