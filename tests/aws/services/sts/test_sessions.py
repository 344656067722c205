"""Temporary credentials of users: GetSessionToken, GetFederationToken, and what each kind may call."""

import json
from datetime import timedelta
from typing import Any

import pytest

from lessons.aws import Credentials, mfa_codes
from tests.aws.conftest import Sandbox, allow, refused

HERE = "arn:aws:sts::{account}"
INVALID = (403, "InvalidClientTokenId", "The security token included in the request is invalid")


def issued(answer: dict[str, Any]) -> Credentials:
    parts = answer["Credentials"]
    return Credentials(parts["AccessKeyId"], parts["SecretAccessKey"], parts["SessionToken"])


def session_of(sandbox: Sandbox, user: str = "carol", **parameters: Any) -> Credentials:
    return issued(sandbox.client("sts", user).get_session_token(**parameters))


def federated(sandbox: Sandbox, user: str = "carol", **parameters: Any) -> Credentials:
    return issued(sandbox.client("sts", user).get_federation_token(Name="visitor", **parameters))


def with_mfa(sandbox: Sandbox, user: str) -> dict[str, str]:
    """The two parameters of MFA, as the user's device shows them now."""
    found = next(item for item in sandbox.world.users if item.name == user)
    ((serial, code),) = mfa_codes(sandbox.document, found, sandbox.now).items()
    return {"SerialNumber": serial, "TokenCode": code}


# -- GetSessionToken ---------------------------------------------


def test_a_session_token_is_the_same_user_for_twelve_hours(sandbox: Sandbox) -> None:
    credentials = session_of(sandbox)
    assert credentials.access_key_id.startswith("ASIA")
    session = sandbox.sessions[credentials.access_key_id]
    assert session.expires_at - session.issued_at == timedelta(hours=12)
    identity = sandbox.client("sts", credentials).get_caller_identity()
    assert identity["Arn"] == f"arn:aws:iam::{sandbox.account()}:user/carol"
    assert identity["UserId"].startswith("AIDA")
    s3 = sandbox.client("s3", credentials)
    assert s3.list_objects_v2(Bucket=sandbox.bucket)["KeyCount"] == 1


def test_a_session_token_needs_no_permission_and_no_deny_takes_it_away(sandbox: Sandbox) -> None:
    deny = {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*"}]}
    users = sandbox.document["accounts"][sandbox.account()]["users"]
    users["bob"]["policies"]["nothing"] = json.dumps(deny)
    assert session_of(sandbox, "bob")


def test_a_session_token_lasts_36_hours_at_most(sandbox: Sandbox) -> None:
    credentials = session_of(sandbox, DurationSeconds=129600)
    session = sandbox.sessions[credentials.access_key_id]
    assert session.expires_at - session.issued_at == timedelta(hours=36)
    for seconds, limit in ((899, "greater than or equal to 900"), (129601, "less than or equal to 129600")):
        message = refused(sandbox.client("sts", "carol").get_session_token, DurationSeconds=seconds)[2]
        assert message.endswith(f"Member must have value {limit}")


def test_a_session_token_expires(sandbox: Sandbox) -> None:
    credentials = session_of(sandbox, DurationSeconds=900)
    sandbox.skipped = timedelta(seconds=900)
    assert refused(sandbox.client("sts", credentials).get_caller_identity)[1] == "ExpiredToken"


def test_a_session_token_dies_with_its_user(sandbox: Sandbox) -> None:
    credentials = session_of(sandbox)
    users = sandbox.document["accounts"][sandbox.account()]["users"]
    users["carol"] = {**users["carol"], "id": "AIDA" + "A" * 17}
    assert refused(sandbox.client("sts", credentials).get_caller_identity)[1] == "InvalidClientTokenId"


def test_a_role_is_assumed_for_an_hour_with_a_session_token(sandbox: Sandbox) -> None:
    credentials = session_of(sandbox, "alice")
    assert sandbox.assume("demo", by=credentials)
    given = {"RoleArn": sandbox.role("twelve-hours"), "RoleSessionName": "session1", "DurationSeconds": 3601}
    assert refused(sandbox.client("sts", credentials).assume_role, **given) == (
        400,
        "ValidationError",
        "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
    )


# -- GetFederationToken ---------------------------------------------


def test_a_federated_user_has_an_arn_of_its_own(sandbox: Sandbox) -> None:
    answer = sandbox.client("sts", "carol").get_federation_token(
        Name="visitor", Policy=json.dumps(allow("*"))
    )
    arn = f"arn:aws:sts::{sandbox.account()}:federated-user/visitor"
    user = answer["FederatedUser"]
    assert (user["Arn"], user["FederatedUserId"]) == (arn, f"{sandbox.account()}:visitor")
    assert 1 <= answer["PackedPolicySize"] <= 100
    assert sandbox.client("sts", issued(answer)).get_caller_identity()["Arn"] == arn


def test_a_federated_user_is_told_the_size_of_no_policy_too(sandbox: Sandbox) -> None:
    answer = sandbox.client("sts", "carol").get_federation_token(Name="visitor")
    assert answer["PackedPolicySize"] == 0  # as localstack's tests recorded it of AWS in 2024


def test_a_federated_user_may_do_what_the_user_and_the_policy_both_allow(sandbox: Sandbox) -> None:
    s3 = sandbox.client("s3", federated(sandbox, Policy=json.dumps(allow("s3:ListBucket"))))
    assert s3.list_objects_v2(Bucket=sandbox.bucket)["KeyCount"] == 1
    message = refused(s3.get_object, Bucket=sandbox.bucket, Key="q1.csv")[2]
    assert message.endswith("because no session policy allows the s3:GetObject action")


def test_a_federated_user_is_not_told_that_mfa_would_open_iam(sandbox: Sandbox) -> None:
    visitor = federated(sandbox, Policy=json.dumps(allow("*")))
    assert refused(sandbox.client("iam", visitor).list_users) == INVALID
    assert "GetFederationToken" in sandbox.last.explanation
    assert "MFA" not in sandbox.last.explanation


def test_a_federated_user_without_a_policy_may_do_nothing(sandbox: Sandbox) -> None:
    s3 = sandbox.client("s3", federated(sandbox))
    assert refused(s3.list_objects_v2, Bucket=sandbox.bucket)[1] == "AccessDenied"


def test_a_federation_token_needs_a_permission(sandbox: Sandbox) -> None:
    status, code, message = refused(sandbox.client("sts", "bob").get_federation_token, Name="visitor")
    account = sandbox.account()
    assert (status, code) == (403, "AccessDenied")
    assert message == (
        f"User: arn:aws:iam::{account}:user/bob is not authorized to perform: sts:GetFederationToken "
        f"on resource: arn:aws:sts::{account}:federated-user/visitor "
        "because no identity-based policy allows the sts:GetFederationToken action"
    )


def test_the_policy_of_a_federation_token_has_2048_characters_at_most(sandbox: Sandbox) -> None:
    call = sandbox.client("sts", "carol").get_federation_token
    code, message = refused(call, Name="visitor", Policy=" " * 2049)[1:]
    assert code == "ValidationError"
    assert message.endswith(
        "at 'policy' failed to satisfy constraint: Member must have length less than or equal to 2048"
    )


# -- Who may call what with which credentials ---------------------------------------------


LONG_TERM_ONLY = [("get_session_token", {}), ("get_federation_token", {"Name": "visitor"})]


@pytest.mark.parametrize(("operation", "parameters"), LONG_TERM_ONLY)
def test_only_long_term_keys_get_more_credentials(
    sandbox: Sandbox, operation: str, parameters: dict[str, str]
) -> None:
    name = "".join(part.title() for part in operation.split("_"))
    for credentials in (sandbox.assume(), session_of(sandbox), federated(sandbox)):
        call = getattr(sandbox.client("sts", credentials), operation)
        assert refused(call, **parameters) == (
            403,
            "AccessDenied",
            f"Cannot call {name} with session credentials",
        )


def test_a_federated_user_may_only_ask_sts_who_it_is(sandbox: Sandbox) -> None:
    sts = sandbox.client("sts", federated(sandbox, Policy=json.dumps(allow("*"))))
    assert sts.get_caller_identity()
    given = {"RoleArn": sandbox.role("writer"), "RoleSessionName": "session1"}
    assert refused(sts.assume_role, **given)[:2] == (403, "AccessDenied")


def test_iam_takes_no_credentials_of_users_without_mfa(sandbox: Sandbox) -> None:
    for credentials in (session_of(sandbox), federated(sandbox)):
        assert refused(sandbox.client("iam", credentials).list_users) == INVALID
    credentials = session_of(sandbox, **with_mfa(sandbox, "carol"))
    assert sandbox.sessions[credentials.access_key_id].mfa_present
    assert sandbox.client("iam", credentials).list_users()["Users"]


# -- The rest ---------------------------------------------


def test_managed_policies_limit_a_session_as_a_session_policy_does(sandbox: Sandbox) -> None:
    mine = f"arn:aws:iam::{sandbox.account()}:policy/listing"
    document = json.dumps(allow("s3:ListBucket"))
    version = {"document": document, "created": "2025-01-01T00:00:00Z"}
    policies = sandbox.document["accounts"][sandbox.account()]["policies"]
    policies["listing"] = {
        "path": "/",
        "default": "v1",
        "versions": {"v1": version},
        "id": "ANPA" + "A" * 17,
        "created": "2025-01-01T00:00:00Z",
        "updated": "2025-01-01T00:00:00Z",
        "description": "",
        "tags": {},
    }
    given = [{"arn": mine}]
    for credentials in (federated(sandbox, PolicyArns=given), sandbox.assume("demo", PolicyArns=given)):
        s3 = sandbox.client("s3", credentials)
        assert s3.list_objects_v2(Bucket=sandbox.bucket)["KeyCount"] == 1
        assert refused(s3.get_object, Bucket=sandbox.bucket, Key="q1.csv")[1] == "AccessDenied"
    of_aws = [{"arn": "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"}]
    s3 = sandbox.client("s3", federated(sandbox, PolicyArns=of_aws))
    assert s3.get_object(Bucket=sandbox.bucket, Key="q1.csv")
    assert refused(s3.put_object, Bucket=sandbox.bucket, Key="q1.csv", Body=b"")[1] == "AccessDenied"


def test_a_session_goes_by_the_version_that_a_managed_policy_has_now(sandbox: Sandbox) -> None:
    iam = sandbox.client("iam", "carol")
    given = {"PolicyName": "listing", "PolicyDocument": json.dumps(allow("s3:ListBucket"))}
    arn = iam.create_policy(**given)["Policy"]["Arn"]
    s3 = sandbox.client("s3", sandbox.assume("demo", PolicyArns=[{"arn": arn}]))
    assert s3.list_objects_v2(Bucket=sandbox.bucket)
    document = json.dumps(allow("s3:GetObject"))
    iam.create_policy_version(PolicyArn=arn, PolicyDocument=document, SetAsDefault=True)
    assert refused(s3.list_objects_v2, Bucket=sandbox.bucket)[1] == "AccessDenied"
    assert s3.get_object(Bucket=sandbox.bucket, Key="q1.csv")


NO_POLICIES = [
    "arn:aws:iam::{training}:policy/that-is-not-there",
    "arn:aws:iam::{other}:policy/theirs",
    "arn:aws:iam::aws:policy/ThatIsNotThere",
    "arn:aws:s3:::reports-{training}",
]


@pytest.mark.parametrize("arn", NO_POLICIES)
def test_a_managed_policy_is_of_the_account_or_of_aws(sandbox: Sandbox, arn: str) -> None:
    for name in ("training", "other"):
        arn = arn.replace(f"{{{name}}}", sandbox.account(name))
    given = {"RoleArn": sandbox.role("demo"), "RoleSessionName": "session1", "PolicyArns": [{"arn": arn}]}
    assert refused(sandbox.client("sts", "alice").assume_role, **given)[:2] == (400, "ValidationError")


def test_a_session_takes_ten_managed_policies_at_most(sandbox: Sandbox) -> None:
    arns = [{"arn": "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"}] * 11
    given = {"RoleArn": sandbox.role("demo"), "RoleSessionName": "session1", "PolicyArns": arns}
    assert refused(sandbox.client("sts", "alice").assume_role, **given)[:2] == (400, "ValidationError")


def test_a_key_tells_its_account_to_whoever_may_ask(sandbox: Sandbox) -> None:
    sts = sandbox.client("sts", "carol")
    for key in (sandbox.user("alice").access_key_id, sandbox.assume().access_key_id):
        assert sts.get_access_key_info(AccessKeyId=key)["Account"] == sandbox.account()
    mallory = sandbox.user("mallory").access_key_id
    assert sts.get_access_key_info(AccessKeyId=mallory)["Account"] == sandbox.account("other")
    assert refused(sandbox.client("sts", "bob").get_access_key_info, AccessKeyId=mallory)[1] == "AccessDenied"
    # Nobody has published the answer to such an id: these are the words of STS's list of common errors.
    assert refused(sts.get_access_key_info, AccessKeyId="B" * 20) == (
        400,
        "ValidationError",
        "The input fails to satisfy the constraints specified by an AWS service.",
    )


def test_no_message_can_be_decoded(sandbox: Sandbox) -> None:
    sts = sandbox.client("sts", "carol")
    code = refused(sts.decode_authorization_message, EncodedMessage="nonsense")[1]
    assert code == "InvalidAuthorizationMessageException"
    bob = sandbox.client("sts", "bob")
    assert refused(bob.decode_authorization_message, EncodedMessage="nonsense")[1] == "AccessDenied"
