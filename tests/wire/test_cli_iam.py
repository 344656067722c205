"""IAM and buckets, edited with the real AWS CLI."""

from __future__ import annotations

import json
from pathlib import Path

from lessons.aws import Credentials
from tests.wire.conftest import Learner
from tests.wire.test_cli import aws, printed, told


def test_a_user_is_made_in_a_group_and_may_what_the_group_may(maya: Learner) -> None:
    admin = "carol"
    told(maya, admin, "iam", "create-user", "--user-name", "eve")
    told(maya, admin, "iam", "create-group", "--group-name", "readers")
    readonly = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"
    group = ("--group-name", "readers")
    printed(maya, admin, "iam", "attach-group-policy", *group, "--policy-arn", readonly)
    printed(maya, admin, "iam", "add-user-to-group", *group, "--user-name", "eve")
    key = told(maya, admin, "iam", "create-access-key", "--user-name", "eve")["AccessKey"]
    eve = Credentials(key["AccessKeyId"], key["SecretAccessKey"])
    assert "q1.csv" in printed(maya, eve, "s3", "ls", f"s3://{maya.bucket}")
    refused = aws(maya, eve, "s3", "rm", f"s3://{maya.bucket}/q1.csv")
    assert "AccessDenied" in refused.stderr


def test_a_trust_policy_is_read_edited_and_kept(maya: Learner, tmp_path: Path) -> None:
    role = told(maya, "carol", "iam", "get-role", "--role-name", "demo")["Role"]
    document = role["AssumeRolePolicyDocument"]
    document["Statement"][0]["Sid"] = "Edited"
    file = tmp_path / "trust.json"
    file.write_text(json.dumps(document))
    named = ("--role-name", "demo", "--policy-document", f"file://{file}")
    printed(maya, "carol", "iam", "update-assume-role-policy", *named)
    after = told(maya, "carol", "iam", "get-role", "--role-name", "demo")["Role"]
    assert after["AssumeRolePolicyDocument"] == document
    names = [item["RoleName"] for item in told(maya, "carol", "iam", "list-roles")["Roles"]]
    assert names == sorted(names)


def test_a_bucket_is_made_filled_and_removed(maya: Learner, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a\n")
    (tmp_path / "b.txt").write_text("b\n")
    bucket = "s3://made-by-the-cli"
    assert "make_bucket" in printed(maya, "carol", "s3", "mb", bucket)
    printed(maya, "carol", "s3", "sync", str(tmp_path), bucket)
    printed(maya, "carol", "s3", "cp", f"{bucket}/a.txt", f"{bucket}/c.txt")
    listed = printed(maya, "carol", "s3", "ls", bucket)
    assert all(name in listed for name in ("a.txt", "b.txt", "c.txt"))
    printed(maya, "carol", "s3", "rm", bucket, "--recursive")
    assert "remove_bucket" in printed(maya, "carol", "s3", "rb", bucket)
