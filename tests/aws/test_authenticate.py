"""Who is asking: which credentials are good, which are not, and in which order AWS finds out."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from lessons.aws import Credentials, Request, client, handle
from tests.aws.conftest import Sandbox, refused


def test_credentials_die_at_the_second_of_their_expiration(sandbox: Sandbox) -> None:
    credentials = sandbox.assume(DurationSeconds=900)
    s3, sts = sandbox.client("s3", credentials), sandbox.client("sts", credentials)
    sandbox.skipped = timedelta(seconds=890)
    assert s3.list_objects_v2(Bucket=sandbox.bucket)["KeyCount"] == 1
    sandbox.skipped = timedelta(seconds=900)
    assert refused(s3.list_objects_v2, Bucket=sandbox.bucket) == (
        400,
        "ExpiredToken",
        "The provided token has expired.",
    )
    assert refused(sts.get_caller_identity) == (
        403,
        "ExpiredToken",
        "The security token included in the request is expired",
    )
    assert sandbox.last.explanation.startswith("These credentials expired at ")
    assert sandbox.last.explanation.endswith("A client that has kept them must be given new ones.")


def test_s3_echoes_the_token_that_has_expired(sandbox: Sandbox) -> None:
    credentials = sandbox.assume()
    sandbox.skipped = timedelta(hours=2)
    refused(sandbox.client("s3", credentials).list_objects_v2, Bucket=sandbox.bucket)
    body = sandbox.outcomes[-1].response.body.decode()
    assert f"<Token-0>{credentials.session_token}</Token-0>" in body


UNKNOWN = (403, "InvalidClientTokenId", "The security token included in the request is invalid.")


def test_a_key_that_nobody_knows_is_invalid(sandbox: Sandbox) -> None:
    stranger = Credentials("AKIAIOSFODNN7EXAMPLE", "x" * 40)
    assert refused(sandbox.client("sts", stranger).get_caller_identity) == UNKNOWN
    assert refused(sandbox.client("s3", stranger).list_buckets)[:2] == (403, "InvalidAccessKeyId")
    body = sandbox.outcomes[-1].response.body.decode()
    assert "<AWSAccessKeyId>AKIAIOSFODNN7EXAMPLE</AWSAccessKeyId>" in body  # boto/boto#1971


def test_s3_tells_a_token_that_is_wrong_from_one_that_is_missing(sandbox: Sandbox) -> None:
    good, alice = sandbox.assume(), sandbox.user("alice")
    missing = Credentials(good.access_key_id, good.secret_access_key)
    assert refused(sandbox.client("s3", missing).list_buckets)[:2] == (403, "InvalidAccessKeyId")
    for keys in (good, alice):  # boto/boto3#4268, s3tools/s3cmd#297
        wrong = Credentials(keys.access_key_id, keys.secret_access_key, "FwoGZXIvYXdzEXAMPLE")
        assert refused(sandbox.client("s3", wrong).list_buckets) == (
            400,
            "InvalidToken",
            "The provided token is malformed or otherwise invalid.",
        )


def test_a_token_that_was_tampered_with_is_invalid(sandbox: Sandbox) -> None:
    good = sandbox.assume()
    other = sandbox.assume(RoleSessionName="session2")
    assert good.session_token
    tampered = good.session_token[:-5] + ("AAAA=" if not good.session_token.endswith("AAAA=") else "BBBB=")
    for token in (None, tampered, other.session_token):
        wrong = Credentials(good.access_key_id, good.secret_access_key, token)
        assert refused(sandbox.client("sts", wrong).get_caller_identity) == UNKNOWN


def test_a_long_term_key_has_no_token(sandbox: Sandbox) -> None:
    alice, session = sandbox.user("alice"), sandbox.assume()
    mixed = Credentials(alice.access_key_id, alice.secret_access_key, session.session_token)
    assert refused(sandbox.client("sts", mixed).get_caller_identity) == UNKNOWN


def test_an_inactive_key_opens_nothing(sandbox: Sandbox) -> None:
    key = sandbox.document["accounts"][sandbox.account()]["users"]["alice"]["access_keys"][0]
    key["active"] = False
    assert refused(sandbox.client("sts", "alice").get_caller_identity) == UNKNOWN


def test_a_wrong_secret_does_not_sign(sandbox: Sandbox) -> None:
    alice = sandbox.user("alice")
    wrong = Credentials(alice.access_key_id, alice.secret_access_key[::-1])
    for service, call in (("sts", "get_caller_identity"), ("s3", "list_buckets")):
        status, code, message = refused(getattr(sandbox.client(service, wrong), call))
        assert (status, code) == (403, "SignatureDoesNotMatch")
        assert message.startswith(
            "The request signature we calculated does not match the signature you provided."
        )


def test_expiry_is_told_before_the_signature_is_looked_at(sandbox: Sandbox) -> None:
    good = sandbox.assume()
    wrong = Credentials(good.access_key_id, "x" * 40, good.session_token)
    sandbox.skipped = timedelta(hours=2)
    assert refused(sandbox.client("sts", wrong).get_caller_identity)[1] == "ExpiredToken"


def test_credentials_die_with_their_role_even_when_a_new_one_takes_its_name(sandbox: Sandbox) -> None:
    credentials = sandbox.assume()
    roles = sandbox.document["accounts"][sandbox.account()]["roles"]
    old = roles.pop("demo")
    sts = sandbox.client("sts", credentials)
    assert refused(sts.get_caller_identity) == UNKNOWN
    roles["demo"] = {**old, "id": "AROA" + "A" * 17}
    assert refused(sts.get_caller_identity) == UNKNOWN


def test_credentials_of_one_sandbox_are_unknown_in_another(new_sandbox: Callable[[], Sandbox]) -> None:
    mine, theirs = new_sandbox(), new_sandbox()
    credentials = mine.assume()
    assert refused(theirs.client("sts", credentials).get_caller_identity) == UNKNOWN
    assert refused(theirs.client("sts", mine.user("alice")).get_caller_identity) == UNKNOWN


def test_a_skip_of_the_clock_does_not_spoil_signatures(sandbox: Sandbox) -> None:
    sandbox.skipped = timedelta(hours=5)
    assert sandbox.client("sts", "alice").get_caller_identity()


def test_without_a_wall_clock_a_signature_of_another_time_is_refused(sandbox: Sandbox) -> None:
    requests: list[Request] = []

    def keep(request: Request) -> Any:
        requests.append(request)
        return sandbox.send(request)

    client("sts", sandbox.user("alice"), keep).get_caller_identity()
    client("s3", sandbox.user("carol"), keep).list_buckets()
    late = datetime.now(UTC) + timedelta(minutes=16)
    answers = [handle(item, sandbox.document, {}.get, late).call for item in requests]
    assert [call.error_code for call in answers] == ["SignatureDoesNotMatch", "RequestTimeTooSkewed"]
    assert answers[0].error_message.startswith("Signature expired: ")
