"""What stands in an account: users, roles, managed policies, buckets and MFA devices, as frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from lessons.aws.credentials import Credentials
from lessons.aws.policies.access_request import NamedPolicies
from lessons.aws.policies.policy import Policy, parse


@dataclass(frozen=True, slots=True)
class AccessKey:
    """A user's long-term key. `created` is in ISO 8601, UTC."""

    id: str
    secret: str
    active: bool
    created: str


@dataclass(frozen=True, slots=True)
class ManagedPolicy:
    """A managed policy, of the account or of AWS. `text` is the document of its default version."""

    arn: str
    name: str
    text: str

    @property
    def policy(self) -> Policy:
        """The policy, ready to be evaluated."""
        return replace(parse(self.text), arn=self.arn)


@dataclass(frozen=True, slots=True)
class User:
    """An IAM user. `policies` are all that apply: inline, attached, and those of the user's groups.

    `boundary` is None where there is none.
    """

    account_id: str
    name: str
    id: str
    arn: str
    tags: Mapping[str, str]
    policies: NamedPolicies
    boundary: NamedPolicies | None
    access_keys: tuple[AccessKey, ...]

    @property
    def credentials(self) -> Credentials:
        """What the user signs with: the first access key."""
        return Credentials(self.access_keys[0].id, self.access_keys[0].secret)


@dataclass(frozen=True, slots=True)
class Role:
    """An IAM role. `max_session_seconds` is its MaxSessionDuration, `created` in ISO 8601, UTC."""

    account_id: str
    name: str
    id: str
    arn: str
    tags: Mapping[str, str]
    policies: NamedPolicies
    boundary: NamedPolicies | None
    trust: NamedPolicies
    max_session_seconds: int
    created: str


@dataclass(frozen=True, slots=True)
class Bucket:
    """An S3 bucket with the names of its objects.

    `public_access_block` has the settings of Block Public Access by AWS's names; none where it has none.
    """

    account_id: str
    name: str
    arn: str
    policy: NamedPolicies
    keys: frozenset[str]
    public_access_block: Mapping[str, bool]


@dataclass(frozen=True, slots=True)
class MfaDevice:
    """A virtual MFA device. `secret` is in base32; `last_step` is when its last code was used up.

    `user` is None while it is nobody's.
    """

    account_id: str
    serial: str
    user: str | None
    secret: str
    last_step: int

    def used_at(self, step: int) -> "MfaDevice":
        """The device once the code of a step is used up."""
        return replace(self, last_step=step)
