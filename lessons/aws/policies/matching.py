"""Does a statement apply to a request? Element by element: Principal, Action, Resource, Condition.

`applies` is the short way, which stops at the first element that does not match; `explain` tells them all.
Both read the same verdicts.
"""

from collections.abc import Iterator
from typing import NamedTuple

from lessons.aws.policies.access_request import (
    COMPLETED,
    WITH_PRINCIPAL,
    AccessRequest,
    Levels,
    Policies,
    Principal,
)
from lessons.aws.policies.conditions import Condition, holds
from lessons.aws.policies.patterns import Context
from lessons.aws.policies.policy import Element, Principals, Statement

# From the strongest way in which a resource policy can name a principal to the weakest. "*" counts as naming
# the session itself: neither boundary nor session policy takes it back.
GRANTS = ("session", "everyone", "user", "provider", "role", "account", "")

_NOBODY = Principals("Principal", (), None)
_NOWHERE = Element("Resource")


class Question(NamedTuple):
    """A request as statements are held against it: the action and the names of its keys in lower case.

    `bounded` tells that who asks has a permissions boundary.
    """

    request: AccessRequest
    action: str
    context: Context
    bounded: bool


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


def question(request: AccessRequest, policies: Policies) -> Question:
    """The request, ready to be held against many statements."""
    context = {key.lower(): values for key, values in request.context.items()}
    return Question(request, request.action.lower(), context, policies.boundary is not None)


def applies(statement: Statement, kind: str, asked: Question) -> bool:
    """Whether a statement of a policy of type `kind` applies.

    What cannot be read counts against the principal: it completes a Deny, it spoils an Allow.
    """
    effect = statement.effect
    for _, met, _ in _verdicts(statement, kind, asked):
        if not met and (met is False or effect != "Deny"):
            return False
    return effect != ""


def silent_level(levels: Levels, kind: str, asked: Question) -> str | None:
    """The name of the first level, from the root, at which nothing allows the request; None where all do."""
    for name, group in levels:
        statements = (item for _, policy in group for item in policy.statements)
        if not any(item.effect == "Allow" and applies(item, kind, asked) for item in statements):
            return name
    return None


def explain(policies: Policies, asked: Question) -> tuple[StatementMatch, ...]:
    """Every statement of every policy, with what matched in it and what did not."""
    return tuple(
        _explained(statement, kind, name, asked)
        for kind, group in policies.by_type(asked.request)
        for name, policy in group
        for statement in policy.statements
    )


def grant(principals: Principals | None, principal: Principal) -> str:
    """How Principal names somebody: one of `GRANTS`. NotPrincipal names nobody."""
    if principals is None or principals.names is None or principals.negated:
        return ""
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
    request, action, context, _ = asked
    principals, resources = statement.principals, statement.resources
    if kind in WITH_PRINCIPAL:  # these may leave Resource out: it is what they are attached to
        principals = principals or _NOBODY
        actual = _spared_as(request.principal) if principals.negated else (request.principal.arn,)
        yield principals, _means(principals, statement.effect, asked), actual
    else:
        resources = (statement.completed if kind in COMPLETED else resources) or _NOWHERE
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


def _means(principals: Principals, effect: str, asked: Question) -> bool | None:
    """Whether a statement is about who asks; None where it cannot be read.

    NotPrincipal is for Deny only. It spares whom it names in full, but nobody who has a permissions boundary
    (IAM User Guide, "NotPrincipal").
    """
    principal = asked.request.principal
    if principals.names is None or (principals.negated and effect != "Deny"):
        return None
    if not principals.negated:
        return grant(principals, principal) != ""
    names = principals.providers if principal.provider else principals.names
    return asked.bounded or not names.issuperset(_spared_as(principal))


def _spared_as(principal: Principal) -> tuple[str, ...]:
    """All that a NotPrincipal has to name to spare somebody: AWS may look for the account first, then for the
    role, then for the session. Of a web identity only the provider can be named.
    """
    names = (principal.arn, principal.issuer_arn, principal.account_id)
    return (principal.arn,) if principal.provider else tuple(name for name in names if name)
