"""What is wrong in a lab's goals, and where. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from lessons import aws
from lessons.aws.policies import access_request
from lessons.sandbox.documents.goals import OUTCOMES, alternatives
from lessons.sandbox.documents.placeholders import IDENTITY, KEY_OF, PLACEHOLDER
from lessons.sandbox.documents.recorded_calls import is_call, is_told, mistakes_in_calls
from lessons.sandbox.documents.shape import Mistake, Path, shape

__all__ = ["mistakes_in_goals"]

GOAL = {"key": str, "text": str, "seen": list, "now": list, "hints": list, "forms": list}
PATTERN = {
    "call": str,
    "by": str,
    "on": str,
    "answer": str,
    "refused_by": str,
    "key": str,
    "with": dict,
    "say": str,
}
DECISION = {
    "by": str,
    "token": dict,
    "session": dict,
    "issued": str,
    "action": str,
    "on": str,
    "outcome": str,
    "refused_by": str,
    "context": dict,
    "who": str,
}
FORM_OF_CALL = {"call": str, "by": str, "with": dict}
FORM_OF_POLICY = {"policy": str, "name": str}
TOKEN = {"iss": str, "sub": str, "aud": str}
GIVEN = {"policy": dict, "policy_arns": list}
POLICY_TYPES = (
    access_request.IDENTITY,
    access_request.TRUST,
    access_request.RESOURCE,
    access_request.BOUNDARY,
    access_request.SESSION,
    access_request.SCP,
    access_request.RCP,
)
HINTS = 3
MOST_GOALS = 12
MOST_PARTS = (
    16  # events or decisions of a goal, and its forms: each is looked at whenever a page shows the goal
)


def mistakes_in_goals(document: Any, accounts: Mapping[str, Any]) -> Iterator[Mistake]:
    """Every mistake in a lab's goals; `accounts` are those of its scenario, by the names it gives them."""
    if not isinstance(document, list) or len(document) > MOST_GOALS:
        yield Mistake((), f"Goals are a list, {MOST_GOALS} at most.")
        return
    for number, item in enumerate(document):
        yield from _goal((str(number),), item)
    yield from _twice(document)
    yield from _unknown((), document, accounts)


def _goal(path: Path, item: Any) -> Iterator[Mistake]:
    if wrong := list(shape(path, item, GOAL, ("key", "text"))):
        yield from wrong
        return
    if not item.get("seen") and not item.get("now"):
        yield Mistake(path, "A goal says what has to be seen, or what has to be decided now.")
    yield from _parts((*path, "seen"), item.get("seen", ()), _seen)
    yield from _parts((*path, "now"), item.get("now", ()), _now)
    yield from _parts((*path, "forms"), item.get("forms", ()), _form)
    for name in ("seen", "now", "forms"):
        if len(item.get(name, ())) > MOST_PARTS:
            yield Mistake((*path, name), f"A goal has {MOST_PARTS} of these at most.")
    hints = item.get("hints", [])
    if len(hints) != HINTS or not all(isinstance(hint, str) and hint for hint in hints):
        yield Mistake((*path, "hints"), f"A goal has {HINTS} hints, texts of growing strength.")


def _parts(path: Path, parts: Any, check: Callable[[Path, Any], Iterator[Mistake]]) -> Iterator[Mistake]:
    """The mistakes in events or decisions, and in the alternatives that stand in the place of one."""
    for number, part in enumerate(parts):
        place = (*path, str(number))
        if part == []:
            yield Mistake(place, "A list names what any one of will do; this one is empty.")
        for choice, item in enumerate(alternatives(part)):
            yield from check((*place, str(choice)) if isinstance(part, list) else place, item)


def _seen(path: Path, pattern: Any) -> Iterator[Mistake]:
    if wrong := list(shape(path, pattern, PATTERN)):
        yield from wrong
        return
    if not any(pattern.get(part) for part in ("call", "answer", "refused_by")):
        yield Mistake(path, "Say which call it is, or how it was answered.")
    call = pattern.get("call", "*")
    if "*" not in call and not is_call(call):
        yield Mistake((*path, "call"), f"AWS has no call {call}; write service:Operation.")
    for name, value in pattern.get("with", {}).items():
        if value is None and not is_told(call, name):
            yield Mistake((*path, "with", name), f"No event tells whether {call} was sent without {name}.")
    if pattern.get("refused_by") and pattern.get("answer") == "ok":
        yield Mistake((*path, "refused_by"), "What was answered with ok was refused by nothing.")
    yield from _policy_type(path, pattern)
    yield from _by(path, pattern)


def _now(path: Path, decision: Any) -> Iterator[Mistake]:
    if wrong := list(shape(path, decision, DECISION, ("action", "on", "outcome"))):
        yield from wrong
        return
    if bool(decision.get("by")) == bool(decision.get("token")):
        yield Mistake(path, "Say who asks: “by” a user or a role, or with the “token” of a web identity.")
    if decision["outcome"] not in OUTCOMES:
        yield Mistake((*path, "outcome"), f"An outcome is {' or '.join(OUTCOMES)}.")
    if decision.get("refused_by") and decision["outcome"] == OUTCOMES[0]:
        yield Mistake((*path, "refused_by"), "What is allowed is refused by nothing.")
    if "token" in decision:
        yield from shape((*path, "token"), decision["token"], TOKEN, TOKEN)
    if "issued" in decision and not _is_moment(decision["issued"]):
        yield Mistake((*path, "issued"), "Write a time in UTC, such as 2025-01-01T00:00:00Z.")
    if "session" in decision:
        yield from _session(path, decision)
    yield from _policy_type(path, decision)
    yield from _by(path, decision)


def _form(path: Path, form: Any) -> Iterator[Mistake]:
    is_policy = isinstance(form, Mapping) and "policy" in form
    parts, needed = (FORM_OF_POLICY, ("policy",)) if is_policy else (FORM_OF_CALL, ("call",))
    if wrong := list(shape(path, form, parts, needed)):
        yield from wrong
    elif not is_policy:
        yield from mistakes_in_calls({"call": form["call"], "with": form.get("with", {})}, path)
        yield from _by(path, form)
    elif not (who := IDENTITY.fullmatch(form["policy"])) or who["kind"] not in ("user", "role"):
        yield Mistake((*path, "policy"), "Write whose it is: user/NAME, role/NAME or account:role/NAME.")
    elif who["kind"] == "user" and not form.get("name"):
        yield Mistake(path, "A user's policy has a name; only a role's trust policy has none.")


def _session(path: Path, decision: Mapping[str, Any]) -> Iterator[Mistake]:
    place, given = (*path, "session"), decision["session"]
    if wrong := list(shape(place, given, GIVEN)):
        yield from wrong
        return
    who = IDENTITY.fullmatch(decision.get("by", ""))
    if not who or who["kind"] != "role":
        yield Mistake(place, "Only a role has sessions here: write “by” with role/NAME.")
    for problem in aws.validate(given["policy"]) if "policy" in given else ():
        yield Mistake((*place, "policy"), f"{problem.path}: {problem.message}")
    if not all(isinstance(arn, str) for arn in given.get("policy_arns", ())):
        yield Mistake((*place, "policy_arns"), "Managed policies are named by their ARNs.")


def _is_moment(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def _policy_type(path: Path, item: Mapping[str, Any]) -> Iterator[Mistake]:
    if item.get("refused_by") and item["refused_by"] not in POLICY_TYPES:
        yield Mistake((*path, "refused_by"), f"A policy type is one of {', '.join(POLICY_TYPES)}.")


def _by(path: Path, item: Mapping[str, Any]) -> Iterator[Mistake]:
    if item.get("by") and not IDENTITY.fullmatch(item["by"]):
        yield Mistake((*path, "by"), "Write user/NAME, role/NAME or account:role/NAME.")


def _twice(document: list[Any]) -> Iterator[Mistake]:
    keys = [item.get("key") for item in document if isinstance(item, Mapping)]
    for key, times in Counter(map(str, keys)).items():
        if times > 1:
            yield Mistake((str(keys.index(key)), "key"), f"The key “{key}” is taken.")


def _unknown(path: Path, value: Any, accounts: Mapping[str, Any]) -> Iterator[Mistake]:
    """The accounts and the identity providers that are named and that the scenario has not."""
    if isinstance(value, Mapping | list):
        items = value.items() if isinstance(value, Mapping) else enumerate(value)
        for key, item in items:
            yield from _unknown((*path, str(key)), item, accounts)
    elif isinstance(value, str) and path[-1] not in {"text", "key", "say", "who"} and "hints" not in path:
        prefix = IDENTITY.fullmatch(value) if path[-1] in ("by", "policy") else None
        named = {*PLACEHOLDER.findall(value), *filter(None, [prefix and prefix["account"]])}
        for name in sorted(named - set(accounts)):
            yield Mistake(path, f"The scenario has no account {name}.")
        for account, user in KEY_OF.findall(value):
            if user not in _users(accounts, account):
                yield Mistake(path, f"The scenario has no user {user} there.")
        if path[-2:] == ("token", "iss") and value not in _providers(accounts):
            yield Mistake(path, f"The scenario has no identity provider {value}.")


def _users(accounts: Mapping[str, Any], name: str) -> set[str]:
    """The users of the account of that name, of all accounts where the name is ""."""
    return {user for key in accounts if name in ("", key) for user in accounts[key].get("users", {})}


def _providers(accounts: Mapping[str, Any]) -> set[str]:
    return {url for account in accounts.values() for url in account.get("oidc_providers", {})}
