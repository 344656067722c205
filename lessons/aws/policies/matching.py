"""Does a statement apply to a request? Element by element: Principal, Action, Resource, Condition.

`applies` is the short way, which stops at the first element that does not match; `explain` tells them all.
Both read the same verdicts.
"""

from collections.abc import Iterator
from typing import NamedTuple

from lessons.aws.policies.access import WITH_PRINCIPAL, AccessRequest, Policies, Principal
from lessons.aws.policies.conditions import Condition, holds
from lessons.aws.policies.patterns import Context
from lessons.aws.policies.policy import Element, Principals, Statement

# From the strongest way in which a resource policy can name a principal to the weakest. "*" counts as naming
# the session itself: neither boundary nor session policy takes it back.
GRANTS = ("session", "everyone", "user", "provider", "role", "account", "")

_NOBODY = Principals("Principal", (), None)
_NOWHERE = Element("Resource")


class Question(NamedTuple):
    """A request as statements are held against it: the action and the names of its keys in lower case."""

    request: AccessRequest
    action: str
    context: Context


class ElementMatch(NamedTuple):
    """One element of a statement: the values it expects and those the request had (None: absent).

    `matched` is None where the policy cannot be read.
    """

    element: str
    matched: bool | None
    expected: tuple[str, ...]
    actual: tuple[str, ...] | None


class StatementMatch(NamedTuple):
    """One statement, element by element. `position` counts the statements of a policy from 0, `sid` is ""
    where it has none.

    `grant` is how a resource policy names the principal (one of `GRANTS`).
    """

    policy_type: str
    policy: str
    position: int
    sid: str
    effect: str
    matched: bool
    elements: tuple[ElementMatch, ...]
    grant: str = ""


_Verdict = tuple[Principals | Element | Condition, bool | None, tuple[str, ...] | None]


def question(request: AccessRequest) -> Question:
    """The request, ready to be held against many statements."""
    context = {key.lower(): values for key, values in request.context.items()}
    return Question(request, request.action.lower(), context)


def applies(statement: Statement, kind: str, asked: Question) -> bool:
    """Whether a statement of a policy of type `kind` applies.

    What cannot be read counts against the principal: it completes a Deny, it spoils an Allow.
    """
    effect = statement.effect
    for _, met, _ in _verdicts(statement, kind, asked):
        if not met and (met is False or effect != "Deny"):
            return False
    return effect != ""


def explain(policies: Policies, asked: Question) -> tuple[StatementMatch, ...]:
    """Every statement of every policy, with what matched in it and what did not."""
    return tuple(
        _explained(statement, kind, name, asked)
        for kind, group in policies.by_type(asked.request)
        for name, policy in group
        for statement in policy.statements
    )


def grant(principals: Principals | None, principal: Principal) -> str:
    """How Principal or NotPrincipal names somebody: one of `GRANTS`."""
    if principals is None or principals.names is None:
        return ""
    if principals.negated:
        return "" if _excepted(principals, principals.names, principal) else "everyone"
    return _named(principals, principals.names, principal)


def _explained(statement: Statement, kind: str, policy: str, asked: Question) -> StatementMatch:
    elements = tuple(
        ElementMatch(element.name, met, element.values, actual)
        for element, met, actual in _verdicts(statement, kind, asked)
    )
    named = grant(statement.principals, asked.request.principal) if kind in WITH_PRINCIPAL else ""
    return StatementMatch(
        kind,
        policy,
        statement.index,
        statement.sid,
        statement.effect,
        applies(statement, kind, asked),
        elements,
        named,
    )


def _verdicts(statement: Statement, kind: str, asked: Question) -> Iterator[_Verdict]:
    """Each element with whether the request meets it (None: it cannot be read) and what the request has."""
    request, action, context = asked
    principals, resources = statement.principals, statement.resources
    if kind in WITH_PRINCIPAL:  # these may leave Resource out: it is what they are attached to
        principals = principals or _NOBODY
        met = None if principals.names is None else grant(principals, request.principal) != ""
        yield principals, met, (request.principal.arn,)
    else:
        resources = resources or _NOWHERE
        if principals is not None:
            yield principals, None, None
    yield statement.actions, statement.actions.covers(action, context), (request.action,)
    if resources is not None:
        yield resources, resources.covers(request.resource, context), (request.resource,)
    for condition in statement.conditions:
        yield condition, holds(condition, context), context.get(condition.key.lower())


def _named(principals: Principals, names: frozenset[str], principal: Principal) -> str:
    """Principals match exactly: no wildcard inside an ARN, no prefix. A provider is none of its account."""
    if principal.provider:
        named = {"everyone": "*" in names, "provider": principal.arn in principals.providers}
    else:
        own = "user" if principal.issuer_arn is None else "session"
        named = {
            own: principal.arn in names,
            "everyone": "*" in names,
            "role": principal.issuer_arn in names,
            "account": principal.account_id in names,
        }
    return next((grant for grant in GRANTS if named.get(grant)), "")


def _excepted(principals: Principals, names: frozenset[str], principal: Principal) -> bool:
    """Whether NotPrincipal leaves the principal out.

    AWS may test the account before the user or role in it, and advises to list both; so both are asked for.
    """
    if principal.provider:
        return "*" in names or principal.arn in principals.providers
    own = principal.arn in names or principal.issuer_arn in names
    return "*" in names or (own and principal.account_id in names)
