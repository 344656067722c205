"""Who is cleared away: guests who stayed away, and left nothing that anybody still needs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from lessons.accounts.guests import clearing
from lessons.accounts.guests.clearing import clear_guests
from lessons.accounts.guests.return_codes import give_code
from lessons.accounts.models import User
from lessons.classrooms.enrolment import join_class, open_class
from lessons.models import Lesson
from lessons.prediction_questions import Asked, Kind, Sureness
from lessons.quizzes.models import Attempt, Card, Quiz, QuizLearner
from lessons.reading.progress import cast_vote, finish_style, see_step
from lessons.sandbox.models import BrokenAccount, Lab, LabProgress, Pass, Scenario, SharedRun
from lessons.sandbox.scenarios.opening import open_sandbox
from lessons.stepping.predictions import predict
from lessons.visualizer import Verdict
from tests.sandbox.conftest import DEMO
from tests.steps import step_at

Act = Callable[[User, Lesson], object]


def seen(name: str, days_ago: float, *, is_guest: bool = True) -> User:
    last = timezone.now() - timedelta(days=days_ago)
    return User.objects.create(username=name, is_guest=is_guest, last_seen=last)


def clear(days: int = 90) -> str:
    out = StringIO()
    call_command("clear_guests", "--older-than-days", str(days), stdout=out)
    return out.getvalue()


def join(guest: User, lesson: Lesson) -> None:
    teacher = User.objects.create_user("teacher")
    join_class(open_class(teacher, "Cloud 101"), guest, "Maya")


def take_part(guest: User, lesson: Lesson) -> None:
    Attempt.objects.create(user=guest, lesson=lesson, asked=[], total=0)


def be_assigned(guest: User, lesson: Lesson) -> None:
    QuizLearner.objects.create(quiz=Quiz.objects.create(title="Monday"), user=guest)


def miss(guest: User, lesson: Lesson) -> None:
    now = timezone.now()
    Card.objects.create(
        user=guest,
        lesson=lesson,
        kind="question",
        key="what",
        lesson_version=now,
        due=now,
        reviewed_at=now,
        stability=1,
        difficulty=5,
    )


def foresee(guest: User, lesson: Lesson) -> None:
    asked = Asked(Kind.OUTPUT, "What comes out?", ("credentials", "nothing"), 0)
    predict(guest, lesson, step_at(lesson, 1), Verdict(asked, "nothing", Sureness.GUESS))


def build(guest: User, lesson: Lesson) -> None:
    open_sandbox(guest, Scenario.objects.create(slug="demo", title="Demo", document=DEMO))


def get_a_hint(guest: User, lesson: Lesson) -> None:
    scenario = Scenario.objects.create(slug="demo", title="Demo", document=DEMO)
    lab = Lab.objects.create(lesson=lesson, scenario=scenario, title="Do it", intro="Go.")
    LabProgress.objects.create(user=guest, lab=lab)


DEAR: dict[str, Act] = {
    "in a class": join,
    "with an attempt at a quiz": take_part,
    "with cards to review": miss,
    "with a quiz to take": be_assigned,
    "with predictions": foresee,
    "with a vote on a lesson": lambda guest, lesson: cast_vote(guest, lesson, helpful=True),
    "with a sandbox": build,
    "with progress in a lab": get_a_hint,
    "with a code to come back": lambda guest, lesson: give_code(guest, timezone.now()),
    "who did steps of a lesson": lambda guest, lesson: Pass.objects.create(
        user=guest, lesson=lesson, number=1, plan="-", steps=5
    ),
    "with a broken account": lambda guest, lesson: BrokenAccount.objects.create(
        user=guest, key="day", generator=1, kind="expired", document={}, goals=[]
    ),
    "with a shared run": lambda guest, lesson: SharedRun.objects.create(user=guest, title="Mine", trace={}),
}


@pytest.mark.parametrize("what", DEAR)
def test_a_guest_whose_work_somebody_needs_is_kept_and_it_is_said_why(what: str, lesson: Lesson) -> None:
    guest = seen("guest-dear", 91)
    DEAR[what](guest, lesson)
    User.objects.filter(pk=guest.pk).update(last_seen=guest.date_joined - timedelta(days=91))
    seen("guest-idle", 91)
    assert clear() == (f"1 guests deleted\n1 guests kept, though not seen for 90 days:\n  1 {what}\n")
    assert set(User.objects.filter(is_guest=True)) == {guest}


def test_the_tests_know_everything_that_is_kept() -> None:
    assert set(DEAR) == set(clearing.claims)


def test_a_class_that_comes_back_after_the_summer_is_all_there(instructor: User, lesson: Lesson) -> None:
    classroom = open_class(instructor, "Cloud 101")
    for number in range(29):
        join_class(classroom, seen(f"guest-{number}", 91), f"Student {number}")
    for number in range(44):
        seen(f"guest-idle-{number}", 91)
    assert "44 guests deleted\n29 guests kept" in clear()
    assert classroom.memberships.count() == 29


def test_what_was_only_read_goes_with_the_guest(lesson: Lesson) -> None:
    guest = seen("guest-reader", 91)
    finish_style(guest, lesson, "read")
    see_step(guest, lesson, step_at(lesson, 1))
    User.objects.filter(pk=guest.pk).update(last_seen=timezone.now() - timedelta(days=91))
    assert clear() == "1 guests deleted\n"
    assert not User.objects.exists()


def test_accounts_and_guests_of_late_stay(db: None) -> None:
    seen("guest-old", 31)
    kept = [seen("guest-late", 29), seen("ada", 400, is_guest=False)]
    assert clear(30) == "1 guests deleted\n"
    assert list(User.objects.order_by("pk")) == kept


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4])
def test_it_goes_batch_by_batch_to_the_end(
    lesson: Lesson, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    monkeypatch.setattr(clearing, "BATCH", 2)
    for number in range(count):
        seen(f"guest-{number}", 40)
        cast_vote(seen(f"guest-kept-{number}", 40), lesson, helpful=True)
    assert clear_guests(timezone.now()).deleted == count
    assert User.objects.count() == count


def test_what_is_begun_while_it_runs_is_kept(lesson: Lesson, monkeypatch: pytest.MonkeyPatch) -> None:
    guest = seen("guest-back-again", 91)
    delete_batch = clearing.delete_batch

    def meanwhile(idle: object, batch: list[int]) -> int:
        cast_vote(guest, lesson, helpful=True)
        return delete_batch(idle, batch)

    monkeypatch.setattr(clearing, "delete_batch", meanwhile)
    assert clear_guests(timezone.now()).deleted == 0
    assert User.objects.filter(pk=guest.pk).exists()
