"""What S3 answers to uploads by a form.

Its list of error codes has other words for some; these are what it was seen to answer.
"""

from lessons.aws.errors.failure import Failure, Words
from lessons.aws.errors.sources import RECORDED, S3_CODES, Source

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
            Source("blueimp/jQuery-File-Upload#2586", 2013),
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
            Source("transloadit/uppy-server#57", 2018),
        ),
        "The form lacks the field {ArgumentName}. What stands after the file is not read.",
        details=_ARGUMENT,
    ),
    "no file": Failure(
        Words(
            "InvalidArgument",
            400,
            "POST requires exactly one file upload per request.",
            Source("itinance/react-native-fs#992", 2021),
        ),
        "The form has no field called file.",
        details=_ARGUMENT,
    ),
    "fields too large": Failure(
        Words(
            "MaxPostPreDataLengthExceeded",
            400,
            "Your POST request fields preceeding the upload file was too large.",
            Source("waynehoover/s3_direct_upload#45", 2013),
        ),
        "What stands before the file has {MaxPostPreDataLengthBytes} bytes at most.",
        details=("MaxPostPreDataLengthBytes",),
    ),
    "form region": Failure(
        Words(
            "InvalidArgument",
            400,
            "the region '{given}' is wrong; expecting '{Region}'",
            Source("CulturalMe/meteor-slingshot#150", 2015),
        ),
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
        Words(
            "InvalidPolicyDocument",
            400,
            "Invalid Policy: {what}",
            Source("dwilkie/carrierwave_direct#230", 2019),
        ),
        _POLICY,
    ),
    "form expired": Failure(
        Words(
            "AccessDenied",
            403,
            "Invalid according to Policy: Policy expired.",
            Source("CulturalMe/meteor-slingshot#80", 2015),
        ),
        "The form was good until the end that its policy says, and that is over.",
    ),
    "form condition": Failure(
        Words(
            "AccessDenied",
            403,
            "Invalid according to Policy: Policy Condition failed: {condition}",
            Source("aws/aws-sdk-js#1514", 2017),
        ),
        "Whoever signed the form allowed no such upload: {condition} does not hold.",
    ),
    "form field": Failure(
        Words(
            "AccessDenied",
            403,
            "Invalid according to Policy: Extra input fields: {names}",
            Source("cloudreve/cloudreve#959", 2021),
        ),
        "Whoever signed the form said nothing of {names}: each field needs a condition.",
    ),
    "above the range": Failure(
        Words(
            "EntityTooLarge",
            400,
            "Your proposed upload exceeds the maximum allowed size",
            Source("infinitered/apisauce#245", 2020),
        ),
        "Whoever signed the form allowed a file of {MaxSizeAllowed} bytes at most.",
        details=("ProposedSize", "MaxSizeAllowed"),
    ),
    "below the range": Failure(
        Words(
            "EntityTooSmall",
            400,
            "Your proposed upload is smaller than the minimum allowed size",
            Source("versity/versitygw#2040", 2026),
        ),
        "Whoever signed the form allowed a file of {MinSizeAllowed} bytes at least.",
        details=("ProposedSize", "MinSizeAllowed"),
    ),
}
