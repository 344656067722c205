"""The operations of S3 that the sandbox has, by how they are asked for: REST, in path style.

The first route that fits counts, so those that the query or a header tells come first.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from lessons.aws.errors import AwsError
from lessons.aws.services.operation import Operation
from lessons.aws.values import Request


@dataclass(frozen=True, slots=True)
class Route:
    """How an operation is asked for: the method, the depth of the path, and what the query must hold.

    A value of None stands for any. `header` must be there too, and `headers` may be.
    """

    method: str
    depth: str
    operation: Operation
    query: tuple[tuple[str, str | None], ...] = ()
    header: str = ""
    headers: tuple[str, ...] = ()

    def fits(self, request: Request, depth: str, query: Mapping[str, str]) -> bool:
        """Whether a request asks for this operation, whatever else it asks for."""
        asked = all(name in query and value in (None, query[name]) for name, value in self.query)
        return (self.method, self.depth) == (request.method, depth) and asked and self._has_header(request)

    def knows(self, request: Request, query: Mapping[str, str]) -> bool:
        """Whether the request asks for nothing beyond it."""
        parameters = self.operation.parameters or frozenset()
        return query.keys() <= parameters and all(map(self._is_harmless, request.headers))

    def takes(self, location: str, name: str) -> bool:
        """Whether a parameter may come along: `location` and `name` are where botocore's model puts it."""
        if location == "querystring":
            return name in (self.operation.parameters or frozenset())
        return location not in ("header", "headers") or self._is_harmless(name)

    def _has_header(self, request: Request) -> bool:
        return not self.header or bool(request.header(self.header))

    def _is_harmless(self, header: str) -> bool:
        name = header.lower()
        known = (*_HEADERS, *_GRANTS, *self.headers)
        return not name.startswith("x-amz-") or name == self.header or name.startswith(known)


# Headers that change nothing the sandbox would have to check. Others (tags, encryption, a storage class…) ask
# for more permissions or for features that are not here, and are refused rather than passed over.
_HEADERS = (
    "x-amz-date",
    "x-amz-content-sha256",
    "x-amz-security-token",
    "x-amz-user-agent",
    "x-amz-meta-",
    "x-amz-checksum-",
    "x-amz-sdk-checksum-algorithm",
    "x-amz-decoded-content-length",
    "x-amz-trailer",
    "x-amz-te",
)
_GRANTS = ("x-amz-acl", "x-amz-grant-")
_OWNER_ONLY = "bucket-owner-full-control"  # the one ACL that says what is so anyway

_LISTING = {"prefix", "delimiter", "max-keys", "encoding-type"}
_READING = {f"response-{name}" for name in ("content-type", "content-disposition", "cache-control")}
_COPYING = ("x-amz-metadata-directive", "x-amz-copy-source-if-")
_POLICY = (("policy", ""),)
_UPLOAD = (("uploadId", None),)


def _operation(
    name: str, action: str, done: str, parameters: frozenset[str] | set[str] = frozenset()
) -> Operation:
    return Operation(name, f"s3:{action}", frozenset(parameters), f"S3 {done}")


S3 = (
    Route("GET", "service", _operation("ListBuckets", "ListAllMyBuckets", "listed the buckets")),
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
        headers=("x-amz-mp-object-size",),
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
    Route("PUT", "object", _operation("PutObject", "PutObject", "stored the object")),
    Route("DELETE", "object", _operation("DeleteObject", "DeleteObject", "deleted the object")),
)


def find_operation(request: Request, depth: str, query: Mapping[str, str]) -> Operation | None:
    """The operation that a request asks for; None when it asks for more than the sandbox knows."""
    _refuse_lists(request, query)
    route = next((route for route in S3 if route.fits(request, depth, query)), None)
    return route.operation if route and route.knows(request, query) else None


def _refuse_lists(request: Request, query: Mapping[str, str]) -> None:
    """Buckets have had no access control lists since 2023, unless their owner asks for them."""
    grants = [value for name, value in request.headers.items() if name.lower().startswith(_GRANTS)]
    if any(value != _OWNER_ONLY for value in grants) or (request.method == "PUT" and "acl" in query):
        raise AwsError("no lists", "s3")
