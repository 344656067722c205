"""Whom a trust policy or a bucket policy names: who it was, whatever becomes of the name."""

import json
from typing import Any

import pytest

from lessons.aws import Credentials
from tests.aws.conftest import VERSION, Sandbox, allow, refused, trust

ASK = json.dumps(allow("*"))


class Sandboxed:
    """What is asked and changed, by carol of the account training."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.iam, self.s3 = sandbox.client("iam", "carol"), sandbox.client("s3", "carol")

    def arn(self, name: str, kind: str = "user") -> str:
        return f"arn:aws:iam::{self.sandbox.account()}:{kind}/{name}"

    def trust(self, statement: dict[str, Any], role: str = "vendor") -> None:
        document = json.dumps({"Version": VERSION, "Statement": statement})
        self.iam.update_assume_role_policy(RoleName=role, PolicyDocument=document)

    def trusted(self, role: str = "vendor") -> Any:
        document = self.iam.get_role(RoleName=role)["Role"]["AssumeRolePolicyDocument"]
        return document["Statement"]

    def open_bucket(self, *statements: dict[str, Any]) -> None:
        document = {"Version": VERSION, "Statement": list(statements)}
        self.s3.put_bucket_policy(Bucket=self.sandbox.bucket, Policy=json.dumps(document))

    def opened(self) -> Any:
        return json.loads(self.s3.get_bucket_policy(Bucket=self.sandbox.bucket)["Policy"])["Statement"]

    def make(self, name: str) -> Credentials:
        self.iam.create_user(UserName=name)
        key = self.iam.create_access_key(UserName=name)["AccessKey"]
        return Credentials(key["AccessKeyId"], key["SecretAccessKey"])

    def delete(self, name: str) -> str:
        """Delete a user who has a key and nothing else. Returns the unique id."""
        user_id: str = self.iam.get_user(UserName=name)["User"]["UserId"]
        for key in self.iam.list_access_keys(UserName=name)["AccessKeyMetadata"]:
            self.iam.delete_access_key(UserName=name, AccessKeyId=key["AccessKeyId"])
        self.iam.delete_user(UserName=name)
        return user_id

    def assume(self, by: Credentials, role: str = "vendor") -> Any:
        given = {"RoleArn": self.arn(role, "role"), "RoleSessionName": "session1"}
        return self.sandbox.client("sts", by).assume_role(**given)


@pytest.fixture
def here(sandbox: Sandbox) -> Sandboxed:
    return Sandboxed(sandbox)


def names(arn: Any, effect: str = "Allow", **more: Any) -> dict[str, Any]:
    return {"Effect": effect, "Principal": {"AWS": arn}, "Action": "sts:AssumeRole", **more}


def test_a_trust_policy_shows_the_id_of_a_user_who_is_gone(here: Sandboxed) -> None:
    new = here.make("eva")
    condition = {"ArnEquals": {"aws:PrincipalArn": here.arn("eva")}, "StringNotEquals": {"aws:x": "é"}}
    here.trust(names([here.arn("eva"), here.arn("alice")], Condition=condition))
    assert here.assume(new)
    unique_id = here.delete("eva")
    assert unique_id.startswith("AIDA")
    # Only the principal goes by its id: in a condition an ARN is a text.
    assert here.trusted() == names([unique_id, here.arn("alice")], Condition=condition)


def test_a_user_made_again_is_somebody_else_until_the_policy_is_saved(here: Sandboxed) -> None:
    here.make("eva")
    here.trust(names(here.arn("eva")))
    unique_id = here.delete("eva")
    again = here.make("eva")
    assert refused(here.assume, by=again)[1] == "AccessDenied"
    assert f"{unique_id}, whom it names, was deleted" in here.sandbox.last.explanation
    assert here.trusted() == names(unique_id)
    here.trust(names(here.arn("eva")))
    assert here.assume(again)


def test_nobody_can_be_named_by_the_id_of_who_is_gone(here: Sandboxed) -> None:
    here.make("eva")
    unique_id = here.delete("eva")
    status, code, message = refused(here.trust, statement=names(unique_id))
    assert (status, code) == (400, "MalformedPolicyDocument")
    assert message == f'Invalid principal in policy: "AWS":"{unique_id}"'


def test_a_role_made_again_is_another(here: Sandboxed) -> None:
    role = here.arn("clerk", "role")
    document = json.dumps(trust({"AWS": here.arn("alice")}))
    unique_id = here.iam.create_role(RoleName="clerk", AssumeRolePolicyDocument=document)["Role"]["RoleId"]
    here.trust(names(role))
    here.iam.delete_role(RoleName="clerk")
    assert here.trusted() == names(unique_id)
    here.iam.create_role(RoleName="clerk", AssumeRolePolicyDocument=document)
    session = here.sandbox.assume("clerk")
    assert refused(here.assume, by=session)[1] == "AccessDenied"
    here.trust(names(role))
    assert here.assume(session)


def test_a_bucket_policy_does_so_too(here: Sandboxed) -> None:
    bucket = f"arn:aws:s3:::{here.sandbox.bucket}"
    listing = {"Action": "s3:ListBucket", "Resource": bucket}
    eva = here.make("eva")
    full = [here.arn("eva"), here.arn("carol"), here.sandbox.account()]
    here.open_bucket(
        {"Effect": "Allow", "Principal": {"AWS": here.arn("eva")}, **listing},
        {"Effect": "Deny", "NotPrincipal": {"AWS": full}, **listing},
    )
    assert here.sandbox.client("s3", eva).list_objects_v2(Bucket=here.sandbox.bucket)
    unique_id = here.delete("eva")
    allowing, denying = here.opened()
    assert allowing["Principal"] == {"AWS": unique_id}
    assert denying["NotPrincipal"] == {"AWS": [unique_id, *full[1:]]}
    again = here.sandbox.client("s3", here.make("eva"))
    assert refused(again.list_objects_v2, Bucket=here.sandbox.bucket)[1] == "AccessDenied"


def test_policies_of_another_account_follow_too(here: Sandboxed) -> None:
    eva = here.make("eva")
    here.iam.put_user_policy(UserName="eva", PolicyName="ask", PolicyDocument=ASK)
    other = Sandboxed(here.sandbox)
    other.iam = here.sandbox.client("iam", "mallory")
    other.trust(names(here.arn("eva")), "visitors")
    role = here.sandbox.role("visitors", "other")
    given = {"RoleArn": role, "RoleSessionName": "session1"}
    assert here.sandbox.client("sts", eva).assume_role(**given)
    here.iam.delete_user_policy(UserName="eva", PolicyName="ask")
    unique_id = here.delete("eva")
    assert other.trusted("visitors") == names(unique_id)


@pytest.mark.parametrize("change", [{"NewUserName": "eve"}, {"NewPath": "/teams/"}])
def test_a_policy_follows_a_user_who_is_renamed(here: Sandboxed, change: dict[str, str]) -> None:
    eva = here.make("eva")
    here.trust(names(here.arn("eva")))
    here.iam.update_user(UserName="eva", **change)
    name, path = change.get("NewUserName", "eva"), change.get("NewPath", "/")
    assert here.trusted() == names(here.arn(name).replace("/", path, 1))
    assert here.assume(eva)


def test_what_names_nobody_who_moved_stays_as_it_was_written(here: Sandboxed) -> None:
    here.make("eva")
    text = '{ "Version":"2012-10-17",\n"Statement": ' + json.dumps(names(here.arn("alice"))) + " }"
    here.iam.update_assume_role_policy(RoleName="vendor", PolicyDocument=text)
    here.delete("eva")
    account = here.sandbox.document["accounts"][here.sandbox.account()]
    assert account["roles"]["vendor"]["trust"] == text
