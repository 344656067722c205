"""The pages of policies: the list, one document, what is wrong in it, and what would change."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import reverse

from lessons.sandbox.policy_editor.policy_documents import digest
from tests.sandbox.bench import HTMX, Bench
from tests.sandbox.conftest import policy

WRITE = policy(Action="s3:PutObject", Resource="*")


class Desk:
    """A learner at the policies of the bench's sandbox."""

    def __init__(self, bench: Bench) -> None:
        self.bench, self.client = bench, bench.client

    def url(self, name: str, *arguments: object) -> str:
        return reverse(f"sandbox:{name}", args=[self.bench.sandbox.pk, *arguments])

    def place(self, kind: str, owner: str, name: str = "") -> str:
        return "/".join(filter(None, (kind, self.bench.account, owner, name)))

    def open(self, place: str) -> HttpResponse:
        return self.client.get(self.url("policy", place))

    def save(self, place: str, text: str, opened: str | None = None) -> HttpResponse:
        """Save a text over the document as it is, or over the one that had this digest."""
        if opened is None:
            opened = self.open(place).context["form"]["opened"].value()
        return self.client.post(self.url("policy", place), {"document": text, "opened": opened})

    def act(self, action: str, place: str) -> str:
        return self.url("policy-action", action, place)

    def changes(self, place: str, text: str, htmx: bool = True) -> HttpResponse:
        headers = HTMX if htmx else {}
        return self.client.post(self.url("policy-changes", place), {"document": text}, headers=headers)

    def problems(self, kind: str, text: str, place: str = "") -> list[dict[str, Any]]:
        given = {"kind": kind, "document": text, "place": place}
        response = self.client.post(self.url("validate"), given)
        found: list[dict[str, Any]] = response.json()["problems"]
        return found


@pytest.fixture
def desk(bench: Bench) -> Desk:
    return Desk(bench)


def test_the_list_links_every_document(desk: Desk) -> None:
    page = desk.client.get(desk.url("policies")).content.decode()
    bucket = f"reports-{desk.bench.account}"
    for place in (
        desk.place("trust", "demo"),
        desk.place("trust", "audit"),
        desk.place("role-policy", "demo", "read"),
        desk.place("user-policy", "alice", "ask"),
        desk.place("bucket", bucket),
    ):
        assert f'href="{desk.url("policy", place)}"' in page
    assert "sandbox/admin" not in page


def test_the_workbench_leads_to_the_policies(desk: Desk) -> None:
    page = desk.client.get(desk.bench.sandbox.get_absolute_url()).content.decode()
    assert f'href="{desk.url("policies")}"' in page


def test_a_document_is_shown_to_the_letter(desk: Desk) -> None:
    place = desk.place("role-policy", "demo", "read")
    response = desk.open(place)
    text = desk.bench.sandbox.world["accounts"][desk.bench.account]["roles"]["demo"]["policies"]["read"]
    assert response.context["form"]["document"].value() == text
    assert response.context["form"]["opened"].value() == digest(text)


def test_what_is_not_written_yet_begins_with_an_example(desk: Desk) -> None:
    place = desk.place("bucket", f"reports-{desk.bench.account}")
    example = desk.open(place).context["form"]["document"].value()
    assert desk.problems("bucket", example) == []
    assert f"arn:aws:s3:::reports-{desk.bench.account}/*" in example


@pytest.mark.parametrize(
    "place",
    [
        "trust/{account}/nobody",
        "trust/{account}/demo/extra",
        "role-policy/{account}/demo",
        "users/{account}/alice",
        "trust/123456789012/demo",
        "trust",
        "trust//demo",
        "a/b/c/d/e/f",
    ],
)
def test_a_place_where_nothing_can_be_is_not_found(desk: Desk, place: str) -> None:
    assert desk.open(place.format(account=desk.bench.account)).status_code == 404


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("trust", json.dumps(WRITE)),
        ("role-policy", "{"),
        ("role-policy", ""),
        ("bucket", json.dumps(WRITE)),
        ("user-policy", '{"Version": "2012-10-17", "Statement": [{"Effect": "allow"}]}'),
    ],
)
def test_a_mistake_has_a_line_a_column_and_a_sentence(desk: Desk, kind: str, text: str) -> None:
    first = desk.problems(kind, text)[0]
    assert first["line"] >= 1
    assert first["column"] >= 1
    assert first["message"].endswith((".", "…"))


def test_a_right_document_has_no_mistake(desk: Desk) -> None:
    assert desk.problems("role-policy", json.dumps(WRITE)) == []


def trusts(principal: Any, **more: Any) -> str:
    return json.dumps(policy(Principal=principal, **({"Action": "sts:AssumeRole"} | more)))


def permits(resource: str) -> str:
    return json.dumps(policy(Action="s3:*", Resource=resource))


NOT_SAVED = [
    ("trust", "demo", "", trusts({"AWS": "alice"})),
    ("trust", "demo", "", trusts({"AWS": "arn:aws:iam::ACCOUNT:user/*"})),
    ("trust", "demo", "", trusts({"AWS": "arn:aws:iam::ACCOUNT:user/nobody"})),
    ("trust", "demo", "", trusts({"AWS": "ACCOUNT"}, Action="s3:GetObject")),
    ("role-policy", "demo", "read", permits("arn:aws:s3:us-east-1::b/*")),
    ("role-policy", "demo", "read", permits("arn:aws:iam::ACCOUNT:alice")),
    ("role-policy", "demo", "read", permits("arn:aws:iam:us-east-1:ACCOUNT:user/alice")),
    ("user-policy", "alice", "ask", json.dumps(WRITE | {"Id": 7})),
    ("user-policy", "alice", "ask", permits("arn:aws:s3:::" + "b" * 2_048)),
    ("bucket", "reports-ACCOUNT", "", trusts("*", Action="s3:*", Resource="arn:aws:s3:::reports-ACCOUNT/*")),
    ("bucket", "reports-ACCOUNT", "", trusts("*", Action="s3:*", Resource="*")),
]


@pytest.mark.parametrize(("kind", "owner", "name", "text"), NOT_SAVED)
def test_what_aws_does_not_save_is_marked_as_an_error(
    desk: Desk, kind: str, owner: str, name: str, text: str
) -> None:
    account = desk.bench.account
    place, text = desk.place(kind, owner.replace("ACCOUNT", account), name), text.replace("ACCOUNT", account)
    (problem,) = desk.problems(kind, text, place)
    assert problem["severity"] == "error"
    response = desk.save(place, text)
    assert response.status_code == 422
    assert [mark.message for mark in response.context["problems"]] == [problem["message"]]


def test_what_aws_saves_though_it_means_nothing_is_marked_as_a_warning(desk: Desk) -> None:
    place = desk.place("role-policy", "demo", "read")
    text = json.dumps(
        WRITE | {"Statement": WRITE["Statement"] + policy(Action="s3:", Resource="x")["Statement"]}
    )
    assert [mark["severity"] for mark in desk.problems("role-policy", text, place)] == ["error", "warning"]
    text = text.replace('"x"', '"*"')
    (problem,) = desk.problems("role-policy", text, place)
    assert problem["severity"] == "warning"
    shown = desk.changes(place, text, htmx=False)
    assert shown.context["comparison"] is not None
    assert '<li class="warning">' in shown.content.decode()
    assert desk.save(place, text).status_code == 302


def test_a_form_of_any_call_marks_by_the_kind_of_policy_alone(desk: Desk) -> None:
    old = json.dumps(WRITE | {"Version": "2008-10-17"})
    assert desk.problems("role-policy", old) == []
    assert [mark["path"] for mark in desk.problems("managed", old)] == ["$.Version"]


def test_a_place_where_nothing_can_be_is_not_checked(desk: Desk) -> None:
    given = {"kind": "trust", "document": "{}", "place": desk.place("trust", "nobody")}
    assert desk.client.post(desk.url("validate"), given).status_code == 404


@pytest.mark.parametrize(
    "data", [{"kind": "poem", "document": "{}"}, {"kind": "trust", "document": "x" * 20_001}]
)
def test_what_no_editor_sends_is_refused(desk: Desk, data: dict[str, str]) -> None:
    assert desk.client.post(desk.url("validate"), data).status_code == 400


@pytest.mark.parametrize("htmx", [True, False], ids=["htmx", "plain"])
def test_what_changes_names_the_call_and_both_answers(desk: Desk, htmx: bool) -> None:
    desk.bench.assume()
    desk.bench.use("write")
    assert desk.bench.event.error_code == "AccessDenied"
    response = desk.changes(desk.place("role-policy", "demo", "read"), json.dumps(WRITE), htmx)
    comparison = response.context["comparison"]
    changed = [
        (item.event.action, item.before.allowed, item.after.allowed) for item in comparison.differences
    ]
    assert changed == [("s3:PutObject", False, True)]
    page = response.content.decode()
    assert "s3:PutObject" in page
    assert ("<html" in page) is not htmx


def test_a_call_that_would_be_refused_says_why(desk: Desk) -> None:
    desk.bench.assume()
    desk.bench.use("list")
    response = desk.changes(desk.place("role-policy", "demo", "read"), json.dumps(WRITE))
    (difference,) = response.context["comparison"].differences
    assert difference.before.allowed
    assert not difference.after.allowed
    assert difference.after.reason in response.content.decode()


def test_a_trust_policy_decides_who_would_have_got_in(desk: Desk) -> None:
    desk.bench.assume()
    trust = policy(Principal={"AWS": desk.bench.user("auditor")}, Action="sts:AssumeRole")
    response = desk.changes(desk.place("trust", "demo"), json.dumps(trust))
    (difference,) = response.context["comparison"].differences
    assert difference.event.action == "sts:AssumeRole"
    assert not difference.after.allowed


def test_the_same_call_is_looked_at_once(desk: Desk) -> None:
    desk.bench.assume()
    for _ in range(3):
        desk.bench.use("write")
    comparison = desk.changes(desk.place("role-policy", "demo", "read"), json.dumps(WRITE)).context[
        "comparison"
    ]
    assert (len(comparison.differences), comparison.looked_at, comparison.unchanged) == (1, 2, 1)


def test_nothing_changes_with_the_text_as_it_is(desk: Desk) -> None:
    desk.bench.assume()
    place = desk.place("trust", "demo")
    text = desk.open(place).context["form"]["document"].value()
    response = desk.changes(place, text)
    assert response.context["comparison"].differences == ()
    assert "<b>Nothing.</b>" in response.content.decode()


HALF = "\\ud800"  # as JSON writes it: the first half of a character, without the other
ALL = '"Effect": "Allow", "Action": "*", "Resource": "*"'


@pytest.mark.parametrize(
    "text",
    [
        f'{{"Statement": {{{ALL}, "{HALF}": "x"}}}}',
        f'{{"{HALF}": 1, "Statement": {{{ALL}}}}}',
        f'{{"Statement": {{{ALL}, "Condition": {{"{HALF}": {{"aws:{HALF}": "{HALF}"}}}}}}}}',
    ],
)
@pytest.mark.parametrize("kind", ["user-policy", "trust", "bucket"])
def test_half_a_character_is_a_mistake_and_no_failure(desk: Desk, kind: str, text: str) -> None:
    bench = desk.bench
    bench.use("list", bench.user())
    bench.assume()
    owners = {"user-policy": ("alice", "ask"), "trust": ("demo",), "bucket": (f"reports-{bench.account}",)}
    place = desk.place(kind, *owners[kind])
    assert desk.changes(place, text).status_code == 200
    assert desk.save(place, text).status_code == 422
    assert desk.problems(kind, text)


def test_before_any_call_it_says_what_to_do(desk: Desk) -> None:
    page = desk.changes(
        desk.place("trust", "demo"),
        desk.open(desk.place("trust", "demo")).context["form"]["document"].value(),
    )
    assert "No call was made yet" in page.content.decode()


def test_a_text_that_aws_would_not_take_changes_nothing(desk: Desk) -> None:
    response = desk.changes(desk.place("trust", "demo"), "{")
    assert response.context["comparison"] is None
    assert "AWS would not take this text" in response.content.decode()


def test_comparing_neither_calls_nor_changes_anything(desk: Desk) -> None:
    desk.bench.assume()
    before = desk.bench.sandbox.events.count()
    desk.changes(desk.place("role-policy", "demo", "read"), json.dumps(WRITE))
    world = desk.bench.sandbox.world
    desk.bench.sandbox.refresh_from_db()
    assert desk.bench.sandbox.world == world
    assert desk.bench.sandbox.events.count() == before


def test_a_new_policy_gets_its_name_first(desk: Desk) -> None:
    owner = f"role-policy/{desk.bench.account}/demo"
    response = desk.client.get(desk.url("new-policy"), {"owner": owner, "name": "write"})
    assert response["Location"] == desk.url("policy", f"{owner}/write")
    assert "New: write" in desk.client.get(response["Location"]).content.decode()


@pytest.mark.parametrize("name", ["", "a b", "a/b", "x" * 129])
def test_a_name_that_iam_does_not_take_is_refused_in_words(desk: Desk, name: str) -> None:
    owner = f"role-policy/{desk.bench.account}/demo"
    response = desk.client.get(desk.url("new-policy"), {"owner": owner, "name": name})
    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()
