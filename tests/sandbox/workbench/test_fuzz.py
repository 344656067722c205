"""Whatever a form holds, the answer is a page, a part or a clear 4xx."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lessons.sandbox.models import Event
from tests.sandbox.bench import HTMX, Bench

pytestmark = pytest.mark.usefixtures("at_any_pace")

FINE = {200, 204, 302, 400, 404, 405, 422}
odd = st.sampled_from(["", "\0", "a" * 5000, "arn:aws:iam::1:role/x", "'\"<b>", "😀"])
text = st.text(max_size=200) | odd
sturdy = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.usefixtures("no_network")
@sturdy
@given(role_arn=text, role_session_name=text, duration_seconds=text | st.integers().map(str))
def test_assume_role_takes_any_form(
    bench: Bench, role_arn: str, role_session_name: str, duration_seconds: str
) -> None:
    filled = {"role_session_name": role_session_name, "duration_seconds": duration_seconds}
    response = bench.assume(role_arn=role_arn, **filled)
    assert response.status_code in FINE
    assert not Event.objects.filter(status__gte=500).exists()


@sturdy
@given(form=st.dictionaries(st.sampled_from(["use", "caller", "to", "credential", "x"]), text))
def test_use_and_skip_take_any_form(bench: Bench, form: dict[str, str]) -> None:
    for name in ("use", "skip"):
        for headers in ({}, HTMX):
            assert bench.client.post(bench.url(name), form, headers=headers).status_code in FINE


@sturdy
@given(
    query=st.dictionaries(
        st.sampled_from(["credential", "event", "after", "run", "before", "hide"]),
        text | st.integers().map(str),
    )
)
def test_pages_take_any_query(bench: Bench, query: dict[str, str]) -> None:
    for name in ("sandbox", "news", "events", "run"):
        assert bench.client.get(bench.url(name), query).status_code in FINE


@sturdy
@given(key=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=50))
def test_any_key_id_has_no_secrets(bench: Bench, key: str) -> None:
    url = bench.url("secrets", "KEY").replace("KEY", quote(key, safe=""))
    assert bench.client.get(url).status_code == 404
