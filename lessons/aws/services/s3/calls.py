"""Calls to S3 that moto leaves to us: it would act on a bucket's policy, and asks nobody about deletions."""

from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape

from lessons.aws.errors import AwsError
from lessons.aws.moto.cloud import Done
from lessons.aws.services.operation import Asked
from lessons.aws.services.s3 import xml as s3_xml

NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/"

Account = Mapping[str, Any]


def create_again(asked: Asked) -> Done:
    """One's own bucket can be made again in us-east-1; it stays as it is."""
    return Done(200, {"Location": f"/{asked.bucket}"}, b"")


def policy_call(asked: Asked, body: bytes, account: Account) -> Done:
    """Show, store or delete the policy of a bucket, to the letter."""
    text = account["buckets"][asked.bucket]["policy"]
    if asked.name == "GetBucketPolicy":
        if text is None:
            raise AwsError("no bucket policy", "s3", BucketName=asked.bucket)
        return Done(200, {"Content-Type": "application/json"}, text.encode())
    policy = body.decode() if asked.name == "PutBucketPolicy" else None
    return Done(204, {}, b"", account=_with_bucket(account, asked.bucket, {"policy": policy}))


def delete(asked: Asked, body: bytes, refused: Mapping[str, AwsError], account: Account) -> Done:
    """Delete the objects that may be deleted, and say of each what became of it."""
    keys = s3_xml.keys_to_delete(body)
    objects = account["buckets"][asked.bucket]["objects"]
    kept = {key: item for key, item in objects.items() if key not in keys or key in refused}
    told = "".join(_error(key, refused[key]) if key in refused else _deleted(key) for key in keys)
    answer = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<DeleteResult xmlns="{NAMESPACE}">{told}</DeleteResult>'
    )
    changed = _with_bucket(account, asked.bucket, {"objects": kept})
    return Done(200, {}, answer.encode(), account=changed)


def _deleted(key: str) -> str:
    return f"<Deleted><Key>{escape(key)}</Key></Deleted>"


def _error(key: str, error: AwsError) -> str:
    told = f"<Key>{escape(key)}</Key><Code>{error.code}</Code><Message>{escape(error.message)}</Message>"
    return f"<Error>{told}</Error>"


def _with_bucket(account: Account, name: str, changes: Mapping[str, Any]) -> dict[str, Any]:
    return {**account, "buckets": {**account["buckets"], name: {**account["buckets"][name], **changes}}}
