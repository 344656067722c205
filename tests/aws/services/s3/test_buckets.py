"""Buckets, their policies, copies, deletions and uploads in parts, by a real boto3 client."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from lessons.aws import Credentials, evict
from tests.aws.conftest import VERSION, Sandbox, allow, refused

NEW = "a-new-bucket"


def policy(bucket: str, principal: Any, action: Any = "s3:GetObject", effect: str = "Allow") -> str:
    """A bucket policy of one statement, on the bucket and what is in it."""
    resource = [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"]
    statement = {"Effect": effect, "Principal": principal, "Action": action, "Resource": resource}
    return json.dumps({"Version": VERSION, "Statement": [statement]})


def test_a_bucket_is_made_listed_and_deleted(sandbox: Sandbox, s3: Any) -> None:
    s3.create_bucket(Bucket=NEW)
    s3.put_object(Bucket=NEW, Key="k", Body=b"1")
    evict([sandbox.account()])
    assert {bucket["Name"] for bucket in s3.list_buckets()["Buckets"]} == {NEW, sandbox.bucket}
    assert s3.get_bucket_location(Bucket=NEW)["LocationConstraint"] is None
    assert refused(s3.delete_bucket, Bucket=NEW)[:2] == (409, "BucketNotEmpty")
    s3.delete_object(Bucket=NEW, Key="k")
    s3.delete_bucket(Bucket=NEW)
    assert refused(s3.head_bucket, Bucket=NEW)[0] == 404
    assert NEW not in sandbox.document["accounts"][sandbox.account()]["buckets"]


def test_ones_own_bucket_can_be_made_again_and_keeps_what_is_in_it(sandbox: Sandbox, s3: Any) -> None:
    s3.create_bucket(Bucket=sandbox.bucket)
    assert s3.list_objects_v2(Bucket=sandbox.bucket)["KeyCount"] == 1


REFUSED_NAMES = ["Upper-Case", "under_score", "a..b", "192.168.1.1", "-begins", "ends-"]


@pytest.mark.parametrize("name", REFUSED_NAMES)
def test_a_bucket_has_a_proper_name(s3: Any, name: str) -> None:
    assert refused(s3.create_bucket, Bucket=name)[:2] == (400, "InvalidBucketName")


def test_a_name_is_taken_by_whoever_had_it_first(sandbox: Sandbox, s3: Any) -> None:
    taken = f"private-{sandbox.account('other')}"
    assert refused(s3.create_bucket, Bucket=taken)[:2] == (409, "BucketAlreadyExists")


def test_names_in_other_sandboxes_are_free(new_sandbox: Callable[[], Sandbox]) -> None:
    first, second = new_sandbox(), new_sandbox()
    for sandbox in (first, second):
        sandbox.client("s3", "carol").create_bucket(Bucket=NEW)
    first.client("s3", "carol").put_object(Bucket=NEW, Key="mine", Body=b"1")
    assert second.client("s3", "carol").list_objects_v2(Bucket=NEW)["KeyCount"] == 0
    evict([second.account()])
    assert first.client("s3", "carol").list_objects_v2(Bucket=NEW)["KeyCount"] == 1


def test_there_is_room_for_so_many_buckets(sandbox: Sandbox, s3: Any) -> None:
    for number in range(18):
        s3.create_bucket(Bucket=f"bucket-{number}")
    assert refused(s3.create_bucket, Bucket="one-more")[:2] == (400, "TooManyBuckets")


# Policies of buckets.


def test_a_bucket_policy_is_kept_to_the_letter(sandbox: Sandbox, s3: Any) -> None:
    text = policy(sandbox.bucket, "*", effect="Deny").replace(",", " ,\n")
    s3.put_bucket_policy(Bucket=sandbox.bucket, Policy=text)
    evict([sandbox.account()])
    assert s3.get_bucket_policy(Bucket=sandbox.bucket)["Policy"] == text
    s3.delete_bucket_policy(Bucket=sandbox.bucket)
    assert refused(s3.get_bucket_policy, Bucket=sandbox.bucket)[:2] == (404, "NoSuchBucketPolicy")


def test_a_bucket_policy_that_names_a_user_lets_her_in(sandbox: Sandbox, s3: Any) -> None:
    bob = sandbox.client("s3", "bob")
    assert refused(bob.get_object, Bucket=sandbox.bucket, Key="q1.csv")[0] == 403
    name = {"AWS": f"arn:aws:iam::{sandbox.account()}:user/bob"}
    s3.put_bucket_policy(Bucket=sandbox.bucket, Policy=policy(sandbox.bucket, name))
    assert bob.get_object(Bucket=sandbox.bucket, Key="q1.csv")


def test_a_bucket_policy_that_names_a_federated_user_lets_her_in(sandbox: Sandbox, s3: Any) -> None:
    name = {"AWS": f"arn:aws:sts::{sandbox.account()}:federated-user/visitor"}
    s3.put_bucket_policy(Bucket=sandbox.bucket, Policy=policy(sandbox.bucket, name))
    issued = sandbox.client("sts", "carol").get_federation_token(Name="visitor")["Credentials"]
    visitor = Credentials(issued["AccessKeyId"], issued["SecretAccessKey"], issued["SessionToken"])
    assert sandbox.client("s3", visitor).get_object(Bucket=sandbox.bucket, Key="q1.csv")


def test_a_deny_of_the_bucket_stops_an_administrator(sandbox: Sandbox, s3: Any) -> None:
    s3.put_bucket_policy(Bucket=sandbox.bucket, Policy=policy(sandbox.bucket, "*", effect="Deny"))
    message = refused(s3.get_object, Bucket=sandbox.bucket, Key="q1.csv")[2]
    assert message.endswith("with an explicit deny in a resource-based policy")


def test_across_accounts_both_sides_have_to_allow(sandbox: Sandbox, s3: Any) -> None:
    mallory, dave = sandbox.client("s3", "mallory"), sandbox.client("s3", "dave")
    assert refused(mallory.get_object, Bucket=sandbox.bucket, Key="q1.csv")[1] == "AccessDenied"
    other = {"AWS": f"arn:aws:iam::{sandbox.account('other')}:root"}
    s3.put_bucket_policy(Bucket=sandbox.bucket, Policy=policy(sandbox.bucket, other, "s3:*"))
    assert mallory.get_object(Bucket=sandbox.bucket, Key="q1.csv")
    assert refused(dave.get_object, Bucket=sandbox.bucket, Key="q1.csv")[1] == "AccessDenied"
    assert refused(mallory.get_bucket_policy, Bucket=sandbox.bucket)[:2] == (405, "MethodNotAllowed")


OWN = "arn:aws:s3:::{bucket}"
ANYBODY = {"AWS": "arn:aws:iam::{account}:root"}


def on(resource: Any = f"{OWN}/*", action: Any = "s3:GetObject", **more: Any) -> str:
    """A bucket policy of one statement for the bucket's own account."""
    return json.dumps(allow(action, resource, **({"Principal": ANYBODY} | more)))


NO_RESOURCE = "Policy has invalid resource"
NO_MATCH = "Action does not apply to any resource(s) in statement"
NO_ACTION = "Policy has invalid action"
NO_KEY = "Policy has an invalid condition key"
NO_PRINCIPAL = "Invalid principal in policy"
# The sources stand beside the words, in `lessons.aws.policies.grammar.refusals`.
REFUSED_POLICIES = [
    ("x", "Policies must be valid JSON and the first byte must be '{'"),
    ("{", "This policy contains invalid Json"),
    (json.dumps(allow("s3:GetObject", f"{OWN}/*")), "Missing required field Principal"),
    (json.dumps({"Version": VERSION, "Statement": []}), "Could not parse the policy: Statement is empty!"),
    (json.dumps({"Version": VERSION}), "Missing required field Statement"),
    (on(Sid="x" * 20_480), "Normalized policy document exceeds the maximum allowed size of 20480 bytes"),
    (on(Effect="hello"), "Invalid effect: hello"),
    (on("*"), NO_RESOURCE),
    (on("arn:aws:s3:::another-bucket/*"), NO_RESOURCE),
    (on([f"{OWN}/*", "arn:aws:iam::{account}:role/demo"]), NO_RESOURCE),
    (on(OWN), NO_MATCH),
    (on(action="s3:ListBucket"), NO_MATCH),
    (on(action=["s3:GetObject", "s3:GetBucketAcl"]), NO_MATCH),
    (on(action="iam:GetUser"), NO_ACTION),
    (on(action="s3:Nonsense"), NO_ACTION),
    (on(action="s3:ListAllMyBuckets"), NO_ACTION),
    (on(action="s3:Get" + "?" * 100), NO_ACTION),
    (on(Condition={"StringEquals": {"nonsense": "x"}}), NO_KEY),
    (on(Condition={"StringEquals": {"sts:ExternalId": "x"}}), NO_KEY),
    (on(Condition={"StringEquals": {"s3:ExistingObjectTag/": "x"}}), NO_KEY),
    (
        on(Condition={"StringEquals": {"s3:prefix": "x"}}),
        "Conditions do not apply to combination of actions and resources in statement",
    ),
    (on(Condition={"stringequals": {"aws:username": "x"}}), "Invalid Condition type : stringequals"),
    (on(Condition={"IpAddress": {"aws:SourceIp": "x"}}), "Invalid IP address in Conditions"),
    (on(Principal={"AWS": "arn:aws:iam::{account}:user/nobody"}), NO_PRINCIPAL),
    (on(Principal={"AWS": "alice"}), NO_PRINCIPAL),
    (on(Principal={"AWS": "arn:aws:iam::123456789012:root"}), NO_PRINCIPAL),
    (on(Principal={"AWS": "arn:aws:sts::123456789012:federated-user/visitor"}), NO_PRINCIPAL),
    (on(Principal={"AWS": "arn:aws:sts::{account}:federated-user/v"}), NO_PRINCIPAL),
    (on(Principal={"AWS": "arn:aws:sts::{account}:federated-user/*"}), NO_PRINCIPAL),
]


@pytest.mark.parametrize(("text", "message"), REFUSED_POLICIES)
def test_what_s3_does_not_store_is_refused_in_its_words(
    sandbox: Sandbox, s3: Any, text: str, message: str
) -> None:
    before = sandbox.document
    own = text.replace("{account}", sandbox.account()).replace("{bucket}", sandbox.bucket)
    assert refused(s3.put_bucket_policy, Bucket=sandbox.bucket, Policy=own) == (
        400,
        "MalformedPolicy",
        message,
    )
    assert sandbox.last.explanation
    assert sandbox.document == before


def test_who_is_named_by_notprincipal_is_let_in_by_no_bucket_policy(sandbox: Sandbox, s3: Any) -> None:
    """IAM User Guide, "AWS JSON policy elements: NotPrincipal": with Allow it is not supported."""
    for name in (f"arn:aws:iam::{sandbox.account()}:user/bob", f"arn:aws:iam::{sandbox.account()}:root"):
        statement = {"Effect": "Allow", "NotPrincipal": {"AWS": name}, "Action": "s3:GetObject"}
        statement["Resource"] = f"arn:aws:s3:::{sandbox.bucket}/*"
        given = {"Bucket": sandbox.bucket, "Policy": json.dumps({"Version": VERSION, "Statement": statement})}
        told = (400, "MalformedPolicy", "Allow with NotPrincipal is not allowed.")
        assert refused(s3.put_bucket_policy, **given) == told
        statement["Effect"] = "Deny"
        s3.put_bucket_policy(Bucket=sandbox.bucket, Policy=json.dumps({"Statement": statement}))


STORED_POLICIES = [
    on(["arn:aws:s3:::{bucket}", f"{OWN}/*"], ["s3:GetObject", "s3:ListBucket"]),
    on(["arn:aws:s3:::{bucket}*"], ["s3:GetObject", "s3:ListBucket"]),
    on("arn:aws:s3:::*", "*"),
    on("arn:aws:s3:::${aws:PrincipalTag/bucket}/*", "s3:Get*"),
    on(OWN, "s3:ListBucket", Condition={"StringLike": {"s3:Prefix": "home/*"}}),
    on(Condition={"StringEquals": {"s3:ExistingObjectTag/team": "blue", "aws:Nonsense": "x"}}),
    on(Sid="In words, with blanks"),
]


@pytest.mark.parametrize("text", STORED_POLICIES)
def test_what_s3_stores_is_stored(sandbox: Sandbox, s3: Any, text: str) -> None:
    own = text.replace("{account}", sandbox.account()).replace("{bucket}", sandbox.bucket)
    s3.put_bucket_policy(Bucket=sandbox.bucket, Policy=own)
    assert s3.get_bucket_policy(Bucket=sandbox.bucket)["Policy"] == own


# Copies.


def test_who_copies_reads_and_writes(sandbox: Sandbox, s3: Any) -> None:
    s3.create_bucket(Bucket=NEW)
    s3.put_object(Bucket=sandbox.bucket, Key="a b/ü", Body=b"1", ContentType="text/x", Metadata={"by": "c"})
    s3.copy_object(Bucket=NEW, Key="copy", CopySource={"Bucket": sandbox.bucket, "Key": "a b/ü"})
    evict([sandbox.account()])
    answer = s3.get_object(Bucket=NEW, Key="copy")
    assert (answer["Body"].read(), answer["ContentType"], answer["Metadata"]) == (b"1", "text/x", {"by": "c"})
    reader = sandbox.client("s3", sandbox.assume())
    source = f"{sandbox.bucket}/q1.csv"
    message = refused(reader.copy_object, Bucket=sandbox.bucket, Key="copy", CopySource=source)[2]
    assert "s3:PutObject" in message


def test_who_may_not_read_cannot_copy(sandbox: Sandbox, s3: Any) -> None:
    bob = sandbox.client("iam", "carol")
    write = json.dumps(allow(["s3:PutObject", "s3:ListBucket"]))
    bob.put_user_policy(UserName="bob", PolicyName="write", PolicyDocument=write)
    copy_object = sandbox.client("s3", "bob").copy_object
    message = refused(copy_object, Bucket=sandbox.bucket, Key="x", CopySource=f"{sandbox.bucket}/q1.csv")[2]
    assert "s3:GetObject" in message


def test_a_copy_can_come_from_another_account(sandbox: Sandbox, s3: Any) -> None:
    there = f"private-{sandbox.account('other')}"
    given = {"Bucket": sandbox.bucket, "Key": "copy", "CopySource": f"{there}/secret.txt"}
    assert refused(s3.copy_object, **given)[1] == "AccessDenied"
    here = {"AWS": f"arn:aws:iam::{sandbox.account()}:root"}
    sandbox.client("s3", "mallory").put_bucket_policy(Bucket=there, Policy=policy(there, here))
    s3.copy_object(**given)
    assert s3.get_object(Bucket=sandbox.bucket, Key="copy")["Body"].read() == b"not for you"
    assert [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]] == [sandbox.bucket]


def test_what_is_not_there_cannot_be_copied(sandbox: Sandbox, s3: Any) -> None:
    given = {"Bucket": sandbox.bucket, "Key": "copy"}
    assert refused(s3.copy_object, **given, CopySource=f"{sandbox.bucket}/none")[1] == "NoSuchKey"
    assert refused(s3.copy_object, **given, CopySource="no-such-bucket/none")[1] == "NoSuchBucket"
    assert refused(s3.copy_object, **given, CopySource="bucket-only")[1] == "InvalidArgument"


# Many at once.


def test_of_many_objects_those_are_deleted_that_may_be(sandbox: Sandbox, s3: Any) -> None:
    for key in ("keep", "go", "<&>"):
        s3.put_object(Bucket=sandbox.bucket, Key=key, Body=b"")
    statement = json.loads(policy(sandbox.bucket, "*", "s3:DeleteObject", "Deny"))
    statement["Statement"][0]["Resource"] = f"arn:aws:s3:::{sandbox.bucket}/keep"
    s3.put_bucket_policy(Bucket=sandbox.bucket, Policy=json.dumps(statement))
    keys = [{"Key": key} for key in ("keep", "go", "<&>", "never-was")]
    answer = s3.delete_objects(Bucket=sandbox.bucket, Delete={"Objects": keys})
    assert [item["Key"] for item in answer["Deleted"]] == ["go", "<&>", "never-was"]
    assert [(item["Key"], item["Code"]) for item in answer["Errors"]] == [("keep", "AccessDenied")]
    left = s3.list_objects_v2(Bucket=sandbox.bucket)["Contents"]
    assert [item["Key"] for item in left] == ["keep", "q1.csv"]


def test_a_deletion_names_what_to_delete(sandbox: Sandbox, s3: Any) -> None:
    assert refused(s3.delete_objects, Bucket=sandbox.bucket, Delete={"Objects": []})[1] == "MalformedXML"


# Uploads in parts.


@pytest.mark.parametrize("algorithm", ["CRC32", "SHA1", "SHA256"])
def test_a_checksum_is_told_the_same_after_an_eviction(sandbox: Sandbox, s3: Any, algorithm: str) -> None:
    place = {"Bucket": sandbox.bucket, "Key": "summed"}
    stored = s3.put_object(**place, Body=b"hello", ChecksumAlgorithm=algorithm)
    evict([sandbox.account()])
    told = s3.head_object(**place, ChecksumMode="ENABLED")
    assert told[f"Checksum{algorithm}"] == stored[f"Checksum{algorithm}"]


def test_an_upload_in_parts_is_kept_from_part_to_part(sandbox: Sandbox, s3: Any) -> None:
    place = {"Bucket": sandbox.bucket, "Key": "parts"}
    upload = s3.create_multipart_upload(**place, ContentType="text/x")["UploadId"]
    evict([sandbox.account()])
    part = s3.upload_part(**place, UploadId=upload, PartNumber=1, Body=b"\xffhello")
    evict([sandbox.account()])
    (listed,) = s3.list_parts(**place, UploadId=upload)["Parts"]
    assert (listed["ETag"], listed["Size"]) == (part["ETag"], 6)
    parts = {"Parts": [{"PartNumber": 1, "ETag": part["ETag"]}]}
    etag = s3.complete_multipart_upload(**place, UploadId=upload, MultipartUpload=parts)["ETag"]
    evict([sandbox.account()])
    answer = s3.get_object(**place)
    assert (answer["Body"].read(), answer["ContentType"], answer["ETag"]) == (b"\xffhello", "text/x", etag)
    assert refused(s3.list_parts, **place, UploadId=upload)[:2] == (404, "NoSuchUpload")


def test_an_upload_can_be_given_up(sandbox: Sandbox, s3: Any) -> None:
    place = {"Bucket": sandbox.bucket, "Key": "parts"}
    upload = s3.create_multipart_upload(**place)["UploadId"]
    s3.abort_multipart_upload(**place, UploadId=upload)
    given = {**place, "UploadId": upload, "PartNumber": 1, "Body": b"x"}
    assert refused(s3.upload_part, **given)[:2] == (404, "NoSuchUpload")


def test_the_parts_of_an_upload_are_no_larger_together_than_an_object(sandbox: Sandbox, s3: Any) -> None:
    place = {"Bucket": sandbox.bucket, "Key": "parts"}
    given = {**place, "UploadId": s3.create_multipart_upload(**place)["UploadId"]}
    half = b"x" * 32 * 1024
    for _ in range(2):
        s3.upload_part(**given, PartNumber=1, Body=half)
    s3.upload_part(**given, PartNumber=2, Body=half)
    assert refused(s3.upload_part, **given, PartNumber=3, Body=b"x")[1] == "EntityTooLarge"
    assert refused(s3.upload_part, **given, PartNumber=0, Body=b"x")[1] == "InvalidArgument"


# Reading with conditions.


def test_a_part_of_an_object_can_be_read(sandbox: Sandbox, s3: Any) -> None:
    answer = s3.get_object(Bucket=sandbox.bucket, Key="q1.csv", Range="bytes=0-5")
    assert (answer["Body"].read(), answer["ContentRange"]) == (b"region", "bytes 0-5/13")


def test_a_header_that_is_asked_for_has_to_be_latin(sandbox: Sandbox, s3: Any) -> None:
    """S3's own words, as https://github.com/IQSS/dataverse/issues/4524 has them."""
    place = {"Bucket": sandbox.bucket, "Key": "q1.csv"}
    answer = s3.get_object(**place, ResponseContentDisposition='attachment; filename="é.csv"')
    assert answer["ContentDisposition"] == 'attachment; filename="é.csv"'
    refusal = refused(s3.get_object, **place, ResponseContentDisposition='attachment; filename="€.csv"')
    assert refusal == (400, "InvalidArgument", "Header value cannot be represented using ISO-8859-1.")


def test_an_object_that_is_known_already_is_not_read_again(sandbox: Sandbox, s3: Any) -> None:
    etag = s3.head_object(Bucket=sandbox.bucket, Key="q1.csv")["ETag"]
    assert refused(s3.get_object, Bucket=sandbox.bucket, Key="q1.csv", IfNoneMatch=etag)[0] == 304
    assert refused(s3.get_object, Bucket=sandbox.bucket, Key="q1.csv", IfMatch='"x"')[0] == 412


def test_the_world_before_a_call_is_never_changed(sandbox: Sandbox, s3: Any) -> None:
    before, kept = sandbox.document, copy.deepcopy(sandbox.document)
    s3.create_bucket(Bucket=NEW)
    s3.put_bucket_policy(Bucket=sandbox.bucket, Policy=policy(sandbox.bucket, "*", effect="Deny"))
    s3.put_public_access_block(Bucket=sandbox.bucket, PublicAccessBlockConfiguration={})
    s3.delete_objects(Bucket=sandbox.bucket, Delete={"Objects": [{"Key": "q1.csv"}]})
    assert before == kept
