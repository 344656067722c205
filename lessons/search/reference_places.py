"""The places that come with a release: the words of the glossary, the calls of AWS, its error codes."""

from __future__ import annotations

import re
from functools import cache

from django.urls import reverse

from lessons.aws.errors import FAILURES
from lessons.glossary import Glossary, Term
from lessons.sandbox.console import operations
from lessons.sandbox.console.operations import Call
from lessons.search.places import Kind, Place
from lessons.search.words import Words, joined

__all__ = ["calls", "errors", "terms"]

FACT = re.compile(r"\{\w*\}")  # what a call fills in
# What a code mostly means, where each call is told its own reason.
MOSTLY = {
    "AccessDenied": ("No policy that counts here allows the call, or one of them denies it.",),
    "ExpiredToken": ("The credentials have expired, and AWS accepts nothing signed with them any more.",),
}
TOLD = 2  # sentences of an error code, which may come for twenty reasons


@cache
def terms(words: Glossary) -> tuple[Place, ...]:
    """The words of a glossary, each where it is explained."""
    return tuple(map(_term, words.in_order))


@cache
def calls() -> tuple[Place, ...]:
    """What the sandbox can be asked."""
    return tuple(_call(call) for group in operations.groups() for call in group.calls)


@cache
def errors() -> tuple[Place, ...]:
    """What a call may fail with, each code with why."""
    reasons: dict[str, dict[str, None]] = {}
    for failure in FAILURES.values():
        for words in filter(None, (failure.words, failure.s3)):
            reasons.setdefault(words.code, {})[failure.why] = None
    return tuple(
        _error(code, list(why)) for code, why in sorted(reasons.items()) if code
    )  # a redirect has none


def _term(term: Term) -> Place:
    text = term.meaning.replace("`", "")
    return Place(
        Kind.TERM,
        term.name,
        text,
        {"title": Words(term.name, *term.also), "text": Words(text)},
        url=f"{reverse('lessons:glossary')}#{term.key}",
        names=frozenset(joined(name) for name in (term.name, *term.also)),
    )


def _call(call: Call) -> Place:
    return Place(
        Kind.CALL,
        call.name,
        call.sentence,
        {"title": Words(call.name, call.service), "text": Words(call.sentence)},
        label=call.service,
        names=frozenset({joined(call.name), joined(call.service, call.name)}),
    )


def _error(code: str, reasons: list[str]) -> Place:
    """The code with the reasons that need no facts of a call: those say most by themselves."""
    plain = [*MOSTLY.get(code, ()), *(why for why in reasons if not FACT.search(why))]
    told = plain[:TOLD] or [FACT.sub("…", why) for why in reasons[:1]]
    text = " ".join(told)
    return Place(
        Kind.ERROR,
        code,
        text,
        {"title": Words(code), "text": Words(text)},
        names=frozenset({joined(code)}),
    )
