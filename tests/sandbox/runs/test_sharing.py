"""A run behind a link: anybody reads it, nobody changes it, and it tells no secret."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import unescape
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from lessons import aws
from lessons.accounts.models import User
from lessons.accounts.signals import guest_merged
from lessons.aws.services.iam import mfa
from lessons.models import Lesson
from lessons.sandbox.calls import execution
from lessons.sandbox.models import Lab, Sandbox, Scenario, SharedRun
from lessons.sandbox.runs.sharing import snapshots
from lessons.sandbox.runs.sharing.masks import secrets_of
from lessons.sandbox.scenarios.opening import open_sandbox, start_over
from tests.sandbox.bench import HTMX, Bench
from tests.sandbox.conftest import DEMO

ClientOf = Callable[[User | None], Client]


@pytest.fixture
def played(bench: Bench) -> Bench:
    """Refused, assumed, used, refused, expired."""
    bench.use("list", bench.user())
    bench.assume()
    bench.use("list")
    bench.use("write")
    bench.skip("expiry")
    bench.use("who")
    return bench


@pytest.fixture
def run(played: Bench) -> SharedRun:
    played.client.post(played.url("shares"), {"title": "My first role"})
    return SharedRun.objects.get()


def link(run: SharedRun, number: int = 1) -> str:
    return reverse("sandbox:shared-step", args=[run.pk, number])


def pages(client: Client, run: SharedRun) -> Iterator[str]:
    """Every step of a shared run, as a page and as a part."""
    for number in range(1, len(run.trace["steps"]) + 1):
        for headers in ({}, HTMX):
            response = client.get(link(run, number), headers=headers)
            assert response.status_code == 200
            yield unescape(response.content.decode())


def test_a_stranger_steps_through_a_shared_run(run: SharedRun, client_of: ClientOf) -> None:
    stranger = client_of(None)
    assert stranger.get(run.get_absolute_url())["Location"] == link(run)
    first, *_, last = pages(stranger, run)
    assert "My first role" in first
    assert "alice calls ListObjectsV2" in first
    assert "How AWS decided" in first
    assert "No policy was read" in last
    assert not User.objects.filter(is_guest=True).exists()


def test_no_page_of_it_tells_a_secret_or_a_whole_key_id(
    run: SharedRun, played: Bench, client_of: ClientOf
) -> None:
    secrets = secrets_of(played.now())
    world = played.world
    keys = {key.id for user in (*world.users, *world.administrators) for key in user.access_keys}
    keys.add(played.credential.access_key_id)
    assert {played.credential.secret_access_key, played.credential.session_token} <= secrets
    assert {user.credentials.secret_access_key for user in world.users} <= secrets
    for page in pages(client_of(None), run):
        assert not [secret for secret in (*secrets, *keys) if secret in page]
        assert str(played.sandbox.pk) not in page


def test_secrets_that_were_typed_into_a_call_are_hidden(bench: Bench, client_of: ClientOf) -> None:
    """As a role session name, also as a URL has it, as a key to ask about, as a token, and in the title."""
    bench.assume()
    secret, token = bench.credential.secret_access_key, bench.credential.session_token
    alice = aws.World(bench.now().world).users[0].credentials
    calls = [
        ("assume_role", {"RoleArn": bench.role(), "RoleSessionName": secret}),
        ("assume_role", {"RoleArn": bench.role(), "RoleSessionName": quote(token, safe="")}),
        ("get_access_key_info", {"AccessKeyId": alice.access_key_id}),
        (
            "assume_role_with_web_identity",
            {
                "RoleArn": bench.role(),
                "RoleSessionName": "web",
                "WebIdentityToken": f"eyJhbGci.{'a' * 40}.c2ln",
            },
        ),
        (
            "assume_role_with_web_identity",
            {"RoleArn": bench.role(), "RoleSessionName": "web", "WebIdentityToken": token},
        ),
    ]
    for operation, parameters in calls:
        execution.ask(bench.now(), alice, "sts", operation, parameters)
    bench.client.post(bench.url("shares"), {"title": f"look: {secret}"})
    told = "".join(pages(client_of(None), SharedRun.objects.get()))
    assert not [
        text
        for text in (secret, token, quote(token, safe=""), alice.access_key_id, "eyJhbGci")
        if text in told
    ]
    assert "(hidden)" in told
    assert SharedRun.objects.get().title == "look: (hidden)"


def test_the_secrets_of_mfa_devices_and_identity_providers_count_as_secrets(student: User) -> None:
    document = {
        "accounts": {
            "training": {
                "users": {"alice": {}},
                "oidc_providers": {"https://login.example": {"client_ids": ["app"]}},
            }
        }
    }
    scenario = Scenario.objects.create(slug="web", title="Web", document=document)
    sandbox = open_sandbox(student, scenario)
    secrets = secrets_of(sandbox)
    world = aws.World(sandbox.world)
    assert {device.secret for device in world.mfa_devices} <= secrets
    assert mfa.codes(sandbox.world, world.users[0], sandbox.now())
    assert set(sandbox.world["identity_providers"].values()) <= secrets


@pytest.mark.parametrize("who", ["stranger", "guest", "other", "owner"])
def test_nobody_changes_it(
    who: str,
    run: SharedRun,
    client_of: ClientOf,
    guest: User,
    other_student: User,
    student: User,
) -> None:
    people = {"stranger": None, "guest": guest, "other": other_student, "owner": student}
    client = client_of(people[who])
    for method in (client.post, client.put, client.patch, client.delete):
        assert method(link(run)).status_code == 405
        assert method(run.get_absolute_url()).status_code == 405
    assert client.post(reverse("sandbox:draft-shared", args=[run.pk])).status_code == 403
    assert SharedRun.objects.filter(pk=run.pk, title=run.title, trace=run.trace).exists()


def test_the_link_outlives_a_new_start_and_the_sandbox_itself(
    run: SharedRun, played: Bench, client_of: ClientOf
) -> None:
    part = client_of(None).get(link(run, 3), headers=HTMX).content
    start_over(played.now())
    assert client_of(None).get(link(run, 3), headers=HTMX).content == part
    played.now().delete()
    assert client_of(None).get(link(run, 3), headers=HTMX).content == part


def test_what_happens_later_is_not_shared(run: SharedRun, played: Bench, client_of: ClientOf) -> None:
    played.use("who", played.user())
    assert client_of(None).get(link(run, 7)).status_code == 404


def test_a_link_that_leads_nowhere_is_a_404_of_the_sites_own(run: SharedRun, client_of: ClientOf) -> None:
    wrong = client_of(None).get(reverse("sandbox:shared-run", args=[uuid4()]))
    assert wrong.status_code == 404
    assert "Nothing is shared here" in wrong.content.decode()
    assert "Play it from the first" in client_of(None).get(link(run, 99)).content.decode()


def test_its_owner_stops_sharing(run: SharedRun, played: Bench, client_of: ClientOf) -> None:
    assert str(run.pk) in played.client.get(played.url("step", 1)).content.decode()
    stopped = played.client.post(played.url("stop-sharing", run.pk))
    assert stopped["Location"] == played.url("shares")
    assert client_of(None).get(link(run)).status_code == 404
    assert played.client.post(played.url("stop-sharing", run.pk)).status_code == 302


def test_nobody_else_stops_it(run: SharedRun, other_student: User, client_of: ClientOf) -> None:
    own = open_sandbox(other_student, Scenario.objects.get())
    client_of(other_student).post(reverse("sandbox:stop-sharing", args=[own.pk, run.pk]))
    assert SharedRun.objects.filter(pk=run.pk).exists()


def test_search_engines_are_asked_to_leave_it_alone(run: SharedRun, client_of: ClientOf) -> None:
    page = client_of(None).get(link(run))
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert '<meta name="robots" content="noindex, nofollow">' in page.content.decode()
    assert "no-store" in page["Cache-Control"]


def test_htmx_gets_the_list_with_the_new_link_and_without_the_old_one(played: Bench) -> None:
    made = played.client.post(played.url("shares"), {"title": "One"}, headers=HTMX).content.decode()
    run = SharedRun.objects.get()
    assert f"http://testserver/runs/{run.pk}/" in made
    assert "<html" not in made
    stopped = played.client.post(played.url("stop-sharing", run.pk), headers=HTMX)
    assert str(run.pk) not in stopped.content.decode()


@pytest.mark.parametrize("title", ["", "   ", "x" * 121, "\0"])
def test_a_title_that_does_not_fit_is_said_and_nothing_shared(played: Bench, title: str) -> None:
    for headers in ({}, HTMX):
        response = played.client.post(played.url("shares"), {"title": title}, headers=headers)
        assert response.status_code == 422
        assert "errorlist" in response.content.decode()
    assert not SharedRun.objects.exists()


def test_a_run_in_which_nothing_happened_is_not_shared(bench: Bench) -> None:
    response = bench.client.post(bench.url("shares"), {"title": "Empty"})
    assert response.status_code == 422
    assert "nothing to share yet" in response.content.decode()


def test_links_are_counted(played: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "MOST_SHARED", 1)
    assert played.client.post(played.url("shares"), {"title": "One"}).status_code == 302
    response = played.client.post(played.url("shares"), {"title": "Two"})
    assert response.status_code == 422
    assert "Stop sharing one of them first" in response.content.decode()


def test_of_a_long_run_the_newest_steps_are_shared(played: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "MOST_STEPS", 2)
    played.client.post(played.url("shares"), {"title": "The end"})
    steps = SharedRun.objects.get().trace["steps"]
    assert [step["action"] for step in steps] == ["time is skipped", "demo/session1 calls GetCallerIdentity"]


def test_the_links_of_a_guest_go_along(guest: User, student: User, scenario: Scenario) -> None:
    run = SharedRun.objects.create(user=guest, title="Mine", trace={})
    guest_merged.send(sender=User, guest=guest, user=student)
    guest.delete()
    assert student.shared_runs.get() == run


def test_a_scenario_may_have_a_long_title(student: User, client_of: ClientOf) -> None:
    scenario = Scenario.objects.create(slug="long", title="t" * 120, document=DEMO)
    bench = Bench(client_of(student), open_sandbox(student, scenario))
    bench.use("who", bench.user())
    bench.client.post(bench.url("shares"), {"title": "AKIA234567ABCDEFGHIJ" * 6})
    assert SharedRun.objects.get().title == "AKIA…GHIJ" * 6


def test_whoever_reads_a_run_opens_its_world_as_their_own(
    run: SharedRun, lab: Lab, client_of: ClientOf
) -> None:
    stranger = client_of(None)
    address = reverse("sandbox:try-shared", args=[run.pk])
    assert address in stranger.get(link(run)).text
    opened = stranger.post(address)
    theirs = Sandbox.objects.exclude(user=run.user).get()
    assert opened["Location"] == theirs.get_absolute_url()
    assert theirs.scenario == run.scenario
    assert theirs.lab == lab
    assert not theirs.events.exists()


def test_the_world_of_a_hidden_lesson_stays_closed(run: SharedRun, lab: Lab, client_of: ClientOf) -> None:
    Lesson.objects.update(status=Lesson.Status.DRAFT)
    assert client_of(None).post(reverse("sandbox:try-shared", args=[run.pk])).status_code == 404
    assert Sandbox.objects.count() == 1


def test_a_world_of_the_playground_opens_without_a_lab(run: SharedRun, client_of: ClientOf) -> None:
    client_of(None).post(reverse("sandbox:try-shared", args=[run.pk]))
    assert Sandbox.objects.exclude(user=run.user).get().lab is None


def test_a_run_whose_scenario_is_not_known_leads_to_the_playground(
    run: SharedRun, client_of: ClientOf
) -> None:
    SharedRun.objects.update(scenario=None)
    stranger = client_of(None)
    assert reverse("sandbox:playground") in stranger.get(link(run)).text
    assert "Open this world" not in stranger.get(link(run)).text
    assert stranger.post(reverse("sandbox:try-shared", args=[run.pk])).status_code == 404
