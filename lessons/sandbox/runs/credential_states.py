"""What becomes of the credentials of a run, event by event: used, expired, revoked, dead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lessons import aws
from lessons.aws.policies.conditions import holds
from lessons.aws.policies.policy import Statement
from lessons.sandbox.models import Event

__all__ = ["DEAD", "EXPIRED", "ISSUED", "REVOKED", "SETTLED", "USED", "Lives", "lives"]

ISSUED, USED, REVOKED, EXPIRED, DEAD = "issued", "used", "revoked", "expired", "dead"
SETTLED = ("none", EXPIRED, DEAD)  # nothing comes after these
ISSUE_TIME = "aws:tokenissuetime"

States = dict[str, str]  # by access key id, in the order in which they were issued


@dataclass(slots=True)
class Lives:
    """The credentials issued so far, and what is known to have happened to them.

    ``users`` are the ARNs of the users that sessions without a role stand on, by access key id. ``denials``
    are the policies of each role that take back what it lent before a moment.
    """

    known: dict[str, aws.Session] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    dead: set[str] = field(default_factory=set)
    users: dict[str, str] = field(default_factory=dict)
    denials: dict[tuple[str, str], dict[str, aws.Policy]] = field(default_factory=dict)

    def after(self, event: Event) -> States:
        """The state of all of them once ``event`` has happened, by the sandbox's clock."""
        if event.issued:
            self.known[event.issued.access_key_id] = event.issued
            if not event.issued.role_name:
                self.users[event.issued.access_key_id] = event.caller_arn
        if event.succeeded:
            self.used |= {event.access_key_id} & self.known.keys()
            if event.service == "iam":
                self._change_iam(event)
        return {key: self._state(session, event) for key, session in self.known.items()}

    def _change_iam(self, event: Event) -> None:
        """Follow what ends sessions: a policy that denies the older ones, the end of what they stand on."""
        owner = (event.resource.split(":")[4:5] or [""])[0], str(event.parameters.get("RoleName", ""))
        policy = str(event.parameters.get("PolicyName", ""))
        match event.operation:
            case "PutRolePolicy":
                text = str(event.parameters.get("PolicyDocument", ""))
                self.denials.setdefault(owner, {})[policy] = aws.parse(text)
            case "DeleteRolePolicy":
                self.denials.get(owner, {}).pop(policy, None)
            case "DeleteRole":
                self.dead |= {k for k, v in self.known.items() if (v.account_id, v.role_name) == owner}
            case "DeleteUser":
                self.dead |= {key for key, user in self.users.items() if user == event.resource}

    def _state(self, session: aws.Session, event: Event) -> str:
        key = session.access_key_id
        if key in self.dead:
            return DEAD
        if session.expired(event.at):
            return EXPIRED
        policies = self.denials.get((session.account_id, session.role_name), {}).values()
        if any(_takes_back(item, session) for policy in policies for item in policy.statements):
            return REVOKED
        return USED if key in self.used else ISSUED


def lives(events: Iterable[Event]) -> Iterator[States]:
    """The states after each of ``events``, oldest first."""
    so_far = Lives()
    return (so_far.after(event) for event in events)


def _takes_back(statement: Statement, session: aws.Session) -> bool:
    """Whether the statement denies everything to credentials as old as these, as revoking a role does."""
    conditions = statement.conditions
    if statement.effect != "Deny" or statement.actions.values != ("*",) or not conditions:
        return False
    issued = {ISSUE_TIME: (session.issued_at.isoformat(timespec="milliseconds"),)}
    return all(condition.key.lower() == ISSUE_TIME and holds(condition, issued) for condition in conditions)
