"""What S3 alone answers: bodies and their checksums, buckets, objects, uploads."""

from lessons.aws.errors.failure import Failure, Words
from lessons.aws.errors.sources import CHECKSUMS, LISTS_RECORD, PUBLIC_ACCESS, S3_CODES, S3_RECORD, Source

_ARGUMENT = ("ArgumentName", "ArgumentValue")

FAILURES = {
    "no content hash": Failure(
        Words(
            "InvalidRequest", 400, "Missing required header for this request: x-amz-content-sha256", S3_CODES
        ),
        "S3 wants to be told the hash of the body, and the request does not tell it.",
    ),
    "unsigned headers": Failure(
        Words(
            "AccessDenied",
            403,
            "There were headers present in the request which were not signed",
            Source("soto-project/soto#374", 2020),
        ),
        "The signature does not cover {HeadersNotSigned}, so anybody could have added it.",
        details=("HeadersNotSigned",),
    ),
    "presigned before v4": Failure(
        Words(
            "AccessDenied",
            403,
            "Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters",
            Source("go-amz/amz#36", 2015),
        ),
        "The presigned URL is not complete, so AWS cannot know who has signed it.",
    ),
    "presigned date": Failure(
        Words(
            "AccessDenied",
            403,
            "Invalid date (should be seconds since epoch): {given}",
            Source("brekkylab/backlot, backlot/auth.py", 2026),
        ),
        "The presigned URL must say until when it is good, in seconds since 1970.",
    ),
    "incomplete body": Failure(
        Words(
            "IncompleteBody",
            400,
            "You did not provide the number of bytes specified by the Content-Length HTTP header",
            S3_CODES,
        ),
        "The body broke off before its end.",
    ),
    "checksum": Failure(
        Words("BadDigest", 400, "The {name} you specified did not match {what}.", S3_CODES),
        "The body is not the one that the checksum was made of: it was damaged on the way.",
    ),
    "checksum algorithm": Failure(
        Words(
            "InvalidRequest",
            400,
            "Checksum algorithm provided is unsupported. Please try again with any of the valid types: "
            "[{known}]",
            CHECKSUMS,
        ),
        "There is no checksum by that algorithm.",
    ),
    "checksum kind": Failure(
        Words("InvalidRequest", 400, "Value for x-amz-checksum-type header is invalid.", CHECKSUMS),
        "A checksum is of a whole object, or of the checksums of its parts.",
    ),
    "checksum of that kind": Failure(
        Words(
            "InvalidRequest",
            400,
            "The {kind} checksum type cannot be used with the {algorithm} checksum algorithm.",
            CHECKSUMS,
        ),
        "Checksums of parts add up to one of the whole with some algorithms only.",
    ),
    "content hash": Failure(
        Words(
            "XAmzContentSHA256Mismatch",
            400,
            "The provided 'x-amz-content-sha256' header does not match what was computed.",
            Source("postmanlabs/postman-app-support#3680", 2017),
        ),
        "The body is not the one that was signed.",
        details=("ClientComputedContentSHA256", "S3ComputedContentSHA256"),
    ),
    "no bucket": Failure(
        Words("NoSuchBucket", 404, "The specified bucket does not exist", S3_CODES),
        "There is no bucket called {BucketName}.",
        details=("BucketName",),
    ),
    "no key": Failure(
        Words("NoSuchKey", 404, "The specified key does not exist.", S3_CODES),
        "The bucket has no object called {Key}.",
        details=("Key",),
    ),
    "bucket name": Failure(
        Words("InvalidBucketName", 400, "The specified bucket is not valid.", S3_CODES),
        "A bucket's name has 3 to 63 small letters, digits, dots and hyphens, and is no IP address.",
        details=("BucketName",),
    ),
    "bucket taken": Failure(
        Words(
            "BucketAlreadyExists",
            409,
            "The requested bucket name is not available. The bucket namespace is shared by all users of the "
            "system. Please select a different name and try again.",
            S3_CODES,
        ),
        "Another account has a bucket of this name, and a name is given only once.",
        details=("BucketName",),
    ),
    "location": Failure(
        Words("InvalidLocationConstraint", 400, "The specified location-constraint is not valid", S3_CODES),
        "The sandbox is in us-east-1 alone, and there no location is named.",
    ),
    "too many buckets": Failure(
        Words("TooManyBuckets", 400, "You have attempted to create more buckets than allowed", S3_CODES),
        "The sandbox keeps up to {limit} buckets.",
    ),
    "no bucket policy": Failure(
        Words("NoSuchBucketPolicy", 404, "The bucket policy does not exist", S3_CODES),
        "Nobody has given this bucket a policy.",
        details=("BucketName",),
    ),
    "bucket policy": Failure(
        Words("MalformedPolicy", 400, "{message}", S3_CODES), "S3 does not store this policy. {hint}"
    ),
    "public policy": Failure(
        Words(
            "AccessDenied",
            403,
            'User: {caller} is not authorized to perform: s3:PutBucketPolicy on resource: "{resource}" '
            "because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public "
            "Access.",
            PUBLIC_ACCESS,
        ),
        "This policy would open the bucket to everybody, and the bucket's Block Public Access is on. "
        "Name who is meant, or switch BlockPublicPolicy off first.",
    ),
    "no public access block": Failure(
        Words(
            "NoSuchPublicAccessBlockConfiguration",
            404,
            "The public access block configuration was not found",
            S3_RECORD,
        ),
        "Nothing is blocked in this bucket: its owner has deleted the settings, and may set them again.",
        details=("BucketName",),
    ),
    "not the owner": Failure(
        Words(
            "MethodNotAllowed", 405, "The specified method is not allowed against this resource.", S3_CODES
        ),
        "Only the account that owns a bucket sees and changes its policy.",
        details=("Method",),
    ),
    "no lists": Failure(
        Words("AccessControlListNotSupported", 400, "The bucket does not allow ACLs", S3_CODES),
        "Buckets have no access control lists unless their owner asks for them: policies say who may what.",
    ),
    "another owner": Failure(
        Words("AccessDenied", 403, "Access Denied", S3_CODES),
        "The request expects a bucket of the account {expected}, and this one is of another.",
    ),
    "no account id": Failure(
        Words(
            "InvalidBucketOwnerAWSAccountID",
            400,
            "The value of the expected bucket owner parameter must be an AWS account ID.",
            S3_CODES,
        ),
        "Whose bucket the request expects is said by the 12 digits of an account, and {given} is not that.",
    ),
    "list of a new bucket": Failure(
        Words(
            "InvalidBucketAclWithObjectOwnership",
            400,
            "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting",
            Source("aws-samples/cicd-lambda-container#1", 2023),
        ),
        "A new bucket has no access control lists unless its owner asks for them: policies say who may what.",
    ),
    "no upload": Failure(
        Words(
            "NoSuchUpload",
            404,
            "The specified upload does not exist. The upload ID may be invalid, or the upload may have been "
            "aborted or completed.",
            S3_CODES,
        ),
        "No upload of this object with this id has begun.",
        details=("UploadId",),
    ),
    "part number": Failure(
        Words(
            "InvalidArgument", 400, "Part number must be an integer between 1 and 10000, inclusive", S3_CODES
        ),
        "The parts of an upload are counted from 1.",
        details=("ArgumentName", "ArgumentValue"),
    ),
    "response header": Failure(
        Words("InvalidArgument", 400, "Header value cannot be represented using ISO-8859-1.", S3_CODES),
        "HTTP's headers are in Latin letters (ISO 8859-1). A file's name in other letters is written as "
        "filename*=UTF-8''….",
        details=("ArgumentName", "ArgumentValue"),
    ),
    "copy source": Failure(
        Words(
            "InvalidArgument",
            400,
            "Copy Source must mention the source bucket and key: sourcebucket/sourcekey",
            S3_CODES,
        ),
        "What is copied is named as bucket/key, and the sandbox keeps no versions.",
    ),
    "precondition": Failure(
        Words(
            "PreconditionFailed",
            412,
            "At least one of the pre-conditions you specified did not hold",
            S3_CODES,
        ),
        "The request was to be done only if {Condition} holds, and it does not.",
        details=("Condition",),
    ),
    "no such version": Failure(
        Words("NoSuchVersion", 404, "The specified version does not exist.", S3_CODES),
        "The sandbox keeps no versions, so there is none of this name.",
    ),
    "no whole number": Failure(
        Words(
            "InvalidArgument",
            400,
            "Provided {name} not an integer or within integer range",
            Source("versity/versitygw#1794", 2026),
        ),
        "How many are listed is said by a whole number.",
        details=_ARGUMENT,
    ),
    "number out of range": Failure(
        Words(
            "InvalidArgument",
            400,
            "Argument {name} must be an integer between 0 and {most}",
            Source("brekkylab/backlot#192", 2026),
        ),
        "How many are listed is said by a number from 0 on.",
        details=_ARGUMENT,
    ),
    "token": Failure(
        Words("InvalidArgument", 400, "The continuation token provided is incorrect", LISTS_RECORD),
        "A list goes on by the token that came with the page before, as it came.",
        details=_ARGUMENT,
    ),
    "encoding": Failure(
        Words(
            "InvalidArgument",
            400,
            "Invalid Encoding Method specified in Request",
            Source("versity/versitygw#1984", 2026),
        ),
        "Names are told as they are, or as in a URL: url is the one encoding.",
        details=_ARGUMENT,
    ),
    "malformed xml": Failure(
        Words(
            "MalformedXML",
            400,
            "The XML you provided was not well-formed or did not validate against our published schema",
            S3_CODES,
        ),
        "The body of the call is not the XML that S3 asks for.",
    ),
    "too large": Failure(
        Words("EntityTooLarge", 400, "Your proposed upload exceeds the maximum allowed size", S3_CODES),
        "The sandbox keeps objects of up to {MaxSizeAllowed} bytes.",
        details=("ProposedSize", "MaxSizeAllowed"),
    ),
    "key too long": Failure(
        Words("KeyTooLongError", 400, "Your key is too long", S3_CODES),
        "An object's key has {MaxSizeAllowed} bytes at most, and this one has {Size}.",
        details=("Size", "MaxSizeAllowed"),
    ),
    "metadata": Failure(
        Words(
            "MetadataTooLarge",
            400,
            "Your metadata headers exceed the maximum allowed metadata size",
            S3_CODES,
        ),
        "The x-amz-meta- headers of an object have {MaxSizeAllowed} bytes at most, and these have {Size}.",
        details=("Size", "MaxSizeAllowed"),
    ),
}
