"""A school that has worked through half the course: whose pages are measured."""

from __future__ import annotations

import json
from unittest.mock import patch

from django.conf import settings
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from lessons.accounts.models import User
from lessons.accounts.roles import INSTRUCTORS
from lessons.aws import budgets
from lessons.classrooms.enrolment import join_class, open_class
from lessons.classrooms.models import Classroom
from lessons.lesson_trace import trace_of
from lessons.models import Lesson
from lessons.prediction_questions import Sureness, ask
from lessons.quizzes import attempts
from lessons.quizzes.models import Attempt
from lessons.reading.progress import cast_vote, finish_style, open_style, see_step
from lessons.sandbox.calls import execution
from lessons.sandbox.calls.pace import Buckets
from lessons.sandbox.models import Sandbox, Scenario
from lessons.sandbox.scenarios import personas
from lessons.sandbox.scenarios.opening import open_sandbox
from lessons.stepping.predictions import predict
from lessons.visualizer import Verdict
from tests.bench import reference

__all__ = ["LESSON", "told"]

LESSON = "assuming-a-role"
MEMBERS, EVENTS = 30, 300
ENDLESS = budgets.Pace(1e6, 1_000_000)


def told() -> str:
    """The school, made; as JSON the session keys of a learner and of who teaches them, and their pages."""
    teacher = User.objects.create_user("bench-teacher", is_staff=True)
    teacher.groups.add(Group.objects.get(name=INSTRUCTORS))
    classroom = open_class(teacher, "Bench")
    learner, *_ = [member(classroom, number) for number in range(MEMBERS)]
    sessions = {
        "learner": session_of(learner),
        "teacher": session_of(teacher),
        "learner at the reference": session_of(learner, reference.AUTHENTICATION_BACKENDS[0]),
    }
    pages = {
        "question": attempt_of(learner).get_absolute_url(),
        "sandbox": sandbox_of(learner).get_absolute_url(),
        "classroom": classroom.get_absolute_url(),
        "article": reverse("lessons:read", args=[LESSON]),
        "step": reverse("lessons:step", args=[LESSON, 3]),
        "home": reverse("lessons:home"),
    }
    return json.dumps(sessions | pages)


def member(classroom: Classroom, number: int) -> User:
    """A student who has worked through the course up to a lesson that is not everybody's."""
    user = User.objects.create_user(f"bench-{number}")
    join_class(classroom, user)
    lessons = list(Lesson.objects.visible_to(user).in_course_order())
    for lesson in lessons[: len(lessons) // 2 + number % 5]:
        work_through(user, lesson)
    return user


def work_through(user: User, lesson: Lesson) -> None:
    """The article, all steps, a round of predictions and the quiz, as well as it goes; a vote at the end."""
    finish_style(user, lesson, "read")
    trace = trace_of(lesson)
    for step in trace.steps:
        see_step(user, lesson, step)
        if asked := ask(trace, step.number):
            predict(user, lesson, step, Verdict(asked, asked.choices[0], Sureness.FAIRLY))
    attempt = attempts.start(user, lesson)
    for number, question in enumerate(attempt.questions, start=1):
        attempts.answer(attempt, number, question.module.key(question.value))
    for style in ("steps", "quiz", "sandbox"):
        open_style(user, lesson, style)
    cast_vote(user, lesson, helpful=True)


def attempt_of(user: User) -> Attempt:
    """A second attempt, of which one question is answered."""
    attempt = attempts.start(user, Lesson.objects.get(slug=LESSON))
    attempts.answer(attempt, 1, 0)
    return Attempt.objects.get(pk=attempt.pk)


def sandbox_of(user: User) -> Sandbox:
    """A sandbox in which as many calls were made, faster than a learner may."""
    sandbox = open_sandbox(user, Scenario.objects.get(slug="demo"))
    alice = next(iter(personas.users(sandbox.world).values()))
    with patch.object(budgets, "OF_SANDBOX", ENDLESS), patch.object(execution, "learners", Buckets(ENDLESS)):
        for number in range(EVENTS):
            operation = ("get_caller_identity", {}) if number % 2 else ("assume_role", role(sandbox, number))
            execution.ask(sandbox, alice.credentials, "sts", *operation)
    return sandbox


def role(sandbox: Sandbox, number: int) -> dict[str, str]:
    """What AssumeRole is asked with."""
    return {"RoleArn": personas.role_arns(sandbox.world)[0], "RoleSessionName": f"session{number}"}


def session_of(user: User, backend: str | None = None) -> str:
    """The key of a session of theirs, which began with that backend."""
    browser = Client()
    browser.force_login(user, backend)
    return browser.cookies[settings.SESSION_COOKIE_NAME].value
