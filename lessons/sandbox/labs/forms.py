"""Where a learner does what a goal wants: the links to forms and policies, filled with what is known."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from lessons import aws
from lessons.sandbox.documents.goals import Form
from lessons.sandbox.documents.placeholders import IDENTITY, KEY_OF, filled
from lessons.sandbox.models import Sandbox
from lessons.sandbox.text import arn_name

__all__ = ["BY", "FormLink", "links_to", "to_come", "without_answers"]

BY = "by"  # in the query of a call's form: who is to sign, as an author writes it
# What a call is about. Its other parameters may be what the learner is to find out.
ABOUT = ("Bucket", "GroupName", "PolicyArn", "RoleArn", "RoleName", "UserName")


@dataclass(frozen=True, slots=True)
class FormLink:
    """A link to where something is done: what it is, and by whom or whose.

    There is no `url` yet where the sandbox is still to be opened.
    """

    title: str
    note: str
    url: str = ""


def without_answers(forms: Iterable[Form]) -> list[Form]:
    """The forms with no more filled in than what each is about, every one once."""
    bare = (replace(form, parameters=_about(form.parameters)) for form in forms)
    return [*{str(form): form for form in bare}.values()]


def links_to(forms: Iterable[Form], sandbox: Sandbox) -> tuple[FormLink, ...]:
    """The links that there are in this sandbox: none to the policy of somebody who is not there."""
    world = aws.World(sandbox.world)
    links = (
        _to_policy(form, sandbox, world) if form.policy else _to_call(form, sandbox, world) for form in forms
    )
    return tuple(link for link in links if link)


def to_come(forms: Iterable[Form]) -> tuple[FormLink, ...]:
    """What the links will be called in a sandbox that is not there yet: its accounts have no numbers."""
    return tuple(
        FormLink(_title(form), _of(form) if form.policy else _note(form, _without_places(form.parameters)))
        for form in forms
    )


def _about(parameters: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in parameters.items() if name in ABOUT}


def _to_call(form: Form, sandbox: Sandbox, world: aws.World) -> FormLink:
    service, _, operation = form.call.partition(":")
    typed = {name: _typed(filled(value, world)) for name, value in form.parameters.items()}
    # A key that is deleted leaves its placeholder.
    known = {name: text for name, text in typed.items() if not KEY_OF.fullmatch(text)}
    url = reverse("sandbox:call", args=[sandbox.pk, service, operation])
    query = urlencode(known | ({BY: form.by} if form.by else {}))
    return FormLink(_title(form), _note(form, known), f"{url}?{query}")


def _title(form: Form) -> str:
    if form.policy:
        return "Permission policy" if form.name else "Trust policy"
    return form.call.partition(":")[2]


def _note(form: Form, known: Mapping[str, str]) -> str:
    """Who signs the call, and what it is about."""
    who = _signer(form.by)
    about = next((arn_name(known[name]) for name in ABOUT if name in known), "")
    return ", ".join(filter(None, (f"as {who}" if who else "", about if about != who else "")))


def _without_places(parameters: Mapping[str, Any]) -> dict[str, str]:
    """The parameters whose names in the sandbox are known already."""
    names = {name: arn_name(_typed(value)) for name, value in parameters.items()}
    return {name: text for name, text in names.items() if "{" not in text}


def _of(form: Form) -> str:
    """Whose policy it is."""
    who = IDENTITY.fullmatch(form.policy)
    return f"of {who['name']}" if who else ""


def _signer(by: str) -> str:
    """alice, or demo: the role whose session signs."""
    return by.rpartition(":")[2].partition("/")[2]


def _typed(value: Any) -> str:
    """A parameter as one types it into its field."""
    return value if isinstance(value, str) else json.dumps(value)


def _to_policy(form: Form, sandbox: Sandbox, world: aws.World) -> FormLink | None:
    who = IDENTITY.fullmatch(form.policy)
    assert who is not None  # noqa: S101 -- `mistakes_in_goals` takes no other
    part = "roles" if who["kind"] == "role" else "users"
    having = (
        number
        for number, account in world.accounts.items()
        if who["name"] in account[part] and who["account"] in (None, account["name"])
    )
    number = next(having, None)
    if number is None:
        return None
    kind = f"{who['kind']}-policy" if form.name else "trust"
    place = "/".join(filter(None, (kind, number, who["name"], form.name)))
    url = reverse("sandbox:policy", args=[sandbox.pk, place])
    return FormLink(_title(form), _of(form), url)
