"""What an organization lets its members do: every level must allow, and any may deny.

After the AWS Organizations User Guide, "SCP evaluation".
"""

from lessons.aws.cases.case import Answered, Case

LEVELS = "Levels of an organization"
_DENIED = Answered("AccessDenied", 403)

CASES = (
    Case(LEVELS, "Every level allows it", "s3", "list_buckets", Answered("", 200), by="ivan"),
    Case(
        LEVELS, "The root and the account allow it, a unit does not", "iam", "list_users", _DENIED, by="ivan"
    ),
    Case(
        LEVELS,
        "Every level allows it, the account's denies it too",
        "sts",
        "get_federation_token",
        _DENIED,
        {"Name": "visitor"},
        by="ivan",
    ),
)
