"""What a learner has brought about in the sandbox, goal by goal, and as lessons and classes count it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from lessons.accounts.models import User
from lessons.models import StyleProgress
from lessons.sandbox.calls import execution
from lessons.sandbox.labs.lab_view import view_of
from lessons.sandbox.labs.progress import count_goals
from lessons.sandbox.models import Lab, LabProgress, Sandbox
from tests.sandbox.bench import Bench
from tests.sandbox.conftest import goal, policy

LIST = "arn:aws:s3:::reports-{training}"
DEMO_ROLE, AUDIT_ROLE = (f"arn:aws:iam::{{training}}:role/{name}" for name in ("demo", "audit"))
LET_IN = [
    {"by": "user/alice", "action": "sts:AssumeRole", "on": DEMO_ROLE, "outcome": "Allowed"},
    {"by": "user/auditor", "action": "sts:AssumeRole", "on": DEMO_ROLE, "outcome": "Denied"},
]


def whole_way(bench: Bench) -> None:
    bench.assume()
    bench.use("list")
    bench.use("write")
    bench.skip("expiry")
    bench.use("list")


def reached(bench: Bench) -> list[str]:
    """The keys of the goals that are reached."""
    return [key for row in LabProgress.objects.filter(user=bench.sandbox.user) for key in row.reached]


def wants(lab: Lab, *goals: dict[str, Any]) -> None:
    """Let the lab have these goals."""
    lab.goals = list(goals)
    lab.full_clean()
    lab.save()


def edit(bench: Bench, operation: str, document: dict[str, Any], **parameters: str) -> None:
    """Edit a policy as the administrator."""
    text = json.dumps(document).replace("{training}", bench.account)
    admin = bench.world.administrators[0].credentials
    execution.ask(bench.now(), admin, "iam", operation, {**parameters, "PolicyDocument": text})


def let_alice_ask_for(bench: Bench, arn: str) -> None:
    """Make this the only role that alice may ask for."""
    document = policy(Action="sts:AssumeRole", Resource=arn)
    edit(bench, "put_user_policy", document, UserName="alice", PolicyName="ask")


def test_goals_are_reached_one_after_the_other(bench: Bench, lab: Lab) -> None:
    counts = []
    for act in (
        lambda: bench.use("list", bench.user()),
        bench.assume,
        lambda: bench.use("who"),
        lambda: bench.use("read"),
        lambda: bench.use("write"),
        lambda: bench.skip("expiry"),
        lambda: bench.use("list"),
    ):
        act()
        counts.append(len(reached(bench)))
    assert counts == [0, 1, 1, 2, 3, 3, 4]


def test_the_lab_is_finished_with_its_last_goal_and_not_before(bench: Bench, lab: Lab, student: User) -> None:
    bench.assume()
    bench.use("list")
    assert not StyleProgress.objects.filter(user=student).exclude(done_at=None).exists()
    whole_way(bench)
    assert StyleProgress.objects.get(user=student, lesson=lab.lesson, style="sandbox").done_at
    assert view_of(student, lab).is_finished


def test_a_finished_lab_stays_finished_whatever_an_instructor_adds(
    bench: Bench, lab: Lab, student: User
) -> None:
    whole_way(bench)
    wants(lab, *lab.goals, goal("more", "One more", seen=[{"call": "iam:ListUsers"}]))
    bench.use("who", bench.user())
    view = view_of(student, lab)
    assert view.is_finished
    assert bench.now().open_goals == "[]"
    assert count_goals([student], [lab.lesson]).reached == {(student.pk, lab.lesson_id): 5}


def test_events_count_in_their_order_with_others_between(bench: Bench, lab: Lab) -> None:
    wants(lab, goal("twice", "No, then yes", seen=[{"answer": "refused"}, {"call": "s3:*", "answer": "ok"}]))
    bench.assume()
    bench.use("list")
    assert reached(bench) == []
    bench.use("list", bench.user())
    bench.use("who")
    assert reached(bench) == []
    bench.use("read")
    assert reached(bench) == ["twice"]


PATTERNS = [
    ({"call": "sts:AssumeRole", "with": {"DurationSeconds": 900}}, True),
    ({"call": "sts:AssumeRole", "with": {"DurationSeconds": 3600}}, False),
    ({"call": "sts:AssumeRole", "with": {"RoleSessionName": "session*"}}, True),
    ({"call": "sts:AssumeRole", "with": {"ExternalId": "*"}}, False),
    ({"call": "sts:AssumeRole", "with": {"ExternalId": None}}, True),
    ({"call": "sts:AssumeRole", "with": {"RoleSessionName": None}}, False),
    ({"call": "s3:ListObjectsV2", "with": {"Prefix": None}}, True),
    ({"call": "s3:ListObjectsV2", "with": {"Bucket": None}}, False),
    ({"call": "sts:AssumeRole", "with": {"RoleArn": DEMO_ROLE}}, True),
    ({"call": "sts:*", "on": DEMO_ROLE}, True),
    ({"call": "sts:*", "on": DEMO_ROLE.replace("demo", "audit")}, False),
    ({"call": "s3:ListObjectsV2", "by": "role/demo"}, True),
    ({"call": "s3:ListObjectsV2", "by": "role/demo/session1"}, True),
    ({"call": "s3:ListObjectsV2", "by": "role/demo/s*2"}, False),
    ({"call": "s3:ListObjectsV2", "by": "training:role/demo"}, True),
    ({"call": "s3:ListObjectsV2", "by": "user/alice"}, False),
    ({"call": "s3:ListObjectsV2", "on": LIST, "answer": "ok"}, True),
    ({"call": "s3:ListObjectsV2", "with": {"Bucket": "reports-{training}"}}, True),
    ({"call": "s3:ListObjectsV2", "answer": "refused"}, False),
    ({"answer": "ExpiredToken"}, False),
]


@pytest.mark.parametrize(("pattern", "counts"), PATTERNS)
def test_a_pattern_tells_which_calls_count(
    bench: Bench, lab: Lab, pattern: dict[str, Any], counts: bool
) -> None:
    wants(
        lab, goal("seen", "See it", seen=[pattern]), goal("never", "Never", seen=[{"call": "iam:ListUsers"}])
    )
    bench.assume()
    bench.use("list")
    assert reached(bench) == (["seen"] if counts else [])


def test_calls_of_before_count_by_the_policy_type_that_refused_them(bench: Bench, lab: Lab) -> None:
    by_own = {"call": "s3:*", "refused_by": "identity-based policy"}
    by_trust = {"call": "sts:AssumeRole", "refused_by": "trust policy"}
    wants(
        lab,
        goal("own", "Own", seen=[by_own, {"answer": "ok"}]),
        goal("trust", "Trust", seen=[by_trust, {"answer": "ok"}]),
    )
    bench.use("list", bench.user())
    bench.use("who", bench.user())
    assert reached(bench) == ["own"]
    bench.assume(role_arn=bench.role("audit"))
    bench.use("who", bench.user())
    assert reached(bench) == ["own", "trust"]


def test_a_decision_counts_when_the_world_is_changed_so(bench: Bench, lab: Lab) -> None:
    let_alice_ask_for(bench, AUDIT_ROLE)
    wants(lab, goal("mended", "Let alice in", now=LET_IN))
    bench.use("who", bench.user())
    assert reached(bench) == []
    let_alice_ask_for(bench, f"{AUDIT_ROLE}*")
    assert reached(bench) == []
    let_alice_ask_for(bench, DEMO_ROLE)
    assert reached(bench) == ["mended"]


def test_all_decisions_of_a_goal_hold_at_the_same_moment(bench: Bench, lab: Lab) -> None:
    both = [f"arn:aws:iam::{{training}}:user/{name}" for name in ("alice", "auditor")]
    wants(lab, goal("mended", "Let alice in", now=LET_IN))
    trust = policy(Principal={"AWS": both}, Action="sts:AssumeRole")
    edit(bench, "update_assume_role_policy", trust, RoleName="demo")
    assert reached(bench) == []
    trust = policy(Principal={"AWS": both[0]}, Action="sts:AssumeRole")
    edit(bench, "update_assume_role_policy", trust, RoleName="demo")
    assert reached(bench) == ["mended"]


def test_what_was_seen_before_counts_once_the_decision_comes_out_so(bench: Bench, lab: Lab) -> None:
    shut = [{"by": "user/alice", "action": "sts:AssumeRole", "on": DEMO_ROLE, "outcome": "Denied"}]
    wants(lab, goal("shut", "Borrow it, then shut it", seen=[{"call": "sts:AssumeRole"}], now=shut))
    bench.assume()
    assert reached(bench) == []
    let_alice_ask_for(bench, AUDIT_ROLE)
    assert reached(bench) == ["shut"]


def test_a_decision_may_be_about_a_role_and_what_its_request_brings(bench: Bench, lab: Lab) -> None:
    condition = {"StringEquals": {"aws:SourceIp": "10.0.0.1"}}
    writing = policy(Action="s3:PutObject", Resource=f"{LIST}/*", Condition=condition)
    asked = {"by": "role/demo", "action": "s3:PutObject", "on": f"{LIST}/new.txt"}
    here, there = ({"context": {"aws:SourceIp": address}} for address in ("10.0.0.1", "10.0.0.2"))
    now = [{**asked, **here, "outcome": "Allowed"}, {**asked, **there, "outcome": "Denied"}]
    wants(lab, goal("narrow", "Write from one place", now=now))
    edit(bench, "put_role_policy", writing, RoleName="demo", PolicyName="write")
    assert reached(bench) == ["narrow"]


def test_nobody_looks_for_goals_where_there_are_none_left(
    bench: Bench, lab: Lab, django_assert_num_queries: Any
) -> None:
    whole_way(bench)
    alice = bench.world.users[0].credentials
    with django_assert_num_queries(4):  # begin, lock and count, store the event, commit
        execution.ask(bench.sandbox, alice, "sts", "get_caller_identity", {})


def test_a_call_that_reaches_nothing_asks_for_no_goals(
    bench: Bench, lab: Lab, django_assert_num_queries: Any
) -> None:
    bench.assume()
    alice = bench.world.users[0].credentials
    with django_assert_num_queries(4):  # begin, lock and count, store the event, commit
        execution.ask(bench.sandbox, alice, "sts", "get_caller_identity", {})


def test_a_lab_that_is_made_later_is_looked_at(bench: Bench, lab: Lab) -> None:
    wants(lab)
    bench.assume()
    assert bench.now().open_goals == "[]"
    wants(lab, goal("who", "Ask who you are", seen=[{"call": "sts:GetCallerIdentity"}]))
    bench.use("who")
    assert reached(bench) == ["who"]


def test_a_sandbox_opened_while_a_lab_is_loaded_looks_for_the_new_goals(
    bench: Bench, lab: Lab, django_capture_on_commit_callbacks: Any
) -> None:
    """What it reads before the lab's transaction ends are the goals of before."""
    with django_capture_on_commit_callbacks(execute=True):
        wants(lab, goal("who", "Ask who you are", seen=[{"call": "sts:GetCallerIdentity"}]))
        Sandbox.objects.update(open_goals="[]")
    alice = bench.world.users[0].credentials
    execution.ask(bench.sandbox, alice, "sts", "get_caller_identity", {})
    assert reached(bench) == ["who"]


def test_every_goal_is_on_the_page_with_its_state(bench: Bench, lab: Lab) -> None:
    bench.assume()
    page = bench.client.get(bench.url("sandbox")).content.decode()
    assert all(item["text"] in page for item in lab.goals)
    assert page.count('class="reached"') == 1


def test_classes_count_in_two_queries(
    bench: Bench, lab: Lab, other_student: User, django_assert_num_queries: Any
) -> None:
    whole_way(bench)
    learner = bench.sandbox.user
    with django_assert_num_queries(2):
        counts = count_goals([learner, other_student], [lab.lesson])
    assert counts.goals == {lab.lesson_id: 4}
    assert counts.reached == {(learner.pk, lab.lesson_id): 4}
    assert count_goals([other_student], [lab.lesson]).reached == {}
    assert count_goals([learner], []).reached == {}


def test_what_one_learner_reaches_is_reached_by_nobody_else(
    bench: Bench, lab: Lab, student: User, other_student: User
) -> None:
    whole_way(bench)
    assert view_of(student, lab).reached == 4
    for somebody in (other_student, AnonymousUser()):
        view = view_of(somebody, lab)
        assert (view.lab, view.is_finished) == (lab, False)
        assert [(goal.goal, goal.is_reached, goal.hints) for goal in view.goals] == [
            (goal, False, ()) for goal in lab.goal_list
        ]
