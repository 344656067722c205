"""What buckets and objects have beside what is in them: each a parameter of the query without a value."""

from lessons.aws.services.operation import Operation
from lessons.aws.services.s3.routes import Route

# Method, depth, parameter, operation, action, and what S3 has done.
_ROWS = (
    ("GET", "bucket", "acl", "GetBucketAcl", "GetBucketAcl", "said who owns the bucket"),
    ("PUT", "bucket", "acl", "PutBucketAcl", "PutBucketAcl", "changed who may use the bucket"),
    (
        "GET",
        "bucket",
        "encryption",
        "GetBucketEncryption",
        "GetEncryptionConfiguration",
        "said how it encrypts",
    ),
    (
        "GET",
        "bucket",
        "versioning",
        "GetBucketVersioning",
        "GetBucketVersioning",
        "said if it keeps versions",
    ),
    ("GET", "bucket", "tagging", "GetBucketTagging", "GetBucketTagging", "showed the bucket's tags"),
    ("PUT", "bucket", "tagging", "PutBucketTagging", "PutBucketTagging", "replaced the bucket's tags"),
    ("DELETE", "bucket", "tagging", "DeleteBucketTagging", "PutBucketTagging", "removed the bucket's tags"),
    ("GET", "object", "acl", "GetObjectAcl", "GetObjectAcl", "said who owns the object"),
    ("PUT", "object", "acl", "PutObjectAcl", "PutObjectAcl", "changed who may use the object"),
    ("GET", "object", "tagging", "GetObjectTagging", "GetObjectTagging", "showed the object's tags"),
    ("PUT", "object", "tagging", "PutObjectTagging", "PutObjectTagging", "replaced the object's tags"),
    (
        "DELETE",
        "object",
        "tagging",
        "DeleteObjectTagging",
        "DeleteObjectTagging",
        "removed the object's tags",
    ),
)

ROUTES = tuple(
    Route(
        method,
        depth,
        Operation(name, f"s3:{action}", frozenset((parameter,)), f"S3 {done}"),
        ((parameter, ""),),
    )
    for method, depth, parameter, name, action, done in _ROWS
)
