"""Calls to S3 that moto leaves to us: it acts on a bucket's policy, and lists otherwise than AWS."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from lessons.aws.arn import REGION, bucket_arn
from lessons.aws.errors import AwsError
from lessons.aws.moto.cloud import Done, Work
from lessons.aws.policies.policy import parse
from lessons.aws.policies.public import SETTINGS, is_public
from lessons.aws.services.s3 import listing, settings, tagging
from lessons.aws.services.s3 import xml as s3_xml
from lessons.aws.services.s3.stored import XML, bucket_headers, with_bucket, with_object
from lessons.aws.services.s3.xml import element, text


def create_again(work: Work) -> Done:
    """One's own bucket can be made again in us-east-1; it stays as it is."""
    return Done(200, bucket_headers(work.asked.bucket), b"")


def delete(work: Work, refused: Mapping[str, AwsError]) -> Done:
    """Delete the objects that may be deleted, and say of each what became of it, or what did not."""
    body, bucket = work.request.body, work.asked.bucket
    named = s3_xml.to_delete(body)
    missed = {key: AwsError("no such version", "s3") for key, version in named if version not in ("", "null")}
    failed = {**missed, **refused}
    objects = work.account["buckets"][bucket]["objects"]
    keys = {key for key, _ in named}
    kept = {key: item for key, item in objects.items() if key not in keys or key in failed}
    told = "".join(_became(named, failed, quiet=s3_xml.is_quiet(body)))
    return Done(200, XML, s3_xml.document("DeleteResult", told), account=_with(work, {"objects": kept}))


def _became(
    named: Iterable[tuple[str, str]], failed: Mapping[str, AwsError], *, quiet: bool
) -> Iterable[str]:
    for key, version in named:
        of_version = (text("VersionId", version),) if version else ()
        if key in failed:
            error = failed[key]
            said = (text("Code", error.code), text("Message", error.message))
            yield element("Error", text("Key", key), *of_version, *said)
        elif not quiet:
            yield element("Deleted", text("Key", key), *of_version)


def _get_policy(work: Work) -> Done:
    policy = work.account["buckets"][work.asked.bucket]["policy"]
    if policy is None:
        raise AwsError("no bucket policy", "s3", BucketName=work.asked.bucket)
    return Done(200, {"Content-Type": "application/json"}, policy.encode())


def _put_policy(work: Work) -> Done:
    """A policy is kept to the letter."""
    return Done(204, {}, b"", account=_with(work, {"policy": work.request.body.decode()}))


def _delete_policy(work: Work) -> Done:
    return Done(204, {}, b"", account=_with(work, {"policy": None}))


def _policy_status(work: Work) -> Done:
    """Whether the policy opens the bucket to everybody."""
    policy = work.account["buckets"][work.asked.bucket]["policy"]
    if policy is None:
        raise AwsError("no bucket policy", "s3", BucketName=work.asked.bucket)
    told = text("IsPublic", str(is_public(parse(policy))).lower())
    return Done(200, XML, s3_xml.document("PolicyStatus", told))


def _get_public_access_block(work: Work) -> Done:
    block = work.account["buckets"][work.asked.bucket].get("public_access_block")
    if not block:
        raise AwsError("no public access block", "s3", BucketName=work.asked.bucket)
    told = "".join(text(name, str(block.get(name, False)).lower()) for name in SETTINGS)
    return Done(200, XML, s3_xml.document("PublicAccessBlockConfiguration", told))


def _put_public_access_block(work: Work) -> Done:
    block = s3_xml.public_access_block(work.request.body)
    return Done(200, {}, b"", account=_with(work, {"public_access_block": block}))


def _delete_public_access_block(work: Work) -> Done:
    return Done(204, {}, b"", account=_with(work, {"public_access_block": {}}))


def _list_buckets(work: Work) -> Done:
    return Done(200, XML, listing.buckets(work.account["buckets"], work.asked.query, work.account_id))


def _head_bucket(work: Work) -> Done:
    headers = {"x-amz-bucket-region": REGION, "x-amz-access-point-alias": "false"}
    return Done(200, {**XML, **headers, "x-amz-bucket-arn": bucket_arn(work.asked.bucket)}, b"")


def _list_parts(work: Work) -> Done:
    asked = work.asked
    upload = work.account["buckets"][asked.bucket]["uploads"][asked.query["uploadId"]]
    return Done(200, XML, listing.parts(asked.bucket, upload, asked.query, work.account_id))


def _list_objects(work: Work) -> Done:
    asked = work.asked
    listed = listing.objects_v2 if asked.name == "ListObjectsV2" else listing.objects
    objects = work.account["buckets"][asked.bucket]["objects"]
    return Done(200, XML, listed(asked.bucket, objects, asked.query, work.account_id))


def _setting(work: Work) -> Done:
    return Done(200, XML, settings.document(work.asked.name, work.account_id))


def _get_tags(work: Work) -> Done:
    asked = work.asked
    if asked.key:
        return Done(200, XML, tagging.document(tagging.of_object(work.account, asked.bucket, asked.key)))
    tags = tagging.of_bucket(work.account, asked.bucket)
    if not tags:
        raise AwsError("no tags", "s3", BucketName=asked.bucket)
    return Done(200, XML, tagging.document(tags))


def _put_tags(work: Work) -> Done:
    return _tagged(work, 200 if work.asked.key else 204, dict(tagging.given(work.asked, work.request)))


def _delete_tags(work: Work) -> Done:
    return _tagged(work, 204, {})


def _tagged(work: Work, status: int, tags: tagging.Tags) -> Done:
    if not work.asked.key:
        return Done(status, {}, b"", account=_with(work, {"tags": dict(tags)}))
    return Done(
        status,
        {},
        b"",
        account=with_object(work.account, work.asked.bucket, work.asked.key, {"tags": dict(tags)}),
    )


def _with(work: Work, changes: Mapping[str, Any]) -> dict[str, Any]:
    return with_bucket(work.account, work.asked.bucket, changes)


CALLS: Mapping[str, Callable[[Work], Done]] = {
    "GetBucketPolicy": _get_policy,
    "PutBucketPolicy": _put_policy,
    "DeleteBucketPolicy": _delete_policy,
    "GetBucketPolicyStatus": _policy_status,
    "GetPublicAccessBlock": _get_public_access_block,
    "PutPublicAccessBlock": _put_public_access_block,
    "DeletePublicAccessBlock": _delete_public_access_block,
    "ListBuckets": _list_buckets,
    "HeadBucket": _head_bucket,
    "ListParts": _list_parts,
    "ListObjects": _list_objects,
    "ListObjectsV2": _list_objects,
    **dict.fromkeys(settings.SETTINGS, _setting),
    "GetBucketTagging": _get_tags,
    "PutBucketTagging": _put_tags,
    "DeleteBucketTagging": _delete_tags,
    "GetObjectTagging": _get_tags,
    "PutObjectTagging": _put_tags,
    "DeleteObjectTagging": _delete_tags,
}
