"""What a check of a goal is called: who does what, or who may. Pure.

An event is told by what is done and not by AWS's name for the call, which is for a hint to say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from lessons.sandbox.documents.goals import DecisionWanted, EventPattern
from lessons.sandbox.documents.recorded_calls import OK
from lessons.sandbox.labs.call_patterns import Call
from lessons.sandbox.text import arn_name

__all__ = ["decision_words", "event_words", "nearest_words"]

# What somebody does with an action or a call, as in "tom gets into archive" and "tom does not get into it".
# The first row that the name begins with counts.
VERBS = (
    ("sts:AssumeRole", "gets into", "get into"),
    ("sts:TagSession", "passes tags to", "pass tags to"),
    ("sts:SetSourceIdentity", "passes a name to", "pass a name to"),
    ("sts:GetCallerIdentity", "asks who that is", "ask who that is"),
    (("sts:GetSessionToken", "sts:GetFederationToken"), "asks for a session", "ask for a session"),
    ("sts:GetAccessKeyInfo", "looks a key up", "look a key up"),
    (("s3:Get", "s3:Head"), "reads", "read"),
    ("s3:List", "lists", "list"),
    ("s3:Put", "writes", "write"),
    ("s3:Delete", "deletes", "delete"),
    ("s3:*", "uses", "use"),
    (("iam:List", "iam:Get"), "looks at", "look at"),
    (("iam:Create", "iam:Put", "iam:Upload"), "writes something for", "write something for"),
    (("iam:Delete", "iam:Remove", "iam:Detach"), "takes something from", "take something from"),
    (("iam:Add", "iam:Attach"), "gives something to", "give something to"),
    ("iam:", "changes", "change"),
)
OTHER = ("makes a call about", "make a call about")
# What a verb is about where an event does not say it.
ALONE = {
    "get into": " a role",
    "use": " S3",
    "read": " an object",
    "list": " a bucket",
    "write": " an object",
    "delete": " an object",
    "look at": " somebody",
    "change": " something",
    OTHER[1]: " anything",
}
AWS = "sts.amazonaws.com"  # the audience that a token for AWS is made for
MFA = "aws:MultiFactorAuthPresent"
UNTOLD = ("aws:MultiFactorAuthAge", "aws:TagKeys", "aws:PrincipalArn")  # they come with another key
PLACEHOLDER = re.compile(r"-?\{[\w:.@-]+\}")

# What a call had otherwise than an event that is wanted.
DIFFERENCES: Mapping[str, Callable[[Call], str]] = {
    "by": lambda call: f"by {arn_name(call.caller_arn) or 'nobody who signed'}",
    "on": lambda call: f"on {arn_name(call.resource) or 'nothing in particular'}",
    "answer": lambda call: f"answered with {call.error_code}" if call.error_code else "carried out",
    "refused_by": lambda call: f"refused by the {call.refused_by}" if call.refused_by else "",
    "key": lambda call: "with another kind of key",
    "with": lambda call: "with other parameters",
}


def event_words(pattern: EventPattern) -> str:
    """What has to have happened, in words that its author wrote or that are made of it."""
    if pattern.say:
        return pattern.say
    who, thing = _who(pattern.by), _thing(pattern.on)
    third, base = _verb(pattern.call)
    about = f" {thing}" if thing else ALONE.get(base, "")
    if pattern.answer == OK:
        return f"{who} {third}{about}"
    return f"{who} tries to {base}{about} and is refused" if pattern.call else f"{who} is refused"


def decision_words(wanted: DecisionWanted, *, comes_out: bool, allowed: bool | None) -> str:
    """Who may do what as the world is: whether that `comes_out` as wanted, and whether it is allowed.

    `allowed` is None where nobody could ask so.
    """
    who, thing = wanted.who or _asking(wanted), _thing(wanted.on)
    third, base = _verb(wanted.action)
    if allowed:
        return f"{who} {'' if comes_out else 'still '}{third} {thing}"
    if comes_out:
        return f"{who} does not {base} {thing}"
    if allowed is None:
        return f"{who} cannot ask to {base} {thing} yet"
    if wanted.allowed:
        return f"{who} does not {base} {thing} yet"
    return f"{who} does not {base} {thing}, but for another reason than it should"


def _verb(call: str) -> tuple[str, str]:
    return next(((third, base) for start, third, base in VERBS if call.startswith(start)), OTHER)


def _asking(wanted: DecisionWanted) -> str:
    who = _who(wanted.by) if wanted.by else _bearer(wanted)
    brought = _request(wanted)
    return f"{who} {brought}" if brought else who


def _who(by: str) -> str:
    """alice, a session of demo, or bob-sales where a session has that name."""
    if not by:
        return "somebody"
    kind, _, name = by.rpartition(":")[2].partition("/")
    role, _, session = name.partition("/")
    return name if kind == "user" else session.removesuffix("*") or f"a session of {role}"


def _bearer(wanted: DecisionWanted) -> str:
    """Whom the token of a web identity is about."""
    subject, audience = wanted.token["sub"], wanted.token["aud"]
    return subject if audience == AWS else f"{subject} with a token for {audience}"


def _request(wanted: DecisionWanted) -> str:
    """What the request is supposed to bring along."""
    parts = ["with MFA" if wanted.context.get(MFA) == "true" else ""]
    for key, value in wanted.context.items():
        if key not in (MFA, *UNTOLD):
            parts.append(f"with {key.partition(':')[2].rpartition('/')[2]} {value}")
    return " and ".join(filter(None, parts))


def _thing(resource: str) -> str:
    """What the ARN is of, without the account's number and what may follow."""
    name = PLACEHOLDER.sub("", resource.split(":", 5)[-1]).removesuffix("*").removesuffix("/")
    return name.partition("/")[2] if name.startswith(("role/", "user/")) else name


def nearest_words(call: Call, differing: Iterable[str]) -> str:
    """What a call had otherwise than it should, in the call's own words; "" where it had nothing."""
    return ", ".join(filter(None, (DIFFERENCES[part](call) for part in differing if part in DIFFERENCES)))
