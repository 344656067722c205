"""What every service may answer: who is asking, what is asked, and whether it is allowed."""

from lessons.aws.errors.failure import Failure, Words
from lessons.aws.errors.sources import COMMON, DENIED, RECORDED, S3_CODES, SIGNING

DENIED_PLAINLY = Words(
    "AccessDenied",
    403,
    "User: {caller} is not authorized to perform: {action} on resource: {resource}",
    RECORDED,
)
_BAD_TOKEN = Words(
    "InvalidClientTokenId", 403, "The security token included in the request is invalid.", RECORDED
)
_BAD_KEY = Words(
    "InvalidAccessKeyId", 403, "The AWS Access Key Id you provided does not exist in our records.", S3_CODES
)
_MISMATCH = "The request signature we calculated does not match the signature you provided. "

FAILURES = {
    "unsigned": Failure(
        Words("MissingAuthenticationToken", 403, "Request is missing Authentication Token", COMMON),
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
        _BAD_TOKEN, "No such access key is known here, so AWS cannot tell who is asking.", _BAD_KEY
    ),
    "inactive key": Failure(
        _BAD_TOKEN, "This access key has been switched off, so it opens nothing.", _BAD_KEY
    ),
    "wrong token": Failure(
        _BAD_TOKEN,
        "Temporary credentials have three parts that belong together, and the session token is missing "
        "or is not the one that was issued with this access key.",
        _BAD_KEY,
    ),
    "role gone": Failure(
        _BAD_TOKEN,
        "The role that these credentials were issued for no longer exists, and they died with it.",
        _BAD_KEY,
    ),
    "user gone": Failure(
        _BAD_TOKEN,
        "The user that these credentials were issued to no longer exists, and they died with the user.",
        _BAD_KEY,
    ),
    "expired": Failure(
        Words("ExpiredToken", 403, "The security token included in the request is expired", RECORDED),
        "These credentials expired at {expired} UTC, and AWS accepts nothing that is signed with them since.",
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
        "The Authorization header is of Signature Version 2, which is no longer taken.",
    ),
    "presigned": Failure(
        Words("IncompleteSignature", 400, "{message}", COMMON),
        "The presigned URL is not complete, so AWS cannot know who has signed it.",
        Words("AuthorizationQueryParametersError", 400, "{message}", RECORDED),
    ),
    "presigned too early": Failure(
        Words("AccessDenied", 403, "Request is not yet valid", RECORDED),
        "The presigned URL was signed for a time that has not come yet.",
    ),
    "presigned expired": Failure(
        Words("AccessDenied", 403, "Request has expired", RECORDED),
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
        Words("InvalidAction", 400, "Could not find operation {action} for version {version}", RECORDED),
        "There is no operation called {action} in this version of {service}.",
    ),
    "malformed number": Failure(
        Words("MalformedInput", 400, "{value} is not an integer", RECORDED), "{name} takes a whole number."
    ),
    "invalid": Failure(
        Words("ValidationError", 400, "{message}", COMMON), "A parameter is not what AWS asks for: {hint}."
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
