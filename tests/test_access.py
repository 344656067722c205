"""Who may open which URL: every URL of the site, for every role, in one table.

maya is a student; what is hers (her sandbox, her attempt, her credentials) is what the table asks for.
She is in a class of the instructor's. ``other`` is a student who is in no class.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import NamedTuple

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from learnsts.monitoring import health
from lessons.accounts.models import User
from lessons.aws.world import World
from lessons.classrooms.models import Classroom, Membership
from lessons.models import Lesson
from lessons.quizzes.attempts import start
from lessons.quizzes.models import Choice, Question
from lessons.sandbox.calls import execution
from lessons.sandbox.models import Lab, Sandbox, Scenario
from lessons.sandbox.runs.sharing.snapshots import share
from lessons.sandbox.scenarios.opening import open_sandbox
from tests.sandbox.conftest import DEMO

ROLES = ("stranger", "guest", "maya", "other", "instructor", "superuser")


class Row(NamedTuple):
    """One URL asked with one method: its arguments, and the status each of ROLES is answered."""

    method: str
    name: str
    arguments: str
    statuses: str
    data: str = ""

    @property
    def told(self) -> dict[str, int]:
        """The status by role."""
        return dict(zip(ROLES, map(int, self.statuses.split()), strict=True))


TABLE = [
    # the course: everybody reads it
    Row("get", "lessons:home", "", "200 200 200 200 200 200"),
    Row("get", "lessons:glossary", "", "200 200 200 200 200 200"),
    Row("get", "lessons:lesson", "slug", "302 302 302 302 302 302"),
    Row("get", "lessons:read", "slug", "200 200 200 200 200 200"),
    Row("get", "lessons:flow", "slug", "200 200 200 200 200 200"),
    Row("get", "lessons:steps", "slug", "302 302 302 302 302 302"),
    Row("get", "lessons:step", "slug one", "200 200 200 200 200 200"),
    Row("get", "lessons:predicting", "slug", "302 302 302 302 302 302"),
    Row("get", "lessons:predict", "slug one", "200 200 200 200 200 200"),
    Row("post", "lessons:predict", "slug one", "422 422 422 422 422 422", "chosen=nonsense"),
    Row("post", "lessons:predict_again", "slug", "302 302 302 302 302 302"),
    Row("get", "lessons:recall", "slug one", "200 200 200 200 200 200"),
    Row("get", "lessons:state", "slug", "200 200 200 200 200 200"),
    Row("get", "lessons:insights", "slug", "200 200 200 200 200 200"),
    Row("get", "lessons:snapshot", "slug", "200 200 200 200 200 200"),
    Row("get", "lessons:transcript", "slug", "200 200 200 200 200 200"),
    Row("post", "lessons:done", "slug style", "302 302 302 302 302 302"),
    Row("post", "lessons:vote", "slug", "302 302 302 302 302 302", "helpful=yes"),
    Row("post", "lessons:marks", "", "403 204 204 204 204 204", "mark=assume/read"),
    # a draft: only those who edit lessons
    Row("get", "lessons:read", "draft", "404 404 404 404 200 200"),
    Row("get", "lessons:step", "draft one", "404 404 404 404 200 200"),
    Row("get", "lessons:predict", "draft one", "404 404 404 404 200 200"),
    Row("get", "lessons:recall", "draft one", "404 404 404 404 200 200"),
    Row("get", "quizzes:quiz", "draft", "404 404 404 404 200 200"),
    Row("get", "sandbox:lab", "draft", "404 404 404 404 200 200"),
    # quizzes: an attempt is its owner's alone
    Row("get", "quizzes:quiz", "slug", "200 200 200 200 200 200"),
    Row("post", "quizzes:start", "slug", "302 302 302 302 302 302"),
    Row("get", "quizzes:question", "attempt one", "404 404 200 404 404 404"),
    Row("post", "quizzes:question", "attempt one", "404 404 302 404 404 404", "choice=0"),
    Row("get", "quizzes:result", "attempt", "404 404 302 404 404 404"),
    # the sandbox: its owner's alone, but for the page about all sandboxes
    Row("get", "sandbox:differences", "", "200 200 200 200 200 200"),
    Row("get", "sandbox:playground", "", "200 200 200 200 200 200"),
    Row("post", "sandbox:playground", "", "302 302 302 302 302 302", "scenario=blank"),
    Row("get", "sandbox:lab", "slug", "200 200 200 200 200 200"),
    Row("post", "sandbox:lab", "slug", "302 302 302 302 302 302"),
    Row("post", "sandbox:hint", "slug", "302 302 302 302 302 302", "goal=who number=1"),
    Row("post", "sandbox:hint", "draft", "404 404 404 404 404 404", "goal=who number=1"),
    Row("get", "sandbox:sandbox", "sandbox", "404 404 200 404 404 404"),
    Row("post", "sandbox:assume-role", "sandbox", "404 404 422 404 404 404"),
    Row("post", "sandbox:use", "sandbox", "404 404 400 404 404 404"),
    Row("post", "sandbox:skip", "sandbox", "404 404 302 404 404 404", "to=quarter"),
    Row("get", "sandbox:reset", "sandbox", "404 404 200 404 404 404"),
    Row("post", "sandbox:reset", "sandbox", "404 404 302 404 404 404"),
    Row("get", "sandbox:news", "sandbox", "404 404 200 404 404 404"),
    Row("get", "sandbox:events", "sandbox", "404 404 200 404 404 404"),
    Row("get", "sandbox:event", "sandbox one", "404 404 200 404 404 404"),
    Row("get", "sandbox:secrets", "sandbox key", "404 404 200 404 404 404"),
    Row("get", "sandbox:terminal", "sandbox", "404 404 200 404 404 404"),
    Row("get", "sandbox:calls", "sandbox", "404 404 200 404 404 404"),
    Row("get", "sandbox:call", "sandbox service operation", "404 404 200 404 404 404"),
    Row("post", "sandbox:call", "sandbox service operation", "404 404 200 404 404 404"),
    Row("get", "sandbox:mfa", "sandbox", "404 404 200 404 404 404"),
    Row("get", "sandbox:sign-in", "sandbox", "404 404 200 404 404 404"),
    Row("post", "sandbox:sign-in", "sandbox", "404 404 422 404 404 404"),
    Row("get", "sandbox:policies", "sandbox", "404 404 200 404 404 404"),
    Row("get", "sandbox:new-policy", "sandbox", "404 404 422 404 404 404"),
    Row("post", "sandbox:validate", "sandbox", "404 404 400 404 404 404"),
    Row("get", "sandbox:policy", "sandbox trust", "404 404 200 404 404 404"),
    Row("post", "sandbox:policy", "sandbox trust", "404 404 409 404 404 404"),
    Row("post", "sandbox:policy-changes", "sandbox trust", "404 404 200 404 404 404"),
    Row("get", "sandbox:policy-action", "sandbox revoke trust", "404 404 200 404 404 404"),
    Row("post", "sandbox:policy-action", "sandbox revoke trust", "404 404 302 404 404 404"),
    Row("get", "sandbox:run", "sandbox", "404 404 302 404 404 404"),
    Row("get", "sandbox:step", "sandbox one", "404 404 200 404 404 404"),
    # sharing: the owner makes and ends links, whoever has one reads, those who write lessons make one of it
    Row("get", "sandbox:shares", "sandbox", "404 404 200 404 404 404"),
    Row("post", "sandbox:shares", "sandbox", "404 404 302 404 404 404", "title=Mine"),
    Row("post", "sandbox:stop-sharing", "sandbox share", "404 404 302 404 404 404"),
    Row("post", "sandbox:draft", "sandbox", "404 404 403 404 404 404", "chapter=CHAPTER"),
    Row("get", "sandbox:shared-run", "share", "302 302 302 302 302 302"),
    Row("get", "sandbox:shared-step", "share one", "200 200 200 200 200 200"),
    Row("post", "sandbox:shared-run", "share", "405 405 405 405 405 405"),
    Row("post", "sandbox:shared-step", "share one", "405 405 405 405 405 405"),
    Row("post", "sandbox:draft-shared", "share", "403 403 403 403 302 302", "chapter=CHAPTER"),
    # AWS's protocol: whoever signs, and nobody by who is signed in; without a signature AWS shows its manual
    Row("get", "sandbox:aws", "", "302 302 302 302 302 302"),
    Row("post", "sandbox:aws", "", "302 302 302 302 302 302", "Action=GetCallerIdentity"),
    # classes: the instructor's own, and a student's own row
    Row("get", "classrooms:classes", "", "200 200 200 200 200 200"),
    Row("post", "classrooms:create", "", "302 403 403 403 302 302", "name=New"),
    Row("post", "classrooms:enter_code", "", "302 302 302 302 302 302", "code=CODE"),
    Row("get", "classrooms:join", "code", "200 200 302 200 302 200"),
    Row("post", "classrooms:join", "code", "302 302 302 302 302 302", "name=Me"),
    Row("get", "classrooms:classroom", "classroom", "302 404 200 404 200 404"),
    Row("post", "classrooms:leave", "classroom", "302 404 302 404 404 404"),
    Row("get", "classrooms:progress", "classroom", "302 403 403 403 302 404"),
    Row("get", "classrooms:predictions", "classroom", "302 403 403 403 200 404"),
    Row("get", "classrooms:export", "classroom", "302 403 403 403 200 404"),
    Row("post", "classrooms:rename", "classroom", "302 403 403 403 302 404", "name=New"),
    Row("post", "classrooms:close", "classroom", "302 403 403 403 302 404"),
    Row("post", "classrooms:reopen", "classroom", "302 403 403 403 302 404"),
    Row("post", "classrooms:new_code", "classroom", "302 403 403 403 302 404"),
    Row("get", "classrooms:delete", "classroom", "302 403 403 403 200 404"),
    Row("post", "classrooms:delete", "classroom", "302 403 403 403 302 404"),
    Row("get", "classrooms:remove", "classroom student", "302 403 403 403 200 404"),
    Row("post", "classrooms:remove", "classroom student", "302 403 403 403 302 404"),
    # accounts
    Row("get", "account_login", "", "200 200 302 302 302 302"),
    Row("get", "account_signup", "", "200 200 302 302 302 302"),
    Row("get", "account_logout", "", "302 302 200 200 200 200"),
    Row("post", "account_logout", "", "302 302 302 302 302 302"),
    Row("get", "account_leave", "", "302 200 302 302 302 302"),
    Row("post", "account_leave", "", "302 302 302 302 302 302"),
    Row("get", "account_code", "", "405 405 405 405 405 405"),
    Row("post", "account_code", "", "302 200 302 302 302 302"),
    Row("get", "account_left", "", "200 302 302 302 302 302"),
    Row("get", "account_return", "", "200 200 200 200 200 200"),
    Row("post", "account_return", "", "422 422 422 422 422 422"),
    Row("get", "account_change_password", "", "302 302 200 200 200 200"),
    Row("get", "account_inactive", "", "200 200 200 200 200 200"),
    # the site's own
    Row("get", "healthz", "", "200 200 200 200 200 200"),
    Row("get", "metrics", "", "404 404 404 404 404 404"),
    Row("get", "readyz", "", "200 200 200 200 200 200"),
]

# Django admin: who edits lessons, and who looks after users. Strangers and students are asked to sign in.
ADMIN = [
    Row("get", "admin:index", "", "302 302 302 302 200 200"),
    Row("get", "admin:login", "", "302 302 403 403 302 302"),
    Row("get", "admin:password_change", "", "302 302 302 302 302 302"),
    Row("get", "admin:lessons_lesson_changelist", "", "302 302 302 302 200 200"),
    Row("get", "admin:lessons_lesson_add", "", "302 302 302 302 200 200"),
    Row("get", "admin:lessons_chapter_changelist", "", "302 302 302 302 200 200"),
    Row("get", "admin:accounts_user_changelist", "", "302 302 302 302 403 200"),
    Row("get", "admin:auth_group_changelist", "", "302 302 302 302 403 200"),
]


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


@pytest.fixture
def hers(lesson: Lesson, people: dict[str, User | None]) -> SimpleNamespace:
    """What the rows' arguments stand for: maya's things, and her class."""
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
    goals = [{"key": "who", "text": "Ask", "seen": [{"call": "sts:*"}], "hints": ["a", "b", "c"]}]
    Lab.objects.create(lesson=lesson, scenario=scenario, title="Do it", intro="Go.", goals=goals)
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
    sandbox = open_sandbox(maya, scenario)
    key = assume_role(sandbox)
    return SimpleNamespace(
        slug=lesson.slug,
        draft="draft",
        style="transcript",
        one=1,
        attempt=start(maya, lesson).pk,
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


def assume_role(sandbox: Sandbox) -> str:
    """The id of the credentials that alice gets in this sandbox."""
    world = World(sandbox.world)
    account = world.account_id("training")
    arn = f"arn:aws:iam::{account}:role/demo"
    parameters = {"RoleArn": arn, "RoleSessionName": "session1"}
    execution.ask(sandbox, world.users[0].credentials, "sts", "assume_role", parameters)
    return sandbox.sessions()[0].access_key_id


def ask(
    browser: Callable[[User | None], Client], person: User | None, method: str, url: str, data: dict[str, str]
) -> HttpResponse:
    """The answer to one request, whose effects are undone."""
    with transaction.atomic():
        answer: HttpResponse = getattr(browser(person), method)(url, data)
        transaction.set_rollback(True)
    return answer


@pytest.fixture
def answers(
    hers: SimpleNamespace, people: dict[str, User | None], client_of: Callable[[User | None], Client]
) -> Callable[[Row], dict[str, HttpResponse]]:
    """What each role is answered to a row."""

    def answers(row: Row) -> dict[str, HttpResponse]:
        url, data = asked_for(row, hers)
        return {role: ask(client_of, people[role], row.method, url, data) for role in ROLES}

    return answers


def name_of(row: Row) -> str:
    """What a test of a row is called."""
    return f"{row.method} {row.name} {row.arguments}"


def asked_for(row: Row, hers: SimpleNamespace) -> tuple[str, dict[str, str]]:
    """The URL and the form of a row."""
    url = reverse(row.name, args=[getattr(hers, name) for name in row.arguments.split()])
    data = dict(pair.split("=") for pair in row.data.split()) if row.data else {}
    return url, data | {name: getattr(hers, name) for name in ("code", "chapter") if name in data}


@pytest.mark.parametrize("row", TABLE + ADMIN, ids=name_of)
def test_every_role_is_answered_as_the_table_says(
    row: Row, answers: Callable[[Row], dict[str, HttpResponse]]
) -> None:
    assert {role: answer.status_code for role, answer in answers(row).items()} == row.told


# What is about other people, or holds secrets, stays in no browser's or proxy's cache.
PRIVATE = [
    row
    for row in TABLE
    if row.name.startswith("classrooms:") or {"sandbox", "share"} & set(row.arguments.split())
]


@pytest.mark.parametrize("row", PRIVATE, ids=name_of)
def test_a_page_about_people_or_with_secrets_is_kept_by_nobody(
    row: Row, answers: Callable[[Row], dict[str, HttpResponse]]
) -> None:
    pages = [answer for answer in answers(row).values() if answer.status_code in (200, 409, 422)]
    assert [page for page in pages if "no-store" not in page.headers.get("Cache-Control", "")] == []


def names(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    """Every named URL below ``resolver``, the admin's left out."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.name}"
        elif pattern.namespace != "admin":
            yield from names(pattern, f"{pattern.namespace}:" if pattern.namespace else prefix)


def test_every_url_stands_in_the_table() -> None:
    assert {row.name for row in TABLE} == set(names(get_resolver()))


def test_every_admin_page_turns_away_who_does_not_teach(
    people: dict[str, User | None], client_of: Callable[[User | None], Client]
) -> None:
    resolver = next(r for r in get_resolver().url_patterns if getattr(r, "namespace", "") == "admin")
    pages = [p.name for p in resolver.url_patterns if isinstance(p, URLPattern) and p.name != "login"]
    for page in filter(None, pages):
        try:
            url = reverse(f"admin:{page}")
        except Exception:  # noqa: S112 -- pages that need an argument are reached from these
            continue
        assert ask(client_of, people["maya"], "get", url, {}).status_code in (302, 403), url
