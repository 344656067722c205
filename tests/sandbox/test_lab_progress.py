"""What a learner has seen in the sandbox, as lessons and classes count it."""

from __future__ import annotations

from typing import Any

from lessons.accounts.models import User
from lessons.models import StyleProgress
from lessons.sandbox.lab_progress import GOALS, goals_reached
from lessons.sandbox.models import Lab
from tests.sandbox.bench import Bench


def whole_way(bench: Bench) -> None:
    bench.assume()
    bench.use("list")
    bench.use("write")
    bench.skip("expiry")
    bench.use("list")


def test_goals_are_reached_one_after_the_other(bench: Bench) -> None:
    reached = []
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
        reached.append(len(bench.now().goals))
    assert reached == [0, 1, 1, 2, 3, 3, 4]


def test_a_refused_call_is_not_what_reaching_the_bucket_means(bench: Bench) -> None:
    bench.assume()
    bench.use("write")
    assert bench.now().goals == ["assumed", "refused"]


def test_the_lab_is_done_once_credentials_were_used_and_died(bench: Bench, lab: Lab, student: User) -> None:
    whole_way(bench)
    assert StyleProgress.objects.get(user=student, lesson=lab.lesson, style="sandbox").done_at


def test_the_lab_is_not_done_before(bench: Bench, lab: Lab, student: User) -> None:
    bench.assume()
    bench.use("list")
    assert not StyleProgress.objects.filter(user=student).exclude(done_at=None).exists()


def test_every_goal_is_on_the_page_with_its_state(bench: Bench) -> None:
    bench.assume()
    page = bench.client.get(bench.url("sandbox")).content.decode()
    assert all(goal.text in page for goal in GOALS)
    assert page.count('class="reached"') == 1


def test_classes_count_in_one_query(
    bench: Bench, lab: Lab, other_student: User, django_assert_num_queries: Any
) -> None:
    whole_way(bench)
    learner = bench.sandbox.user
    with django_assert_num_queries(1):
        assert goals_reached([learner, other_student], [lab.lesson]) == {(learner.pk, lab.lesson_id): 4}
