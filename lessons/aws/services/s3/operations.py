"""The operations of S3 that the sandbox has, by how they are asked for.

The first route that fits counts, so those that the query or a header tells come first.
"""

from collections.abc import Mapping

from lessons.aws.http_messages import Request
from lessons.aws.services.operation import Operation
from lessons.aws.services.s3 import subresources
from lessons.aws.services.s3.routes import Route, Values

_LISTING_BUCKETS = {"prefix", "max-buckets", "continuation-token", "bucket-region"}
_LISTING = {"prefix", "delimiter", "max-keys", "encoding-type"}
_CONTENT = ("type", "language", "disposition", "encoding")
_OVERRIDDEN = ("cache-control", "expires", *(f"content-{name}" for name in _CONTENT))
_READING = {f"response-{name}" for name in _OVERRIDDEN}
# What an object is stored with, where that is what S3 does anyway.
_STORING: Values = {"x-amz-storage-class": ("STANDARD",), "x-amz-server-side-encryption": ("AES256",)}
_TAGGED: Values = {**_STORING, "x-amz-tagging": ()}
_IF = ("match", "none-match", "modified-since", "unmodified-since")
_COPYING: Values = {
    **_TAGGED,
    "x-amz-metadata-directive": (),
    "x-amz-tagging-directive": ("COPY", "REPLACE"),
    "x-amz-source-expected-bucket-owner": (),
    **{f"x-amz-copy-source-if-{name}": () for name in _IF},
}
_POLICY = (("policy", ""),)
_BLOCK = (("publicAccessBlock", ""),)
_UPLOAD = (("uploadId", None),)


def _operation(
    name: str, action: str, done: str, parameters: frozenset[str] | set[str] = frozenset()
) -> Operation:
    return Operation(name, f"s3:{action}", frozenset(parameters), f"S3 {done}")


S3 = (
    Route(
        "GET",
        "service",
        _operation("ListBuckets", "ListAllMyBuckets", "listed the buckets", _LISTING_BUCKETS),
    ),
    *subresources.ROUTES,
    # Buckets.
    Route(
        "GET",
        "bucket",
        _operation("GetBucketLocation", "GetBucketLocation", "said where the bucket is", {"location"}),
        (("location", ""),),
    ),
    Route(
        "GET",
        "bucket",
        _operation("GetBucketPolicy", "GetBucketPolicy", "showed the bucket's policy", {"policy"}),
        _POLICY,
    ),
    Route(
        "PUT",
        "bucket",
        _operation("PutBucketPolicy", "PutBucketPolicy", "stored the bucket's policy", {"policy"}),
        _POLICY,
    ),
    Route(
        "DELETE",
        "bucket",
        _operation("DeleteBucketPolicy", "DeleteBucketPolicy", "deleted the bucket's policy", {"policy"}),
        _POLICY,
    ),
    Route(
        "GET",
        "bucket",
        _operation(
            "GetBucketPolicyStatus",
            "GetBucketPolicyStatus",
            "said whether the policy is public",
            {"policyStatus"},
        ),
        (("policyStatus", ""),),
    ),
    Route(
        "GET",
        "bucket",
        _operation(
            "GetPublicAccessBlock",
            "GetBucketPublicAccessBlock",
            "showed what is blocked",
            {"publicAccessBlock"},
        ),
        _BLOCK,
    ),
    Route(
        "PUT",
        "bucket",
        _operation(
            "PutPublicAccessBlock", "PutBucketPublicAccessBlock", "set what is blocked", {"publicAccessBlock"}
        ),
        _BLOCK,
    ),
    Route(
        "DELETE",
        "bucket",
        _operation(
            "DeletePublicAccessBlock",
            "PutBucketPublicAccessBlock",
            "blocks nothing in the bucket any more",
            {"publicAccessBlock"},
        ),
        _BLOCK,
    ),
    Route(
        "POST",
        "bucket",
        _operation("DeleteObjects", "DeleteObject", "deleted what may be deleted", {"delete"}),
        (("delete", ""),),
    ),
    Route(
        "GET",
        "bucket",
        _operation(
            "ListObjectsV2",
            "ListBucket",
            "listed what is in the bucket",
            _LISTING | {"list-type", "continuation-token", "start-after", "fetch-owner"},
        ),
        (("list-type", "2"),),
    ),
    Route(
        "GET",
        "bucket",
        _operation("ListObjects", "ListBucket", "listed what is in the bucket", _LISTING | {"marker"}),
    ),
    Route("HEAD", "bucket", _operation("HeadBucket", "ListBucket", "said that the bucket is there")),
    Route("PUT", "bucket", _operation("CreateBucket", "CreateBucket", "made the bucket")),
    Route("DELETE", "bucket", _operation("DeleteBucket", "DeleteBucket", "deleted the bucket")),
    # Uploads in parts.
    Route(
        "POST",
        "object",
        _operation("CreateMultipartUpload", "PutObject", "began the upload", {"uploads"}),
        (("uploads", ""),),
        headers=_STORING,
    ),
    Route(
        "PUT",
        "object",
        _operation("UploadPart", "PutObject", "stored the part", {"uploadId", "partNumber"}),
        (*_UPLOAD, ("partNumber", None)),
    ),
    Route(
        "POST",
        "object",
        _operation("CompleteMultipartUpload", "PutObject", "put the parts together", {"uploadId"}),
        _UPLOAD,
        headers={"x-amz-mp-object-size": ()},
    ),
    Route(
        "DELETE",
        "object",
        _operation("AbortMultipartUpload", "AbortMultipartUpload", "gave the upload up", {"uploadId"}),
        _UPLOAD,
    ),
    Route(
        "GET",
        "object",
        _operation(
            "ListParts",
            "ListMultipartUploadParts",
            "listed the parts",
            {"uploadId", "max-parts", "part-number-marker"},
        ),
        _UPLOAD,
    ),
    # Objects.
    Route(
        "PUT",
        "object",
        _operation("CopyObject", "PutObject", "copied the object"),
        header="x-amz-copy-source",
        headers=_COPYING,
    ),
    Route("GET", "object", _operation("GetObject", "GetObject", "handed the object over", _READING)),
    Route("HEAD", "object", _operation("HeadObject", "GetObject", "described the object")),
    Route("PUT", "object", _operation("PutObject", "PutObject", "stored the object"), headers=_TAGGED),
    Route("DELETE", "object", _operation("DeleteObject", "DeleteObject", "deleted the object")),
)


def find_route(request: Request, depth: str, query: Mapping[str, str]) -> Route | None:
    """The route of the operation that a request asks for, or None where the sandbox has no such operation."""
    return next((route for route in S3 if route.fits(request, depth, query)), None)
