"""What a decision is about: who asks, for what, and the policies that apply. Frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from types import MappingProxyType
from typing import Any, NamedTuple

from lessons.aws.policies.policy import Policy

RCP = "resource control policy"
SCP = "service control policy"
TRUST = "trust policy"
RESOURCE = "resource-based policy"
IDENTITY = "identity-based policy"
BOUNDARY = "permissions boundary"
SESSION = "session policy"

# The types whose statements say whom they are about.
WITH_PRINCIPAL = frozenset({RCP, TRUST, RESOURCE})

# The types in which AWS completes an ARN. A boundary is a managed policy, which is a policy of identities.
COMPLETED = frozenset({IDENTITY, BOUNDARY})


@dataclass(frozen=True, slots=True)
class Principal:
    """Who asks: a user, a session, or somebody whom an identity provider vouches for.

    `issuer_arn` is what a session stands on, its "session issuer": the role (path included) or the user that
    federated somebody. `provider` tells that `arn` is an identity provider's: a web identity.
    """

    arn: str
    account_id: str
    name: str
    issuer_arn: str | None = None
    provider: bool = False

    @property
    def holder(self) -> str:
        """Whose identity-based policies count: the user's own, or those of what the session stands on."""
        kind, _, path = (self.issuer_arn or "").rpartition(":")[2].partition("/")
        return f"the {kind} {path.rpartition('/')[2]}" if kind else self.name


@dataclass(frozen=True, slots=True)
class AccessRequest:
    """What is asked. `context` maps condition keys to tuples of values; the case of a key does not matter."""

    principal: Principal
    action: str
    resource: str
    resource_account: str
    context: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def asks_for_role(self) -> bool:
        """Whether the resource policy is a role's trust policy, without which nobody gets in."""
        return self.action.startswith("sts:") and ":role/" in self.resource

    @property
    def same_account(self) -> bool:
        """Whether the caller and the resource are in one account, so that one side's Allow can be enough."""
        return self.principal.account_id == self.resource_account

    def to_json(self) -> dict[str, Any]:
        """The request as a JSON object, so that it can be decided again later."""
        return {
            "principal": {part.name: getattr(self.principal, part.name) for part in fields(Principal)},
            "action": self.action,
            "resource": self.resource,
            "resource_account": self.resource_account,
            "context": {key: list(values) for key, values in self.context.items()},
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "AccessRequest":
        """The request that `to_json` stored."""
        context = {key: tuple(values) for key, values in stored["context"].items()}
        return cls(**{**stored, "principal": Principal(**stored["principal"]), "context": context})


NamedPolicies = tuple[tuple[str, Policy], ...]


class Level(NamedTuple):
    """What is attached at one level of an organization: at its root, at a unit, or at the account itself.

    `name` is "" where an organization is told as one level.
    """

    name: str
    policies: NamedPolicies


Levels = tuple[Level, ...]  # from the root down to the account


@dataclass(frozen=True, slots=True)
class Policies:
    """The policies that apply, each with its name. A type that does not apply at all is None.

    `scp` is of the caller's organization, `rcp` of that of the resource.
    """

    identity: NamedPolicies | None = ()
    resource: NamedPolicies = ()
    boundary: NamedPolicies | None = None
    session: NamedPolicies | None = None
    scp: Levels | None = None
    rcp: Levels | None = None

    def levels(self, kind: str) -> Levels:
        """The levels at which a type is attached; only an organization's are."""
        return (self.scp if kind == SCP else self.rcp if kind == RCP else None) or ()

    def by_type(self, request: AccessRequest) -> tuple[tuple[str, NamedPolicies], ...]:
        """The policy types in the order they are asked (IAM User Guide, "Policy evaluation logic")."""
        types = (
            (RCP, _all(self.rcp)),
            (SCP, _all(self.scp)),
            (TRUST if request.asks_for_role else RESOURCE, self.resource),
            (IDENTITY, self.identity),
            (BOUNDARY, self.boundary),
            (SESSION, self.session),
        )
        return tuple([item for item in types if item[1] is not None])  # type: ignore[misc] # None is left out


def _all(levels: Levels | None) -> NamedPolicies | None:
    return None if levels is None else tuple([item for level in levels for item in level.policies])
