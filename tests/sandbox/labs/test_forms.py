"""From a goal to where it is done: hints and the workbench open the right form, filled with what is known."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from lessons.accounts.models import User
from lessons.sandbox.documents.goals import Form
from lessons.sandbox.labs.forms import links_to, without_answers
from lessons.sandbox.labs.lab_view import view_in
from lessons.sandbox.models import Lab, LabProgress, Sandbox
from lessons.sandbox.scenarios.opening import enter
from tests.sandbox.bench import HTMX, Bench
from tests.sandbox.conftest import GOALS

DEMO_ROLE = "arn:aws:iam::{training}:role/demo"
ASK = {"call": "sts:AssumeRole", "by": "user/auditor", "with": {"RoleArn": DEMO_ROLE, "ExternalId": "7391"}}
OF_KEY = {"call": "iam:DeleteAccessKey", "by": "user/alice", "with": {"AccessKeyId": "{key:alice}"}}
OPEN = {"by": "user/auditor", "action": "sts:AssumeRole", "on": DEMO_ROLE, "outcome": "Allowed"}


@pytest.fixture
def own(bench: Bench, lab: Lab, student: User) -> Bench:
    """The learner came from the lab, whose goals name their forms; the last one wants a decision."""
    goals: list[dict[str, Any]] = [dict(goal) for goal in GOALS]
    goals[0] |= {"forms": [ASK, {"policy": "role/demo"}]}
    goals[1] |= {"forms": [{"call": "s3:ListObjectsV2", "by": "role/demo"}]}
    goals[3] = {"key": "let", "text": "Let auditor in", "now": [OPEN], "hints": ["a", "b", "c"]}
    lab.goals = goals
    lab.full_clean()
    lab.save()
    enter(student, lab)
    bench.sandbox.refresh_from_db()
    return bench


def page(bench: Bench, name: str, *args: Any, **query: str) -> str:
    response = bench.client.get(bench.url(name, *args), query)
    assert response.status_code == 200
    return response.content.decode()


def hint(bench: Bench, lab: Lab, goal: str, number: int) -> str:
    url = reverse("sandbox:hint", args=[lab.lesson.slug])
    posted = {"goal": goal, "number": number, "at": "sandbox"}
    return bench.client.post(url, posted, headers=HTMX).content.decode()


def links(bench: Bench, *forms: Form) -> list[tuple[str, str]]:
    return [(link.title, link.note) for link in links_to(forms, bench.sandbox)]


def test_links_say_which_call_by_whom_and_whose_policy(bench: Bench) -> None:
    forms = (
        Form("sts:AssumeRole", "user/alice", {"RoleArn": DEMO_ROLE}),
        Form("sts:GetCallerIdentity", "role/demo/plain"),
        Form("sts:AssumeRoleWithWebIdentity"),
        Form(policy="role/demo"),
        Form(policy="user/alice", name="ask"),
        Form(policy="role/gone"),  # nobody to lead to
    )
    assert links(bench, *forms) == [
        ("AssumeRole", "as alice, role/demo"),
        ("GetCallerIdentity", "as demo/plain"),
        ("AssumeRoleWithWebIdentity", ""),
        ("Trust policy", "of demo"),
        ("Permission policy", "of alice"),
    ]


def test_every_link_leads_somewhere(own: Bench) -> None:
    forms = (
        Form("sts:AssumeRole", "user/alice"),
        Form(policy="role/demo"),
        Form(policy="role/demo", name="new"),
    )
    for link in links_to(forms, own.sandbox):
        assert own.client.get(link.url).status_code == 200


def test_what_a_learner_is_to_find_out_is_filled_in_by_a_hint_and_not_before(own: Bench, lab: Lab) -> None:
    assert "7391" not in page(own, "sandbox")
    assert "7391" not in hint(own, lab, "assumed", 1)
    assert "7391" in hint(own, lab, "assumed", 2)


def test_the_workbench_offers_each_call_of_its_lab_once() -> None:
    call, policy = (
        Form("sts:AssumeRole", "user/alice", {"RoleArn": "a", "ExternalId": "1"}),
        Form(policy="role/demo"),
    )
    other = Form("sts:AssumeRole", "user/alice", {"RoleArn": "a", "ExternalId": "2"})
    assert without_answers([call, policy, other, policy]) == [
        Form("sts:AssumeRole", "user/alice", {"RoleArn": "a"}),
        policy,
    ]


def test_the_workbench_begins_with_the_calls_of_its_lab(own: Bench) -> None:
    shown = page(own, "sandbox")
    assert shown.index("Calls of this lab") < shown.index("Ask for a role")
    assert "Make any other call" in shown


def test_a_key_that_is_gone_is_not_filled_in(own: Bench) -> None:
    (link,) = links_to([Form(OF_KEY["call"], OF_KEY["by"], OF_KEY["with"])], own.sandbox)
    key = own.world.users[0].access_keys[0].id
    assert f"AccessKeyId={key}" in link.url
    world = own.sandbox.world
    account = next(iter(world["accounts"].values()))
    account["users"]["alice"]["access_keys"] = []
    (link,) = links_to([Form(OF_KEY["call"], OF_KEY["by"], OF_KEY["with"])], own.sandbox)
    assert "AccessKeyId" not in link.url


def caller_of(bench: Bench, service: str, operation: str, **query: str) -> str:
    """Who the form of a call begins with."""
    response = bench.client.get(bench.url("call", service, operation), query)
    return str(response.context["form"]["caller"].value())


def test_a_form_begins_with_who_makes_the_call_in_the_lab(own: Bench) -> None:
    assert caller_of(own, "sts", "AssumeRole").endswith("user/auditor")
    assert caller_of(own, "sts", "AssumeRole", by="user/alice").endswith("user/alice")
    assert caller_of(own, "sts", "AssumeRole", by="user/nobody").endswith("user/alice")
    assert caller_of(own, "sts", "AssumeRole", by="nonsense\0").endswith("user/alice")


def test_a_form_begins_with_the_newest_session_that_lives(own: Bench) -> None:
    assert caller_of(own, "s3", "ListObjectsV2").endswith("user/alice")  # there is none yet
    own.assume()
    own.assume()
    newest = own.now().sessions()[0].access_key_id
    assert caller_of(own, "s3", "ListObjectsV2") == newest
    own.skip("expiry")
    assert caller_of(own, "s3", "ListObjectsV2") == newest


def test_a_call_about_ones_own_keys_begins_with_a_user(bench: Bench) -> None:
    for operation in ("ListAccessKeys", "CreateAccessKey", "GetUser"):
        assert caller_of(bench, "iam", operation).endswith("user/alice")
    assert ":user/alice" not in caller_of(bench, "iam", "CreateRole")


def test_fields_say_what_they_are_where_aws_says_it_shortly(bench: Bench) -> None:
    shown = page(bench, "call", "sts", "AssumeRole")
    assert "The Amazon Resource Name (ARN) of the role to assume." in shown
    assert 'aria-describedby="id_RoleArn_helptext"' in shown


@pytest.mark.parametrize(
    ("name", "args"),
    [("call", ("sts", "GetCallerIdentity")), ("calls", ()), ("policies", ()), ("policy", ("trust/{}/demo",))],
)
def test_the_goals_stay_in_view_where_the_work_is_done(own: Bench, name: str, args: tuple[str, ...]) -> None:
    filled = [arg.format(own.account) for arg in args]
    shown = page(own, name, *filled)
    assert 'id="goal-bar"' in shown
    assert "Let auditor in" in shown
    assert "auditor does not get into demo yet" in shown


def test_the_goals_below_a_form_tick_with_its_answer(own: Bench) -> None:
    form = {"caller": own.user(), "RoleArn": DEMO_ROLE.format(training=own.account), "RoleSessionName": "it"}
    url = own.url("call", "sts", "AssumeRole")
    answer = own.client.post(url, form, headers=HTMX).content.decode()
    assert 'hx-swap-oob="innerHTML:#goal-bar"' in answer
    assert 'class="reached"' in answer


def test_the_decision_behind_a_check_can_be_read(own: Bench) -> None:
    shown = page(own, "decision", "let", 1)
    assert "What would be decided now" in shown
    assert "Nobody has made this call" in shown
    for goal, place in (("let", 2), ("let", 0), ("used", 1), ("none", 1)):
        assert own.client.get(own.url("decision", goal, place)).status_code == 404


def test_only_the_lab_that_one_came_from_sees_what_happens(own: Bench, lab: Lab) -> None:
    other = Lab.objects.create(
        lesson=another_lesson(lab), scenario=lab.scenario, title="Another", intro="Go.", goals=GOALS
    )
    own.assume()
    assert [row.lab for row in LabProgress.objects.all()] == [lab]
    enter(own.sandbox.user, other)
    own.assume()
    assert LabProgress.objects.get(lab=other).reached == ["assumed"]
    assert own.now().lab == other


def another_lesson(lab: Lab) -> Any:
    lesson = type(lab.lesson)(slug="another", title="Another", chapter=lab.lesson.chapter)
    lesson.publish()
    lesson.save()
    return lesson


def test_a_finished_lab_shows_no_checks(own: Bench, lab: Lab) -> None:
    sandbox: Sandbox = own.now()
    keys = [goal["key"] for goal in lab.goals]
    LabProgress.objects.create(user=sandbox.user, lab=lab, reached=keys, finished_at=sandbox.now())
    view = view_in(sandbox)
    assert view is not None
    assert (view.next, view.next_number) == (None, 0)
    assert "Lab finished" in page(own, "policies")


def test_before_there_is_a_sandbox_a_hint_opens_it_at_the_form(own: Bench, lab: Lab) -> None:
    Sandbox.objects.all().delete()
    hint(own, lab, "assumed", 1)
    assert 'name="form"' not in own.client.get(lab.get_absolute_url()).content.decode()
    hint(own, lab, "assumed", 2)
    page = own.client.get(lab.get_absolute_url()).content.decode()
    assert "AssumeRole<span" in page
    assert "as auditor, role/demo" in page
    for form, there in (("0", "/call/sts/AssumeRole/"), ("1", "/documents/trust/")):
        answer = own.client.post(lab.get_absolute_url(), {"goal": "assumed", "form": form})
        assert there in answer.url
        assert own.client.get(answer.url).status_code == 200


@pytest.mark.parametrize(
    "posted", [{"goal": "assumed", "form": "9"}, {"goal": "gone"}, {"goal": "used", "form": "0"}]
)
def test_what_no_hint_leads_to_opens_the_sandbox_alone(own: Bench, lab: Lab, posted: dict[str, str]) -> None:
    hint(own, lab, "assumed", 1)
    hint(own, lab, "assumed", 2)
    assert own.client.post(lab.get_absolute_url(), posted).url == own.sandbox.get_absolute_url()
