"""What S3 answers to tags that it does not take."""

from lessons.aws.errors.failure import Failure, Words
from lessons.aws.errors.sources import RECORDED, S3_RECORD, Source

_ARGUMENT = ("ArgumentName", "ArgumentValue")

FAILURES = {
    "no tags": Failure(
        Words("NoSuchTagSet", 404, "The TagSet does not exist", S3_RECORD),
        "Nobody has put tags on this bucket.",
        details=("BucketName",),
    ),
    "tags of a bucket": Failure(
        Words("BadRequest", 400, "Bucket tag count cannot be greater than {most}", RECORDED),
        "A bucket has {most} tags at most.",
    ),
    "tags of an object": Failure(
        Words(
            "BadRequest",
            400,
            "Object tags cannot be greater than {most}",
            Source("terraform-aws-modules/terraform-aws-datadog-forwarders#24", 2023),
        ),
        "An object has {most} tags at most.",
    ),
    "tags in a header": Failure(
        Words(
            "InvalidArgument",
            400,
            "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters "
            "without tag name duplicates.",
            S3_RECORD,
        ),
        "Tags in a header are written as in a URL, each once.",
        details=_ARGUMENT,
    ),
    "tag twice": Failure(
        Words("InvalidTag", 400, "Cannot provide multiple Tags with the same key", S3_RECORD),
        "{TagKey} is there twice.",
        details=("TagKey",),
    ),
    "system tag of a bucket": Failure(
        Words("InvalidTag", 400, "System tags cannot be added/updated by requester", S3_RECORD),
        "Tags that begin with aws: are AWS's own.",
        details=("TagKey",),
    ),
    "system tag of an object": Failure(
        Words(
            "InvalidTag",
            400,
            "Your TagKey cannot be prefixed with aws:",
            Source("localstack/localstack, localstack-core/localstack/services/s3/utils.py", 2026),
        ),
        "Tags that begin with aws: are AWS's own.",
        details=("TagKey",),
    ),
    "tag key": Failure(
        Words("InvalidTag", 400, "The TagKey you have provided is invalid", S3_RECORD),
        "The key of a tag has 1 to 128 letters, digits, blanks or any of _ . : / = + - @.",
        details=("TagKey",),
    ),
    "tag value": Failure(
        Words("InvalidTag", 400, "The TagValue you have provided is invalid", S3_RECORD),
        "The value of a tag has up to 256 letters, digits, blanks or any of _ . : / = + - @.",
        details=("TagKey", "TagValue"),
    ),
}
