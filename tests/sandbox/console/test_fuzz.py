"""Whatever somebody types into the form of a call or a policy, the answer is a form or a clear 4xx."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lessons.sandbox.console import operations
from lessons.sandbox.models import Event
from tests.sandbox.bench import HTMX, Bench

pytestmark = pytest.mark.usefixtures("at_any_pace")

FINE = {200, 302, 400, 404, 409, 422}
CALLS = [call for group in operations.groups() for call in group.calls]
sturdy = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

ODD = """
-1 | 1e9 | 99999999999 | true | NaN | null | { | [] | [{}] | [null] | ["a"] | ../.. | reports-x/%2e%2e | é😀
2026-13-45 | "\\ud800" | {"Objects": []} | {"Objects": [{"Key": "a"}]} | [{"Key": "a", "Value": "b"}]
{"é": "😀"} | {"a b\\n": "c"} | {"Parts": [{"ETag": "a", "PartNumber": 1}]}
"""
LONG = ["9" * 5000, "[" * 3000, "a" * 5000]
odd = st.sampled_from([*re.split(r" \| |\n", ODD), *LONG, " ", "\0", "a\r\nb: c"])
text = odd | st.text(max_size=60)


@st.composite
def filled(draw: st.DrawFn) -> tuple[operations.Call, dict[str, str]]:
    """A call and what is typed into its form."""
    call = draw(st.sampled_from(CALLS))
    return call, draw(st.fixed_dictionaries({}, optional=dict.fromkeys([*call.members, "caller"], text)))


@pytest.mark.usefixtures("no_network")
@sturdy
@given(asked=filled(), bucket=st.booleans(), who=st.sampled_from(["alice", "admin", ""]), htmx=st.booleans())
def test_the_form_of_any_call_takes_any_text(
    bench: Bench, asked: tuple[operations.Call, dict[str, str]], bucket: bool, who: str, htmx: bool
) -> None:
    call, typed = asked
    callers = {"alice": bench.user(), "admin": bench.world.administrators[0].arn, "": ""}
    known = {"Bucket": f"reports-{bench.account}", "Key": "q1.csv"} if bucket else {}
    form = (
        {"caller": callers[who]}
        | typed
        | {name: value for name, value in known.items() if name in call.members}
    )
    url = bench.url("call", call.service, call.name)
    assert bench.client.post(url, form, headers=HTMX if htmx else {}).status_code in FINE
    assert not Event.objects.filter(status__gte=500).exists()


@sturdy
@given(query=st.dictionaries(st.sampled_from(["q", "caller", "RoleArn", "Tags", "DurationSeconds"]), text))
def test_the_pages_of_calls_take_any_query(bench: Bench, query: dict[str, str]) -> None:
    assert bench.client.get(bench.url("calls"), query).status_code in FINE
    assert bench.client.get(bench.url("call", "sts", "AssumeRole"), query).status_code in FINE
    assert (
        bench.client.post(reverse("sandbox:playground"), query | {"scenario": query.get("q", "")}).status_code
        in FINE
    )


@sturdy
@given(
    form=st.dictionaries(st.sampled_from(["document", "opened", "kind", "owner", "name"]), text),
    htmx=st.booleans(),
)
def test_the_policy_pages_take_any_text(bench: Bench, form: dict[str, str], htmx: bool) -> None:
    headers = HTMX if htmx else {}
    place = f"trust/{bench.account}/demo"
    for name, arguments in (("validate", ()), ("policy", (place,)), ("policy-changes", (place,))):
        assert bench.client.post(bench.url(name, *arguments), form, headers=headers).status_code in FINE
    assert bench.client.get(bench.url("new-policy"), form).status_code in FINE
    assert not Event.objects.filter(status__gte=500).exists()
