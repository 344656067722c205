"""Who may do what, a second time: naive, and written from AWS's documents by who had not read the first.

It shares no line with `lessons.aws.policies`. Rules stand here as the IAM User Guide says them ("Policy
evaluation logic" and its page on other accounts, "Principal", "NotPrincipal", "Resource", "Condition
operators", "Single-valued vs. multivalued context keys", "Variables and tags", "Identify AWS resources with
ARNs") and the AWS Organizations User Guide ("SCP evaluation", "RCP evaluation").

A request is ``{"principal", "action", "resource", "account", "trust", "context"}``: `account` owns the
resource, `trust` is whether its policy is a role's trust policy, `context` maps a key to a text, or to a
list of texts where it may have several. A principal is ``{"kind", "arn", "account", "of"}``: `kind` is
user, session, federated or provider (whose ARN an unsigned call brings), `of` is whose session it is.

Policies are ``{"identity", "resource", "boundary", "session"}``, each a list of documents or None where
there is no such policy; a federated user's session policies are a list, for they limit even where none was
passed. ``{"scps", "rcps"}`` are lists of levels, and each level is a list of documents.
"""

from __future__ import annotations

import operator
import re
from base64 import b64decode
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from ipaddress import ip_address, ip_network
from typing import Any

__all__ = ["ALLOWED", "EXPLICITLY_DENIED", "IMPLICITLY_DENIED", "RULES", "deciding_rule"]

Json = Mapping[str, Any]

ALLOWED, EXPLICITLY_DENIED, IMPLICITLY_DENIED = "Allowed", "ExplicitlyDenied", "ImplicitlyDenied"
KINDS = ("identity", "resource", "boundary", "session", "scps", "rcps")
RULES: Mapping[str, str] = {  # what each comes to
    "a policy of the identity": ALLOWED,
    "a policy of the identity, in an account that is trusted": ALLOWED,
    "the resource names the caller": ALLOWED,
    "the resource names the caller's role or user": ALLOWED,
    "the resource names everyone": ALLOWED,
    "both accounts": ALLOWED,
    "nothing of a level of scps": IMPLICITLY_DENIED,
    "nothing of a level of rcps": IMPLICITLY_DENIED,
    "nothing of identity": IMPLICITLY_DENIED,
    "nothing of boundary": IMPLICITLY_DENIED,
    "nothing of session": IMPLICITLY_DENIED,
    "a role that does not trust": IMPLICITLY_DENIED,
    "nothing of the other account": IMPLICITLY_DENIED,
    **{f"a deny of {kind}": EXPLICITLY_DENIED for kind in KINDS},
}


class UnresolvedError(Exception):
    """A variable has no value, which makes its statement invalid."""


def deciding_rule(request: Json, policies: Json) -> str:
    """The one of `RULES` that decides."""
    for kind, level in levels(policies):
        if "Deny" in effects(kind, level, request, policies):
            return f"a deny of {kind}"
    for kind, level in levels(policies):
        if kind in ("scps", "rcps") and "Allow" not in effects(kind, level, request, policies):
            return f"nothing of a level of {kind}"
    named = names_allowed(request, policies)
    same = request["principal"]["account"] == request["account"]
    return (same_account if same else other_account)(named, request, policies)


def other_account(named: set[str], request: Json, policies: Json) -> str:
    if not named:
        return "nothing of the other account"
    return next(lacking(request, policies), "both accounts")


def same_account(named: set[str], request: Json, policies: Json) -> str:
    for alone in ("the caller", "everyone"):
        if alone in named:
            return f"the resource names {alone}"
    if "the caller's role or user" in named:
        return next(limits(request, policies), "the resource names the caller's role or user")
    if request["trust"]:
        trusted = "a policy of the identity, in an account that is trusted"
        return next(lacking(request, policies), trusted) if named else "a role that does not trust"
    return next(lacking(request, policies), "a policy of the identity")


def lacking(request: Json, policies: Json) -> Iterator[str]:
    if "Allow" not in effects("identity", policies["identity"], request, policies):
        yield "nothing of identity"
    yield from limits(request, policies)


def limits(request: Json, policies: Json) -> Iterator[str]:
    for kind in ("boundary", "session"):
        documents = policies[kind]
        if documents is not None and "Allow" not in effects(kind, documents, request, policies):
            yield f"nothing of {kind}"


def levels(policies: Json) -> Iterator[tuple[str, list[Json] | None]]:
    for kind in ("identity", "resource", "boundary", "session"):
        yield kind, policies[kind]
    for kind in ("scps", "rcps"):
        for level in policies[kind]:
            yield kind, level


def effects(kind: str, documents: list[Json] | None, request: Json, policies: Json) -> set[str]:
    return {statement["Effect"] for statement in applying(kind, documents, request, policies)}


def names_allowed(request: Json, policies: Json) -> set[str]:
    """As whom the statements that allow in the resource's policy know the principal."""
    found = [*applying("resource", policies["resource"], request, policies)]
    allowed = [each["Principal"] for each in found if each["Effect"] == "Allow"]
    return {name for element in allowed for name in names(element, request["principal"])}


def applying(kind: str, documents: list[Json] | None, request: Json, policies: Json) -> Iterator[Json]:
    for document in documents or []:
        for statement in many(document["Statement"]):
            if applies(statement, document, kind, request, policies):
                yield statement


def applies(statement: Json, document: Json, kind: str, request: Json, policies: Json) -> bool:
    variables = document.get("Version") == "2012-10-17"
    try:
        return (
            (kind != "resource" or is_about(statement, request["principal"], policies))
            and has_action(statement, request["action"])
            and has_resource(statement, request, variables, kind in ("identity", "boundary"))
            and all(
                holds(name, key, many(values), request["context"], variables)
                for name, keys in statement.get("Condition", {}).items()
                for key, values in keys.items()
            )
        )
    except UnresolvedError:
        return False


def is_about(statement: Json, principal: Json, policies: Json) -> bool:
    if "Principal" in statement:
        return bool(names(statement["Principal"], principal))
    if "NotPrincipal" not in statement or statement["Effect"] == "Allow":  # "is not supported"
        return False
    full = {"the caller", "the account"}
    if principal["kind"] == "session":
        full.add("the caller's role or user")
    return policies["boundary"] is not None or not full <= names(statement["NotPrincipal"], principal)


def names(element: Any, principal: Json) -> set[str]:
    account = principal["account"]
    known = {
        "*": "everyone",
        account: "the account",
        f"arn:aws:iam::{account}:root": "the account",
        principal["of"]: "the caller's role or user",
        principal["arn"]: "the caller",
    }
    of_provider = principal["kind"] == "provider"
    listed = element if element == "*" else element.get("Federated" if of_provider else "AWS", [])
    return {known[text] for text in many(listed) if text in known}


def has_action(statement: Json, action: str) -> bool:
    key = "Action" if "Action" in statement else "NotAction"
    found = any(like(text, action.lower()) for text in map(str.lower, many(statement[key])))
    return found == (key == "Action")


def has_resource(statement: Json, request: Json, variables: bool, completed: bool) -> bool:
    key = "NotResource" if "NotResource" in statement else "Resource"
    if key not in statement:
        return bool(request["trust"])  # a trust policy is about its role
    texts = many(statement[key])
    if completed:  # an ARN with fewer than six fields
        texts = [text if text == "*" else text + ":*" * (5 - text.count(":")) for text in texts]
    context = request["context"] if variables else None
    found = [like(text, request["resource"], context, within="[^:]") for text in texts]
    return any(found) == (key == "Resource")


PLAIN = r"(?P<end>\*(?=:|\Z))|(?P<star>\*)|(?P<one>\?)|(?P<text>[$]|[^*?$]+)"
WITH_VARIABLES = r"(?P<variable>\$\{[^}]*\})|" + PLAIN
compiled = lru_cache(maxsize=4096)(re.compile)
FIELD = re.compile(r":(?![^{}]*\})")  # a colon outside of a variable


def like(template: str, text: str, context: Json | None = None, within: str = ".") -> bool:
    """A wildcard stands for `within`, one that ends a field of an ARN for more. No context: no variables."""

    def part(found: re.Match[str]) -> str:
        if found.lastgroup == "variable":
            return re.escape(value_of(found[0][2:-1], context or {}))
        wild = {"end": ".*", "star": within + "*", "one": within}
        return wild.get(str(found.lastgroup), re.escape(found[0]))

    parts = PLAIN if context is None else WITH_VARIABLES
    return compiled(re.sub(parts, part, template), re.DOTALL).fullmatch(text) is not None


def filled(template: str, context: Json | None) -> str:
    if context is None:
        return template
    return re.sub(r"\$\{([^}]*)\}", lambda found: value_of(found[1], context), template)


def value_of(variable: str, context: Json) -> str:
    if variable in ("*", "?", "$"):
        return variable
    key, _, default = variable.partition(",")
    value = lookup(context, key.strip())
    if isinstance(value, str):  # "you cannot use a multivalued context key as a policy variable"
        return value
    if quoted := re.fullmatch(r" *'(.*)' *", default):
        return quoted[1]
    raise UnresolvedError(variable)


def lookup(context: Json, key: str) -> Any:
    return next((value for name, value in context.items() if name.lower() == key.lower()), None)


def many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def moment(text: str) -> datetime:
    if re.fullmatch(r"\d+", text):
        return datetime.fromtimestamp(int(text), UTC)
    read = datetime.fromisoformat(text)
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def arn_like(wanted: str, value: str, context: Json | None) -> bool:
    fields, parts = FIELD.split(wanted, maxsplit=5), value.split(":", 5)
    return len(fields) == len(parts) == 6 and all(map(like, fields, parts, [context] * 6))


COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "Equals": operator.eq,
    "LessThan": operator.lt,
    "LessThanEquals": operator.le,
    "GreaterThan": operator.gt,
    "GreaterThanEquals": operator.ge,
}
TESTS: Mapping[str, Callable[[str, str, Json | None], bool]] = {  # what is wanted, what is there, the context
    "StringEquals": lambda wanted, value, context: filled(wanted, context) == value,
    "StringEqualsIgnoreCase": lambda wanted, value, context: filled(wanted, context).lower() == value.lower(),
    "StringLike": like,
    "ArnEquals": arn_like,
    "ArnLike": arn_like,
    "Bool": lambda wanted, value, _: wanted == value,
    "BinaryEquals": lambda wanted, value, _: b64decode(wanted) == b64decode(value),
    "IpAddress": lambda wanted, value, _: ip_address(value) in ip_network(wanted, strict=False),
}


def matches(name: str, wanted: str, value: str, context: Json | None) -> bool:
    for kind, read in (("Numeric", Decimal), ("Date", moment)):
        if name.startswith(kind):
            return COMPARISONS[name.removeprefix(kind)](read(value), read(wanted))
    return TESTS[name](wanted, value, context)


def holds(name: str, key: str, wanted: list[Any], context: Json, variables: bool) -> bool:
    quantifier, _, name = name.rpartition(":")
    value = lookup(context, key)
    values = [] if value is None else many(value)
    texts = [str(text).lower() if isinstance(text, bool) else str(text) for text in wanted]
    if name == "Null":
        return str(not values).lower() in texts
    base = name.removesuffix("IfExists")
    positive = base.replace("Not", "")
    negated = positive != base
    if not values:
        unless = {"ForAllValues": True, "ForAnyValue": False}.get(quantifier, negated)
        return unless or name.endswith("IfExists")
    if quantifier and values == [""]:  # "a null data set, such as an empty string"
        return quantifier == "ForAllValues"
    filling = context if variables else None
    hits = [any(matches(positive, text, value, filling) for text in texts) != negated for value in values]
    return all(hits) if quantifier == "ForAllValues" else any(hits)
