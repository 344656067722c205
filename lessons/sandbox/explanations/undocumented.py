"""What AWS's documentation leaves open, and the sandbox had to choose. Each choice has its tests."""

from __future__ import annotations

__all__ = ["CHOICES"]

# What it is about, and what the sandbox does: that it does is shown in `tests/aws/`, of policies in
# `tests/aws/policies/test_undocumented.py`.
CHOICES = (
    (
        "A condition on a value that cannot be read",
        "A value that is no number, no date or no address equals none: NumericEquals does not hold, and "
        "NumericNotEquals does, as where the key is missing.",
    ),
    (
        "A variable that has no value and no default",
        "It fits nothing, but the rest of its statement counts: StringNotEquals and NotResource hold, and "
        "another value beside it may match. AWS says that the statement might become invalid.",
    ),
    (
        "Null with ForAllValues, ForAnyValue or IfExists",
        "It cannot be read. An Allow with it lets nobody in, and a Deny with it keeps everybody out.",
    ),
    (
        "A key with several values and a plain operator",
        "StringEquals holds where any of the values is as wanted, StringNotEquals where none is.",
    ),
    (
        "A bucket that lets in everybody, and a session policy that says nothing of it",
        "The session is let in, as if the bucket policy had named it.",
    ),
    (
        "NotPrincipal with a star, or a federated user",
        "A star spares nobody. A federated user is spared where it is named with the account and with the "
        "user who asked for the session.",
    ),
    (
        "An ARN that lacks parts",
        "It is completed in a boundary as in a policy of a user or role. In session policies, in those of an "
        "organization and in those of resources it stands as it is written.",
    ),
    (
        "A star that meets a colon",
        "It goes on, wherever it stands: arn:aws:s3:::reports/*q.csv is also reports/2026:1/q.csv. AWS says "
        "that only a star at the end of a part of an ARN does, and keys of S3 may hold colons.",
    ),
    (
        "A managed policy that limits a session, and changes",
        "A session that was given the policy's ARN goes by the new version from the next call on.",
    ),
    (
        "A call with two mistakes",
        "Credentials are checked first, then the parameters, the policies, and last what the call asks for.",
    ),
    (
        "A call that asks for several actions, as AssumeRole with tags",
        "Each is decided with all keys of the call: sts:SourceIdentity is there for sts:TagSession too. AWS "
        "lists which keys go with which action, and not whether the others are missing.",
    ),
    (
        "Which policy a refusal names, where several deny",
        "The first that was read. The ids of an organization in its ARN are made up.",
    ),
    (
        "The order of the policies that somebody has",
        "Those that are attached come as they were attached. All other lists of IAM are alphabetical.",
    ),
    (
        "A name in another case",
        "No two names differ in the case of their letters alone, as at AWS. A user is found only under the "
        "name as it was written.",
    ),
    ("The action *:*", "It is every action, as a star alone. An action of any service, as *:Get*, is none."),
)
