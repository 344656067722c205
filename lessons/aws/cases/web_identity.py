"""Sign-in from elsewhere: calls that no AWS credentials sign."""

from typing import Any

from lessons.aws.cases.case import Answered, Case
from lessons.aws.cases.world import ELSEWHERE, LOGIN

WEB, SAML = "AssumeRoleWithWebIdentity", "AssumeRoleWithSAML"
_STUDENTS = "arn:aws:iam::{training}:role/students"
_PROVIDER = "arn:aws:iam::{training}:saml-provider/nobody"
_HOUR = 3600


def _web(asks: str, answer: Answered, token: str, **more: Any) -> Case:
    """With a token, written as whose, for which audience, from which provider."""
    given = {
        "RoleArn": _STUDENTS,
        "RoleSessionName": "session1",
        "WebIdentityToken": f"{{token:{token}}}",
    }
    return Case(WEB, asks, "sts", "assume_role_with_web_identity", answer, given, **more)


def _no_token(message: str) -> Answered:
    return Answered("InvalidIdentityToken", 400, message)


CASES = (
    _web(
        "The trust policy lets the subject in",
        Answered("", 200, "assumed-role/students/session1"),
        f"student-7:training-app:{LOGIN}",
    ),
    _web(
        "The trust policy does not let the subject in",
        Answered("AccessDenied", 403, "Not authorized to perform sts:AssumeRoleWithWebIdentity"),
        f"teacher-1:training-app:{LOGIN}",
    ),
    _web(
        "The account does not know the identity provider",
        _no_token(f"No OpenIDConnect provider found in your account for {ELSEWHERE}"),
        f"student-7:training-app:{ELSEWHERE}",
    ),
    _web(
        "The token is for another audience",
        _no_token("Incorrect token audience"),
        f"student-7:foreign-app:{LOGIN}",
    ),
    _web(
        "The token has expired",
        Answered("ExpiredTokenException", 400),
        f"student-7:training-app:{LOGIN}",
        skip=_HOUR + 1,
    ),
    Case(
        SAML,
        "The role does not trust the identity provider",
        "sts",
        "assume_role_with_saml",
        Answered("AccessDenied", 403, "Not authorized to perform sts:AssumeRoleWithSAML"),
        {"RoleArn": _STUDENTS, "PrincipalArn": _PROVIDER, "SAMLAssertion": "PHNhbWw+"},
        differs="The sandbox has no SAML providers, and does not offer this call.",
        instead=Answered("UnsupportedOperation", 400),
    ),
)
