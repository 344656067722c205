"""The values that pass through the gateway. All frozen; times are UTC datetimes, durations seconds."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from math import ceil
from types import MappingProxyType
from typing import Any

from lessons.aws.policies.decision import Decision

# A world is one JSON object; `lessons.aws.world` says what is in it. It is never changed in place.
WorldDocument = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request as it was signed: the full URL, every header, the body as bytes.

    `mount` is the path under which the endpoint is reached ("" for AWS's own hosts, "/aws" for the wire).
    `headers_by_name` has the headers by their names in lower case.
    """

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes = b""
    source_ip: str = "127.0.0.1"
    mount: str = ""
    headers_by_name: Mapping[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_name = {name.lower(): value for name, value in self.headers.items()}
        object.__setattr__(self, "headers_by_name", by_name)

    def header(self, name: str, default: str = "") -> str:
        """The value of a header, whatever the case of its name."""
        return self.headers_by_name.get(name.lower(), default)


@dataclass(frozen=True, slots=True)
class Response:
    """One HTTP response, exactly the bytes AWS would answer."""

    status: int
    headers: Mapping[str, str]
    body: bytes


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


@dataclass(frozen=True, slots=True)
class Call:
    """One call as it is stored: what was asked, by whom, and what came of it. Holds no secret and no token.

    `operation` and what follows from it are "" when the request could not be understood.
    `explanation` is one plain sentence for a student, for a success too.
    """

    service: str = ""
    operation: str = ""
    action: str = ""
    resource: str = ""
    caller_arn: str = ""
    access_key_id: str = ""
    parameters: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    source_ip: str = ""
    user_agent: str = ""
    status: int = 0
    error_code: str = ""
    error_message: str = ""
    request_id: str = ""
    decision: Decision | None = None
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one request led to. `world` is set when the call changed it, `issued` when STS issued one.

    `proven` tells whether it came from somebody known here: the holder of a key, or of a provider's token.
    """

    response: Response
    call: Call
    proven: bool
    world: dict[str, Any] | None = None
    issued: Session | None = None
