"""How a call can end, and what a page says of it: one table for each thing that it says.

A kind is the policy type that refused the call, ALLOWED, OPEN (no permission is needed), or AWS's error code.
"""

from __future__ import annotations

from lessons.aws.policies.access_request import BOUNDARY, IDENTITY, RCP, RESOURCE, SCP, SESSION, TRUST

__all__ = ["ALLOWED", "CONDITION", "ENDED", "MISTAKES", "OPEN", "OTHER", "QUESTIONS", "TEACHES"]

ALLOWED, CONDITION, OPEN, OTHER = "allowed", "condition", "open", "other"

# What a policy type is asked, for somebody who meets its name for the first time.
QUESTIONS = {
    RCP: "Does the organization let this resource be used so?",
    SCP: "Does the organization let the caller's account do this?",
    TRUST: "Does the role let this caller in?",
    RESOURCE: "What does the resource's own policy say?",
    IDENTITY: "Do the caller's own policies allow it?",
    BOUNDARY: "Is it within the caller's boundary?",
    SESSION: "Is it within what the session was given?",
}

_WHO = "No policy was read. AWS first asks who is calling, and the call ended there."
_WHAT = "No policy was read. AWS could not tell what it was asked to do."
_SIZE = "It was not a policy that stopped this call, but its size: the sandbox has only so much room."
_PARAMETER = "It was not a policy that stopped this call, but one of its parameters."

# Why there is no ladder of policies to show.
ENDED = {
    OPEN: "No policy was asked, because nobody needs a permission for this call.",
    OTHER: "It was not a policy that stopped this call.",
    "ExpiredToken": _WHO,
    "IncompleteSignature": _WHO,
    "InvalidAccessKeyId": _WHO,
    "InvalidClientTokenId": _WHO,
    "InvalidToken": _WHO,
    "MissingAuthenticationToken": _WHO,
    "RequestTimeTooSkewed": _WHO,
    "SignatureDoesNotMatch": _WHO,
    "InvalidAction": _WHAT,
    "MalformedQueryString": _WHAT,
    "EntityTooLarge": _SIZE,
    "KeyTooLongError": _SIZE,
    "LimitExceeded": _SIZE,
    "MetadataTooLarge": _SIZE,
    "RequestEntityTooLarge": _SIZE,
    "TooManyBuckets": _SIZE,
    "TooManyObjects": _SIZE,
    "InvalidParameterValue": _PARAMETER,
    "MalformedInput": _PARAMETER,
    "MalformedPolicyDocument": _PARAMETER,
    "PackedPolicyTooLarge": _PARAMETER,
    "ValidationError": _PARAMETER,
}

# Where this is taught: a lesson's slug, and the style that shows it best. Beside the kinds there are the
# condition keys that can decide, without the name of a tag or a provider; CONDITION stands for all others.
TEACHES = {
    ALLOWED: ("assuming-a-role", "steps"),
    OPEN: ("who-am-i", "read"),
    RCP: ("developers-and-dbas", "read"),
    SCP: ("developers-and-dbas", "read"),
    TRUST: ("two-keys-one-door", "steps"),
    RESOURCE: ("across-accounts", "steps"),
    IDENTITY: ("two-keys-one-door", "read"),
    BOUNDARY: ("developers-and-dbas", "steps"),
    SESSION: ("session-policies", "steps"),
    CONDITION: ("conditions-and-mfa", "read"),
    "aws:CurrentTime": ("auditors-day", "read"),
    "aws:MultiFactorAuthPresent": ("conditions-and-mfa", "steps"),
    "aws:PrincipalTag": ("auditors-day", "read"),
    "aws:RequestTag": ("auditors-day", "steps"),
    "aws:TokenIssueTime": ("ending-a-session", "steps"),
    "iam:PermissionsBoundary": ("developers-and-dbas", "steps"),
    "sts:ExternalId": ("confused-deputy", "steps"),
    "sts:SourceIdentity": ("auditors-day", "steps"),
    ":aud": ("web-identity", "read"),
    ":sub": ("web-identity", "steps"),
    "AccessDenied": ("assuming-a-role", "insights"),
    "ExpiredToken": ("ending-a-session", "read"),
    "ExpiredTokenException": ("web-identity", "read"),
    "InvalidAccessKeyId": ("what-comes-back", "steps"),
    "InvalidAction": ("which-sts-call", "insights"),
    "InvalidClientTokenId": ("what-comes-back", "steps"),
    "InvalidToken": ("what-comes-back", "read"),
    "InvalidIdentityToken": ("web-identity", "steps"),
    "InvalidParameterValue": ("auditors-day", "insights"),
    "trust document": ("two-keys-one-door", "read"),
    "session document": ("session-policies", "read"),
    "PackedPolicyTooLarge": ("session-policies", "read"),
    "SignatureDoesNotMatch": ("what-comes-back", "read"),
    "DurationSeconds": ("how-long", "read"),
    "RoleArn": ("assuming-a-role", "read"),
    "SourceIdentity": ("auditors-day", "read"),
}

# An error that many mistakes share: its code, a word of its operation or text in small letters, and the kind.
MISTAKES = (
    ("ValidationError", "durationseconds", "DurationSeconds"),
    ("ValidationError", "source identity", "SourceIdentity"),
    ("ValidationError", "sourceidentity", "SourceIdentity"),
    ("ValidationError", "rolearn", "RoleArn"),
    ("ValidationError", "rolesessionname", "RoleArn"),
    ("ValidationError", " is invalid", "RoleArn"),
    ("MalformedPolicyDocument", "updateassumerolepolicy", "trust document"),
    ("MalformedPolicyDocument", "createrole", "trust document"),
    ("MalformedPolicyDocument", "assumerole", "session document"),
    ("MalformedPolicyDocument", "getfederationtoken", "session document"),
)
