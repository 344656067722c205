"""STS by a real boto3 client: who gets which credentials, for how long, and in which words it is refused."""

import base64
import json
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials as SigningCredentials

from lessons.aws import Credentials, Request, client
from tests.aws.conftest import Sandbox, allow, refused


def test_a_user_learns_who_she_is(sandbox: Sandbox) -> None:
    identity = sandbox.client("sts", "alice").get_caller_identity()
    alice = sandbox.world.users[0]
    assert identity["Arn"] == f"arn:aws:iam::{sandbox.account()}:user/alice"
    assert identity["UserId"] == alice.id
    assert identity["UserId"].startswith("AIDA")
    assert identity["Account"] == sandbox.account()


def test_who_you_are_needs_no_permission_and_no_deny_takes_it_away(sandbox: Sandbox) -> None:
    deny = {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*"}]}
    sandbox.document["accounts"][sandbox.account()]["users"]["bob"]["policies"]["nothing"] = json.dumps(deny)
    assert sandbox.client("sts", "bob").get_caller_identity()["Arn"].endswith("user/bob")


def test_assume_role_issues_credentials_for_exactly_this_role(sandbox: Sandbox) -> None:
    answer = sandbox.client("sts", "alice").assume_role(
        RoleArn=sandbox.role("demo"), RoleSessionName="session1"
    )
    issued, role = sandbox.outcomes[-1].issued, sandbox.world.role(sandbox.account(), "demo")
    assert issued
    assert role
    credentials, user = answer["Credentials"], answer["AssumedRoleUser"]
    assert credentials["AccessKeyId"].startswith("ASIA")
    assert len(credentials["SecretAccessKey"]) == 40
    assert user["AssumedRoleId"] == f"{role.id}:session1"
    assert user["Arn"] == f"arn:aws:sts::{sandbox.account()}:assumed-role/demo/session1"
    assert "PackedPolicySize" not in answer
    assert credentials["AccessKeyId"] == issued.access_key_id
    assert credentials["SecretAccessKey"] == issued.secret_access_key
    assert credentials["SessionToken"] == issued.session_token
    assert credentials["Expiration"] == issued.expires_at
    assert issued.expires_at - issued.issued_at == timedelta(hours=1)


def test_a_session_token_looks_like_one_of_today(sandbox: Sandbox) -> None:
    """So begin those in presigned URLs that were published in 2025 and 2026. Older ones began otherwise."""
    first, second = sandbox.assume(), sandbox.assume()
    for token in (first.session_token, second.session_token):
        assert token
        assert base64.b64decode(token, validate=True).startswith(b"!\n\torigin_ec")
        assert token.startswith("IQoJb3JpZ2luX2Vj")
    assert first.session_token != second.session_token


def test_no_answer_tells_the_size_of_a_session_token(sandbox: Sandbox) -> None:
    """As the page of differences says; AWS's model has members for it."""
    given = {"RoleArn": sandbox.role("demo"), "RoleSessionName": "session1"}
    answer = sandbox.client("sts", "alice").assume_role(**given)
    assert not {"SessionTokenSize", "SessionTokenUtilization"} & set(answer)


def test_expiration_is_by_the_clock_of_the_sandbox(sandbox: Sandbox) -> None:
    sandbox.skipped = timedelta(days=3)
    before = sandbox.now
    answer = sandbox.client("sts", "alice").assume_role(
        RoleArn=sandbox.role("demo"), RoleSessionName="session1", DurationSeconds=900
    )
    expected = before + timedelta(seconds=900)
    assert abs(answer["Credentials"]["Expiration"] - expected) < timedelta(seconds=10)


def test_the_arn_of_a_session_drops_the_path_of_its_role(sandbox: Sandbox) -> None:
    credentials = sandbox.assume("twelve-hours", DurationSeconds=43200)
    identity = sandbox.client("sts", credentials).get_caller_identity()
    assert sandbox.role("twelve-hours").endswith(":role/teams/twelve-hours")
    assert identity["Arn"] == f"arn:aws:sts::{sandbox.account()}:assumed-role/twelve-hours/session1"


ASSUME_ROLE_ERRORS = [
    (
        {"RoleArn": "{demo}-that-is-not-there"},
        (
            403,
            "AccessDenied",
            "User: {alice} is not authorized to perform: sts:AssumeRole on resource: {RoleArn}",
        ),
    ),
    (
        {"RoleArn": "{vendor}"},
        (
            403,
            "AccessDenied",
            "User: {alice} is not authorized to perform: sts:AssumeRole on resource: {vendor}",
        ),
    ),
    (
        {"RoleArn": "{vendor}", "ExternalId": "guessed"},
        (
            403,
            "AccessDenied",
            "User: {alice} is not authorized to perform: sts:AssumeRole on resource: {vendor}",
        ),
    ),
    ({"RoleArn": "arn:aws:iam::demo:role"}, (400, "ValidationError", "arn:aws:iam::demo:role is invalid")),
    (
        {"RoleArn": "too-short"},
        (
            400,
            "ValidationError",
            "1 validation error detected: Value 'too-short' at 'roleArn' failed to satisfy constraint: "
            "Member must have length greater than or equal to 20",
        ),
    ),
    (
        {"DurationSeconds": 60},
        (
            400,
            "ValidationError",
            "1 validation error detected: Value '60' at 'durationSeconds' failed to satisfy constraint: "
            "Member must have value greater than or equal to 900",
        ),
    ),
    (
        {"DurationSeconds": 899},
        (
            400,
            "ValidationError",
            "1 validation error detected: Value '899' at 'durationSeconds' failed to satisfy constraint: "
            "Member must have value greater than or equal to 900",
        ),
    ),
    (
        {"DurationSeconds": 43201},
        (
            400,
            "ValidationError",
            "1 validation error detected: Value '43201' at 'durationSeconds' failed to satisfy constraint: "
            "Member must have value less than or equal to 43200",
        ),
    ),
    (
        {"DurationSeconds": 43200},
        (
            400,
            "ValidationError",
            "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
        ),
    ),
    (
        {"RoleSessionName": "not a name"},
        (
            400,
            "ValidationError",
            "1 validation error detected: Value 'not a name' at 'roleSessionName' failed to satisfy "
            "constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*",
        ),
    ),
    (
        {"RoleSessionName": "ü"},
        (
            400,
            "ValidationError",
            "2 validation errors detected: Value 'ü' at 'roleSessionName' failed to satisfy constraint: "
            "Member must have length greater than or equal to 2; "
            "Value 'ü' at 'roleSessionName' failed to satisfy constraint: "
            "Member must satisfy regular expression pattern: [\\w+=,.@-]*",
        ),
    ),
    ({"Policy": "{"}, (400, "MalformedPolicyDocument", "The policy is not in the valid JSON format.")),
    (
        {"Policy": '{"Version": "2012-10-17"%s}' % (" " * 2100)},
        (
            400,
            "PackedPolicyTooLarge",
            "Packed policy consumes 103% of allotted space, please use smaller policy.",
        ),
    ),
]


@pytest.mark.parametrize(("parameters", "expected"), ASSUME_ROLE_ERRORS)
def test_assume_role_is_refused_in_the_words_of_aws(
    sandbox: Sandbox, parameters: dict[str, Any], expected: tuple[int, str, str]
) -> None:
    names = {
        "{alice}": f"arn:aws:iam::{sandbox.account()}:user/alice",
        "{demo}": sandbox.role("demo"),
        "{vendor}": sandbox.role("vendor"),
    }

    def fill(text: Any) -> Any:
        for name, value in names.items():
            text = text.replace(name, value) if isinstance(text, str) else text
        return text

    given = {"RoleArn": sandbox.role("demo"), "RoleSessionName": "session1"}
    given |= {name: fill(value) for name, value in parameters.items()}
    names["{RoleArn}"] = given["RoleArn"]
    assert refused(sandbox.client("sts", "alice").assume_role, **given) == tuple(map(fill, expected))
    assert sandbox.outcomes[-1].issued is None
    assert sandbox.last.explanation.endswith(".")
    assert sandbox.last.error_code == expected[1]


def test_a_missing_parameter_is_named(sandbox: Sandbox) -> None:
    _, code, message = refused(sandbox.client("sts", "alice").assume_role, RoleArn=sandbox.role("demo"))
    assert code == "ValidationError"
    assert message == (
        "1 validation error detected: Value null at 'roleSessionName' failed to satisfy constraint: "
        "Member must not be null"
    )


def test_a_duration_that_is_no_number_is_malformed(sandbox: Sandbox) -> None:
    given = {"RoleArn": sandbox.role("demo"), "RoleSessionName": "session1", "DurationSeconds": "an hour"}
    assert refused(sandbox.client("sts", "alice").assume_role, **given)[:2] == (400, "MalformedInput")


def test_whom_the_role_does_not_trust_is_refused_although_his_own_policy_allows_it(sandbox: Sandbox) -> None:
    given = {"RoleArn": sandbox.role("demo"), "RoleSessionName": "session1"}
    for name in ("bob", "carol", "mallory"):
        assert refused(sandbox.client("sts", name).assume_role, **given)[:2] == (403, "AccessDenied")
    assert sandbox.last.decision
    assert sandbox.last.decision.refused_by == "trust policy"
    assert "no statement in it names mallory" in sandbox.last.explanation


def test_a_role_that_trusts_the_account_leaves_the_choice_to_the_account(sandbox: Sandbox) -> None:
    given = {"RoleArn": sandbox.role("writer"), "RoleSessionName": "session1"}
    assert sandbox.client("sts", "carol").assume_role(**given)["Credentials"]
    assert refused(sandbox.client("sts", "bob").assume_role, **given)[:2] == (403, "AccessDenied")
    assert "no policy of bob allows sts:AssumeRole" in sandbox.last.explanation


def test_across_accounts_both_sides_must_allow(sandbox: Sandbox) -> None:
    arn = sandbox.role("visitors", "other")
    assert sandbox.client("sts", "carol").assume_role(RoleArn=arn, RoleSessionName="session1")["Credentials"]
    for name in ("bob", "dave"):
        given = {"RoleArn": arn, "RoleSessionName": "session1"}
        assert refused(sandbox.client("sts", name).assume_role, **given)[:2] == (403, "AccessDenied")


def test_a_role_is_let_in_with_the_right_external_id(sandbox: Sandbox) -> None:
    assert sandbox.assume("vendor", ExternalId="k7-vendor-42")


def test_a_chained_session_lasts_one_hour_at_most(sandbox: Sandbox) -> None:
    demo = sandbox.assume()
    chained = sandbox.assume("twelve-hours", by=demo, DurationSeconds=3600)
    assert sandbox.sessions[chained.access_key_id].chained
    assert sandbox.sessions[chained.access_key_id].issuer_access_key_id == demo.access_key_id
    given = {"RoleArn": sandbox.role("twelve-hours"), "RoleSessionName": "session1", "DurationSeconds": 3601}
    assert refused(sandbox.client("sts", demo).assume_role, **given) == (
        400,
        "ValidationError",
        "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
    )


def test_a_session_policy_takes_away_and_never_adds(sandbox: Sandbox) -> None:

    listing = sandbox.assume(Policy=json.dumps(allow(["s3:ListBucket", "s3:PutObject"])))
    s3 = sandbox.client("s3", listing)
    assert s3.list_objects_v2(Bucket=sandbox.bucket)["KeyCount"] == 1
    message = refused(s3.get_object, Bucket=sandbox.bucket, Key="q1.csv")[2]
    assert message.endswith("because no session policy allows the s3:GetObject action")
    assert refused(s3.put_object, Bucket=sandbox.bucket, Key="q1.csv", Body=b"")[:2] == (403, "AccessDenied")


def test_the_answer_tells_how_full_a_session_policy_is(sandbox: Sandbox) -> None:

    answer = sandbox.client("sts", "alice").assume_role(
        RoleArn=sandbox.role("demo"), RoleSessionName="session1", Policy=json.dumps(allow("s3:*"))
    )
    assert 1 <= answer["PackedPolicySize"] <= 100


def test_parameters_beside_those_that_were_authorized_are_not_heard(sandbox: Sandbox) -> None:
    def add(request: Request) -> Any:
        url = (
            request.url
            + "?"
            + urlencode({"RoleArn": sandbox.role("twelve-hours"), "RoleSessionName": "other"})
        )
        signer = SigV4Auth(SigningCredentials(*_parts(sandbox.user("alice"))), "sts", "us-east-1")
        again = AWSRequest(
            request.method, url, {"Content-Type": request.header("Content-Type")}, request.body
        )
        again.headers["Host"] = request.header("Host")
        signer.add_auth(again)
        return sandbox.send(Request(request.method, url, dict(again.headers.items()), request.body))

    sts = client("sts", sandbox.user("alice"), add)
    answer = sts.assume_role(RoleArn=sandbox.role("demo"), RoleSessionName="session1")
    assert answer["AssumedRoleUser"]["Arn"].endswith("assumed-role/demo/session1")


def _parts(credentials: Credentials) -> tuple[str, str]:
    return credentials.access_key_id, credentials.secret_access_key
