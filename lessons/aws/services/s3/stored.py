"""What moto has stored or read, as S3 tells it: encrypted, with a checksum and with its tags.

Amazon S3 API Reference, the operations' "Response Syntax". Each is a row of `TOLD`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from lessons.aws.arn import REGION, bucket_arn
from lessons.aws.moto.cloud import REDIRECT, Done, Work
from lessons.aws.services.s3 import object_checksums as sums
from lessons.aws.services.s3 import tagging
from lessons.aws.services.s3 import xml as s3_xml
from lessons.aws.services.s3.objects import etag_of, moment
from lessons.aws.services.s3.xml import text

XML = {"Content-Type": "application/xml"}
OK = 200
_ENCRYPTED = {"x-amz-server-side-encryption": "AES256"}  # S3 has encrypted every object since 2023


@dataclass(frozen=True, slots=True)
class Stored:
    """A call that moto has done: what is copied, if anything is, and who calls."""

    work: Work
    done: Done
    source: Mapping[str, Any]
    caller_arn: str

    @property
    def item(self) -> Mapping[str, Any]:
        """The object of the call, as it is now."""
        asked, account = self.work.asked, self.done.account or self.work.account
        item: Mapping[str, Any] = account["buckets"][asked.bucket]["objects"][asked.key]
        return item

    @property
    def upload(self) -> Mapping[str, Any]:
        """The upload in parts that the call belongs to, as it was before."""
        asked = self.work.asked
        upload: Mapping[str, Any] = self.work.account["buckets"][asked.bucket]["uploads"][
            asked.query["uploadId"]
        ]
        return upload

    def answered(self, headers: Mapping[str, str], body: bytes = b"", **kept: Any) -> Done:
        """The answer, and the object with what is kept of it."""
        account, said = self.done.account, {name: value for name, value in kept.items() if value}
        if account and said:
            account = with_object(account, self.work.asked.bucket, self.work.asked.key, said)
        return replace(self.done, headers={**headers, **_ENCRYPTED}, body=body, account=account)


def told(work: Work, done: Done, source: Mapping[str, Any], caller_arn: str) -> Done:
    """What moto has done, as S3 tells it. `source` is the object that is copied, or nothing."""
    if work.asked.name not in TOLD or done.status >= REDIRECT:
        return done
    return TOLD[work.asked.name](Stored(work, done, source, caller_arn))


def bucket_headers(name: str) -> dict[str, str]:
    """What is said of a bucket that has been made."""
    return {"Location": f"/{name}", "x-amz-bucket-arn": bucket_arn(name)}


def with_object(account: Mapping[str, Any], bucket: str, key: str, kept: Mapping[str, Any]) -> dict[str, Any]:
    """The account with an object of which this is kept."""
    objects = account["buckets"][bucket]["objects"]
    return with_bucket(account, bucket, {"objects": {**objects, key: {**objects[key], **kept}}})


def with_bucket(account: Mapping[str, Any], name: str, changes: Mapping[str, Any]) -> dict[str, Any]:
    """The account with a bucket of which this is changed."""
    return {**account, "buckets": {**account["buckets"], name: {**account["buckets"][name], **changes}}}


def _bucket(call: Stored) -> Done:
    return replace(call.done, headers=bucket_headers(call.work.asked.bucket), body=b"")


def _object(call: Stored) -> Done:
    given = sums.of_body(call.work.request)
    headers = {"ETag": etag_of(call.item), **(given or sums.of_object(call.item)).headers}
    tags = dict(tagging.given(call.work.asked, call.work.request))
    return call.answered(headers, checksum=given and given.kept, tags=tags)


def _copy(call: Stored) -> Done:
    request = call.work.request
    checksum = sums.of_copy(request, call.item, call.source)
    replaced = request.header(tagging.DIRECTIVE) == "REPLACE"
    tags = dict(tagging.given(call.work.asked, request)) if replaced else call.source.get("tags")
    body = s3_xml.document(
        "CopyObjectResult",
        text("LastModified", moment(call.item["modified"])),
        text("ETag", etag_of(call.item)),
        *checksum.elements,
    )
    return call.answered(XML, body, checksum=checksum.kept, tags=tags)


def _read(call: Stored) -> Done:
    """A part of an object is told without the checksum of all of it."""
    wanted = call.work.request.header(sums.MODE).upper() == "ENABLED" and call.done.status == OK
    headers = sums.of_object(call.item).headers if wanted else {}
    return call.answered({**call.done.headers, **headers}, call.done.body)


def _upload(call: Stored) -> Done:
    """An upload in parts that begins: who has begun it, and by which checksum it is checked."""
    asked, account = call.work.asked, call.done.account or {}
    uploads = account["buckets"][asked.bucket]["uploads"]
    (new,) = uploads.keys() - call.work.account["buckets"][asked.bucket].get("uploads", {}).keys()
    checksum = sums.of_upload(call.work.request)
    begun = {**uploads[new], "initiator": call.caller_arn, **({"checksum": checksum} if checksum else {})}
    headers = {sums.ALGORITHM: checksum["algorithm"], sums.KIND: checksum["type"]} if checksum else {}
    changed = with_bucket(account, asked.bucket, {"uploads": {**uploads, new: begun}})
    return replace(call.answered({**XML, **headers}, call.done.body), account=changed)


def _part(call: Stored) -> Done:
    """The checksum of a part is told where one came with it, and not of what it is."""
    given = sums.of_body(call.work.request)
    headers = {name: value for name, value in (given.headers if given else {}).items() if name != sums.KIND}
    etag = next(value for name, value in call.done.headers.items() if name.lower() == "etag")
    return call.answered({"ETag": etag, **headers})


def _together(call: Stored) -> Done:
    asked, upload = call.work.asked, call.upload
    parts = [upload["parts"][number] for number in s3_xml.part_numbers(call.work.request.body)]
    checksum = sums.of_parts(upload, parts, call.item)
    url = f"https://{asked.bucket}.s3.{REGION}.amazonaws.com/{quote(asked.key, safe='')}"
    body = s3_xml.document(
        "CompleteMultipartUploadResult",
        text("Location", url),
        text("Bucket", asked.bucket),
        text("Key", asked.key),
        text("ETag", etag_of(call.item)),
        *checksum.elements,
    )
    return call.answered(XML, body, checksum=checksum.kept)


TOLD: Mapping[str, Callable[[Stored], Done]] = {
    "CreateBucket": _bucket,
    "PutObject": _object,
    "CopyObject": _copy,
    "GetObject": _read,
    "HeadObject": _read,
    "CreateMultipartUpload": _upload,
    "UploadPart": _part,
    "CompleteMultipartUpload": _together,
}
