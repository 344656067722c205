"""What a client signs with, how long it lives, when it was last used. Frozen; UTC, durations in seconds."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from math import ceil
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a client signs with. Long-term keys have no session token."""

    access_key_id: str
    secret_access_key: str = field(repr=False)
    session_token: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Session:
    """Temporary credentials that STS issued: who they are, what limits them, and until when they live.

    They stand on a role (AssumeRole) or on a user (GetSessionToken, GetFederationToken), whose id binds them:
    a new role or user of the same name does not revive them. `assumed_role_id` is AWS's unique id of the
    caller, `session_policy` the JSON text that was passed, or None. Sessions are stored as `to_json` gives
    them: what is stored has to follow when a field changes.
    """

    access_key_id: str
    secret_access_key: str = field(repr=False)
    session_token: str = field(repr=False)
    account_id: str
    arn: str
    assumed_role_id: str
    issued_at: datetime
    expires_at: datetime
    issuer_access_key_id: str
    role_name: str = ""
    role_id: str = ""
    role_session_name: str = ""
    user_id: str = ""
    chained: bool = False
    session_policy: str | None = None
    policy_arns: tuple[str, ...] = ()
    tags: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    transitive_tag_keys: tuple[str, ...] = ()
    source_identity: str | None = None
    mfa_present: bool = False

    @property
    def kind(self) -> str:
        """What they were issued for: "role", "user" (GetSessionToken) or "federated"."""
        if self.role_name:
            return "role"
        return "federated" if ":federated-user/" in self.arn else "user"

    @property
    def credentials(self) -> Credentials:
        """The three parts a client needs."""
        return Credentials(self.access_key_id, self.secret_access_key, self.session_token)

    @property
    def lifetime_seconds(self) -> int:
        """How long the credentials were issued for."""
        return round((self.expires_at - self.issued_at).total_seconds())

    def seconds_left(self, now: datetime) -> int:
        """What they still have to live at `now`, 0 once they have expired."""
        return max(0, ceil((self.expires_at - now).total_seconds()))

    def expired(self, now: datetime) -> bool:
        """Whether the credentials are dead at `now`: they end at the very second of their Expiration."""
        return now >= self.expires_at

    def to_json(self) -> dict[str, Any]:
        """A JSON object, for storage: secrets included."""
        plain = {part.name: getattr(self, part.name) for part in fields(self)}
        times = {name: getattr(self, name).isoformat() for name in ("issued_at", "expires_at")}
        return plain | times | {"tags": dict(self.tags)}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Session":
        """The session that `to_json` gave, also after it was stored."""
        times = {name: datetime.fromisoformat(stored[name]) for name in ("issued_at", "expires_at")}
        tuples = {name: tuple(stored[name]) for name in ("policy_arns", "transitive_tag_keys")}
        return cls(**{**stored, **times, **tuples})


@dataclass(frozen=True, slots=True)
class Use:
    """When somebody last called a service (UTC), rightly signed, whether or not it was allowed."""

    service: str
    at: datetime


# The last use of each service, the newest first, by an access key id, by the ARN of a caller, or by the
# beginning of one that ends in a slash: all sessions of a role.
FindUses = Callable[[str], Sequence[Use]]
