"""S3 by a real boto3 client: what is listed, read, written and refused."""

import copy
import json

from lessons.aws import evict
from tests.aws.conftest import Sandbox, allow, refused


def test_a_session_does_what_its_role_may_and_nothing_else(sandbox: Sandbox) -> None:
    s3 = sandbox.client("s3", sandbox.assume())
    listed = s3.list_objects_v2(Bucket=sandbox.bucket)
    assert [item["Key"] for item in listed["Contents"]] == ["q1.csv"]
    assert s3.get_object(Bucket=sandbox.bucket, Key="q1.csv")["Body"].read() == b"region,sales\n"
    status, code, message = refused(s3.put_object, Bucket=sandbox.bucket, Key="q1.csv", Body=b"changed")
    assert (status, code) == (403, "AccessDenied")
    assert message == (
        f"User: arn:aws:sts::{sandbox.account()}:assumed-role/demo/session1 is not authorized to perform: "
        f's3:PutObject on resource: "arn:aws:s3:::{sandbox.bucket}/q1.csv" '
        "because no identity-based policy allows the s3:PutObject action"
    )
    assert s3.get_object(Bucket=sandbox.bucket, Key="q1.csv")["Body"].read() == b"region,sales\n"


def test_what_is_put_stays_when_moto_is_emptied(sandbox: Sandbox) -> None:

    s3 = sandbox.client("s3", "carol")
    s3.put_object(
        Bucket=sandbox.bucket, Key="a b/ü.txt", Body=b"hello", ContentType="text/plain", Metadata={"by": "c"}
    )
    s3.put_object(Bucket=sandbox.bucket, Key="raw", Body=b"\xff\x00")
    before = s3.get_object(Bucket=sandbox.bucket, Key="a b/ü.txt")
    listed = s3.list_objects_v2(Bucket=sandbox.bucket)["Contents"]
    evict([sandbox.account()])
    after = s3.get_object(Bucket=sandbox.bucket, Key="a b/ü.txt")
    assert after["Body"].read() == b"hello"
    for name in ("LastModified", "ContentType", "Metadata", "ETag"):
        assert after[name] == before[name]
    assert s3.get_object(Bucket=sandbox.bucket, Key="raw")["Body"].read() == b"\xff\x00"
    assert s3.list_objects_v2(Bucket=sandbox.bucket)["Contents"] == listed


def test_a_body_that_no_database_keeps_as_a_text_is_kept_all_the_same(sandbox: Sandbox) -> None:
    s3 = sandbox.client("s3", "carol")
    s3.put_object(Bucket=sandbox.bucket, Key="zero", Body=b"a\0b")
    assert "\\u0000" not in json.dumps(sandbox.document)
    evict([sandbox.account()])
    assert s3.get_object(Bucket=sandbox.bucket, Key="zero")["Body"].read() == b"a\0b"
    assert refused(s3.put_object, Bucket=sandbox.bucket, Key="a\0b", Body=b"")[1] == "MalformedQueryString"


def test_what_is_deleted_is_gone(sandbox: Sandbox) -> None:
    s3 = sandbox.client("s3", "carol")
    s3.delete_object(Bucket=sandbox.bucket, Key="q1.csv")
    assert refused(s3.get_object, Bucket=sandbox.bucket, Key="q1.csv")[:2] == (404, "NoSuchKey")
    assert s3.list_objects_v2(Bucket=sandbox.bucket)["KeyCount"] == 0


def test_who_may_not_list_a_bucket_does_not_learn_what_is_not_in_it(sandbox: Sandbox) -> None:
    account = sandbox.document["accounts"][sandbox.account()]
    account["users"]["bob"]["policies"]["read"] = json.dumps(allow("s3:GetObject"))
    s3 = sandbox.client("s3", "bob")
    status, code, message = refused(s3.get_object, Bucket=sandbox.bucket, Key="q2.csv")
    assert (status, code) == (403, "AccessDenied")
    assert "s3:ListBucket" in message


def test_a_bucket_that_is_not_there_is_said_not_to_be(sandbox: Sandbox) -> None:
    s3 = sandbox.client("s3", "carol")
    assert refused(s3.list_objects_v2, Bucket="no-such-bucket-anywhere")[:2] == (404, "NoSuchBucket")


def test_a_bucket_of_another_account_stays_closed(sandbox: Sandbox) -> None:
    s3 = sandbox.client("s3", "carol")
    bucket = f"private-{sandbox.account('other')}"
    assert refused(s3.list_objects_v2, Bucket=bucket) == (403, "AccessDenied", "Access Denied")


def test_head_has_no_body(sandbox: Sandbox) -> None:
    s3 = sandbox.client("s3", sandbox.assume())
    assert s3.head_object(Bucket=sandbox.bucket, Key="q1.csv")["ContentLength"] == 13
    assert sandbox.outcomes[-1].response.body == b""
    assert refused(s3.head_bucket, Bucket="elsewhere")[0] == 404
    assert sandbox.outcomes[-1].response.body == b""


def test_the_sandbox_keeps_small_objects_and_not_too_many(sandbox: Sandbox) -> None:
    s3 = sandbox.client("s3", "carol")
    body = b"x" * (64 * 1024)
    assert s3.put_object(Bucket=sandbox.bucket, Key="largest", Body=body)
    assert refused(s3.put_object, Bucket=sandbox.bucket, Key="larger", Body=body + b"x")[:2] == (
        400,
        "EntityTooLarge",
    )
    assert "65536 bytes" in sandbox.last.explanation
    sandbox.document = copy.deepcopy(sandbox.document)
    objects = sandbox.document["accounts"][sandbox.account()]["buckets"][sandbox.bucket]["objects"]
    objects |= {f"{number}": objects["q1.csv"] for number in range(96)}
    s3.put_object(Bucket=sandbox.bucket, Key="last", Body=b"")
    assert refused(s3.put_object, Bucket=sandbox.bucket, Key="one-more", Body=b"")[1] == "TooManyObjects"
    assert s3.put_object(Bucket=sandbox.bucket, Key="last", Body=b"again")


def test_what_is_stored_is_what_was_sent_even_if_it_looks_like_a_form(sandbox: Sandbox) -> None:
    s3 = sandbox.client("s3", "carol")
    for kind in ("application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        s3.put_object(Bucket=sandbox.bucket, Key="form", Body=b"key=abc&file=x", ContentType=kind)
        answer = s3.get_object(Bucket=sandbox.bucket, Key="form")
        assert (answer["Body"].read(), answer["ContentType"]) == (b"key=abc&file=x", kind)


def test_a_key_is_the_same_to_the_policies_and_to_the_store(sandbox: Sandbox) -> None:
    everything_but = {"Effect": "Deny", "Action": "*", "Resource": f"arn:aws:s3:::{sandbox.bucket}/q1.csv"}
    sandbox.document["accounts"][sandbox.account()]["users"]["carol"]["policies"]["not-q1"] = json.dumps(
        {"Version": "2012-10-17", "Statement": [everything_but]}
    )
    for path in ("q1.csv;x", "/q1.csv", "./q1.csv", "x/../q1.csv", "q1.csv/", "%2Fq1.csv"):
        assert (
            refused(sandbox.client("s3", "carol").get_object, Bucket=sandbox.bucket, Key=path)[1]
            == "NoSuchKey"
        )
    assert refused(sandbox.client("s3", "carol").get_object, Bucket=sandbox.bucket, Key="q1.csv")[0] == 403


def test_a_listing_of_the_top_has_an_empty_prefix(sandbox: Sandbox) -> None:
    """As IAM User Guide's policy for a home directory has it, which lists "" among the prefixes."""
    asks = {"StringEquals": {"s3:prefix": ["", "home/"], "s3:delimiter": ["/"]}}
    policy = json.dumps(allow("s3:ListBucket", Condition=asks))
    sandbox.client("iam", "carol").put_user_policy(UserName="bob", PolicyName="p", PolicyDocument=policy)
    bob, given = sandbox.client("s3", "bob"), {"Bucket": sandbox.bucket, "Delimiter": "/"}
    assert bob.list_objects_v2(**given, Prefix="")["KeyCount"] == 1
    assert bob.list_objects_v2(**given, Prefix="home/")["KeyCount"] == 0
    assert refused(bob.list_objects_v2, **given)[1] == "AccessDenied"
    assert refused(bob.list_objects_v2, **given, Prefix="other/")[1] == "AccessDenied"
