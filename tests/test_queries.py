"""What a page asks the database: as much for a whole course and a full class as for a small one.

A learner has opened each page before, so nothing is written: a page that is read again takes no lock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import cast

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from lessons.accounts.models import User
from lessons.classrooms.enrolment import join_class, open_class
from lessons.classrooms.models import Classroom
from lessons.models import Actor, FlowNode, Lesson, Step, StepSeen, StyleProgress
from lessons.quizzes.attempts import start
from lessons.quizzes.cards.history import Recall, store
from lessons.quizzes.cards.schedule import Review
from lessons.quizzes.models import About, Attempt, CardReview, Choice, Kind, Question, Quiz, QuizLearner
from lessons.quizzes.sittings.drawing import Selection
from lessons.quizzes.sittings.sitting import hand_in
from lessons.quizzes.sittings.sitting import start as begin_sitting
from lessons.sandbox.diagnoses.broken_days import day_of, open_day
from lessons.sandbox.models import Event, Lab, Pass, PassMove, Sandbox, Scenario
from lessons.sandbox.performing.passes import begin, latest
from lessons.sandbox.performing.plan import Plan, plan_of
from lessons.sandbox.scenarios.opening import enter, open_sandbox
from tests.sandbox.conftest import DEMO, GOALS

Browser = Callable[[User | None], Client]
HTMX = {"HX-Request": "true"}
SMALL = 3

# A page, who asks for it, and what it asks: everybody's begins with the session and the user.
PAGES = {
    "home": ("student", {}, 6),
    "progress": ("student", {}, 4),
    "article": ("student", {}, 4),
    "flow": ("student", {}, 4),
    "search": ("student", {}, 4),
    "step": ("student", {}, 6),
    "step part": ("student", HTMX, 4),
    "predict": ("student", {}, 5),
    "predict part": ("student", HTMX, 4),
    "do it": ("student", {}, 6),
    "what if": ("student", {}, 5),
    "quiz": ("student", {}, 8),
    "question": ("student", {}, 6),
    "review": ("student", {}, 8),
    "exam": ("student", {}, 9),
    "graded quiz": ("student", {}, 5),
    "who took a quiz": ("instructor", {}, 9),
    "sitting": ("student", {}, 6),
    "handed in": ("student", {}, 8),
    "sandbox": ("student", {}, 9),
    "lab": ("student", {}, 10),
    "call": ("student", {}, 6),
    "policies": ("student", {}, 5),
    "broken accounts": ("student", {}, 4),
    "a broken account": ("student", {}, 8),
    "class": ("instructor", {}, 15),
    "quiz analysis": ("instructor", {}, 9),
    "attempts behind a figure": ("instructor", {}, 8),
}
TODAY = day_of(timezone.now())
WRITES = ("INSERT", "UPDATE", "DELETE", "BEGIN", "SAVEPOINT")


class School:
    """A lesson, a sandbox and a class of the student's, small at first."""

    def __init__(self, lesson: Lesson, student: User, instructor: User) -> None:
        self.lesson, self.student = lesson, student
        self.sandbox = open_sandbox(student, Scenario.objects.create(slug="demo", title="D", document=DEMO))
        self.classroom = open_class(instructor, "Cloud 101")
        self.attempt = attempt_of(student, lesson)
        miss(student, lesson, 1)
        Quiz.objects.create(key="temporary-access", title="Exam", question_count=25, minutes=35)
        self.graded = Quiz.objects.create(title="Graded", is_for_everybody=True)
        self.sitting, self.handed_in = sit(student, self.graded), sit(student, Quiz.objects.create(title="O"))
        hand_in(self.handed_in, timezone.now())
        join_class(self.classroom, student)
        self.own = sandbox_for_a_lab(lesson, student)
        Step.objects.update(run={"by": "alice", "call": "sts:GetCallerIdentity"})
        lesson.scenario = "demo"
        lesson.save()
        begin(student, lesson, cast(Plan, plan_of(lesson)))
        happen(self.sandbox, 1, SMALL)
        happen(self.own, 1, SMALL)
        self.broken = open_day(student, TODAY)
        happen(self.broken, 1, SMALL)
        join(self.classroom, range(1, SMALL), lesson)

    def grow(self) -> None:
        """Fifteen lessons, 300 events and a class of thirty."""
        happen(self.sandbox, SMALL + 1, 300)
        happen(self.own, SMALL + 1, 300)
        try_often(latest(self.student, self.lesson), 100)
        happen(self.broken, SMALL + 1, 300)
        miss(self.student, self.lesson, 20)
        for number in range(1, 15):
            open_day(self.student, TODAY - timedelta(number))
        join(self.classroom, range(SMALL, 30), self.lesson)
        for user in User.objects.filter(username__startswith="student"):
            sit(user, self.graded)
        for number in range(14):
            read(self.student, another(self.lesson, number))

    def urls(self) -> dict[str, str]:
        slug = self.lesson.slug
        return {
            "home": "/",
            "progress": "/progress/",
            "article": f"/lessons/{slug}/read/",
            "flow": f"/lessons/{slug}/flow/",
            "search": "/search/?q=asks",
            "step": f"/lessons/{slug}/steps/2/",
            "step part": f"/lessons/{slug}/steps/2/",
            "predict": f"/lessons/{slug}/predict/1/",
            "predict part": f"/lessons/{slug}/predict/1/",
            "do it": f"/lessons/{slug}/do/",
            "what if": f"/lessons/{slug}/what-if/2/",
            "quiz": f"/lessons/{slug}/quiz/",
            "question": reverse("quizzes:question", args=[self.attempt.pk, 1]),
            "review": reverse("quizzes:review"),
            "exam": "/exam/",
            "graded quiz": self.graded.get_absolute_url(),
            "who took a quiz": reverse("quizzes:standings", args=[self.graded.pk]),
            "sitting": self.sitting.get_absolute_url(),
            "handed in": self.handed_in.get_absolute_url(),
            "sandbox": self.sandbox.get_absolute_url(),
            "lab": self.own.get_absolute_url(),
            "call": reverse("sandbox:call", args=[self.own.pk, "sts", "AssumeRole"]),
            "policies": reverse("sandbox:policies", args=[self.own.pk]),
            "broken accounts": reverse("sandbox:broken"),
            "a broken account": self.broken.get_absolute_url(),
            "class": self.classroom.get_absolute_url(),
            "quiz analysis": reverse("quizzes:analysis", args=[slug]),
            "attempts behind a figure": reverse("quizzes:analysis-attempts", args=[slug]) + "?question=1",
        }


def sandbox_for_a_lab(lesson: Lesson, student: User) -> Sandbox:
    """A sandbox with goals that are open, of a lesson of its own so that no other page asks for it."""
    own = another(lesson, 99)
    scenario = Scenario.objects.create(slug="own", title="O", document=DEMO)
    goals = [dict(goal) for goal in GOALS]
    return enter(
        student, Lab.objects.create(lesson=own, scenario=scenario, title="L", intro="-", goals=goals)
    )


def attempt_of(user: User, lesson: Lesson) -> Attempt:
    """An attempt of one question."""
    question = Question.objects.create(
        lesson=lesson, prompt="What comes back?", hint="Look.", step=lesson.steps.all()[1], explanation="So."
    )
    for position, text in enumerate(["credentials", "nothing"]):
        Choice.objects.create(question=question, position=position, text=text, is_right=not position)
    return start(user, lesson)


def miss(student: User, lesson: Lesson, times: int) -> None:
    """The question answered wrong on so many days, and as many others that are not there any more."""
    keys = [Question.objects.get(lesson=lesson).key, *(f"gone-{number}" for number in range(times))]
    store(
        Recall(
            About(student.pk, lesson.pk, Kind.QUESTION, key),
            lesson.updated_at,
            CardReview.Source.ANSWER,
            Review(timezone.now() - timedelta(days=number + 1), f"answer/{number}", rating=1),
            is_reason=True,
        )
        for key in keys
        for number in range(times)
    )


def sit(user: User, quiz: Quiz) -> Attempt:
    """An attempt at a quiz with times."""
    QuizLearner.objects.create(quiz=quiz, user=user)
    return begin_sitting(user, quiz, timezone.now(), Selection(), None)


def happen(sandbox: Sandbox, first: int, last: int) -> None:
    """Calls of these numbers."""
    Event.objects.bulk_create(
        Event(
            sandbox=sandbox,
            number=number,
            at=sandbox.now(),
            source=Event.Source.CLIENT,
            service="sts",
            operation="GetCallerIdentity",
            action="sts:GetCallerIdentity",
            status=200,
        )
        for number in range(first, last + 1)
    )
    Sandbox.objects.filter(pk=sandbox.pk).update(last_number=last)


def try_often(of: Pass | None, times: int) -> None:
    """Wrong moves at the first step of a pass."""
    assert of
    made = {"call": "sts:GetCallerIdentity", "signer": "nobody", "by": "nobody", "with": {}}
    PassMove.objects.bulk_create(
        PassMove(of=of, number=number, step_key=of.step_key, verdict="wrong", made=made, event={})
        for number in range(1, times + 1)
    )


def join(classroom: Classroom, numbers: range, lesson: Lesson) -> None:
    """Students who have read the lesson."""
    for number in numbers:
        user = User.objects.create_user(f"student{number}")
        join_class(classroom, user)
        read(user, lesson)


def read(user: User, lesson: Lesson) -> None:
    """The article opened, the first step seen."""
    StyleProgress.objects.create(user=user, lesson=lesson, style="read")
    StepSeen.objects.create(user=user, lesson=lesson, number=1)


def another(lesson: Lesson, number: int) -> Lesson:
    """One more lesson of a step."""
    new = Lesson.objects.create(
        chapter=lesson.chapter, slug=f"l{number}", title="L", summary="-", article="-", status="published"
    )
    actor = Actor.objects.create(lesson=new, kind="caller", name="alice")
    node = FlowNode.objects.create(lesson=new, label="asks", source=actor, target=actor)
    Step.objects.create(lesson=new, node=node, action="asks", input="i", output="o", result="r", why="w")
    return new


@contextmanager
def asked() -> Iterator[list[str]]:
    """The statements in between."""
    statements: list[str] = []
    with CaptureQueriesContext(connection) as captured:
        yield statements
    statements.extend(query["sql"] for query in captured)


@pytest.fixture
def school(lesson: Lesson, student: User, instructor: User) -> School:
    return School(lesson, student, instructor)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_as_much_of_a_large_school_as_of_a_small_one(
    name: str, school: School, client_of: Browser, student: User, instructor: User
) -> None:
    who, headers, queries = PAGES[name]
    browser, url = client_of({"student": student, "instructor": instructor}[who]), school.urls()[name]
    counts = []
    for change in (lambda: None, school.grow):
        change()
        assert browser.get(url, headers=headers).status_code == 200
        with asked() as statements:
            browser.get(url, headers=headers)
        counts.append(len(statements))
        assert not [one for one in statements if one.startswith(WRITES)]
    assert counts == [queries, queries]
