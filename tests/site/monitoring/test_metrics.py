"""/metrics: counts and times, for the monitor that has the token and for nobody else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client, override_settings
from prometheus_client.parser import text_string_to_metric_families

from lessons.accounts.models import User

TOKEN = "a-token-of-the-monitor"

pytestmark = pytest.mark.django_db
guarded = override_settings(METRICS_TOKEN=TOKEN)


def read(client: Client) -> dict[tuple[str, str, str], float]:
    """How many requests there were, by URL's name, method and status."""
    page = client.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"})
    assert page.status_code == 200
    samples = [s for family in text_string_to_metric_families(page.text) for s in family.samples]
    counts = [s for s in samples if s.name == "learnsts_request_seconds_count"]
    return {(s.labels["url"], s.labels["method"], s.labels["status"]): s.value for s in counts}


@guarded
@pytest.mark.parametrize(
    ("url", "method", "counted"),
    [
        ("/healthz", "get", ("healthz", "GET", "200")),
        ("/no/such/page/", "get", ("none", "GET", "404")),
        ("/accounts/login/", "post", ("account_login", "POST", "200")),
        ("/aws/", "post", ("sandbox:aws", "POST", "302")),
    ],
)
def test_each_answer_is_counted_by_url_method_and_status(
    client: Client, url: str, method: str, counted: tuple[str, str, str]
) -> None:
    before = read(client).get(counted, 0)
    getattr(client, method)(url)
    assert read(client)[counted] == before + 1


@guarded
def test_a_visitor_cannot_make_more_of_what_is_counted(client: Client) -> None:
    client.generic("MADE-UP", "/healthz")
    before = set(read(client))
    for n in range(20):
        client.generic(f"MADE-UP-{n}", "/healthz")
        client.get(f"/lessons/made-up-{n}/read/")
        client.get(f"/made-up-{n}/")
    added = set(read(client)) - before
    assert {url for url, _, _ in added} <= {"lessons:read", "none"}


@pytest.mark.parametrize("token", ["", TOKEN])
@pytest.mark.parametrize("shown", ["", "Bearer ", "Bearer wrong", f"Basic {TOKEN}", TOKEN, "Bearer ä"])
def test_without_the_right_token_there_is_no_such_page(client: Client, token: str, shown: str) -> None:
    with override_settings(METRICS_TOKEN=token):
        assert client.get("/metrics", headers={"authorization": shown} if shown else {}).status_code == 404


@guarded
def test_nobody_signed_in_is_a_monitor(client_of: Callable[[User | None], Client], superuser: User) -> None:
    assert client_of(superuser).get("/metrics").status_code == 404


@guarded
@override_settings(ALLOWED_HOSTS=["learn.example.edu"], SECURE_SSL_REDIRECT=True)
def test_a_monitor_asks_each_node_by_its_address_and_without_tls(client: Client) -> None:
    assert read(Client(headers={"host": "192.0.2.7:8000"}))


@guarded
def test_it_is_kept_by_nobody(client: Client) -> None:
    page = client.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"})
    assert "no-store" in page.headers["Cache-Control"]
    assert page.headers["Content-Type"].startswith("text/plain")
