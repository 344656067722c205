"""How a call can end, and what a page says of it: one table for each thing that it says.

A kind is the policy type that refused the call, ALLOWED, OPEN (no permission is needed), or AWS's error code.
"""

from __future__ import annotations

from lessons.aws.access import BOUNDARY, IDENTITY, RCP, RESOURCE, SCP, SESSION, TRUST

__all__ = ["ALLOWED", "ENDED", "OPEN", "OTHER", "QUESTIONS", "TEACHES"]

ALLOWED, OPEN, OTHER = "allowed", "open", "other"

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
_PARAMETER = "It was not a policy that stopped this call, but one of its parameters."

# Why there is no ladder of policies to show.
ENDED = {
    OPEN: "No policy was asked, because nobody needs a permission for this call.",
    OTHER: "It was not a policy that stopped this call.",
    "ExpiredToken": _WHO,
    "IncompleteSignature": _WHO,
    "InvalidAccessKeyId": _WHO,
    "InvalidClientTokenId": _WHO,
    "MissingAuthenticationToken": _WHO,
    "RequestTimeTooSkewed": _WHO,
    "SignatureDoesNotMatch": _WHO,
    "InvalidAction": _WHAT,
    "MalformedQueryString": _WHAT,
    "InvalidParameterValue": _PARAMETER,
    "MalformedInput": _PARAMETER,
    "MalformedPolicyDocument": _PARAMETER,
    "PackedPolicyTooLarge": _PARAMETER,
    "ValidationError": _PARAMETER,
}

# Where this is taught: a lesson's slug, and the style that shows it best.
TEACHES = {
    ALLOWED: ("assuming-a-role", "steps"),
    OPEN: ("which-sts-call", "read"),
    TRUST: ("assuming-a-role", "read"),
    IDENTITY: ("assuming-a-role", "insights"),
    SESSION: ("which-sts-call", "insights"),
    "AccessDenied": ("assuming-a-role", "insights"),
    "ExpiredToken": ("assuming-a-role", "steps"),
    "InvalidAccessKeyId": ("assuming-a-role", "read"),
    "InvalidAction": ("which-sts-call", "insights"),
    "InvalidClientTokenId": ("assuming-a-role", "read"),
    "SignatureDoesNotMatch": ("assuming-a-role", "read"),
    "ValidationError": ("which-sts-call", "read"),
}
