"""The policy simulator of IAM: what would be decided, by the very rules that decide."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, product
from typing import Any

from lessons.aws.errors import AwsError
from lessons.aws.policies.access import (
    BOUNDARY,
    IDENTITY,
    SCP,
    AccessRequest,
    Levels,
    NamedPolicies,
    Policies,
    Principal,
)
from lessons.aws.policies.decision import Answer, Decision
from lessons.aws.policies.evaluate import evaluate
from lessons.aws.policies.policy import parse
from lessons.aws.services.iam.answers.paging import ITEMS, place, rest
from lessons.aws.services.iam.wish import Wish
from lessons.aws.world import World

MOST_COMPARED = 10_000_000  # characters of policies times characters of requests, for one answer
PATTERN = 50  # characters of a request for which beginning to compare takes as long
WORDS = {
    Answer.ALLOWED: "allowed",
    Answer.EXPLICITLY_DENIED: "explicitDeny",
    Answer.IMPLICITLY_DENIED: "implicitDeny",
}


# A role's trust policy is not tried: it is taken to leave the choice to the account.
_TRUSTING = '{{"Statement": {{"Effect": "Allow", "Principal": {{"AWS": "{}"}}, "Action": "*"}}}}'


@dataclass(frozen=True, slots=True)
class Source:
    """The user, group or role whose policies are tried, with those that are given on top.

    `control` are the service control policies of its organization, None where it is in none.
    """

    arn: str
    account_id: str
    policies: NamedPolicies
    boundary: NamedPolicies | None
    control: Levels | None

    @property
    def label(self) -> str:
        """How the simulator names a policy of the entity: by its kind and its name first."""
        kind, _, path = self.arn.rpartition(":")[2].partition("/")
        return f"{kind}_{path.rpartition('/')[2]}"


def simulate(wish: Wish) -> dict[str, Any]:
    """The answer to SimulatePrincipalPolicy. Raises NoSuchEntity where there is no such entity.

    Nothing is known but what the call says: a condition key that it does not give is missing. The answer goes
    on at its Marker; IAM may give fewer results than were asked for (IAM API Reference, MaxItems).
    """
    parameters = wish.parameters
    source = _source(parameters, wish.world)
    context = {entry["ContextKeyName"]: tuple(entry["ContextKeyValues"]) for entry in _entries(parameters)}
    actions, resources = parameters["ActionNames"], parameters.get("ResourceArns", ["*"])
    begin = place(parameters)
    values = [value for values in context.values() for value in values]
    longest = max(map(len, actions), default=0) + max(map(len, resources), default=0) + sum(map(len, values))
    end = begin + min(parameters.get("MaxItems", ITEMS), _at_once(source, longest))
    pairs = islice(product(actions, resources), begin, end)
    results = [_result(source, action, resource, context) for action, resource in pairs]
    return {"EvaluationResults": results, **rest(end, len(actions) * len(resources))}


def _at_once(source: Source, longest: int) -> int:
    """How many results there is time for, each of a request of so many characters, at least one.

    Every character of a policy may be compared with every one of the request.
    """
    controls = (level.policies for level in source.control or ())
    groups = (source.policies, source.boundary or (), *controls)
    characters = sum(len(policy.text) for group in groups for _, policy in group)
    return max(1, MOST_COMPARED // (1 + characters) // (PATTERN + longest))


def _entries(parameters: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for entry in parameters.get("ContextEntries", ()):
        if "ContextKeyName" in entry and "ContextKeyValues" in entry:
            yield entry


def _source(parameters: Mapping[str, Any], world: World) -> Source:
    arn = parameters["PolicySourceArn"]
    found = world.policies_of(arn)
    if found is None:
        kind, _, name = arn.rpartition(":")[2].partition("/")
        raise AwsError("no entity", "iam", kind=kind, name=name)
    given = enumerate(parameters.get("PolicyInputList", ()), start=1)
    more = tuple((f"PolicyInputList.{number}", parse(text)) for number, text in given)
    account_id = arn.split(":")[4]
    control = world.control_policies(account_id, "scps")
    return Source(arn, account_id, (*found[0], *more), found[1], control)


def _result(
    source: Source, action: str, resource: str, context: Mapping[str, tuple[str, ...]]
) -> dict[str, Any]:
    account = source.account_id
    principal = Principal(source.arn, account, source.arn.rpartition("/")[2])
    request = AccessRequest(principal, action, resource, account, context)
    trust = (("", parse(_TRUSTING.format(account))),) if request.asks_for_role else ()
    decision = evaluate(request, Policies(source.policies, trust, source.boundary, scp=source.control))
    return {
        "EvalActionName": action,
        "EvalResourceName": resource,
        "EvalDecision": WORDS[decision.outcome],
        "MatchedStatements": list(_matched(source, decision)),
        "MissingContextValues": sorted(_missing(source, context)),
        **_organization(decision),
    }


def _organization(decision: Decision) -> dict[str, Any]:
    """What the organization says to it, where there is one."""
    answers = [item.answer for item in decision.consulted if item.policy_type == SCP]
    return (
        {"OrganizationsDecisionDetail": {"AllowedByOrganizations": answers == ["allows"]}} if answers else {}
    )


def _matched(source: Source, decision: Decision) -> Iterator[dict[str, str]]:
    for item in decision.statements:
        if item.matched and item.policy_type in (IDENTITY, BOUNDARY):
            yield {"SourcePolicyId": f"{source.label}_{item.policy}", "SourcePolicyType": "IAM Policy"}


def _missing(source: Source, context: Mapping[str, Any]) -> set[str]:
    """The condition keys that the policies ask for and the call does not give."""
    known = {key.lower() for key in context}
    policies = [policy for _, policy in (*source.policies, *(source.boundary or ()))]
    conditions = (item for policy in policies for part in policy.statements for item in part.conditions)
    return {item.key for item in conditions if item.key and item.key.lower() not in known}


READS: Mapping[str, Callable[[Wish], Mapping[str, Any]]] = {"SimulatePrincipalPolicy": simulate}
