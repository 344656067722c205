"""What every service may answer: who is asking, what is asked, and whether it is allowed."""

from lessons.aws.errors.failure import Failure, Words
from lessons.aws.errors.sources import COMMON, DENIED, RECORDED, S3_CODES, SIGNING, STS_RECORD, Source

DENIED_PLAINLY = Words(
    "AccessDenied",
    403,
    "User: {caller} is not authorized to perform: {action} on resource: {resource}",
    Source("xeger/awsume-1password-plugin#12", 2025),
)
_BAD_TOKEN = Words(
    "InvalidClientTokenId",
    403,
    "The security token included in the request is invalid.",
    Source("hashicorp/terraform-provider-aws#24197", 2022),
)
_BAD_KEY = Words(
    "InvalidAccessKeyId", 403, "The AWS Access Key Id you provided does not exist in our records.", S3_CODES
)
# What AWS says of a parameter where it says no more, or where no more is known.
UNSATISFIED = Words(
    "ValidationError", 400, "The input fails to satisfy the constraints specified by an AWS service.", COMMON
)
_WHICH_KEY = ("AWSAccessKeyId",)  # boto/boto#1971 (2014)
_MISMATCH = "The request signature we calculated does not match the signature you provided. "

FAILURES = {
    "unsigned": Failure(
        Words(
            "MissingAuthenticationToken",
            403,
            "Request is missing Authentication Token",
            Source("amzn/selling-partner-api-docs#3081", 2023),
        ),
        "The request carries no signature, so AWS cannot know who is asking.",
        Words("AccessDenied", 403, "Access Denied", S3_CODES),
    ),
    "incomplete": Failure(
        Words("IncompleteSignature", 400, "{message}", COMMON),
        "The Authorization header is not complete, so AWS cannot know who is asking.",
        Words(
            "AuthorizationHeaderMalformed", 400, "The authorization header is malformed; {message}", S3_CODES
        ),
    ),
    "region": Failure(
        Words("SignatureDoesNotMatch", 403, "Credential should be scoped to a valid region. ", SIGNING),
        "The request was signed for the region {given}, and the sandbox is in {region}.",
        Words(
            "AuthorizationHeaderMalformed",
            400,
            "The authorization header is malformed; the region '{given}' is wrong; expecting '{region}'",
            S3_CODES,
        ),
        details=("Region",),
    ),
    "service": Failure(
        Words(
            "SignatureDoesNotMatch",
            403,
            "Credential should be scoped to correct service: '{service}'. ",
            SIGNING,
        ),
        "The request was signed for the service {given}, but it went to {service}.",
        Words(
            "AuthorizationHeaderMalformed",
            400,
            'The authorization header is malformed; incorrect service "{given}". '
            'This endpoint belongs to "{service}".',
            S3_CODES,
        ),
    ),
    "unknown key": Failure(
        _BAD_TOKEN,
        "No such access key is known here, so AWS cannot tell who is asking.",
        _BAD_KEY,
        details=_WHICH_KEY,
    ),
    "inactive key": Failure(
        _BAD_TOKEN,
        "This access key has been switched off, so it opens nothing.",
        _BAD_KEY,
        details=_WHICH_KEY,
    ),
    "no token": Failure(
        _BAD_TOKEN,
        "Temporary credentials have three parts that belong together, and the session token is missing.",
        _BAD_KEY,
        details=_WHICH_KEY,
    ),
    "wrong token": Failure(
        _BAD_TOKEN,
        "Temporary credentials have three parts that belong together, and the session token is not the one "
        "that was issued with this access key.",
        Words(
            "InvalidToken",
            400,
            "The provided token is malformed or otherwise invalid.",
            Source("boto/boto3#4268", 2024),
        ),
    ),
    "role gone": Failure(
        _BAD_TOKEN,
        "The role that these credentials were issued for no longer exists, and they died with it.",
        _BAD_KEY,
        details=_WHICH_KEY,
    ),
    "user gone": Failure(
        _BAD_TOKEN,
        "The user that these credentials were issued to no longer exists, and they died with the user.",
        _BAD_KEY,
        details=_WHICH_KEY,
    ),
    "expired": Failure(
        Words(
            "ExpiredToken",
            403,
            "The security token included in the request is expired",
            Source("pulumi/pulumi-aws#3866", 2024),
        ),
        "These credentials expired at {expired} UTC, and AWS has accepted nothing signed with them since. "
        "A client that has kept them must be given new ones.",
        Words("ExpiredToken", 400, "The provided token has expired.", S3_CODES),
        details=("Token-0",),
    ),
    "signature": Failure(
        Words(
            "SignatureDoesNotMatch",
            403,
            _MISMATCH + "Check your AWS Secret Access Key and signing method. "
            "Consult the service documentation for details.",
            SIGNING,
        ),
        "The request was signed with another secret access key, or it was changed after it was signed.",
        Words("SignatureDoesNotMatch", 403, _MISMATCH + "Check your key and signing method.", S3_CODES),
        details=(
            "AWSAccessKeyId",
            "StringToSign",
            "SignatureProvided",
            "StringToSignBytes",
            "CanonicalRequest",
            "CanonicalRequestBytes",
        ),
    ),
    "skewed": Failure(
        Words("SignatureDoesNotMatch", 403, "{message}", SIGNING),
        "The request was signed more than 15 minutes away from now, and a signature is good for no longer.",
        Words(
            "RequestTimeTooSkewed",
            403,
            "The difference between the request time and the current time is too large.",
            S3_CODES,
        ),
    ),
    "two signatures": Failure(
        Words(
            "InvalidArgument",
            400,
            "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, "
            "Signature query string parameter or the Authorization header should be specified",
            S3_CODES,
        ),
        "The request is signed more than once, and AWS does not choose between signatures.",
    ),
    "old header": Failure(
        Words(
            "InvalidRequest",
            400,
            "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.",
            S3_CODES,
        ),
        "The Authorization header uses Signature Version 2, which is no longer accepted.",
    ),
    "presigned": Failure(
        Words("IncompleteSignature", 400, "{message}", COMMON),
        "The presigned URL is not complete, so AWS cannot know who has signed it.",
        Words("AuthorizationQueryParametersError", 400, "{message}", Source("bryanjos/aws_auth#31", 2017)),
    ),
    "presigned too early": Failure(
        Words("AccessDenied", 403, "Request is not yet valid", Source("dmjio/s3-signer#16", 2019)),
        "The presigned URL was signed for a time that has not come yet.",
        details=("X-Amz-Date", "Expires", "ServerTime"),
    ),
    "presigned expired": Failure(
        Words("AccessDenied", 403, "Request has expired", Source("aws/aws-sdk-php#1333", 2017)),
        "The presigned URL was good until {Expires}, and that is over.",
        details=("X-Amz-Expires", "Expires", "ServerTime"),
    ),
    "no action": Failure(
        Words("", 302, "", RECORDED), "The request names no action, so AWS sends a browser to its home page."
    ),
    "malformed query": Failure(
        Words("MalformedQueryString", 404, "The query string contains a syntax error.", COMMON),
        "The parameters of the call cannot be read.",
    ),
    "unknown action": Failure(
        Words(
            "InvalidAction",
            400,
            "Could not find operation {action} for version {version}",
            Source("fog/fog-aws#368", 2017),
        ),
        "There is no operation called {action} in this version of {service}.",
    ),
    "malformed number": Failure(  # AWS says no more than the code
        Words("MalformedInput", 400, "", RECORDED), "{name} takes a whole number, and {value} is none."
    ),
    "no number": Failure(
        Words("MalformedInput", 400, "missing value for decimal type", RECORDED),
        "{name} takes a whole number, and there is none.",
    ),
    "invalid": Failure(
        Words("ValidationError", 400, "{message}", STS_RECORD),
        "A parameter is not what AWS asks for: {hint}.",
    ),
    "denied": Failure(
        Words(
            "AccessDenied",
            403,
            "User: {caller} is not authorized to perform: {action} on resource: {resource} {because}",
            DENIED,
        ),
        "{reason}",
        Words(
            "AccessDenied", 403, "User: {caller} is not authorized to perform: {action}{on} {because}", DENIED
        ),
    ),
    "denied across accounts": Failure(
        DENIED_PLAINLY, "{reason}", Words("AccessDenied", 403, "Access Denied", S3_CODES)
    ),
}
