"""The workbench as a page, and who may see it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from lessons.accounts.models import User
from lessons.models import Lesson
from lessons.sandbox.models import Lab, Sandbox
from tests.sandbox.bench import HTMX, Bench

# Every URL below a sandbox's own address: its name, what follows the id, and the methods it answers.
URLS = {
    "sandbox": ([], {"get"}),
    "assume-role": ([], {"post"}),
    "use": ([], {"post"}),
    "skip": ([], {"post"}),
    "reset": ([], {"get", "post"}),
    "news": ([], {"get"}),
    "events": ([], {"get"}),
    "event": ([1], {"get"}),
    "secrets": (["ASIAEXAMPLE"], {"get"}),
    "terminal": ([], {"get"}),
    "run": ([], {"get"}),
    "step": ([1], {"get"}),
}
OTHERS = ["nobody", "guest", "other_student", "instructor", "superuser"]


@pytest.mark.parametrize("who", OTHERS)
@pytest.mark.parametrize("name", URLS)
def test_somebody_elses_sandbox_is_not_there(
    who: str,
    name: str,
    bench: Bench,
    client_of: Callable[[User | None], Client],
    request: pytest.FixtureRequest,
) -> None:
    bench.assume()
    stranger = client_of(None if who == "nobody" else request.getfixturevalue(who))
    before = Sandbox.objects.values().get()
    args, methods = URLS[name]
    args = [bench.credential.access_key_id] if name == "secrets" else args
    for method in methods:
        assert getattr(stranger, method)(bench.url(name, *args)).status_code == 404
    assert Sandbox.objects.values().get() == before


@pytest.mark.parametrize("name", URLS)
def test_only_the_methods_of_the_table_are_answered(name: str, bench: Bench) -> None:
    args, methods = URLS[name]
    for method in {"get", "post", "put", "delete"} - methods:
        assert getattr(bench.client, method)(bench.url(name, *args)).status_code == 405


def test_the_form_is_filled_in_so_that_it_works(bench: Bench) -> None:
    page = bench.client.get(bench.url("sandbox")).content.decode()
    assert f'value="{bench.role()}"' in page
    assert 'value="session1"' in page
    assert 'value="3600"' in page
    assert "No temporary credentials yet" in page


def test_the_page_is_kept_by_no_cache(bench: Bench) -> None:
    assert "no-store" in bench.client.get(bench.url("sandbox"))["Cache-Control"]


def test_it_names_only_lessons_the_learner_may_see(bench: Bench, lab: Lab, lesson: Lesson) -> None:
    assert lesson.title in bench.client.get(bench.url("sandbox")).content.decode()
    Lesson.objects.update(status=Lesson.Status.DRAFT)
    assert lesson.title not in bench.client.get(bench.url("sandbox")).content.decode()


def test_the_ring_and_the_digits_count_by_the_sandboxs_clock(bench: Bench) -> None:
    bench.assume()
    bench.skip("quarter")
    page = bench.client.get(bench.url("sandbox"))
    now = page.context["now"]
    assert f'data-now="{round(now.timestamp() * 1000)}"' in page.content.decode()
    expires = bench.credential.expires_at
    assert f'data-expires-at="{round(expires.timestamp() * 1000)}"' in page.content.decode()
    assert (expires - now).total_seconds() <= 0
    assert 'data-state="expired"' in page.content.decode()
    assert "00:00" in page.content.decode()


def test_without_javascript_the_time_left_is_on_the_page(bench: Bench) -> None:
    bench.assume(duration_seconds="3600")
    page = bench.client.get(bench.url("sandbox"))
    assert page.context["card"].digits in page.content.decode()
    assert 3590 <= page.context["card"].left <= 3600


def test_credentials_are_chosen_by_their_key_id(bench: Bench) -> None:
    bench.assume(role_session_name="first")
    first = bench.credential
    bench.assume(role_session_name="second")
    page = bench.client.get(bench.url("sandbox"), {"credential": first.access_key_id})
    assert page.context["card"].credential == first
    assert bench.client.get(bench.url("sandbox")).context["card"].credential == bench.credential


@pytest.mark.parametrize("query", ["event=x", "event=99999999999", "credential=%00", "event=-1"])
def test_a_strange_query_changes_nothing(bench: Bench, query: str) -> None:
    assert bench.client.get(f"{bench.url('sandbox')}?{query}").status_code == 200


def test_a_sandbox_that_never_was_is_a_404(learner: Client) -> None:
    url = reverse("sandbox:sandbox", args=["00000000-0000-4000-8000-000000000000"])
    assert learner.get(url).status_code == 404
    assert learner.get("/sandbox/not-an-id/").status_code == 404


def test_the_page_takes_few_queries_however_much_has_happened(
    bench: Bench, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    bench.client.get(bench.url("sandbox"))
    with django_assert_max_num_queries(12):
        bench.client.get(bench.url("sandbox"))
    bench.assume()
    for use in ("who", "list", "read", "write"):
        bench.use(use)
    with django_assert_max_num_queries(12):
        bench.client.get(bench.url("sandbox"))


# -- the secret parts -----------------------------------------------------------------------------


def test_the_secrets_are_shown_to_whoever_asks_and_kept_by_no_cache(bench: Bench) -> None:
    bench.assume()
    credential = bench.credential
    for headers in ({}, HTMX):
        response = bench.client.get(bench.url("secrets", credential.access_key_id), headers=headers)
        assert credential.secret_access_key in response.content.decode().replace("&#x2B;", "+")
        assert credential.session_token in response.content.decode()
        assert "no-store" in response["Cache-Control"]


def test_they_can_be_hidden_again(bench: Bench) -> None:
    bench.assume()
    url = bench.url("secrets", bench.credential.access_key_id)
    part = bench.client.get(f"{url}?hide", headers=HTMX).content.decode()
    assert bench.credential.session_token not in part


def test_there_are_no_secrets_of_a_key_nobody_issued(bench: Bench) -> None:
    assert bench.client.get(bench.url("secrets", "ASIANOBODYSKEY")).status_code == 404
