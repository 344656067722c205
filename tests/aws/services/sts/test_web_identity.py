"""AssumeRoleWithWebIdentity: who comes with which token, and in which words it is refused."""

import base64
import json
from datetime import timedelta
from typing import Any

import pytest
from botocore import UNSIGNED
from hypothesis import given, settings
from hypothesis import strategies as st

from lessons.aws import Credentials, build, client, issue_token
from lessons.aws.services.sts import jwt
from tests.aws.conftest import Sandbox, allow, refused, trust

LOGIN, ELSEWHERE = "https://login.example", "https://elsewhere.example/tenant"
PROVIDER = {"Federated": "arn:aws:iam::{training}:oidc-provider/login.example"}
STUDENTS = {
    "StringEquals": {"login.example:aud": "training-app"},
    "StringLike": {"login.example:sub": "student-*"},
}
ACTION = "sts:AssumeRoleWithWebIdentity"
SCENARIO = {
    "accounts": {
        "training": {
            "users": {"alice": {}},
            "oidc_providers": {LOGIN: {"client_ids": ["training-app", "other-app"]}},
            "roles": {
                "students": {
                    "trust": trust(PROVIDER, Action=ACTION, Condition=STUDENTS),
                    "policies": {"all": allow("s3:*")},
                },
                "users": {"trust": trust({"AWS": "arn:aws:iam::{training}:root"})},
                "anybody": {"trust": trust(PROVIDER)},
            },
            "buckets": {"reports-{training}": {"q1.csv": "region,sales\n"}},
        },
        "other": {
            "oidc_providers": {ELSEWHERE: {"client_ids": ["training-app"]}},
            "roles": {"students": {"trust": trust(PROVIDER, Action=ACTION)}},
        },
    }
}
WORLD = build(SCENARIO, "web identity")
DENIED = (403, "AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity")


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox(json.loads(json.dumps(WORLD)))


def token(
    sandbox: Sandbox, subject: str = "student-7", audience: str = "training-app", issuer: str = LOGIN
) -> str:
    return issue_token(sandbox.document, issuer, subject, audience, sandbox.now)


def sts(sandbox: Sandbox) -> Any:
    """A client that signs nothing."""
    made = client("sts", Credentials("none", "none"), sandbox.send)
    made.meta.events.register("choose-signer", lambda **_: UNSIGNED)
    return made


def parameters(sandbox: Sandbox, web_identity_token: str, role: str = "students") -> dict[str, str]:
    return {
        "RoleArn": sandbox.role(role),
        "RoleSessionName": "student-7",
        "WebIdentityToken": web_identity_token,
    }


def test_a_student_gets_the_credentials_of_the_role_without_any_key(sandbox: Sandbox) -> None:
    answer = sts(sandbox).assume_role_with_web_identity(**parameters(sandbox, token(sandbox)))
    account = sandbox.account()
    assert answer["AssumedRoleUser"]["Arn"] == f"arn:aws:sts::{account}:assumed-role/students/student-7"
    assert answer["SubjectFromWebIdentityToken"] == "student-7"
    assert answer["Audience"] == "training-app"
    assert answer["Provider"] == f"arn:aws:iam::{account}:oidc-provider/login.example"
    issued = answer["Credentials"]
    credentials = Credentials(issued["AccessKeyId"], issued["SecretAccessKey"], issued["SessionToken"])
    assert sandbox.client("s3", credentials).list_objects_v2(Bucket=sandbox.bucket)["KeyCount"] == 1
    assert not sandbox.sessions[credentials.access_key_id].chained


def test_the_event_tells_who_came_and_keeps_no_token(sandbox: Sandbox) -> None:
    secret = token(sandbox)
    sts(sandbox).assume_role_with_web_identity(**parameters(sandbox, secret))
    assert sandbox.last.parameters == {"RoleArn": sandbox.role("students"), "RoleSessionName": "student-7"}
    assert secret not in str(sandbox.last)
    assert "trusts the identity provider that vouches for student-7" in sandbox.last.explanation


def test_a_session_policy_takes_away_here_too(sandbox: Sandbox) -> None:
    given = parameters(sandbox, token(sandbox))
    issued = sts(sandbox).assume_role_with_web_identity(
        **given, Policy=json.dumps(allow("s3:ListBucket")), DurationSeconds=900
    )["Credentials"]
    s3 = sandbox.client(
        "s3", Credentials(issued["AccessKeyId"], issued["SecretAccessKey"], issued["SessionToken"])
    )
    assert s3.list_objects_v2(Bucket=sandbox.bucket)["KeyCount"] == 1
    assert refused(s3.get_object, Bucket=sandbox.bucket, Key="q1.csv")[1] == "AccessDenied"


NOT_LET_IN = [
    ("another subject", "students", {"subject": "teacher-1"}),
    ("another audience than the role asks for", "students", {"audience": "other-app"}),
    ("a role that trusts users", "users", {}),
    ("a role that trusts the provider for another action", "anybody", {}),
]


@pytest.mark.parametrize(
    ("role", "claims"), [case[1:] for case in NOT_LET_IN], ids=[case[0] for case in NOT_LET_IN]
)
def test_whom_the_trust_policy_does_not_let_in(sandbox: Sandbox, role: str, claims: dict[str, str]) -> None:
    given = parameters(sandbox, token(sandbox, **claims), role)
    assert refused(sts(sandbox).assume_role_with_web_identity, **given) == DENIED
    assert sandbox.last.decision
    assert sandbox.last.decision.refused_by == "trust policy"


def test_a_role_that_is_not_there_is_no_secret(sandbox: Sandbox) -> None:
    given = parameters(sandbox, token(sandbox)) | {"RoleArn": sandbox.role("students") + "-not"}
    assert refused(sts(sandbox).assume_role_with_web_identity, **given) == DENIED


def test_a_provider_that_the_account_does_not_know(sandbox: Sandbox) -> None:
    given = parameters(sandbox, token(sandbox, issuer=ELSEWHERE))
    assert refused(sts(sandbox).assume_role_with_web_identity, **given) == (
        400,
        "InvalidIdentityToken",
        f"No OpenIDConnect provider found in your account for {ELSEWHERE}",
    )


def test_an_audience_that_the_account_does_not_list(sandbox: Sandbox) -> None:
    given = parameters(sandbox, token(sandbox, audience="foreign-app"))
    assert refused(sts(sandbox).assume_role_with_web_identity, **given) == (
        400,
        "InvalidIdentityToken",
        "Incorrect token audience",
    )


def test_a_token_lives_for_an_hour(sandbox: Sandbox) -> None:
    given = parameters(sandbox, token(sandbox))
    sandbox.skipped = timedelta(hours=1, seconds=1)
    status, code, message = refused(sts(sandbox).assume_role_with_web_identity, **given)
    assert (status, code) == (400, "ExpiredTokenException")
    assert message.startswith("Token expired: current date/time 1")
    assert " must be before the expiration date/time1" in message


def _forged(sandbox: Sandbox) -> dict[str, str]:
    """Tokens that no provider of the account has signed."""
    good = token(sandbox)
    header, claims, signature = good.split(".")
    other = token(sandbox, "student-8").split(".")
    none = base64.urlsafe_b64encode(b'{"alg":"none"}').rstrip(b"=").decode()
    return {
        "claims changed": f"{header}.{other[1]}.{signature}",
        "signature changed": f"{header}.{claims}.{other[2]}",
        "no signature": f"{none}.{claims}.",
        "another key": jwt.sign(json.loads(base64.urlsafe_b64decode(claims + "==")), jwt.new_key()),
    }


def test_a_forged_token_is_invalid(sandbox: Sandbox) -> None:
    """The words are those of aws/aws-cli#7194, two blanks included."""
    message = "Couldn't retrieve verification key from your identity provider,  please reference "
    message += "AssumeRoleWithWebIdentity documentation for requirements"
    for name, forged in _forged(sandbox).items():
        given = parameters(sandbox, forged)
        refusal = refused(sts(sandbox).assume_role_with_web_identity, **given)
        assert refusal == (400, "InvalidIdentityToken", message), name


def test_what_is_no_token_may_be_an_access_token(sandbox: Sandbox) -> None:
    """The words are those of aws-observability/aws-rum-web's page on what can go wrong."""
    given = parameters(sandbox, "not-a-token")
    assert refused(sts(sandbox).assume_role_with_web_identity, **given) == (
        400,
        "InvalidIdentityToken",
        "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)",
    )


@settings(deadline=None)  # a busy machine is no mistake
@given(st.text(min_size=4) | st.lists(st.text(alphabet="abcXYZ012_-="), min_size=3, max_size=3).map(".".join))
def test_whatever_is_no_token_is_refused(text: str) -> None:
    sandbox = Sandbox(WORLD)
    given_parameters = parameters(sandbox, text.ljust(4))
    assert refused(sts(sandbox).assume_role_with_web_identity, **given_parameters)[0] in (400, 403)


def test_a_signature_is_read_back() -> None:
    key = jwt.new_key()
    read = jwt.read(jwt.sign({"sub": "é"}, key))
    assert read
    assert read.claims == {"sub": "é"}
    assert read.is_signed_with(key)
    assert not read.is_signed_with(jwt.new_key())
