"""What AWS is documented to answer, case by case, as data.

The tests ask every case of the gateway, and the page on differences counts them: neither can say anything
that the other does not. A new case is a new row.
"""

from lessons.aws.cases import (
    account,
    assume_role,
    credentials,
    iam,
    organization,
    principals,
    s3,
    tags,
    user_sessions,
    web_identity,
)
from lessons.aws.cases.case import Answered, Case, Step
from lessons.aws.cases.world import WORLD

CASES: tuple[Case, ...] = (
    *assume_role.CASES,
    *tags.CASES,
    *user_sessions.CASES,
    *web_identity.CASES,
    *credentials.CASES,
    *s3.CASES,
    *principals.CASES,
    *organization.CASES,
    *iam.CASES,
    *account.CASES,
)

__all__ = ["CASES", "WORLD", "Answered", "Case", "Step"]
