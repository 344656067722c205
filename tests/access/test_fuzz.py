"""Whatever anybody sends to any URL of the site, by any method: a page or a clear refusal, never a 500."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from html import unescape
from types import SimpleNamespace
from urllib.parse import quote, quote_from_bytes

import pytest
from django import forms
from django.contrib import admin
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse

from lessons.accounts.models import User
from tests.access.table import ROLES, TABLE
from tests.linear.sources import ROOT
from tests.sizes import size

Form = list[tuple[str, bytes]]  # names and values, as they are sent

pytestmark = pytest.mark.usefixtures("at_any_pace")

TRIES = size(2, 40)  # requests to each URL by each role
SHOWN = 10  # faults of a role
METHODS = ("GET", "HEAD", "POST", "POST", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
HOSTILE = (
    *(
        b"",
        b"\0",
        b"a\0b",
        b"\xed\xa0\x80",
        b"\xff\xfe",
        b"%",
        b"%u0041",
        b"\r\nX: y",
        b"../..",
        b"'\"<b>",
        b"//[",
    ),
    *(b"0", b"-1", b"1e9", b"9" * 30, b"9" * 5_000, b"NaN", b"null", b"true", b"2026-13-45", "١٢٣".encode()),
    *(b"{", b"[]", b"{}", b'["a"]', b"[" * 3_000, b'{"Statement": []}', b'{"a": 1, "a": 2}', b'"\\ud800"'),
    *("é😀".encode(), "\u202ea".encode(), ("a" + "\u0301\u0316" * 500).encode(), b"x" * 20_000, b" "),
    *(b"arn:aws:iam::1:role/x", b"trust/1/demo", b"iam", b"AssumeRole", b"on"),
)
FORM = "application/x-www-form-urlencoded"
TYPES = (
    *(
        FORM,
        FORM,
        FORM,
        f"{FORM}; charset=utf-7",
        f"{FORM}; charset=hex",
        f"{FORM}; charset=\0",
        "text/plain",
    ),
    *(
        "application/json",
        "multipart/form-data",
        "multipart/form-data; boundary=b",
        "multipart/form-data; boundary=",
    ),
    *(
        "multipart/form-data; boundary=b; charset=hex",
        "multipart/form-data; boundary=b; charset=utf-16",
        "",
        "x",
        "/;=",
    ),
    *(
        "text/plain; charset*=hex''%ff",
        "multipart/form-data; boundary*=utf-9''b",
        FORM + ';"' * 3_000,
        "a/b; c*0*=x",
    ),
)
HEADERS = {
    "HX-Request": ("true", "false", ""),
    "HX-Current-URL": ("http://[", "http://testserver/a", "%ff", "javascript:1"),
    "HX-Trigger": ("%ff", "a\0", "x"),
    "HX-Trigger-URI-AutoEncoded": ("true",),
    "Referer": ("http://[", "x"),
    "Accept-Language": ("x" * 600, "de;q=x", "*", "a-b-c-d-e-f,;"),
    "Accept": ("text/html", "*/*;q=x", ""),
    "Cookie": (
        "sessionid=\0",
        "sessionid=" + "a" * 300,
        "csrftoken=x; messages=x",
        "=",
        ";;;",
        "messages=[[1",
    ),
    "If-None-Match": ('"x"', "*", "W/", ","),
    "If-Modified-Since": ("Wed, 01 Jan 99999 00:00:00 GMT", "Mon, 31 Feb 2020 00:00:00 GMT", "x"),
    "Range": ("bytes=0-", "bytes=9-1", "x"),
    "X-Forwarded-For": ("", "x", "1.1.1.1, 2.2.2.2", ","),
    "Content-Encoding": ("gzip", "x"),
    "Expect": ("100-continue",),
}


def field_names() -> tuple[str, ...]:
    """The names that the site's code asks a form or a query for."""
    asked = (
        r"""(?:POST|GET)(?:\.get|\.getlist)?[\[(]\s*"([^"]+)"|(?:whole|chosen)\(request\.\w+, "([^"]+)"\)"""
    )
    found = {
        name
        for file in ROOT.glob("lessons/**/*.py")
        for pair in re.findall(asked, file.read_text())
        for name in pair
    }
    return tuple(sorted({*found, *fields_of(forms.BaseForm), "next", "_save", "form-TOTAL_FORMS"} - {""}))


def fields_of(form: type) -> set[str]:
    """The fields of every form below this one."""
    own = set(getattr(form, "base_fields", ()))
    return own.union(*(fields_of(below) for below in form.__subclasses__()))


def addresses(things: SimpleNamespace) -> Iterator[str]:
    """Every URL of the site, that of the table and that of the admin."""
    for name, arguments in dict.fromkeys((row.name, row.arguments) for row in TABLE):
        yield reverse(name, args=[getattr(things, argument) for argument in arguments.split()])
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        first = model._default_manager.first()
        yield from (reverse(f"{name}_{page}") for page in ("changelist", "add"))
        yield from (
            reverse(f"{name}_{page}", args=[first.pk if first else 1])
            for page in ("change", "delete", "history")
        )


def spoilt(url: str, chance: random.Random) -> str:
    """The URL, now and then with one of its parts replaced, and with a query."""
    parts = url.split("/")
    if chance.random() < 0.3 and len(parts) > 3:
        parts[chance.randrange(2, len(parts) - 1)] = (
            quote_from_bytes(chance.choice(HOSTILE)[:1_000], safe="") or "-"
        )
    return "/".join(parts)


def shown(client: Client, url: str) -> Form:
    """The fields of the page's forms, filled in as they are shown."""
    with transaction.atomic():
        response = client.get(url)
        transaction.set_rollback(True)
    page = response.content.decode(errors="replace") if not response.streaming else ""
    found = re.findall(r'name="([^"]+)"(?: value="([^"]*)")?', page)
    return [(name, unescape(value).encode()) for name, value in found if name != "csrfmiddlewaretoken"]


def filled(form: Form, names: tuple[str, ...], chance: random.Random) -> Form:
    """The form with some of its fields spoilt, or any fields at all, each with something hostile."""
    if form and chance.random() < 0.5:
        share = chance.choice((0.02, 0.1, 0.5))
        return [(name, chance.choice(HOSTILE) if chance.random() < share else value) for name, value in form]
    return [(name, chance.choice(HOSTILE)) for name in chance.choices(names, k=chance.randrange(0, 12))]


def encoded(form: Form, chance: random.Random) -> str:
    """Fields as a form or a query has them, now and then with more than belongs there."""
    text = "&".join(f"{quote(name)}={quote_from_bytes(value)}" for name, value in form)
    return text + chance.choice(("", "", "", "&", "&=", "&%", "&a" * 2_000, ";a=b"))


def multipart(form: Form, chance: random.Random) -> bytes:
    """The same as a body in parts, some of them files or cut off."""
    parts = []
    for name, value in form:
        file = chance.choice((*[""] * 20, '; filename="a"', '; filename="\0"', "; filename*=utf-9''%ff"))
        more = chance.choice((*[""] * 20, "Content-Type: x\r\n", "Content-Transfer-Encoding: base64\r\n"))
        head = f'--b\r\nContent-Disposition: form-data; name="{name}"{file}\r\n{more}\r\n'
        parts.append(head.encode() + value + b"\r\n")
    return b"".join(parts) + chance.choice((b"--b--\r\n", b"--b", b""))


def send(
    client: Client, url: str, form: Form, names: tuple[str, ...], chance: random.Random
) -> tuple[int, str]:
    """One request and the status of its answer, with what was sent and what went wrong."""
    method, kind = chance.choice(METHODS), chance.choice(TYPES)
    fields = filled(form, names, chance)
    body = multipart(fields, chance) if kind.startswith("multipart") else encoded(fields, chance).encode()
    chosen = chance.sample(sorted(HEADERS), k=chance.randrange(0, 4))
    headers = {name: chance.choice(HEADERS[name]) for name in chosen}
    query = chance.choice(("", encoded(filled([], names, chance), chance)[:4_000]))
    told = f"{method} {url}?{query[:200]} {kind} {headers} {body[:300]!r}"
    with transaction.atomic():
        try:
            response = client.generic(
                method, spoilt(url, chance), body, kind, headers=headers, QUERY_STRING=query
            )
        except Exception as error:  # before anything could answer for it
            return 500, f"{told} {error!r}"
        finally:
            transaction.set_rollback(True)
    return response.status_code, f"{told} {response.exc_info and response.exc_info[1]!r}"


@pytest.mark.parametrize("role", ROLES)
def test_no_request_is_answered_by_a_500(
    role: str,
    hers: SimpleNamespace,
    people: dict[str, User | None],
    client_of: Callable[[User | None], Client],
) -> None:
    chance, names, faults = random.Random(role), field_names(), []  # noqa: S311 -- the same in every run
    for url in addresses(hers):
        client = client_of(people[role])
        client.raise_request_exception = False
        form = shown(client, url)
        for _ in range(TRIES):
            cache.clear()
            status, told = send(client, url, form, names, chance)
            if status >= 500:
                faults.append(f"{status} {told}")
    assert not faults, "\n".join(faults[:SHOWN])
