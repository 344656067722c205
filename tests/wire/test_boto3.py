"""boto3 as anybody would use it, over HTTP."""

from __future__ import annotations

import urllib.error
import urllib.request
from dataclasses import replace
from typing import Any

import pytest
from botocore.exceptions import ClientError

from lessons.aws import Credentials
from tests.aws.conftest import refused
from tests.wire.conftest import Learner


def fetched(url: str) -> tuple[int, str]:
    """The status and body of a plain GET."""
    try:
        with urllib.request.urlopen(url, timeout=20) as response:  # noqa: S310 -- http, ours
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def test_a_user_is_told_who_it_is(maya: Learner) -> None:
    told = maya.boto3("sts", "alice").get_caller_identity()
    assert told["Arn"] == f"arn:aws:iam::{maya.account}:user/alice"


def test_a_role_is_assumed_and_used(maya: Learner) -> None:
    credentials = maya.assume()
    assert maya.boto3("sts", credentials).get_caller_identity()["Arn"].endswith("assumed-role/demo/session1")
    s3 = maya.boto3("s3", credentials)
    assert "q1.csv" in str(s3.list_objects_v2(Bucket=maya.bucket)["Contents"])
    assert s3.get_object(Bucket=maya.bucket, Key="q1.csv")["Body"].read().startswith(b"region,sales")
    assert refused(s3.put_object, Bucket=maya.bucket, Key="no", Body=b"x")[1] == "AccessDenied"


AWKWARD = ["a b+c", "ü/é.txt", "a//b", "100%", "q?x=1&y=#z", "~-_.!'()*"]


@pytest.mark.parametrize("key", AWKWARD)
def test_a_key_of_any_characters_is_written_read_and_deleted(maya: Learner, key: str) -> None:
    s3 = maya.boto3("s3", "carol")
    s3.put_object(Bucket=maya.bucket, Key=key, Body=b"hello", Metadata={"who": "carol"})
    found = s3.get_object(Bucket=maya.bucket, Key=key)
    assert (found["Body"].read(), found["Metadata"]) == (b"hello", {"who": "carol"})
    assert s3.head_object(Bucket=maya.bucket, Key=key)["ContentLength"] == 5
    s3.delete_object(Bucket=maya.bucket, Key=key)
    assert refused(s3.get_object, Bucket=maya.bucket, Key=key)[1] == "NoSuchKey"


@pytest.mark.parametrize("algorithm", ["CRC32", "SHA1", "SHA256"])
def test_a_body_comes_in_chunks_with_a_checksum(maya: Learner, algorithm: str) -> None:
    s3 = maya.boto3("s3", "carol")
    body = bytes(range(256)) * 200
    s3.put_object(Bucket=maya.bucket, Key="chunks", Body=body, ChecksumAlgorithm=algorithm)
    assert s3.get_object(Bucket=maya.bucket, Key="chunks")["Body"].read() == body
    s3.delete_object(Bucket=maya.bucket, Key="chunks")


def test_a_checksum_that_does_not_fit_is_refused(maya: Learner) -> None:
    s3 = maya.boto3("s3", "carol")
    given = {"Bucket": maya.bucket, "Key": "bad", "Body": b"x", "ChecksumSHA256": "A" * 43 + "="}
    status, code, message = refused(s3.put_object, **given)
    assert (status, code) == (400, "BadDigest")
    assert message == "The SHA256 you specified did not match the calculated checksum."


# -- presigned URLs ---------------------------------------------------------------------------------


@pytest.mark.parametrize("version", ["s3v4", "s3"])
@pytest.mark.parametrize("who", ["carol", "session"])
def test_a_presigned_url_opens_one_object_without_any_key(maya: Learner, version: str, who: str) -> None:
    signing: Any = maya.assume() if who == "session" else who
    s3 = maya.boto3("s3", signing, signature_version=version)
    url = s3.generate_presigned_url("get_object", {"Bucket": maya.bucket, "Key": "q1.csv"}, ExpiresIn=60)
    assert fetched(url) == (200, "region,sales\nnorth,1200\n")
    assert fetched(url.replace("q1.csv", "q2.csv"))[0] == 403
    assert "SignatureDoesNotMatch" in fetched(url.replace("q1.csv", "q2.csv"))[1]


def test_the_server_alone_tells_the_date_and_its_name(maya: Learner) -> None:
    asked = {"Bucket": maya.bucket, "Key": "q1.csv"}
    url = maya.boto3("s3", "carol").generate_presigned_url("get_object", asked)
    with urllib.request.urlopen(url, timeout=20) as response:  # noqa: S310 -- http, ours
        assert [len(response.headers.get_all(name)) for name in ("Date", "Server")] == [1, 1]


@pytest.mark.parametrize("odd", ["a\x01b", "a\x7fb", "a\r\nb: c"])
def test_what_no_header_can_hold_is_not_answered_as_one(maya: Learner, odd: str) -> None:
    asked = {"Bucket": maya.bucket, "Key": "q1.csv", "ResponseContentDisposition": odd}
    url = maya.boto3("s3", "carol").generate_presigned_url("get_object", asked)
    status, body = fetched(url)
    assert status == 400
    assert "<Code>InvalidRequest</Code>" in body


def test_a_presigned_url_of_sts_tells_who_signed_it(maya: Learner) -> None:
    url = maya.boto3("sts", "alice").generate_presigned_url("get_caller_identity", HttpMethod="GET")
    status, body = fetched(url)
    assert status == 200
    assert f"<Arn>arn:aws:iam::{maya.account}:user/alice</Arn>" in body


# -- what is refused ---------------------------------------------------------------------------------


def test_a_wrong_secret_does_not_sign(maya: Learner) -> None:
    wrong = replace(maya.user("alice"), secret_access_key="x" * 40)
    assert refused(maya.boto3("sts", wrong).get_caller_identity)[:2] == (403, "SignatureDoesNotMatch")
    assert refused(maya.boto3("s3", wrong).list_buckets)[:2] == (403, "SignatureDoesNotMatch")


@pytest.mark.parametrize("key", ["AKIAIOSFODNN7EXAMPLE", "AKIA", "x", "AKIA" + "1" * 16])
def test_a_key_of_no_sandbox_is_unknown(maya: Learner, key: str) -> None:
    nobody = Credentials(key, "x" * 40)
    assert refused(maya.boto3("sts", nobody).get_caller_identity)[:2] == (403, "InvalidClientTokenId")
    assert refused(maya.boto3("s3", nobody).list_buckets)[:2] == (403, "InvalidAccessKeyId")


def test_what_one_sandbox_issued_opens_nothing_in_another(maya: Learner, noor: Learner) -> None:
    """The key leads to its own sandbox, where the other's names are unknown and its token is wrong."""
    mine, theirs = maya.assume(), noor.assume()
    s3 = maya.boto3("s3", mine)
    assert refused(s3.list_objects_v2, Bucket=noor.bucket)[1] == "NoSuchBucket"
    mixed = Credentials(mine.access_key_id, mine.secret_access_key, theirs.session_token)
    assert refused(maya.boto3("sts", mixed).get_caller_identity)[1] == "InvalidClientTokenId"
    given = {"RoleArn": noor.role("demo"), "RoleSessionName": "session1"}
    assert refused(maya.boto3("sts", "alice").assume_role, **given)[1] == "AccessDenied"


def test_nobody_writes_into_the_events_of_another(maya: Learner) -> None:
    """A made-up key that names maya's account is refused, and leaves no trace in her sandbox."""
    before = len(maya.events())
    real = maya.user("alice").access_key_id
    made_up = Credentials(real[:-4] + "AAAA", "x" * 40)
    assert refused(maya.boto3("sts", made_up).get_caller_identity)[1] == "InvalidClientTokenId"
    assert len(maya.events()) == before


def test_expired_credentials_are_refused_in_the_words_of_each_service(late: Learner) -> None:
    credentials = late.assume(DurationSeconds=900)
    late.skip(900)
    assert refused(late.boto3("sts", credentials).get_caller_identity)[:2] == (403, "ExpiredToken")
    s3 = late.boto3("s3", credentials)
    assert refused(s3.list_objects_v2, Bucket=late.bucket)[:2] == (400, "ExpiredToken")
    url = s3.generate_presigned_url("get_object", {"Bucket": late.bucket, "Key": "q1.csv"})
    assert "ExpiredToken" in fetched(url)[1]
    assert late.assume()  # the user's own keys go on


# -- regions -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("region", ["us-east-1", "eu-central-1", "ap-southeast-2"])
def test_sts_answers_for_every_region(maya: Learner, region: str) -> None:
    assert maya.boto3("sts", "alice", region=region).get_caller_identity()["Account"] == maya.account


def test_a_region_that_does_not_exist_is_no_region(maya: Learner) -> None:
    assert refused(maya.boto3("sts", "alice", region="eu-nowhere-9").get_caller_identity) == (
        403,
        "SignatureDoesNotMatch",
        "Credential should be scoped to a valid region. ",
    )


def test_a_client_of_another_region_is_led_to_the_buckets_own(maya: Learner) -> None:
    s3 = maya.boto3("s3", "carol", region="eu-west-1")
    assert s3.get_object(Bucket=maya.bucket, Key="q1.csv")["ContentLength"] == 24


def test_an_error_names_the_operation_and_the_request(maya: Learner) -> None:
    with pytest.raises(ClientError) as caught:
        maya.boto3("s3", "carol").get_object(Bucket=maya.bucket, Key="missing")
    metadata = caught.value.response["ResponseMetadata"]
    assert metadata["HTTPStatusCode"] == 404
    assert metadata["RequestId"]
    assert caught.value.response["Error"]["Key"] == "missing"
