"""What STS answers: roles, sessions and their tags, MFA, web identities."""

from lessons.aws.errors.common import DENIED_PLAINLY, UNSATISFIED
from lessons.aws.errors.failure import Failure, Words
from lessons.aws.errors.sources import COMMON, PACKED, STS_MODEL, STS_RECORD, Source

_UNTRUSTED = Source("aws-actions/configure-aws-credentials#961", 2023)

FAILURES = {
    "role arn": Failure(
        Words("ValidationError", 400, "{resource} is invalid", STS_RECORD),
        "This is not the ARN of a role: it looks like arn:aws:iam::123456789012:role/name.",
    ),
    "no role": Failure(
        DENIED_PLAINLY,
        "There is no such role; AWS says no more than that the call is not allowed, "
        "so that nobody can find out by guessing which roles exist.",
    ),
    "role denied": Failure(DENIED_PLAINLY, "{reason}"),
    "longer than role": Failure(
        Words(
            "ValidationError",
            400,
            "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
            Source("kreuzwerker/awsu#27", 2018),
        ),
        "{asked} seconds were asked for, but a session of this role may last {longest} seconds at most.",
    ),
    "longer than chain": Failure(
        Words(
            "ValidationError",
            400,
            "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role "
            "chaining.",
            Source("prowler-cloud/prowler#7721", 2025),
        ),
        "A role that is assumed with temporary credentials lasts one hour at most.",
    ),
    "session credentials": Failure(
        Words(
            "AccessDenied",
            403,
            "Cannot call {name} with session credentials",
            Source("aws/aws-sdk-net#1704", 2020),
        ),
        "These credentials are temporary, and {name} cannot be called with them.",
    ),
    "mfa incomplete": Failure(
        Words(
            "AccessDenied",
            403,
            "MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.",
            Source("boltops-tools/terraspace#224", 2022),
        ),
        "MFA needs both: which device it is, and the code that the device shows.",
    ),
    "mfa serial": Failure(
        Words(
            "AccessDenied",
            403,
            "MultiFactorAuthentication failed, unable to validate MFA code.  "
            "Please verify your MFA serial number is valid and associated with this user.",
            Source("aws/aws-cli#6325", 2021),
        ),
        "The caller has no MFA device with this serial number.",
    ),
    "mfa code": Failure(
        Words(
            "AccessDenied",
            403,
            "MultiFactorAuthentication failed with invalid MFA one time pass code. ",
            Source("aws/aws-cli#2279", 2020),
        ),
        "The device shows another code now, or this one was used before: each code counts once.",
    ),
    "source identity": Failure(
        Words(
            "ValidationError",
            400,
            "The source identity is already set for this assume role session",
            Source("mahitotsu/gekko_08, experiments/multi-hop-propagation/RESULTS.md", 2026),
        ),
        "The source identity is {known}, and it stays the same all along a chain of roles.",
    ),
    "duplicate tags": Failure(
        Words(
            "InvalidParameterValue",
            400,
            "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
            STS_RECORD,
        ),
        "Two of the session tags have the same key: the case of a key does not matter.",
    ),
    "reserved tag": Failure(
        Words(
            "InvalidParameterValue",
            400,
            "An invalid or out-of-range value was supplied for the input parameter.",
            COMMON,
        ),
        "A tag key that begins with aws: is for AWS alone, and {key} does.",
    ),
    "transitive tag": Failure(
        Words(
            "InvalidParameterValue",
            400,
            "The specified transitive tag key must be included in the requested tags.",
            STS_RECORD,
        ),
        "A tag can be handed on only if it is among the tags of this very call.",
    ),
    "inherited tag": Failure(
        Words(
            "InvalidParameterValue",
            400,
            "One of the specified transitive tag keys can't be set because it conflicts with a transitive "
            "tag key from the calling session.",
            STS_RECORD,
        ),
        "The calling session hands this tag on, and nobody further down the chain can change it.",
    ),
    "tags size": Failure(
        Words(
            "PackedPolicyTooLarge",
            400,
            "Packed size of session tags consumes {percent}% of allotted space.",
            Source("aws-actions/configure-aws-credentials#1898", 2026),
        ),
        "There is no room for so many and so long session tags.",
    ),
    "policy arns": Failure(
        UNSATISFIED,
        "A session takes up to {count} managed policies.",
    ),
    "policy arn": Failure(
        UNSATISFIED,
        "There is no managed policy {arn} in the account of the session, nor is it one of AWS's.",
    ),
    "encoded message": Failure(
        Words(
            "InvalidAuthorizationMessageException",
            400,
            "The error returned if the message passed to DecodeAuthorizationMessage was invalid.",
            STS_MODEL,
        ),
        "This is no message that AWS has encoded; nothing that the sandbox has answers with one.",
    ),
    "no such key": Failure(
        UNSATISFIED,
        "An access key id begins with AKIA or ASIA and has 20 characters, and {key} is none.",
    ),
    "web identity denied": Failure(
        Words("AccessDenied", 403, "Not authorized to perform {action}", _UNTRUSTED),
        "{reason}",
    ),
    "no role for web identity": Failure(
        Words("AccessDenied", 403, "Not authorized to perform sts:AssumeRoleWithWebIdentity", _UNTRUSTED),
        "There is no such role; AWS says no more than that the call is not allowed, "
        "so that nobody can find out by guessing which roles exist.",
    ),
    "no jwt": Failure(
        Words(
            "InvalidIdentityToken",
            400,
            "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)",
            Source("aws-observability/aws-rum-web, docs/cdn_troubleshooting.md", 2022),
        ),
        "A web identity token has three parts with dots between them, as the identity provider issued it.",
    ),
    "no provider": Failure(
        Words(
            "InvalidIdentityToken",
            400,
            "No OpenIDConnect provider found in your account for {issuer}",
            Source("mozilla-iam/mozilla-aws-cli#127", 2019),
        ),
        "The account of the role has not registered {issuer} as an identity provider.",
    ),
    "token signature": Failure(
        Words(
            "InvalidIdentityToken",
            400,
            "Couldn't retrieve verification key from your identity provider,  please reference "
            "AssumeRoleWithWebIdentity documentation for requirements",
            Source("aws/aws-cli#7194", 2022),
        ),
        "{issuer} has not signed this token, or it was changed since.",
    ),
    "audience": Failure(
        Words(
            "InvalidIdentityToken",
            400,
            "Incorrect token audience",
            Source("awslabs/amazon-eks-irsa-cfn#18", 2022),
        ),
        "The token was issued for another application than those that the account has registered.",
    ),
    "token expired": Failure(
        Words(
            "ExpiredTokenException",
            400,
            "Token expired: current date/time {now} must be before the expiration date/time{expires}",
            Source("awslabs/aws-orbit-workbench#771", 2021),
        ),
        "The token of the identity provider is too old; sign in with the provider again.",
    ),
    "session policy": Failure(
        Words("MalformedPolicyDocument", 400, "{message}", STS_MODEL),
        "The session policy is no policy that AWS could read.",
    ),
    "session policy size": Failure(
        Words(
            "PackedPolicyTooLarge",
            400,
            "Packed policy consumes {percent}% of allotted space, please use smaller policy.",
            PACKED,
        ),
        "A session policy has room for {limit} characters.",
    ),
}
