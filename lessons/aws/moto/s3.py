"""Buckets and objects: from a world document into moto, and back."""

import base64
from collections.abc import Iterable, Mapping
from typing import Any

from moto.s3.models import CaseInsensitiveDict, FakeBucket, FakeKey, FakeMultipart, S3Backend, s3_backends

from lessons.aws.arn import REGION
from lessons.aws.moto.clock import from_moto, to_moto
from lessons.aws.policies import public
from lessons.aws.services.operation import Asked
from lessons.aws.services.s3.objects import body_of

_WRITES = ("PutObject", "CopyObject", "CompleteMultipartUpload")


class _NotShared(dict[str, Any]):
    """moto's table of whose bucket a name is. One name may be taken in many sandboxes, so none is noted."""

    def __setitem__(self, name: str, owner: Any) -> None:
        """Leave it out."""


s3_backends.bucket_accounts = _NotShared()


def build(backend: S3Backend, buckets: Mapping[str, Any]) -> None:
    """Make moto's buckets what the document says. Their policies stay here, for moto would act on them."""
    for name, item in buckets.items():
        bucket = FakeBucket(name, backend.account_id, REGION)  # type: ignore[abstract] # moto makes them so too
        bucket.creation_date = to_moto(item["created"])
        for key, content in item["objects"].items():
            bucket.keys.setlist(key, [_object(backend.account_id, name, key, content)])
        for upload_id, upload in item.get("uploads", {}).items():
            bucket.multiparts[upload_id] = _upload(backend.account_id, upload_id, upload)
        backend.buckets[name] = bucket


def drop(backend: S3Backend, names: Iterable[str]) -> None:
    """Let go of buckets and of all that is in them: moto holds it in files."""
    for bucket in map(backend.buckets.pop, names):
        for key in list(bucket.keys):
            bucket.keys.pop(key)
        for upload_id in list(bucket.multiparts):
            del bucket.multiparts[upload_id]


def read(backend: S3Backend, buckets: Mapping[str, Any], asked: Asked) -> dict[str, Any]:
    """The account's buckets after a call on one of them. Only the object that it writes is read anew."""
    bucket = backend.buckets.get(asked.bucket)
    others = {name: item for name, item in buckets.items() if name != asked.bucket}
    if bucket is None:
        return others
    before = buckets.get(asked.bucket) or _new(bucket)
    objects = {key: item for key, item in before["objects"].items() if key in bucket.keys}
    if asked.name in _WRITES:
        objects[asked.key] = _read_object(bucket.keys[asked.key])
    begun = before.get("uploads", {})
    uploads = {key: {**begun.get(key, {}), **_read_upload(item)} for key, item in bucket.multiparts.items()}
    return {**others, asked.bucket: {**before, "objects": objects, "uploads": uploads}}


def _new(bucket: FakeBucket) -> dict[str, Any]:
    created = from_moto(bucket.creation_date)
    return {"created": created, "policy": None, "objects": {}, "public_access_block": dict(public.ALL_ON)}


def _read_upload(upload: FakeMultipart) -> dict[str, Any]:
    parts = {
        str(number): {**_read_object(part), "size": part.contentsize} for number, part in upload.parts.items()
    }
    return {"key": upload.key_name, "metadata": dict(upload.metadata), "parts": parts}


def _is_text(value: bytes) -> bool:
    """Whether a database can keep it as a text."""
    try:
        return "\0" not in value.decode()
    except UnicodeDecodeError:
        return False


def _upload(account_id: str, upload_id: str, item: Mapping[str, Any]) -> FakeMultipart:
    upload = FakeMultipart(item["key"], CaseInsensitiveDict(item["metadata"]), account_id, REGION)
    upload.id, upload.storage = upload_id, "STANDARD"
    for number, content in item["parts"].items():
        part = upload.set_part(int(number), body_of(content))
        part.last_modified = to_moto(content["modified"])
    return upload


def _read_object(key: FakeKey) -> dict[str, Any]:
    value = key.value
    is_text = _is_text(value)
    body = value.decode() if is_text else base64.b64encode(value).decode()
    modified, etag = from_moto(key.last_modified), key.etag.strip('"')
    item = {"body": body, "base64": not is_text, "modified": modified, "metadata": dict(key.metadata)}
    return {**item, "etag": etag} if "-" in etag else item  # that of an upload in parts is not of its body


def _object(account_id: str, bucket: str, key: str, content: Mapping[str, Any]) -> FakeKey:
    etag = content.get("etag")
    made = FakeKey(key, body_of(content), account_id, REGION, bucket_name=bucket, etag=etag)
    made.last_modified = to_moto(content["modified"])
    made.set_metadata(dict(content["metadata"]))
    return made
