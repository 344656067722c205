"""A bit of everything, done through the pages of a fresh site by people who meet there."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

from django.apps import apps
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.sandbox.bench import Bench

LESSON, OTHER = "assuming-a-role", "long-term-keys"
PASSWORD = "alps-lantern-42"
# Who is signed in, by the names that the access table has for them, and their user names.
NAMES = {"maya": "maya", "other": "noor", "instructor": "instructor", "superuser": "root"}

Do = Callable[..., HttpResponse]


class Story:
    """What happened: browsers by person, rows by the names of the access table, and what pages showed."""

    def __init__(self) -> None:
        self.browsers = {person: Client() for person in ("guest", *NAMES)}
        self.arguments: dict[str, Any] = {"slug": LESSON, "style": "transcript", "one": 1, "draft": "draft"}
        self.shown: list[tuple[str, str, list[str]]] = []

    def get(self, person: str, path: str) -> str:
        """The text of a page, which has to be there."""
        page = self.browsers[person].get(path, follow=True)
        assert page.status_code == 200, (person, path, page.status_code)
        return unescape(page.content.decode())

    def post(self, person: str, path: str, **form: Any) -> str:
        """Send a form; the address that it leads to."""
        sent = self.browsers[person].post(path, form)
        assert sent.status_code == 302, (person, path, sent.status_code, sent.content[:2000])
        return sent["Location"]

    def shows(self, person: str, path: str, *texts: str) -> None:
        """Remember what a page shows, having looked."""
        page = self.get(person, path)
        missing = [text for text in texts if text not in page]
        assert not missing, (person, path, missing)
        self.shown.append((person, path, list(texts)))


def play() -> Story:
    """Everybody does something."""
    story = Story()
    for chapter in (
        people_come,
        class_begins,
        guest_reads,
        maya_learns,
        maya_assumes_a_role,
        maya_does_it,
        noor_finishes,
        noor_sits_exams,
    ):
        chapter(story)
    maya_sits_a_graded_quiz(story)
    author_edits(story)
    instructor_regrades(story)
    what_is_there(story)
    return story


def model(name: str) -> Any:
    return apps.get_model(name)


def people_come(story: Story) -> None:
    user = model("accounts.User")
    user.objects.create_superuser("root", password=PASSWORD)
    for person in ("maya", "other"):
        name = NAMES[person]
        form = {"username": name, "email": "", "password1": PASSWORD, "password2": PASSWORD}
        story.post(person, reverse("account_signup"), **form)
    for person in ("instructor", "superuser"):
        story.browsers[person].force_login(user.objects.get(username=NAMES[person]))


def class_begins(story: Story) -> None:
    story.post("instructor", "/classes/create/", name="Cloud evening")
    classroom = model("classrooms.Classroom").objects.get()
    story.arguments |= {"classroom": classroom.pk, "code": classroom.join_code}
    story.post("maya", f"/classes/join/{classroom.join_code}/")
    story.get("guest", f"/lessons/{LESSON}/read/")
    story.post("guest", f"/classes/join/{classroom.join_code}/", name="Ines Ortega")
    story.arguments["student"] = model("classrooms.Membership").objects.get(user__username="maya").pk


def guest_reads(story: Story) -> None:
    for number in (1, 2, 3):
        story.get("guest", f"/lessons/{LESSON}/steps/{number}/")
    story.post("guest", f"/lessons/{LESSON}/vote/", helpful="no", style="insights")
    story.post("guest", f"/lessons/{LESSON}/read/done/")
    quiz(story, "guest", OTHER, answers=1)


def maya_learns(story: Story) -> None:
    for number in range(1, 6):
        story.get("maya", f"/lessons/{LESSON}/steps/{number}/")
    predict(story, "maya", steps=(1, 2, 3))
    story.post("maya", f"/lessons/{LESSON}/vote/", helpful="yes", style="insights")
    quiz(story, "maya", OTHER)
    story.arguments["attempt"] = str(quiz(story, "maya", LESSON, answers=2).pk)


def maya_assumes_a_role(story: Story) -> None:
    """A lab: refused, a hint, live credentials, a used one, a shared run."""
    story.post("maya", f"/lessons/{LESSON}/sandbox/")
    sandbox = model("sandbox.Sandbox").objects.get(user__username="maya")
    bench = Bench(story.browsers["maya"], sandbox)
    bench.use("list", bench.user())
    story.post("maya", f"/lessons/{LESSON}/sandbox/hint/", goal="borrowed", number=1)
    bench.assume(duration_seconds="3600", role_session_name="evening")
    bench.use("list")
    bench.use("write")
    bench.skip("quarter")
    story.post("maya", bench.url("shares"), title="How I borrowed demo")
    story.arguments |= {
        "sandbox": str(sandbox.pk),
        "key": bench.credential.access_key_id,
        "share": str(model("sandbox.SharedRun").objects.get().pk),
        "trust": f"trust/{bench.account}/demo",
        "revoke": "revoke",
        "service": "sts",
        "operation": "GetCallerIdentity",
    }


def maya_does_it(story: Story) -> None:
    """The first step of a lesson by herself, and a look into the day's broken account."""
    page = f"/lessons/{LESSON}/do/"
    story.post("maya", f"{page}begin/")
    first = model("lessons.Step").objects.filter(lesson__slug=LESSON).order_by("position")[0]
    [at, *_] = re.findall(r'name="at" value="(\d+)"', story.get("maya", page))
    story.post("maya", f"{page}move/", at=at, chosen=first.key)
    story.shows("maya", page, first.action.split("`")[0])
    day = timezone.now().date().isoformat()
    story.post("maya", f"/broken/{day}/")
    story.arguments["day"] = day


def noor_finishes(story: Story) -> None:
    predict(story, "other", steps=(1,))
    quiz(story, "other", LESSON, all_right=True)
    story.post("other", "/sandbox/", scenario="blank")


def noor_sits_exams(story: Story) -> None:
    """A practice exam handed in, and one under way, with a question of choices answered in each."""
    for hands_in in (True, False):
        page = story.post("other", "/exam/start/", number=25, minutes=1440)
        attempt = model("quizzes.Attempt").objects.get(pk=page.split("/")[2])
        number, asked = next(
            (number, asked)
            for number, asked in enumerate(attempt.questions, start=1)
            if asked.is_single_choice
        )
        story.post("other", f"{page}{number}/", choice=asked.module.key(asked.value))
        if hands_in:
            story.post("other", f"{page}hand-in/")
        story.shows("other", page, "By topic, and what to read next" if hands_in else "1 of 25 saved")


def maya_sits_a_graded_quiz(story: Story) -> None:
    """Two questions in half an hour and ten minutes more: one answered in time, one too late."""
    asked = model("quizzes.Question").objects.filter(lesson__slug=LESSON, type="choice")[:2]
    graded = model("quizzes.Quiz").objects.create(title="Monday", minutes=30)
    graded.questions.set(asked)
    maya = model("accounts.User").objects.get(username="maya")
    model("quizzes.QuizLearner").objects.create(quiz=graded, user=maya, extra_minutes=10)
    page = story.post("maya", f"/quizzes/{graded.pk}/start/")
    story.post("maya", f"{page}1/", choice=0)
    attempts = model("quizzes.Attempt").objects.filter(pk=page.split("/")[2])
    attempts.update(started_at=timezone.now() - timedelta(hours=1))
    story.post("maya", f"{page}2/", choice=0)
    story.shows("maya", page, "Monday")


def author_edits(story: Story) -> None:
    """A lesson edited twice in admin, and a draft."""
    lesson, draft = model("lessons.Lesson").objects.get(slug=LESSON), model("lessons.Lesson")
    story.arguments["chapter"] = lesson.chapter_id
    edit(story, lesson.pk, summary="Edited once by the instructor.")
    edit(story, lesson.pk, summary="Alice borrows a role for an evening.")
    draft.objects.create(chapter_id=lesson.chapter_id, slug="draft", title="A draft", article="Soon.")
    story.arguments["lesson_pk"] = lesson.pk


def instructor_regrades(story: Story) -> None:
    """A key of the lesson's quiz is corrected, and the attempts at it are graded again."""
    question = model("quizzes.Question").objects.filter(lesson__slug=LESSON, type="choice").first()
    other = next(one for one in question.content["choices"] if one != question.content["right"])
    question.content = {**question.content, "right": other}
    question.save()
    page = f"/lessons/{LESSON}/quiz/regrade/"
    [token] = re.findall(r'name="token" value="(\w+)"', story.get("instructor", page))
    story.post("instructor", page, token=token, reason="The key was wrong.")
    story.arguments["regrade"] = model("quizzes.Regrade").objects.get().pk


def edit(story: Story, lesson: int, **changed: str) -> None:
    """Send the admin's page of a lesson back, changed."""
    from tests.lessons.admin_page import filled_form

    browser, row = story.browsers["instructor"], model("lessons.Lesson").objects.get(pk=lesson)
    story.post("instructor", f"/admin/lessons/lesson/{lesson}/change/", **filled_form(browser, row) | changed)


def predict(story: Story, person: str, steps: tuple[int, ...]) -> None:
    for number in steps:
        path = f"/lessons/{LESSON}/predict/{number}/"
        chosen = radios(story.get(person, path), "chosen")[0]
        story.post(person, path, chosen=chosen, sureness="certain")
        story.shows(person, path, chosen)


def quiz(
    story: Story, person: str, lesson: str, answers: int | None = None, *, all_right: bool = False
) -> Any:
    """Begin a quiz and answer all of it, or so many questions, choices by the first one; the attempt."""
    from tests.quizzes.answering import form_of_the_key

    url = story.post(person, f"/lessons/{lesson}/quiz/start/")
    attempt = model("quizzes.Attempt").objects.get(pk=url.split("/")[2])
    for number, asked in enumerate(attempt.questions[:answers], start=1):
        is_guessed = asked.type == "choice" and not all_right
        form = {"choice": 0} if is_guessed else form_of_the_key(asked)
        story.post(person, f"/quiz/{attempt.pk}/{number}/", **form)
        story.shows(person, f"/quiz/{attempt.pk}/{number}/", asked.prompt.split("`")[0])
    return attempt


def radios(page: str, name: str) -> list[str]:
    return re.findall(rf'<input type="radio" name="{name}" value="([^"]*)"', page)


def what_is_there(story: Story) -> None:
    """What each of them finds when they come back."""
    known = story.arguments
    score = model("quizzes.Attempt").objects.get(user__username="noor", quiz=None)
    story.shows("other", f"/quiz/{score.pk}/", f"{score.score}", "The key was wrong")
    for person in ("maya", "guest", "other"):
        story.shows(person, f"/lessons/{LESSON}/read/", "Alice borrows a role for an evening.")
    story.shows("guest", "/classes/", "Cloud evening")
    story.shows("guest", f"/lessons/{LESSON}/insights/", "your vote")
    story.shows("maya", f"/classes/{known['classroom']}/", "Cloud evening")
    story.shows("instructor", f"/classes/{known['classroom']}/", "maya", "Ines Ortega")
    story.shows("instructor", f"/classes/{known['classroom']}/progress.csv", "maya", "Ines Ortega")
    story.shows("maya", f"/sandbox/{known['sandbox']}/", known["key"], "s3:ListBucket", "evening")
    story.shows("maya", f"/sandbox/{known['sandbox']}/events/", "AccessDenied", "AssumeRole")
    story.shows("other", f"/runs/{known['share']}/steps/1/", "How I borrowed demo")
    history = f"/admin/lessons/lesson/{known['lesson_pk']}/history/"
    story.shows("instructor", history, "instructor")
    story.shows("superuser", "/admin/accounts/user/", "maya", "noor", "instructor")
