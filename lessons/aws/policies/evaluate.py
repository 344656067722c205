"""May this principal do this? The rules of IAM User Guide, "Policy evaluation logic", as a pure function.

1. An explicit Deny in any policy that applies ends it.
2. Otherwise the policy types that are needed must all allow. Which are needed depends on the account of the
   resource, and on how the resource's policy names the principal: see `NEEDED`. Where an organization has
   control policies for the account, these must allow whatever the others say: at every level, from its root
   to the account (AWS Organizations User Guide, "SCP evaluation", "RCP evaluation").
3. What nobody allows is denied.
"""

from collections.abc import Iterable

from lessons.aws.policies.access_request import (
    BOUNDARY,
    IDENTITY,
    RCP,
    RESOURCE,
    SCP,
    SESSION,
    TRUST,
    AccessRequest,
    Levels,
    NamedPolicies,
    Policies,
    Principal,
)
from lessons.aws.policies.decision import Answer, Consulted, Decision
from lessons.aws.policies.matching import GRANTS, Question, applies, grant, question, silent_level
from lessons.aws.policies.policy import Statement

# Same account: which policy types must allow beside the resource policy. The account only delegates.
NEEDED = {
    "session": (),
    "everyone": (),
    "user": (),
    "provider": (),
    "role": (BOUNDARY, SESSION),
    "account": (IDENTITY, BOUNDARY, SESSION),
    "": (IDENTITY, BOUNDARY, SESSION),
}
ACROSS_ACCOUNTS = (IDENTITY, BOUNDARY, SESSION, RESOURCE)
CONTROL = (RCP, SCP)

# Where several that are needed are silent, the first of these is told as the one that refused.
_SILENT_FIRST = (RCP, SCP, TRUST, IDENTITY, BOUNDARY, SESSION, RESOURCE)


def evaluate(request: AccessRequest, policies: Policies) -> Decision:
    """Decide as AWS does. Pure, and total: no document makes it raise. Why is told when it is asked for."""
    asked = question(request, policies)
    groups = policies.by_type(request)
    applied = {kind: _applied(group, kind, asked) for kind, group in groups}
    on_resource = applied[TRUST if request.asks_for_role else RESOURCE]
    needed = _needed(request, _strongest(on_resource, request.principal))
    consulted = tuple(
        Consulted(
            kind,
            _answer(applied[kind], policies.levels(kind), kind, asked),
            tuple([name for name, _ in group]),
            kind in needed,
        )
        for kind, group in groups
    )
    outcome, refused_by = _outcome(consulted)
    return Decision(outcome, consulted, refused_by, request, policies)


def _applied(group: NamedPolicies, kind: str, asked: Question) -> list[Statement]:
    """The statements that apply, of all policies of one type."""
    return [item for _, policy in group for item in policy.statements if applies(item, kind, asked)]


def _strongest(statements: Iterable[Statement], principal: Principal) -> str:
    """The strongest grant among the statements of the resource policy that allow."""
    grants = {grant(item.principals, principal) for item in statements if item.effect == "Allow"}
    return min(grants, key=GRANTS.index, default="")


def _needed(request: AccessRequest, grant: str) -> tuple[str, ...]:
    """The policy types that must allow, given how the resource policy names the principal."""
    if not request.same_account:
        needed: tuple[str, ...] = ACROSS_ACCOUNTS
    else:
        needed = NEEDED[grant] + ((RESOURCE,) if grant else ())
    if request.asks_for_role:
        needed = (TRUST, *(kind for kind in needed if kind != RESOURCE))
    return CONTROL + needed


def _answer(applied: list[Statement], levels: Levels, kind: str, asked: Question) -> str:
    """What a type says by the statements that apply: an organization allows where each level of it does."""
    effects = {item.effect for item in applied}
    if "Deny" in effects:
        return "denies"
    return "allows" if effects and silent_level(levels, kind, asked) is None else "is silent"


def _outcome(consulted: tuple[Consulted, ...]) -> tuple[Answer, str]:
    for item in consulted:
        if item.answer == "denies":
            return Answer.EXPLICITLY_DENIED, item.policy_type
    silent = [item.policy_type for item in consulted if item.needed and item.answer == "is silent"]
    if silent:
        return Answer.IMPLICITLY_DENIED, min(silent, key=_SILENT_FIRST.index)
    return Answer.ALLOWED, ""
