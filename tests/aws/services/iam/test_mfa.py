"""MFA: codes that change every half minute, and roles that ask for one."""

import base64
from datetime import UTC, datetime, timedelta

import pytest

from lessons.aws import build
from lessons.aws.services.iam.mfa import code_at, codes, step_at
from tests.aws.conftest import ALICE, Sandbox, allow, refused, trust

WITH_MFA = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
FRESH = {"NumericLessThan": {"aws:MultiFactorAuthAge": "3600"}}
SCENARIO = {
    "accounts": {
        "training": {
            "users": {
                "alice": {"policies": {"reading": allow("s3:ListBucket", Condition=WITH_MFA | FRESH)}},
                "bob": {},
            },
            "roles": {
                "guarded": {"trust": trust(ALICE, Condition=WITH_MFA)},
                "open": {"trust": trust(ALICE)},
            },
            "buckets": {"reports-{training}": {"q1.csv": "region,sales\n"}},
        },
        "other": {},
    }
}
FAILED = "MultiFactorAuthentication failed"


@pytest.fixture
def sandbox(request: pytest.FixtureRequest) -> Sandbox:
    return Sandbox(build(SCENARIO, request.node.nodeid))


def shown(sandbox: Sandbox, user: str = "alice") -> dict[str, str]:
    """The serial number and the code of a user's device."""
    found = next(item for item in sandbox.world.users if item.name == user)
    ((serial, code),) = codes(sandbox.document, found, sandbox.now).items()
    return {"SerialNumber": serial, "TokenCode": code}


# RFC 6238, appendix B, SHA-1: of its eight digits the last six.
RFC = [
    (59, "287082"),
    (1111111109, "081804"),
    (1111111111, "050471"),
    (1234567890, "005924"),
    (2000000000, "279037"),
    (20000000000, "353130"),
]


@pytest.mark.parametrize(("seconds", "code"), RFC)
def test_codes_are_those_of_the_rfc(seconds: int, code: str) -> None:
    secret = base64.b32encode(b"12345678901234567890").decode()
    assert code_at(secret, step_at(datetime.fromtimestamp(seconds, UTC))) == code


def test_a_role_that_asks_for_mfa_lets_in_whoever_gives_it(sandbox: Sandbox) -> None:
    assert sandbox.assume("guarded", **shown(sandbox))
    given = {"RoleArn": sandbox.role("guarded"), "RoleSessionName": "session1"}
    assert refused(sandbox.client("sts", "alice").assume_role, **given)[:2] == (403, "AccessDenied")
    assert "aws:MultiFactorAuthPresent expects true, and the request had none" in sandbox.last.explanation


def test_a_code_counts_once(sandbox: Sandbox) -> None:
    code = shown(sandbox)
    assert sandbox.assume("open", **code)
    given = {"RoleArn": sandbox.role("open"), "RoleSessionName": "session1", **code}
    assert refused(sandbox.client("sts", "alice").assume_role, **given) == (
        403,
        "AccessDenied",
        f"{FAILED} with invalid MFA one time pass code. ",
    )
    sandbox.skipped = timedelta(seconds=30)
    assert sandbox.assume("open", **shown(sandbox))


def test_a_code_of_the_half_minute_before_still_counts_and_no_older_one(sandbox: Sandbox) -> None:
    older = shown(sandbox)
    sandbox.skipped = timedelta(seconds=30)
    assert sandbox.assume("open", **older)
    older = shown(sandbox)
    sandbox.skipped = timedelta(seconds=120)
    given = {"RoleArn": sandbox.role("open"), "RoleSessionName": "session1", **older}
    assert refused(sandbox.client("sts", "alice").assume_role, **given)[1] == "AccessDenied"


def test_mfa_fails_in_the_words_of_aws(sandbox: Sandbox) -> None:
    mine, bobs = shown(sandbox), shown(sandbox, "bob")
    wrong = f"{(int(mine['TokenCode']) + 1) % 10**6:06}"
    elsewhere = mine["SerialNumber"].replace(sandbox.account(), sandbox.account("other"))
    unknown = (
        f"{FAILED}, unable to validate MFA code.  "
        "Please verify your MFA serial number is valid and associated with this user."
    )
    both = f"{FAILED}, must provide both MFA serial number and one time pass code."
    cases = [
        ({**mine, "TokenCode": wrong}, f"{FAILED} with invalid MFA one time pass code. "),
        (bobs, unknown),
        ({**mine, "SerialNumber": elsewhere}, unknown),
        ({"SerialNumber": mine["SerialNumber"]}, both),
        ({"TokenCode": mine["TokenCode"]}, both),
    ]
    given = {"RoleArn": sandbox.role("open"), "RoleSessionName": "session1"}
    for parameters, message in cases:
        for call, more in (("assume_role", given), ("get_session_token", {})):
            method = getattr(sandbox.client("sts", "alice"), call)
            assert refused(method, **more, **parameters) == (403, "AccessDenied", message)


def test_a_role_has_no_device(sandbox: Sandbox) -> None:
    role = sandbox.assume("open")
    given = {"RoleArn": sandbox.role("open"), "RoleSessionName": "session1", **shown(sandbox)}
    assert "unable to validate" in refused(sandbox.client("sts", role).assume_role, **given)[2]


def test_a_session_token_with_mfa_carries_it_and_its_age(sandbox: Sandbox) -> None:
    issued = sandbox.client("sts", "alice").get_session_token(**shown(sandbox))["Credentials"]
    credentials = (issued["AccessKeyId"], issued["SecretAccessKey"], issued["SessionToken"])
    s3 = sandbox.client("s3", type(sandbox.user("alice"))(*credentials))
    assert s3.list_objects_v2(Bucket=sandbox.bucket)["KeyCount"] == 1
    sandbox.skipped = timedelta(hours=1)
    assert refused(s3.list_objects_v2, Bucket=sandbox.bucket)[1] == "AccessDenied"
    assert "condition on aws:MultiFactorAuthAge expects 3600" in sandbox.last.explanation


def test_a_long_term_key_has_no_mfa(sandbox: Sandbox) -> None:
    s3 = sandbox.client("s3", "alice")
    assert refused(s3.list_objects_v2, Bucket=sandbox.bucket)[1] == "AccessDenied"
