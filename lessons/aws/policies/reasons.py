"""Why a decision came out as it did, in one sentence for somebody who has never seen AWS.

`{who}` is the caller, `{holder}` whose policies count (the user, or the role behind a session), `{thing}` the
end of the resource's ARN.
"""

from collections.abc import Iterable, Sequence

from lessons.aws.policies.access_request import (
    BOUNDARY,
    IDENTITY,
    RCP,
    RESOURCE,
    SCP,
    SESSION,
    TRUST,
    AccessRequest,
)
from lessons.aws.policies.matching import StatementMatch
from lessons.aws.policies.policy import account_of

_UNIQUE_IDS = ("AIDA", "AROA")  # how the ids of users and roles begin (IAM User Guide, "IAM identifiers")

_BY_GRANT = {
    "session": "names this very session",
    "everyone": "lets everyone in",
    "user": "names {who}",
    "provider": "trusts the identity provider that vouches for {who}",
    "role": "names {holder}",
    "account": "trusts the account {account}",
}

# By the account of the resource: what a resource policy adds to the reason of an allowed call.
_ENOUGH = "The {policy} {names}, and in the same account that is enough."
_BOTH = "The {policy} {names}, and {holder} has a policy that allows {action}."
_OWN = "{Holder} has a policy that allows {action} on {thing}."

_SILENT = {
    TRUST: "The role's trust policy does not let {who} in: {miss}, so STS refused.",
    RESOURCE: (
        "{thing} belongs to another account, and its own policy does not let {who} in: "
        "across accounts both sides must allow."
    ),
    IDENTITY: "No policy of {holder} allows {action} on {thing}, and what nobody allows is refused.",
    BOUNDARY: (
        "A policy of {holder} may allow {action}, but the permissions boundary does not, "
        "and nobody gets past their boundary."
    ),
    SESSION: (
        "The session policy given when the credentials were issued does not allow {action}: "
        "a session can do less than {holder}, never more."
    ),
    SCP: (
        "The organization draws a line around the account {account}, and no service control policy "
        "allows {action} inside it, whatever the policies of {holder} say."
    ),
    RCP: (
        "The organization that {thing} belongs to has no resource control policy that allows {action} on it."
    ),
}
_AT_LEVEL = (
    "At every level of an organization, from its root to the account, a {type} must allow it, and at {level} "
    "none allows {action}, whatever the policies of {holder} say."
)
_DELEGATED = (
    "The role's trust policy trusts the account {account}, which leaves the choice to that account; "
    "but no policy of {holder} allows {action} on {thing}."
)
_ACROSS = (
    "The role is in another account and trusts {who}, but across accounts both sides must allow, "
    "and no policy of {holder} allows {action} on {thing}."
)
_UNMET = (
    "The policy “{policy}” ({type}) would allow {action} on {thing}, but {miss}, "
    "and what nobody allows is refused."
)
_DENIED = (
    "{statement} of the policy “{policy}” ({type}) denies {action} on {thing}, "
    "and a deny always wins over any allow."
)
_NOT_NAMED = (
    "{statement} of the policy “{policy}” ({type}) denies {action} on {thing} to all but those whom its "
    "NotPrincipal names in full, and for {who} it would have to name {missing} too."
)
_NEVER_SPARED = (
    "{statement} of the policy “{policy}” ({type}) denies {action} on {thing} to all but those whom its "
    "NotPrincipal names, and NotPrincipal never spares anybody with a permissions boundary, as {holder} has."
)
_NOT_NAMED_IN_IT = "no statement in it names {who}"
_GONE = "no statement in it names {who}, and {gone}, whom it names, was deleted"
_NOT_FOR_ALLOW = "its NotPrincipal stands with Allow, which lets nobody in"


def sentence(
    request: AccessRequest, refused_by: str, statements: Iterable[StatementMatch], level: str = ""
) -> str:
    """One plain sentence: what let the call through, or what stopped it. `level` is that of the organization
    which did so by its silence, if it has a name."""
    words = _words(request)
    matched = [item for item in statements if item.matched]
    denied = next((item for item in matched if item.effect == "Deny"), None)
    if denied:
        missing = _unnamed(denied)
        template = _DENIED if missing is None else _NOT_NAMED if missing else _NEVER_SPARED
        more = {"statement": _statement(denied), "missing": " and ".join(missing or ())}
        return template.format_map(words | _place(denied) | more)
    if not refused_by:
        return _allowed(request, matched, words)
    if level:
        return _AT_LEVEL.format_map(words | {"type": refused_by, "level": level})
    asked = [item for item in statements if item.policy_type == refused_by and item.effect == "Allow"]
    if refused_by == TRUST:
        return _SILENT[TRUST].format_map(words | {"miss": _miss(request, asked)})
    if near := next(filter(_only_conditions_fail, asked), None):
        return _UNMET.format_map(words | _place(near) | {"miss": _unmet(near)})
    template = _SILENT[refused_by]
    if refused_by == IDENTITY and request.asks_for_role:
        template = _DELEGATED if request.same_account else _ACROSS
    return template.format_map(words)


def _words(request: AccessRequest) -> dict[str, str]:
    principal = request.principal
    holder = principal.holder
    return {
        "who": principal.name,
        "holder": holder,
        "Holder": holder[0].upper() + holder[1:] if principal.issuer_arn else holder,
        "account": principal.account_id,
        "action": request.action,
        "thing": request.resource.rpartition(":")[2],
    }


def _statement(item: StatementMatch) -> str:
    return f"The statement “{item.sid}”" if item.sid else f"Statement {item.position + 1}"


def _place(item: StatementMatch) -> dict[str, str]:
    return {"policy": item.policy, "type": item.policy_type}


def _unnamed(item: StatementMatch) -> tuple[str, ...] | None:
    """What the NotPrincipal of a statement would have to name too; None where it has none to be read."""
    part = next((part for part in item.elements if part.element == "NotPrincipal" and part.matched), None)
    if part is None:
        return None
    names = set(map(account_of, part.expected))
    return tuple(name for name in part.actual or () if name not in names)


def _allowed(request: AccessRequest, matched: Iterable[StatementMatch], words: dict[str, str]) -> str:
    grants = {item.grant for item in matched if item.grant and item.policy_type in {TRUST, RESOURCE}}
    grant = next((name for name in _BY_GRANT if name in grants), "")
    if not grant:
        return _OWN.format_map(words)
    words["policy"] = "role's trust policy" if request.asks_for_role else "resource's own policy"
    words["names"] = _BY_GRANT[grant].format_map(words)
    enough = request.same_account and grant != "account"
    return (_ENOUGH if enough else _BOTH).format_map(words)


def _miss(request: AccessRequest, allows: Sequence[StatementMatch]) -> str:
    """What kept the trust policy from matching: the name, the action, or a condition."""
    named = next((item for item in allows if item.grant), None)
    if named:
        return _unmet(named)
    parts = [part for item in allows for part in item.elements]
    if any(part.element == "NotPrincipal" for part in parts):
        return _NOT_FOR_ALLOW
    names = (name for part in parts if part.element == "Principal" for name in part.expected)
    gone = next((name for name in names if name.startswith(_UNIQUE_IDS)), None)
    who = request.principal.name
    return (_GONE if gone else _NOT_NAMED_IN_IT).format(who=who, gone=gone)


def _only_conditions_fail(item: StatementMatch) -> bool:
    """Whether a statement is about this very request, had it only met the conditions."""
    failed = [part for part in item.elements if not part.matched]
    return bool(failed) and all(part.element.startswith("Condition") for part in failed)


def _unmet(item: StatementMatch) -> str:
    """The first element that does not match, with what it expects and what it got."""
    part = next(part for part in item.elements if not part.matched)
    wanted = " or ".join(part.expected) or "nothing that can be read"
    had = ", ".join(part.actual) if part.actual else "none"
    return f"its {_in_words(part.element)} expects {wanted}, and the request had {had}"


def _in_words(element: str) -> str:
    """The element in words: `Condition StringEquals sts:ExternalId` is "condition on sts:ExternalId"."""
    return f"condition on {element.rpartition(' ')[2]}" if element.startswith("Condition") else element
