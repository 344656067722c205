"""The operations of STS that the sandbox has, with the parameters that it takes."""

from lessons.aws.services.operation import Operation

_SESSION_POLICIES = {"Policy", "PolicyArns"}
_TAGS = {"Tags", "TransitiveTagKeys"}
_MFA = {"SerialNumber", "TokenCode"}
_ISSUED = "STS issued temporary credentials that live until {expires} UTC"

STS = {
    operation.name: operation
    for operation in (
        Operation(
            "AssumeRole",
            "sts:AssumeRole",
            frozenset(
                {"RoleArn", "RoleSessionName", "DurationSeconds", "ExternalId", "SourceIdentity"}
                | _SESSION_POLICIES
                | _TAGS
                | _MFA
            ),
            _ISSUED,
        ),
        Operation(
            "AssumeRoleWithWebIdentity",
            "sts:AssumeRoleWithWebIdentity",
            frozenset(
                {"RoleArn", "RoleSessionName", "DurationSeconds", "WebIdentityToken"} | _SESSION_POLICIES
            ),
            _ISSUED,
            unsigned=True,
        ),
        Operation(
            "GetSessionToken",
            "sts:GetSessionToken",
            frozenset({"DurationSeconds"} | _MFA),
            _ISSUED,
            open_to_all=True,
        ),
        Operation(
            "GetFederationToken",
            "sts:GetFederationToken",
            frozenset({"Name", "DurationSeconds", "Tags"} | _SESSION_POLICIES),
            _ISSUED,
        ),
        Operation(
            "GetCallerIdentity",
            "sts:GetCallerIdentity",
            frozenset(),
            "STS said whose credentials these are",
            open_to_all=True,
        ),
        Operation(
            "GetAccessKeyInfo",
            "sts:GetAccessKeyInfo",
            frozenset({"AccessKeyId"}),
            "STS said which account the key belongs to",
        ),
        Operation(
            "DecodeAuthorizationMessage",
            "sts:DecodeAuthorizationMessage",
            frozenset({"EncodedMessage"}),
            "STS decoded the message",
        ),
    )
}
