"""What decides a request: statements and policy types, as `evaluate` says.

A Deny decides alone. Where there is none, a request is allowed by what grants it: an identity's policy or the
resource's own. Boundaries, session policies and control policies only limit (IAM User Guide, "Policies and
permissions in IAM"). Where nothing allows, no statement decides, but the types that would have had to allow.
"""

from __future__ import annotations

from dataclasses import replace

from lessons.aws import Answer, Decision, StatementMatch, evaluate
from lessons.aws.policies.access_request import IDENTITY, RESOURCE, TRUST
from lessons.aws.policies.matching import GRANTS

__all__ = ["deciding_statements", "deciding_types"]


def deciding_statements(decision: Decision) -> tuple[StatementMatch, ...]:
    """Every statement that alone, or with another that is needed, makes the decision what it is."""
    matched = tuple(item for item in decision.statements if item.matched)
    if decision.outcome is Answer.EXPLICITLY_DENIED:
        return tuple(item for item in matched if item.effect == "Deny")
    return _granting(decision, matched) if decision.allowed else ()


def deciding_types(decision: Decision) -> frozenset[str]:
    """The policy types that deny, that allow, or in which nothing allows though something had to."""
    if decision.outcome is not Answer.IMPLICITLY_DENIED:
        return frozenset(item.policy_type for item in deciding_statements(decision))
    silent = {item.policy_type for item in decision.consulted if item.needed and item.answer == "is silent"}
    # In one account either of the two would have been enough.
    either = IDENTITY in silent and decision.request.same_account and not decision.request.asks_for_role
    return frozenset(silent | ({RESOURCE} if either else set()))


def _granting(decision: Decision, matched: tuple[StatementMatch, ...]) -> tuple[StatementMatch, ...]:
    """The statements that grant what was asked for. In one account a bucket that trusts the account leaves
    it to the identity's policy, which is enough without it; a role's trust policy is always needed.
    """
    asked = decision.request
    by_resource = [item for item in matched if item.policy_type in (RESOURCE, TRUST)]
    if asked.same_account:
        strongest = min((item.grant for item in by_resource), key=GRANTS.index, default="")
        leaves_it = strongest == "account" and not asked.asks_for_role
        by_resource = [item for item in by_resource if item.grant == strongest and not leaves_it]
    needed = any(item.needed for item in decision.consulted if item.policy_type == IDENTITY)
    enough = not asked.asks_for_role and evaluate(asked, replace(decision.policies, resource=())).allowed
    by_identity = [item for item in matched if item.policy_type == IDENTITY and (needed or enough)]
    return (*by_resource, *by_identity)
