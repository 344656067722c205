"""What S3 answers to uploads by a form.

Its list of error codes has other words for some; these are what it was seen to answer. Public transcripts: no
field, grafana/k6 issue 1382; no file, boto/boto3 issue 934; fields too large, waynehoover/s3_direct_upload
issue 45; a policy, dwilkie/carrierwave_direct issues 2 and 230; a condition, boto/boto3 issue 4514; a region,
aws/aws-sdk-js issue 2529. The others are in LocalStack's recordings of `TestS3PresignedPost`.
"""

from lessons.aws.errors.failure import Failure, Words
from lessons.aws.errors.sources import RECORDED, S3_CODES

_ARGUMENT = ("ArgumentName", "ArgumentValue")
_POLICY = (
    "The policy in the form cannot be read: it is JSON in base64, with its end and a list of conditions."
)

FAILURES = {
    "no form": Failure(
        Words(
            "PreconditionFailed",
            412,
            "At least one of the pre-conditions you specified did not hold",
            RECORDED,
        ),
        "A POST to a bucket is an upload by a form, in multipart/form-data.",
        details=("Condition",),
    ),
    "malformed form": Failure(
        Words(
            "MalformedPOSTRequest",
            400,
            "The body of your POST request is not well-formed multipart/form-data.",
            S3_CODES,
        ),
        "The form cannot be read.",
    ),
    "no field": Failure(
        Words(
            "InvalidArgument",
            400,
            "Bucket POST must contain a field named '{ArgumentName}'.  If it is specified, please check the "
            "order of the fields.",
            RECORDED,
        ),
        "The form lacks the field {ArgumentName}. What stands after the file is not read.",
        details=_ARGUMENT,
    ),
    "no file": Failure(
        Words("InvalidArgument", 400, "POST requires exactly one file upload per request.", RECORDED),
        "The form has no field called file.",
        details=_ARGUMENT,
    ),
    "fields too large": Failure(
        Words(
            "MaxPostPreDataLengthExceeded",
            400,
            "Your POST request fields preceeding the upload file was too large.",
            RECORDED,
        ),
        "What stands before the file has {MaxPostPreDataLengthBytes} bytes at most.",
        details=("MaxPostPreDataLengthBytes",),
    ),
    "form region": Failure(
        Words("InvalidArgument", 400, "the region '{given}' is wrong; expecting '{Region}'", RECORDED),
        "The form was signed for the region {given}, and the sandbox is in {Region}.",
        details=(*_ARGUMENT, "Region"),
    ),
    "form credential": Failure(
        Words("InvalidArgument", 400, 'the Credential is mal-formed; expecting "{form}".', RECORDED),
        "The form says that it was signed by nobody.",
        details=_ARGUMENT,
    ),
    "form policy": Failure(
        Words(
            "InvalidPolicyDocument",
            400,
            "The content of the form does not meet the conditions specified in the policy document.",
            S3_CODES,
        ),
        _POLICY,
    ),
    "invalid form policy": Failure(
        Words("InvalidPolicyDocument", 400, "Invalid Policy: {what}", RECORDED), _POLICY
    ),
    "form expired": Failure(
        Words("AccessDenied", 403, "Invalid according to Policy: Policy expired.", RECORDED),
        "The form was good until the end that its policy says, and that is over.",
    ),
    "form condition": Failure(
        Words(
            "AccessDenied", 403, "Invalid according to Policy: Policy Condition failed: {condition}", RECORDED
        ),
        "Whoever signed the form allowed no such upload: {condition} does not hold.",
    ),
    "form field": Failure(
        Words("AccessDenied", 403, "Invalid according to Policy: Extra input fields: {names}", RECORDED),
        "Whoever signed the form said nothing of {names}: each field needs a condition.",
    ),
    "above the range": Failure(
        Words("EntityTooLarge", 400, "Your proposed upload exceeds the maximum allowed size", RECORDED),
        "Whoever signed the form allowed a file of {MaxSizeAllowed} bytes at most.",
        details=("ProposedSize", "MaxSizeAllowed"),
    ),
    "below the range": Failure(
        Words(
            "EntityTooSmall", 400, "Your proposed upload is smaller than the minimum allowed size", RECORDED
        ),
        "Whoever signed the form allowed a file of {MinSizeAllowed} bytes at least.",
        details=("ProposedSize", "MinSizeAllowed"),
    ),
}
