"""Every way in which a call can fail: AWS's code, status and words, and one sentence for a student.

`{...}` is filled in from the facts given to `AwsError`. Where S3 answers in other words than STS and IAM, the
case has them under `s3`. Texts follow live answers of AWS.
"""

import re
from dataclasses import dataclass
from typing import NamedTuple
from xml.sax.saxutils import escape

from lessons.aws import budgets
from lessons.aws.policies.decision import Decision

NAMESPACES = {
    "sts": "https://sts.amazonaws.com/doc/2011-06-15/",
    "iam": "https://iam.amazonaws.com/doc/2010-05-08/",
    "fault": "http://webservices.amazon.com/AWSFault/2005-15-09",
}
FIRST_OF_SERVER = 500  # the first HTTP status that is the service's own fault
MANUAL = "https://aws.amazon.com/iam"  # where a call without an Action is sent
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Words(NamedTuple):
    """What AWS answers: its error code, the HTTP status, the message."""

    code: str
    status: int
    message: str


@dataclass(frozen=True, slots=True)
class Case:
    """One way to fail. `why` is for a student, `details` names the facts that S3 echoes as elements."""

    words: Words
    why: str
    s3: Words | None = None
    details: tuple[str, ...] = ()


_BAD_TOKEN = Words("InvalidClientTokenId", 403, "The security token included in the request is invalid.")
_BAD_KEY = Words(
    "InvalidAccessKeyId", 403, "The AWS Access Key Id you provided does not exist in our records."
)
_ROLE_DENIED = Words(
    "AccessDenied", 403, "User: {caller} is not authorized to perform: {action} on resource: {resource}"
)
_VALIDATION = Words("ValidationError", 400, "{message}")
_MISMATCH = "The request signature we calculated does not match the signature you provided. "
_UNSUPPORTED = Words(
    "UnsupportedOperation", 400, "The sandbox does not support {what}. It supports {supported}."
)

CASES = {
    "unsigned": Case(
        Words("MissingAuthenticationToken", 403, "Request is missing Authentication Token"),
        "The request carries no signature, so AWS cannot know who is asking.",
        Words("AccessDenied", 403, "Access Denied"),
    ),
    "incomplete": Case(
        Words("IncompleteSignature", 400, "{message}"),
        "The Authorization header is not complete, so AWS cannot know who is asking.",
        Words("AuthorizationHeaderMalformed", 400, "The authorization header is malformed; {message}"),
    ),
    "region": Case(
        Words("SignatureDoesNotMatch", 403, "Credential should be scoped to a valid region. "),
        "The request was signed for the region {given}, and the sandbox is in {region}.",
        Words(
            "AuthorizationHeaderMalformed",
            400,
            "The authorization header is malformed; the region '{given}' is wrong; expecting '{region}'",
        ),
        details=("Region",),
    ),
    "service": Case(
        Words("SignatureDoesNotMatch", 403, "Credential should be scoped to correct service: '{service}'. "),
        "The request was signed for the service {given}, but it went to {service}.",
        Words(
            "AuthorizationHeaderMalformed",
            400,
            'The authorization header is malformed; incorrect service "{given}". '
            'This endpoint belongs to "{service}".',
        ),
    ),
    "unknown key": Case(
        _BAD_TOKEN, "No such access key is known here, so AWS cannot tell who is asking.", _BAD_KEY
    ),
    "inactive key": Case(_BAD_TOKEN, "This access key has been switched off, so it opens nothing.", _BAD_KEY),
    "wrong token": Case(
        _BAD_TOKEN,
        "Temporary credentials have three parts that belong together, and the session token is missing "
        "or is not the one that was issued with this access key.",
        _BAD_KEY,
    ),
    "role gone": Case(
        _BAD_TOKEN,
        "The role that these credentials were issued for no longer exists, and they died with it.",
        _BAD_KEY,
    ),
    "user gone": Case(
        _BAD_TOKEN,
        "The user that these credentials were issued to no longer exists, and they died with the user.",
        _BAD_KEY,
    ),
    "expired": Case(
        Words("ExpiredToken", 403, "The security token included in the request is expired"),
        "These credentials expired at {expired} UTC, and AWS accepts nothing that is signed with them since.",
        Words("ExpiredToken", 400, "The provided token has expired."),
        details=("Token-0",),
    ),
    "signature": Case(
        Words(
            "SignatureDoesNotMatch",
            403,
            _MISMATCH + "Check your AWS Secret Access Key and signing method. "
            "Consult the service documentation for details.",
        ),
        "The request was signed with another secret access key, or it was changed after it was signed.",
        Words("SignatureDoesNotMatch", 403, _MISMATCH + "Check your key and signing method."),
    ),
    "skewed": Case(
        Words("SignatureDoesNotMatch", 403, "{message}"),
        "The request was signed more than 15 minutes away from now, and a signature is good for no longer.",
        Words(
            "RequestTimeTooSkewed",
            403,
            "The difference between the request time and the current time is too large.",
        ),
    ),
    "no content hash": Case(
        Words("InvalidRequest", 400, "Missing required header for this request: x-amz-content-sha256"),
        "S3 wants to be told the hash of the body, and the request does not tell it.",
    ),
    "two signatures": Case(
        Words(
            "InvalidArgument",
            400,
            "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, "
            "Signature query string parameter or the Authorization header should be specified",
        ),
        "The request is signed more than once, and AWS does not choose between signatures.",
    ),
    "old header": Case(
        Words(
            "InvalidRequest",
            400,
            "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.",
        ),
        "The Authorization header is of Signature Version 2, which is no longer taken.",
    ),
    "presigned": Case(
        Words("IncompleteSignature", 400, "{message}"),
        "The presigned URL is not complete, so AWS cannot know who has signed it.",
        Words("AuthorizationQueryParametersError", 400, "{message}"),
    ),
    "presigned before v4": Case(
        Words(
            "AccessDenied",
            403,
            "Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters",
        ),
        "The presigned URL is not complete, so AWS cannot know who has signed it.",
    ),
    "presigned date": Case(
        Words("AccessDenied", 403, "Invalid date (should be seconds since epoch): {given}"),
        "The presigned URL must say until when it is good, in seconds since 1970.",
    ),
    "presigned too early": Case(
        Words("AccessDenied", 403, "Request is not yet valid"),
        "The presigned URL was signed for a time that has not come yet.",
    ),
    "presigned expired": Case(
        Words("AccessDenied", 403, "Request has expired"),
        "The presigned URL was good until {Expires}, and that is over.",
        details=("X-Amz-Expires", "Expires", "ServerTime"),
    ),
    "body too large": Case(
        Words("RequestEntityTooLarge", 413, "Request Entity Too Large"),
        f"The sandbox reads {budgets.BODY['s3'] // budgets.KILOBYTE:,} kB of a request to S3, and "
        f"{budgets.BODY['sts'] // budgets.KILOBYTE} kB of one to STS or IAM.",
        Words("EntityTooLarge", 400, "Your proposed upload exceeds the maximum allowed size"),
    ),
    "throttled": Case(
        Words("Throttling", 400, "Rate exceeded"),
        "The calls came faster than the sandbox answers them. Call again in a second.",
        Words("SlowDown", 503, "Please reduce your request rate."),
    ),
    "embedded": Case(
        Words("AccessDenied", 403, "Access Denied"),
        "What is stored here never becomes a part of a page: no script, no style, no frame.",
    ),
    "unavailable": Case(
        Words("ServiceUnavailable", 503, "The request has failed due to a temporary failure of the server."),
        "The sandbox could not store the call, so it did nothing. Call again.",
        Words("SlowDown", 503, "Please reduce your request rate."),
    ),
    "internal failure": Case(
        Words(
            "InternalFailure",
            500,
            "The request processing has failed because of an unknown error, exception or failure.",
        ),
        "The sandbox itself failed, and did nothing. It is not your mistake.",
        Words("InternalError", 500, "We encountered an internal error. Please try again."),
    ),
    "incomplete body": Case(
        Words(
            "IncompleteBody",
            400,
            "You did not provide the number of bytes specified by the Content-Length HTTP header",
        ),
        "The body broke off before its end.",
    ),
    "checksum": Case(
        Words("BadDigest", 400, "The {name} you specified did not match {what}."),
        "The body is not the one that the checksum was made of: it was damaged on the way.",
    ),
    "content hash": Case(
        Words(
            "XAmzContentSHA256Mismatch",
            400,
            "The provided 'x-amz-content-sha256' header does not match what was computed.",
        ),
        "The body is not the one that was signed.",
    ),
    "no action": Case(
        Words("", 302, ""), "The request names no action, so AWS sends a browser to its home page."
    ),
    "malformed query": Case(
        Words("MalformedQueryString", 404, "The query string contains a syntax error."),
        "The parameters of the call cannot be read.",
    ),
    "unknown action": Case(
        Words("InvalidAction", 400, "Could not find operation {action} for version {version}"),
        "There is no operation called {action} in this version of {service}.",
    ),
    "unsupported": Case(_UNSUPPORTED, "AWS may know this, but the sandbox does not."),
    "malformed number": Case(
        Words("MalformedInput", 400, "{value} is not an integer"), "{name} takes a whole number."
    ),
    "invalid": Case(_VALIDATION, "A parameter is not what AWS asks for: {hint}."),
    "role arn": Case(
        Words("ValidationError", 400, "{resource} is invalid"),
        "This is not the ARN of a role: it looks like arn:aws:iam::123456789012:role/name.",
    ),
    "no role": Case(
        _ROLE_DENIED,
        "There is no such role; AWS says no more than that the call is not allowed, "
        "so that nobody can find out by guessing which roles exist.",
    ),
    "role denied": Case(_ROLE_DENIED, "{reason}"),
    "denied": Case(
        Words(
            "AccessDenied",
            403,
            "User: {caller} is not authorized to perform: {action} on resource: {resource} {because}",
        ),
        "{reason}",
        Words("AccessDenied", 403, "User: {caller} is not authorized to perform: {action}{on} {because}"),
    ),
    "denied across accounts": Case(_ROLE_DENIED, "{reason}", Words("AccessDenied", 403, "Access Denied")),
    "longer than role": Case(
        Words(
            "ValidationError",
            400,
            "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
        ),
        "{asked} seconds were asked for, but a session of this role may last {longest} seconds at most.",
    ),
    "longer than chain": Case(
        Words(
            "ValidationError",
            400,
            "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role "
            "chaining.",
        ),
        "A role that is assumed with another role's credentials lasts one hour at most.",
    ),
    "session credentials": Case(
        Words("AccessDenied", 403, "Cannot call {name} with session credentials"),
        "These credentials are temporary, and {name} takes only those that may still call it.",
    ),
    "no iam": Case(
        Words("InvalidClientTokenId", 403, "The security token included in the request is invalid"),
        "These temporary credentials of a user were issued without MFA, and IAM takes them only with it.",
    ),
    "no iam for federated": Case(
        Words("InvalidClientTokenId", 403, "The security token included in the request is invalid"),
        "IAM takes no credentials from GetFederationToken, whatever their policies say.",
    ),
    "mfa incomplete": Case(
        Words(
            "AccessDenied",
            403,
            "MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.",
        ),
        "MFA needs both: which device it is, and the code that the device shows.",
    ),
    "mfa serial": Case(
        Words(
            "AccessDenied",
            403,
            "MultiFactorAuthentication failed, unable to validate MFA code.  "
            "Please verify your MFA serial number is valid and associated with this user.",
        ),
        "The caller has no MFA device with this serial number.",
    ),
    "mfa code": Case(
        Words("AccessDenied", 403, "MultiFactorAuthentication failed with invalid MFA one time pass code. "),
        "The device shows another code now, or this one was used before: each code counts once.",
    ),
    "source identity": Case(
        Words(
            "ValidationError",
            400,
            "The source identity is already set for this assume role session",
        ),
        "The source identity is {known}, and it stays the same all along a chain of roles.",
    ),
    "duplicate tags": Case(
        Words(
            "InvalidParameterValue",
            400,
            "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
        ),
        "Two of the session tags have the same key: the case of a key does not matter.",
    ),
    "reserved tag": Case(
        Words("InvalidParameterValue", 400, "Tag keys that begin with aws: are reserved: {key}"),
        "A tag key that begins with aws: is for AWS alone.",
    ),
    "transitive tag": Case(
        Words(
            "InvalidParameterValue",
            400,
            "The specified transitive tag key must be included in the requested tags.",
        ),
        "A tag can be handed on only if it is among the tags of this very call.",
    ),
    "inherited tag": Case(
        Words(
            "InvalidParameterValue",
            400,
            "One of the specified transitive tag keys can't be set because it conflicts with a transitive "
            "tag key from the calling session.",
        ),
        "The calling session hands this tag on, and nobody further down the chain can change it.",
    ),
    "tags size": Case(
        Words(
            "PackedPolicyTooLarge", 400, "Packed size of session tags consumes {percent}% of allotted space."
        ),
        "There is no room for so many and so long session tags.",
    ),
    "policy arns": Case(
        Words("ValidationError", 400, "A session takes up to {count} managed policies."),
        "A session takes up to {count} managed policies.",
    ),
    "policy arn": Case(
        Words("ValidationError", 400, "{arn} is invalid"),
        "There is no managed policy with this ARN in the account of the session, nor is it one of AWS's.",
    ),
    "encoded message": Case(
        Words("InvalidAuthorizationMessageException", 400, "Message is not valid"),
        "This is no message that AWS has encoded; nothing that the sandbox has answers with one.",
    ),
    "no such key": Case(
        Words("ValidationError", 400, "{key} is no access key ID"),
        "An access key id begins with AKIA or ASIA and has 20 characters.",
    ),
    "web identity denied": Case(
        Words("AccessDenied", 403, "Not authorized to perform {action}"),
        "{reason}",
    ),
    "no role for web identity": Case(
        Words("AccessDenied", 403, "Not authorized to perform sts:AssumeRoleWithWebIdentity"),
        "There is no such role; AWS says no more than that the call is not allowed, "
        "so that nobody can find out by guessing which roles exist.",
    ),
    "no jwt": Case(
        Words("InvalidIdentityToken", 400, "The ID Token provided is not a valid JWT."),
        "A web identity token has three parts with dots between them, as the identity provider issued it.",
    ),
    "no provider": Case(
        Words("InvalidIdentityToken", 400, "No OpenIDConnect provider found in your account for {issuer}"),
        "The account of the role has not registered {issuer} as an identity provider.",
    ),
    "token signature": Case(
        Words("InvalidIdentityToken", 400, "The signature of the web identity token is invalid."),
        "{issuer} has not signed this token, or it was changed since.",
    ),
    "audience": Case(
        Words("InvalidIdentityToken", 400, "Incorrect token audience"),
        "The token was issued for another application than those that the account has registered.",
    ),
    "token expired": Case(
        Words(
            "ExpiredTokenException",
            400,
            "Token expired: current date/time {now} must be before the expiration date/time {expires}",
        ),
        "The token of the identity provider is too old; sign in with the provider again.",
    ),
    "session policy": Case(
        Words("MalformedPolicyDocument", 400, "{message}"),
        "The session policy is no policy that AWS could read.",
    ),
    "session policy size": Case(
        Words(
            "PackedPolicyTooLarge",
            400,
            "Packed policy consumes {percent}% of allotted space, please use smaller policy.",
        ),
        "A session policy has room for {limit} characters.",
    ),
    "not executed": Case(
        Words("InvalidRequest", 400, "The sandbox could not make sense of this request."),
        "Something in this call is of a form that the sandbox could not make sense of.",
    ),
    "marker": Case(
        Words("ValidationError", 400, "Invalid Marker."),
        "A marker comes from the answer before, and {marker} does not.",
    ),
    "no entity": Case(
        Words("NoSuchEntity", 404, "The {kind} with name {name} cannot be found."),
        "There is no {kind} called {name} in this account.",
    ),
    "no access key": Case(
        Words("NoSuchEntity", 404, "The Access Key with id {key} cannot be found."),
        "The user has no access key {key}.",
    ),
    "no member": Case(
        Words("NoSuchEntity", 404, "User {user} is not in group {group}."),
        "The group {group} does not have {user} among its users.",
    ),
    "no managed policy": Case(
        Words("NoSuchEntity", 404, "Policy {arn} does not exist or is not attachable."),
        "There is no managed policy with this ARN. Of those of AWS the sandbox has a few.",
    ),
    "policy not found": Case(
        Words("NoSuchEntity", 404, "Policy {arn} was not found."),
        "This managed policy is not attached there.",
    ),
    "no version": Case(
        Words("NoSuchEntity", 404, "Policy {arn} version {version} does not exist or is not attachable."),
        "The managed policy has no version {version}.",
    ),
    "foreign policy": Case(
        Words("AccessDenied", 403, "Policy is outside your own account."),
        "A managed policy can be changed by its own account only, and those of AWS by nobody else.",
    ),
    "entity exists": Case(
        Words("EntityAlreadyExists", 409, "{kind} with name {name} already exists."),
        "There is one of this name already; names differ by more than upper and lower case.",
    ),
    "policy exists": Case(
        Words(
            "EntityAlreadyExists",
            409,
            "A policy called {name} already exists. Duplicate names are not allowed.",
        ),
        "The account has a managed policy of this name already.",
    ),
    "delete conflict": Case(
        Words("DeleteConflict", 409, "Cannot delete entity, must {first} first."),
        "IAM deletes nothing that something else still hangs on.",
    ),
    "policy attached": Case(
        Words("DeleteConflict", 409, "Cannot delete a policy attached to entities."),
        "Somebody still has this policy, attached or as a permissions boundary.",
    ),
    "policy versions": Case(
        Words(
            "DeleteConflict",
            409,
            "This policy has more than one version. Before you delete a policy, you must delete the policy's "
            "versions. The default version is deleted with the policy.",
        ),
        "All versions but the default one have to be deleted first.",
    ),
    "quota": Case(
        Words("LimitExceeded", 409, "Cannot exceed quota for {quota}: {limit}"),
        "There is room for {limit}, and so many there are.",
    ),
    "policy size": Case(
        Words("LimitExceeded", 409, "Cannot exceed quota for {quota}: {limit}"),
        "A policy of this kind has {limit} characters at most, white space aside.",
    ),
    "inline size": Case(
        Words("LimitExceeded", 409, "Maximum policy size of {limit} bytes exceeded for {kind} {name}"),
        "The inline policies of a {kind} have {limit} characters together at most, white space aside.",
    ),
    "trust policy": Case(
        Words("MalformedPolicyDocument", 400, "{message}"),
        "A trust policy says who may assume the role, and nothing else.",
    ),
    "principal": Case(
        Words("MalformedPolicyDocument", 400, 'Invalid principal in policy: "AWS":"{principal}"'),
        "The policy names somebody who does not exist, and AWS saves no such policy.",
        Words("MalformedPolicy", 400, "Invalid principal in policy"),
    ),
    "no user name": Case(
        Words("ValidationError", 400, "Must specify userName when calling with non-User credentials"),
        "Without a user's name the call is about the caller, and this caller is no user.",
    ),
    "no bucket": Case(
        Words("NoSuchBucket", 404, "The specified bucket does not exist"),
        "There is no bucket called {BucketName}.",
        details=("BucketName",),
    ),
    "no key": Case(
        Words("NoSuchKey", 404, "The specified key does not exist."),
        "The bucket has no object called {Key}.",
        details=("Key",),
    ),
    "bucket name": Case(
        Words("InvalidBucketName", 400, "The specified bucket is not valid."),
        "A bucket's name has 3 to 63 small letters, digits, dots and hyphens, and is no IP address.",
        details=("BucketName",),
    ),
    "bucket taken": Case(
        Words(
            "BucketAlreadyExists",
            409,
            "The requested bucket name is not available. The bucket namespace is shared by all users of the "
            "system. Please select a different name and try again.",
        ),
        "Another account has a bucket of this name, and a name is given only once.",
        details=("BucketName",),
    ),
    "location": Case(
        Words("InvalidLocationConstraint", 400, "The specified location-constraint is not valid"),
        "The sandbox is in us-east-1 alone, and there no location is named.",
    ),
    "too many buckets": Case(
        Words("TooManyBuckets", 400, "You have attempted to create more buckets than allowed"),
        "The sandbox keeps up to {limit} buckets.",
    ),
    "no bucket policy": Case(
        Words("NoSuchBucketPolicy", 404, "The bucket policy does not exist"),
        "Nobody has given this bucket a policy.",
        details=("BucketName",),
    ),
    "bucket policy": Case(
        Words("MalformedPolicy", 400, "{message}"), "S3 does not store this policy. {hint}"
    ),
    "not the owner": Case(
        Words("MethodNotAllowed", 405, "The specified method is not allowed against this resource."),
        "Only the account that owns a bucket sees and changes its policy.",
        details=("Method",),
    ),
    "no lists": Case(
        Words("AccessControlListNotSupported", 400, "The bucket does not allow ACLs"),
        "Buckets have no access control lists unless their owner asks for them: policies say who may what.",
    ),
    "no upload": Case(
        Words(
            "NoSuchUpload",
            404,
            "The specified upload does not exist. The upload ID may be invalid, or the upload may have been "
            "aborted or completed.",
        ),
        "No upload of this object with this id has begun.",
        details=("UploadId",),
    ),
    "part number": Case(
        Words("InvalidArgument", 400, "Part number must be an integer between 1 and 10000, inclusive"),
        "The parts of an upload are counted from 1.",
        details=("ArgumentName", "ArgumentValue"),
    ),
    "response header": Case(
        Words("InvalidArgument", 400, "Header value cannot be represented using ISO-8859-1."),
        "HTTP's headers are in Latin letters (ISO 8859-1). A file's name in other letters is written as "
        "filename*=UTF-8''….",
        details=("ArgumentName", "ArgumentValue"),
    ),
    "copy source": Case(
        Words(
            "InvalidArgument",
            400,
            "Copy Source must mention the source bucket and key: sourcebucket/sourcekey",
        ),
        "What is copied is named as bucket/key, and the sandbox keeps no versions.",
    ),
    "malformed xml": Case(
        Words(
            "MalformedXML",
            400,
            "The XML you provided was not well-formed or did not validate against our published schema",
        ),
        "The body of the call is not the XML that S3 asks for.",
    ),
    "too large": Case(
        Words("EntityTooLarge", 400, "Your proposed upload exceeds the maximum allowed size"),
        "The sandbox keeps objects of up to {MaxSizeAllowed} bytes.",
        details=("ProposedSize", "MaxSizeAllowed"),
    ),
    "key too long": Case(
        Words("KeyTooLongError", 400, "Your key is too long"),
        "An object's key has {MaxSizeAllowed} bytes at most, and this one has {Size}.",
        details=("Size", "MaxSizeAllowed"),
    ),
    "metadata": Case(
        Words("MetadataTooLarge", 400, "Your metadata headers exceed the maximum allowed metadata size"),
        "The x-amz-meta- headers of an object have {MaxSizeAllowed} bytes at most, and these have {Size}.",
        details=("Size", "MaxSizeAllowed"),
    ),
    "world full": Case(
        Words("LimitExceeded", 409, "Cannot exceed quota for BytesPerSandbox: {MaxSizeAllowed}"),
        "The sandbox is full: all that is in its accounts has room for {MaxSizeAllowed} bytes, and with this "
        "it would have {ProposedSize}. Delete something first.",
        Words("EntityTooLarge", 400, "Your proposed upload exceeds the maximum allowed size"),
        details=("ProposedSize", "MaxSizeAllowed"),
    ),
    "sessions": Case(
        Words("LimitExceeded", 409, f"Cannot exceed quota for SessionsPerSandbox: {budgets.SESSIONS}"),
        f"The sandbox keeps credentials for as long as they live, and has room for {budgets.SESSIONS:,} of "
        "them beside its newest calls. Put its clock ahead, so that some expire, or start over.",
    ),
    "too many": Case(
        Words("TooManyObjects", 400, "The sandbox keeps up to {limit} objects. Delete some first."),
        "The sandbox is full: it keeps up to {limit} objects.",
    ),
}


class AwsError(Exception):
    """A call that AWS answers with an error. `facts` fill in the words of the case."""

    def __init__(self, case: str, service: str, **facts: object) -> None:
        self.case, self.service, self.facts = CASES[case], service, {"service": service, **facts}
        words = self.case.s3 if service == "s3" and self.case.s3 else self.case.words
        self.code, self.status = words.code, words.status
        self.message = words.message.format_map(self.facts)
        self.why = self.case.why.format_map(self.facts)
        self.decision: Decision | None = None  # what `evaluate` said, where that is why
        super().__init__(f"{self.code}: {self.message}")

    def body(self, request_id: str, host_id: str) -> bytes:
        """The error as XML, in the service's own format."""
        return _s3(self, request_id, host_id) if self.service == "s3" else _query(self, request_id)


def _element(name: str, text: object) -> str:
    return f"<{name}>{escape(_NOT_XML.sub('', str(text)))}</{name}>"


def _query(error: AwsError, request_id: str) -> bytes:
    namespace = NAMESPACES["fault" if error.code == "InvalidAction" else error.service]
    whose = "Receiver" if error.status >= FIRST_OF_SERVER else "Sender"
    inner = "".join(
        f"    {_element(name, text)}\n"
        for name, text in (("Type", whose), ("Code", error.code), ("Message", error.message))
    )
    return (
        f'<ErrorResponse xmlns="{namespace}">\n  <Error>\n{inner}  </Error>\n'
        f"  {_element('RequestId', request_id)}\n</ErrorResponse>\n"
    ).encode()


def _s3(error: AwsError, request_id: str, host_id: str) -> bytes:
    parts = (
        ("Code", error.code),
        ("Message", error.message),
        *((name, error.facts[name]) for name in error.case.details if name in error.facts),
        ("RequestId", request_id),
        ("HostId", host_id),
    )
    inner = "".join(_element(name, text) for name, text in parts)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<Error>{inner}</Error>'.encode()
