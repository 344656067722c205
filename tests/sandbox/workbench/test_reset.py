"""Starting over."""

from __future__ import annotations

from lessons.sandbox.models import Lab, LabProgress, Sandbox, SandboxAccount
from tests.sandbox.bench import HTMX, Bench


def test_it_asks_first(bench: Bench) -> None:
    bench.use("who", bench.user())
    page = bench.client.get(bench.url("reset")).content.decode()
    assert "Start over?" in page
    assert bench.sandbox.events.count() == 1


def test_a_new_copy_has_a_new_account_and_nothing_of_the_old(bench: Bench) -> None:
    bench.assume()
    bench.skip("quarter")
    account, key = bench.account, bench.world.users[0].access_keys[0]
    response = bench.client.post(bench.url("reset"))
    assert response["Location"] == bench.url("sandbox")
    assert bench.account != account
    assert bench.world.users[0].access_keys[0] != key
    fresh = bench.now()
    assert (fresh.last_number, fresh.clock_offset_seconds, fresh.run) == (0, 0, 2)
    assert not fresh.events.exists()
    assert not fresh.sessions()
    assert [row.account_id for row in SandboxAccount.objects.all()] == [bench.account]


def test_goals_that_were_reached_stay_reached(bench: Bench, lab: Lab) -> None:
    bench.assume()
    bench.client.post(bench.url("reset"))
    assert LabProgress.objects.get().reached == ["assumed"]


def test_the_new_copy_works(bench: Bench) -> None:
    bench.assume()
    bench.client.post(bench.url("reset"))
    bench.assume()
    bench.use("read")
    assert bench.event.number == 2
    assert bench.event.status == 200


def test_htmx_is_led_to_the_page_anew(bench: Bench) -> None:
    response = bench.client.post(bench.url("reset"), headers=HTMX)
    assert response["HX-Redirect"] == bench.url("sandbox")


def test_a_sandbox_that_is_gone_meanwhile_is_a_404(bench: Bench) -> None:
    user = bench.user()
    role = bench.role()
    Sandbox.objects.all().delete()
    form = {"caller": user, "role_arn": role, "role_session_name": "s1"}
    assert bench.client.post(bench.url("assume-role"), form).status_code == 404
