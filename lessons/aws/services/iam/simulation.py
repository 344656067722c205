"""The policy simulator of IAM: what would be decided, by the very rules that decide."""

from collections.abc import Callable, Iterator, Mapping
from itertools import islice, product
from typing import Any

from lessons.aws.policies.access_request import BOUNDARY, IDENTITY, RESOURCE, SCP, AccessRequest, Policies
from lessons.aws.policies.decision import Answer, Decision
from lessons.aws.policies.evaluate import evaluate
from lessons.aws.policies.json_positions import Position, statement_positions
from lessons.aws.policies.policy import Policy, parse
from lessons.aws.services.iam.answers.paging import ITEMS, place, rest
from lessons.aws.services.iam.simulation_source import Source, of_entity, of_policies
from lessons.aws.services.iam.wish import Wish

MOST_COMPARED = 10_000_000  # characters of policies times characters of requests, for one answer
PATTERN = 50  # characters of a request for which beginning to compare takes as long
WORDS = {
    Answer.ALLOWED: "allowed",
    Answer.EXPLICITLY_DENIED: "explicitDeny",
    Answer.IMPLICITLY_DENIED: "implicitDeny",
}
_SAID = {"allows": "allowed", "denies": "explicitDeny", "is silent": "implicitDeny"}
# What the simulator calls a policy of each type. AWS's own word for that of a resource is not known.
_TYPES = {IDENTITY: "IAM Policy", BOUNDARY: "IAM Policy", RESOURCE: "Resource Policy"}
# A role's trust policy is not tried: it is taken to leave the choice to the account.
_TRUSTING = '{{"Statement": {{"Effect": "Allow", "Principal": {{"AWS": "{}"}}, "Action": "*"}}}}'

Context = Mapping[str, tuple[str, ...]]


def simulate_principal(wish: Wish) -> dict[str, Any]:
    """What would be decided by the policies of a user, group or role, and those that the call brings."""
    return _simulate(wish.parameters, of_entity(wish))


def simulate_custom(wish: Wish) -> dict[str, Any]:
    """What would be decided by policies that nobody has."""
    return _simulate(wish.parameters, of_policies(wish))


def context_keys_of_principal(wish: Wish) -> dict[str, Any]:
    """The condition keys that the policies of an entity ask for, and those that the call brings."""
    return {"ContextKeyNames": sorted(_keys_of(of_entity(wish).all))}


def context_keys_of_custom(wish: Wish) -> dict[str, Any]:
    """The condition keys that policies ask for which nobody has."""
    return {"ContextKeyNames": sorted(_keys_of(of_policies(wish).all))}


def _simulate(given: Mapping[str, Any], source: Source) -> dict[str, Any]:
    """The answer, which goes on at its Marker; IAM may give fewer results than were asked for (MaxItems).

    Nothing is known but what the call says: a condition key that it does not give is missing.
    """
    context = {entry["ContextKeyName"]: tuple(entry["ContextKeyValues"]) for entry in _entries(given)}
    actions, resources = given["ActionNames"], given.get("ResourceArns", ["*"])
    begin = place(given)
    values = [value for values in context.values() for value in values]
    longest = max(map(len, actions), default=0) + max(map(len, resources), default=0) + sum(map(len, values))
    end = begin + min(given.get("MaxItems", ITEMS), _at_once(source, longest))
    pairs = islice(product(actions, resources), begin, end)
    results = [_result(source, action, resource, context) for action, resource in pairs]
    return {"EvaluationResults": results, **rest(end, len(actions) * len(resources))}


def _at_once(source: Source, longest: int) -> int:
    """How many results there is time for, each of a request of so many characters, at least one.

    Every character of a policy may be compared with every one of the request.
    """
    return max(1, MOST_COMPARED // (1 + source.size) // (PATTERN + longest))


def _entries(parameters: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for entry in parameters.get("ContextEntries", ()):
        if "ContextKeyName" in entry and "ContextKeyValues" in entry:
            yield entry


def _result(source: Source, action: str, resource: str, context: Context) -> dict[str, Any]:
    """What would be decided on one action and one resource; who names a resource is told of it alone, too."""
    request = AccessRequest(source.principal, action, resource, source.account_of(resource), context)
    decision = evaluate(request, _policies(source, request))
    matched, missing = list(_matched(decision)), sorted(_missing(source, context))
    told = {"MatchedStatements": matched, "MissingContextValues": missing}
    word, limits = WORDS[decision.outcome], _boundary(decision)
    result = {"EvalActionName": action, "EvalResourceName": resource, "EvalDecision": word, **told}
    result |= limits | _organization(decision)
    if resource == "*":
        return result
    alone = {"EvalResourceName": resource, "EvalResourceDecision": word, **told, **limits}
    return result | {"EvalDecisionDetails": _details(decision), "ResourceSpecificResults": [alone]}


def _policies(source: Source, request: AccessRequest) -> Policies:
    trusted = (("", parse(_TRUSTING.format(source.principal.account_id))),)
    resource = source.resource or (trusted if request.asks_for_role else ())
    return Policies(source.policies, resource, source.boundary, scp=source.control)


def _answers(decision: Decision, policy_type: str) -> list[str]:
    return [item.answer for item in decision.consulted if item.policy_type == policy_type]


def _organization(decision: Decision) -> dict[str, Any]:
    """What the organization says to it, where there is one."""
    answers = _answers(decision, SCP)
    allowed = {"AllowedByOrganizations": answers == ["allows"]}
    return {"OrganizationsDecisionDetail": allowed} if answers else {}


def _boundary(decision: Decision) -> dict[str, Any]:
    """What the permissions boundary says to it, where there is one."""
    answers = _answers(decision, BOUNDARY)
    allowed = {"AllowedByPermissionsBoundary": answers == ["allows"]}
    return {"PermissionsBoundaryDecisionDetail": allowed} if answers else {}


def _details(decision: Decision) -> dict[str, str]:
    """What each side says, of a call across accounts alone (IAM API Reference, EvalDecisionDetails)."""
    if decision.request.same_account:
        return {}
    sides = [item for item in decision.consulted if item.policy_type in (IDENTITY, RESOURCE)]
    return {_TYPES[item.policy_type]: _SAID[item.answer] for item in sides}


def _matched(decision: Decision) -> Iterator[dict[str, Any]]:
    """The statements that were decided by, each with where it stands."""
    policies = decision.policies.by_type(decision.request)
    texts = (policy.text for _, group in policies for _, policy in group for _ in policy.statements)
    for item, text in zip(decision.statements, texts, strict=True):
        if item.matched and item.policy_type in _TYPES:
            begin, end = statement_positions(text)[item.position]
            named = {"SourcePolicyId": item.policy, "SourcePolicyType": _TYPES[item.policy_type]}
            yield named | {"StartPosition": _at(begin), "EndPosition": _at(end)}


def _at(position: Position) -> dict[str, int]:
    return {"Line": position.line, "Column": position.column}


def _missing(source: Source, context: Context) -> set[str]:
    """The condition keys that the policies ask for and the call does not give."""
    known = {key.lower() for key in context}
    return {key for key in _condition_keys(source.all) if key.lower() not in known}


def _condition_keys(policies: Iterator[Policy]) -> set[str]:
    conditions = (item for policy in policies for part in policy.statements for item in part.conditions)
    return {item.key for item in conditions if item.key}


def _keys_of(policies: Iterator[Policy]) -> set[str]:
    """The condition keys and the policy variables of policies."""
    read = tuple(policies)
    parts = (part for policy in read for part in policy.text.split("${")[1:])
    variables = {part.partition("}")[0].partition(",")[0].strip() for part in parts}
    return _condition_keys(iter(read)) | {name for name in variables if ":" in name}


READS: Mapping[str, Callable[[Wish], Mapping[str, Any]]] = {
    "SimulatePrincipalPolicy": simulate_principal,
    "SimulateCustomPolicy": simulate_custom,
    "GetContextKeysForPrincipalPolicy": context_keys_of_principal,
    "GetContextKeysForCustomPolicy": context_keys_of_custom,
}
