"""Whether the policy of a bucket is public, and what S3's Block Public Access does about it.

Amazon S3 User Guide, "Blocking public access to your Amazon S3 storage" with "The meaning of public".
"""

from collections.abc import Mapping
from types import MappingProxyType

from lessons.aws.policies.conditions import Condition
from lessons.aws.policies.policy import Policy, Statement, parse

SETTINGS = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")
# What every bucket begins with (since April 2023), and one whose owner has deleted it.
ALL_ON: Mapping[str, bool] = MappingProxyType(dict.fromkeys(SETTINGS, True))
NOT_SET: Mapping[str, bool] = MappingProxyType({})

_WIDEST = {4: 8, 6: 32}  # by version of IP: the shortest prefix of a network that is not everybody
_FIXING = frozenset(
    f"aws:{name}".lower()
    for name in (
        "PrincipalOrgID",
        "PrincipalOrgPaths",
        "PrincipalArn",
        "PrincipalAccount",
        "SourceArn",
        "SourceVpc",
        "SourceVpce",
        "SourceOwner",
        "SourceAccount",
        "userid",
    )
)
_FIXING_OPERATORS = ("StringEquals", "StringEqualsIgnoreCase", "StringLike", "ArnEquals", "ArnLike")
_WILD = ("*", "?", "${")


def is_public(policy: Policy) -> bool:
    """Whether a policy opens the bucket to everybody: an Allow that no condition holds to fixed values."""
    return any(
        statement.effect == "Allow" and _is_for_all(statement) and not any(map(_fixes, statement.conditions))
        for statement in policy.statements
    )


def outsiders_denied(account_id: str) -> Policy:
    """What RestrictPublicBuckets adds to a public policy: nobody outside of the account gets in.

    S3 documents it as an explicit deny in a resource-based policy.
    """
    outside = {"StringNotEquals": {"aws:PrincipalAccount": account_id}}
    statement = {"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*", "Condition": outside}
    return parse({"Version": "2012-10-17", "Statement": statement})


def _is_for_all(statement: Statement) -> bool:
    named = statement.principals
    return named is not None and named.names is not None and (named.negated or "*" in named.names)


def _fixes(condition: Condition) -> bool:
    """Whether a condition holds requests to fixed values. Where the key may be absent it does not."""
    if condition.if_exists or condition.qualifier == "ForAllValues" or not condition.expected:
        return False
    key, operator = condition.key.lower(), condition.operator.rpartition(":")[2]
    if key == "aws:sourceip" and operator == "IpAddress":
        return all(network.prefixlen >= _WIDEST[network.version] for network in condition.expected)
    fixed = not any(mark in value for value in condition.values for mark in _WILD)
    return key in _FIXING and operator in _FIXING_OPERATORS and fixed
