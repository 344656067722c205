"""Ending sessions before their time: by a Deny on the time of issue, or with the role that they stand on."""

import json
from datetime import timedelta
from typing import Any

from tests.aws.conftest import VERSION, Sandbox, refused

SECOND = timedelta(seconds=1)


def role_of(sandbox: Sandbox, name: str = "demo") -> dict[str, Any]:
    """The role in the world's document, to be changed as an administrator would."""
    found: dict[str, Any] = sandbox.document["accounts"][sandbox.account()]["roles"][name]
    return found


def revoke(sandbox: Sandbox) -> None:
    """What "Revoke active sessions" of the IAM console puts on a role."""
    older = {"DateLessThan": {"aws:TokenIssueTime": sandbox.now.isoformat()}}
    statement = {"Effect": "Deny", "Action": ["*"], "Resource": ["*"], "Condition": older}
    document = {"Version": VERSION, "Statement": [statement]}
    role_of(sandbox)["policies"]["AWSRevokeOlderSessions"] = json.dumps(document)


def test_revoking_ends_the_sessions_so_far_and_no_later_one(sandbox: Sandbox) -> None:
    before = sandbox.client("s3", sandbox.assume())
    assert before.list_objects_v2(Bucket=sandbox.bucket)["KeyCount"] == 1
    sandbox.skipped += SECOND
    revoke(sandbox)
    message = refused(before.list_objects_v2, Bucket=sandbox.bucket)[2]
    assert message.endswith("with an explicit deny in an identity-based policy")
    assert "AWSRevokeOlderSessions" in sandbox.last.explanation
    sandbox.skipped += SECOND
    after = sandbox.client("s3", sandbox.assume())
    assert after.list_objects_v2(Bucket=sandbox.bucket)["KeyCount"] == 1


def test_a_revoked_session_still_knows_who_it_is(sandbox: Sandbox) -> None:
    sts = sandbox.client("sts", sandbox.assume())
    sandbox.skipped += SECOND
    revoke(sandbox)
    assert sts.get_caller_identity()["Arn"].endswith("assumed-role/demo/session1")


def test_a_session_dies_with_its_role(sandbox: Sandbox) -> None:
    credentials = sandbox.assume()
    del sandbox.document["accounts"][sandbox.account()]["roles"]["demo"]
    assert refused(sandbox.client("sts", credentials).get_caller_identity)[1] == "InvalidClientTokenId"
    assert refused(sandbox.client("s3", credentials).list_buckets)[1] == "InvalidAccessKeyId"
    assert "no longer exists" in sandbox.last.explanation


def test_a_new_role_of_the_same_name_revives_no_session(sandbox: Sandbox) -> None:
    credentials = sandbox.assume()
    role_of(sandbox)["id"] = "AROA" + "B" * 17
    assert refused(sandbox.client("sts", credentials).get_caller_identity)[1] == "InvalidClientTokenId"
    assert sandbox.client("sts", sandbox.assume()).get_caller_identity()["UserId"].startswith("AROAB")
