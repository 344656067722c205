"""Amazon Resource Names: `arn:partition:service:region:account:resource`."""

import re
from typing import NamedTuple

PARTITION = "aws"
REGION = "us-east-1"
HTTPS = "https://"
BUCKETS = "arn:aws:s3:::"  # what the ARNs of all buckets begin with

_ROLE = re.compile(
    r"arn:aws:iam::(?P<account_id>\d{12}):role(?P<path>/|/[\x21-\x7e]+/)(?P<name>[\w+=,.@-]{1,64})"
)


class RoleArn(NamedTuple):
    """The parts of a role's ARN. `path` begins and ends with a slash."""

    account_id: str
    path: str
    name: str


def role_arn(account_id: str, path: str, name: str) -> str:
    """The ARN of an IAM role. `path` begins and ends with a slash."""
    return f"arn:aws:iam::{account_id}:role{path}{name}"


def user_arn(account_id: str, path: str, name: str) -> str:
    """The ARN of an IAM user. `path` begins and ends with a slash."""
    return f"arn:aws:iam::{account_id}:user{path}{name}"


def group_arn(account_id: str, path: str, name: str) -> str:
    """The ARN of an IAM group. `path` begins and ends with a slash."""
    return f"arn:aws:iam::{account_id}:group{path}{name}"


def policy_arn(account_id: str, path: str, name: str) -> str:
    """The ARN of a managed policy. Those of AWS itself belong to the account "aws"."""
    return f"arn:aws:iam::{account_id}:policy{path}{name}"


def federated_user_arn(account_id: str, name: str) -> str:
    """Who a session from GetFederationToken is. `name` is the Name of the call."""
    return f"arn:aws:sts::{account_id}:federated-user/{name}"


def mfa_arn(account_id: str, path: str, name: str) -> str:
    """The ARN of a virtual MFA device, which is its serial number too."""
    return f"arn:aws:iam::{account_id}:mfa{path}{name}"


def instance_profile_arn(account_id: str, path: str, name: str) -> str:
    """The ARN of an instance profile. `path` begins and ends with a slash."""
    return f"arn:aws:iam::{account_id}:instance-profile{path}{name}"


def provider_arn(account_id: str, url: str) -> str:
    """The ARN of an OpenID Connect provider, which has its URL without the scheme."""
    return f"arn:aws:iam::{account_id}:oidc-provider/{url.removeprefix(HTTPS)}"


def bucket_arn(bucket: str, key: str = "") -> str:
    """The ARN of a bucket, or of an object in it. S3's ARNs name neither region nor account."""
    return f"{BUCKETS}{bucket}/{key}" if key else f"{BUCKETS}{bucket}"


def read_role_arn(text: str) -> RoleArn | None:
    """The parts of a role's ARN, or None where it is not one."""
    match = _ROLE.fullmatch(text)
    return RoleArn(**match.groupdict()) if match else None
