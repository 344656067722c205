"""Actions as IAM takes them: a service, one colon, and a name that it does not look into."""

import re

_VENDOR = re.compile(r"[a-zA-Z0-9.-]+")
_NAME = re.compile(r"[\w*?-]+")

# What a trust policy may allow (the User Guide names the first three; the others go with them).
OF_TRUST = tuple(
    f"sts:{name}"
    for name in (
        "AssumeRole",
        "AssumeRoleWithSAML",
        "AssumeRoleWithWebIdentity",
        "DecodeAuthorizationMessage",
        "GetAccessKeyInfo",
        "GetCallerIdentity",
        "GetFederationToken",
        "GetServiceBearerToken",
        "GetSessionToken",
        "SetSourceIdentity",
        "TagSession",
    )
)


def mistake_in(action: str) -> str:
    """What IAM says of an action that it does not take (recorded in moto's tests); "" for any other.

    It takes no wildcard for the service either, unless the whole action is "*".
    """
    vendor, *names = action.split(":")
    if not names and action != "*":
        return "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."
    if len(names) > 1:
        return "Actions/Condition can contain only one colon."
    return "" if action == "*" or _VENDOR.fullmatch(vendor) else f"Vendor {vendor} is not valid"


def is_name(action: str) -> bool:
    """Whether anything could be called so. IAM saves a name with blanks too, and it matches nothing."""
    return action == "*" or bool(_NAME.fullmatch(action.partition(":")[2]))
