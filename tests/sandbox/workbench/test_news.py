"""What an open page hears: the poll, and the list of what happened."""

from __future__ import annotations

from typing import Any

import pytest

from lessons.sandbox.models import Event
from lessons.sandbox.scenarios.opening import start_over
from lessons.sandbox.workbench import page_context
from tests.sandbox.bench import HTMX, Bench


def poll(bench: Bench, after: int, run: int = 1) -> Any:
    return bench.client.get(bench.url("news"), {"after": after, "run": run}, headers=HTMX)


def fill(bench: Bench, count: int) -> None:
    """Events without making a call for each."""
    call = {"service": "sts", "operation": "GetCallerIdentity", "status": 200, "at": bench.sandbox.now()}
    Event.objects.bulk_create(
        Event(sandbox=bench.sandbox, number=number, source="client", **call) for number in range(1, count + 1)
    )
    type(bench.sandbox).objects.update(last_number=count)


def test_no_news_is_an_empty_answer(bench: Bench) -> None:
    assert poll(bench, 0).status_code == 204
    bench.use("who", bench.user())
    assert poll(bench, 1).status_code == 204


def test_a_poll_without_news_costs_three_queries(bench: Bench, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(3):  # session, user, sandbox
        poll(bench, 0)


def test_news_are_the_calls_since_the_last_one_seen(bench: Bench) -> None:
    bench.use("who", bench.user())
    bench.use("list", bench.user())
    page = poll(bench, 1).content.decode()
    assert 'id="event-2"' in page
    assert 'id="event-1"' not in page
    assert "after=2" in page


def test_news_bring_the_clock_the_goals_and_the_credentials(bench: Bench) -> None:
    bench.assume()
    page = poll(bench, 0).content.decode()
    for part in ("clock", "goals", "credentials"):
        assert f'id="{part}"' in page


def test_a_run_that_began_anew_reloads_the_page(bench: Bench) -> None:
    bench.use("who", bench.user())
    start_over(bench.sandbox)
    assert poll(bench, 1)["HX-Refresh"] == "true"


def test_more_news_than_a_page_holds_reload_it(bench: Bench) -> None:
    fill(bench, page_context.EVENTS_A_PAGE + 1)
    assert poll(bench, 0)["HX-Refresh"] == "true"


@pytest.mark.parametrize("query", ["", "after=x&run=1", "after=-5&run=1", "after=99999999999999&run=1"])
def test_a_strange_poll_is_harmless(bench: Bench, query: str) -> None:
    assert bench.client.get(f"{bench.url('news')}?{query}", headers=HTMX).status_code in {200, 204}


# -- the list -------------------------------------------------------------------------------------


def test_the_list_is_newest_first_and_paged(bench: Bench) -> None:
    fill(bench, 45)
    seen = []
    before = None
    while True:
        page = bench.client.get(bench.url("events"), {"before": before} if before else {})
        seen += [event.number for event in page.context["events"]]
        before = page.context["older"]
        if before is None:
            break
    assert seen == list(range(45, 0, -1))


def test_older_calls_are_appended_by_htmx(bench: Bench) -> None:
    fill(bench, 45)
    part = bench.client.get(bench.url("events"), {"before": 26}, headers=HTMX).content.decode()
    assert 'id="event-25"' in part
    assert "before=6" in part
    assert "<html" not in part


def test_a_call_opens_into_awss_words_and_why(bench: Bench) -> None:
    bench.use("list", bench.user())
    page = bench.client.get(bench.url("events")).content.decode()
    assert "s3:ListBucket" in page
    assert '<b class="actor-caller">alice</b>' in page
    opened = bench.client.get(bench.event.get_absolute_url(), headers=HTMX).content.decode()
    assert bench.event.explanation in opened
    assert "An error occurred (AccessDenied) when calling the ListObjectsV2 operation" in opened
