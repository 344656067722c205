"""People of every role, and what is maya's."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import cast

import pytest
from django.urls import reverse
from django.utils import timezone

from learnsts.monitoring import health
from lessons.accounts.models import User
from lessons.aws.services.sts import jwt
from lessons.aws.world import World
from lessons.classrooms.models import Classroom, Membership
from lessons.models import Lesson, Step
from lessons.quizzes.attempts import answer, start
from lessons.quizzes.cards.history import Recall, store
from lessons.quizzes.cards.schedule import Review
from lessons.quizzes.models import (
    About,
    Attempt,
    Card,
    CardReview,
    Choice,
    Kind,
    Question,
    Quiz,
    QuizLearner,
    Regrade,
)
from lessons.quizzes.sittings import sitting
from lessons.quizzes.sittings.drawing import Selection
from lessons.sandbox.calls import execution
from lessons.sandbox.diagnoses.broken_days import day_of
from lessons.sandbox.models import Lab, Sandbox, Scenario
from lessons.sandbox.performing.passes import begin
from lessons.sandbox.performing.plan import Plan, plan_of
from lessons.sandbox.runs.sharing.snapshots import share
from lessons.sandbox.scenarios.opening import open_sandbox
from tests.access.table import ROLES, Row
from tests.sandbox.conftest import DEMO


@pytest.fixture(autouse=True)
def ready(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is looked at for /readyz is outside of a test's transaction."""
    monkeypatch.setattr(health, "CHECKS", {})


@pytest.fixture
def people(
    guest: User, student: User, other_student: User, instructor: User, superuser: User
) -> dict[str, User | None]:
    users = (None, guest, student, other_student, instructor, superuser)
    return dict(zip(ROLES, users, strict=True))


KEY = jwt.new_key()  # of every identity provider here: to make one takes as long as a request


@pytest.fixture
def hers(lesson: Lesson, people: dict[str, User | None], monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """What the rows' arguments stand for: maya's things, and her class."""
    monkeypatch.setattr(jwt, "new_key", lambda: KEY)
    maya = people["maya"]
    assert isinstance(maya, User)
    question = Question.objects.create(
        lesson=lesson, prompt="What comes back?", hint="Look.", step=lesson.steps.all()[1], explanation="So."
    )
    for position, (text, is_right) in enumerate([("credentials", True), ("nothing", False)]):
        Choice.objects.create(question=question, position=position, text=text, is_right=is_right)
    training = DEMO["accounts"]["training"] | {
        "oidc_providers": {"https://login.example": {"client_ids": ["app"]}}
    }
    scenario = Scenario.objects.create(
        slug="demo", title="Demo", document={"accounts": {"training": training}}
    )
    Scenario.objects.create(slug="blank", title="Blank", document=DEMO)
    now = {"by": "user/auditor", "action": "sts:AssumeRole", "on": "*", "outcome": "Allowed"}
    asks = {"key": "who", "text": "Ask", "seen": [{"call": "sts:*"}]}
    goals = [{**asks, "now": [now], "hints": ["a", "b", "c"]}]
    Lab.objects.create(lesson=lesson, scenario=scenario, title="Do it", intro="Go.", goals=goals)
    Step.objects.filter(pk=lesson.steps.all()[0].pk).update(
        run={"by": "alice", "call": "sts:GetCallerIdentity"}
    )
    lesson.scenario = scenario.slug
    lesson.save()
    begin(maya, lesson, cast(Plan, plan_of(lesson)))
    draft = Lesson.objects.create(chapter=lesson.chapter, slug="draft", title="Draft", article="Soon.")
    step = lesson.steps.all()[0]
    node = draft.nodes.create(
        label="asks",
        source=draft.actors.create(kind="caller", name="alice"),
        target=draft.actors.create(kind="sts", name="AWS STS"),
    )
    draft.steps.create(node=node, action=step.action, input="i", output="o", result="r", caption="c", why="w")
    classroom = Classroom.objects.create(
        instructor=people["instructor"], name="Cloud 101", join_code="BCDFGHJK"
    )
    Membership.objects.create(classroom=classroom, user=maya)
    graded = Quiz.objects.create(title="Graded", lesson=lesson)
    QuizLearner.objects.create(quiz=graded, user=maya)
    sandbox = open_sandbox(maya, scenario)
    key = assume_role(sandbox)
    return SimpleNamespace(
        slug=lesson.slug,
        draft="draft",
        day=(day_of(timezone.now()) - timedelta(days=2)).isoformat(),  # also where a clock is behind
        style="transcript",
        filled="flow",
        one=1,
        goal="who",
        attempt=start(maya, lesson).pk,
        finished=finished_attempt(people["other"], lesson).pk,
        sheet="questions",
        regrade=Regrade.objects.create(lesson=lesson, reason="The key was wrong.").pk,
        card=card_of(maya, lesson, question.key),
        graded=graded.pk,
        sitting=sitting.start(maya, graded, timezone.now(), Selection(), None).pk,
        question=question.pk,
        computed=Question.objects.create(
            type="computed", prompt="When?", explanation="So.", content={"generator": "session-end"}
        ).pk,
        type="computed",
        sandbox=sandbox.pk,
        key=key,
        share=share(sandbox, "Mine").pk,
        chapter=lesson.chapter_id,
        trust=f"trust/{next(iter(sandbox.world['accounts']))}/demo",
        revoke="revoke",
        service="sts",
        operation="GetCallerIdentity",
        classroom=classroom.pk,
        student=classroom.memberships.get().pk,
        code=classroom.join_code,
    )


def finished_attempt(user: User | None, lesson: Lesson) -> Attempt:
    """An attempt of somebody, all right."""
    attempt = start(cast(User, user), lesson)
    answer(attempt, 1, 0)
    return attempt


def card_of(user: User, lesson: Lesson, key: str) -> int:
    """The id of a card that is due: of a question that was answered wrong yesterday."""
    about = About(user.pk, lesson.pk, Kind.QUESTION, key)
    review = Review(timezone.now() - timedelta(days=1), "answer/1", rating=1)
    store([Recall(about, lesson.updated_at, CardReview.Source.ANSWER, review, is_reason=True)])
    return Card.objects.get(user=user).pk


def assume_role(sandbox: Sandbox) -> str:
    """The id of the credentials that alice gets in this sandbox."""
    world = World(sandbox.world)
    account = world.account_id("training")
    arn = f"arn:aws:iam::{account}:role/demo"
    parameters = {"RoleArn": arn, "RoleSessionName": "session1"}
    execution.ask(sandbox, world.users[0].credentials, "sts", "assume_role", parameters)
    return sandbox.sessions()[0].access_key_id


def asked_for(row: Row, hers: SimpleNamespace) -> tuple[str, dict[str, str]]:
    """The URL and the form of a row."""
    url = reverse(row.name, args=[getattr(hers, name) for name in row.arguments.split()])
    data = dict(pair.split("=") for pair in row.data.split()) if row.data else {}
    return url, data | {name: getattr(hers, name) for name in ("code", "chapter") if name in data}
