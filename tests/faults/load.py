"""Somebody at work on a real server: credentials, objects and answers, and each that was acknowledged."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from threading import Event
from typing import Any
from urllib.parse import urlencode

from botocore.exceptions import BotoCoreError, ClientError

from lessons.aws import Credentials
from tests.browser.served import Served
from tests.wire.conftest import Learner, learners_on

__all__ = ["Acknowledged", "Reader", "learner_on", "lost", "reader_on", "work_during"]

SECONDS = 120  # in which all of it has to be done, however busy the machine
NO_ANSWER = (BotoCoreError, ClientError, OSError, http.client.HTTPException)
PAUSE = 0.02  # seconds between two things that one person does
KEYS = 20  # of objects, each written again and again
# Signs maya in, and opens an attempt at every quiz.
OPEN = """
import json
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from lessons.accounts.models import User
from lessons.models import Lesson
from lessons.quizzes.attempts import NoQuestionsError, start
user, session, asked = User.objects.get(username="maya"), SessionStore(), []
session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), settings.AUTHENTICATION_BACKENDS[0]
session[HASH_SESSION_KEY] = user.get_session_auth_hash()
session.save()
for lesson in Lesson.objects.all():
    attempt = start(user, lesson)
    choices = [number for number, one in enumerate(attempt.questions, start=1) if one.type == "choice"]
    asked += [[str(attempt.pk), number] for number in choices]
print("OPENED" + json.dumps([session.session_key, asked]))
"""
ANSWERS = """
import json
from lessons.quizzes.models import Answer
print("ANSWERS" + json.dumps([[str(a), n] for a, n in Answer.objects.values_list("attempt", "number")]))
"""
TOKEN = "k" * 32  # a secret of CSRF is whatever cookie and header agree on
Answer = tuple[str, int]


@dataclass(frozen=True)
class Reader:
    """Maya in her browser: the session, and the questions with choices that wait for her."""

    site: Served
    session: str
    asked: list[Answer]

    def ask(self, method: str, path: str, seconds: float = 10, **fields: str) -> tuple[int, str]:
        """Status and text of an answer. Raises OSError or HTTPException where there is none."""
        connection = http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=seconds)
        headers = {
            "Cookie": f"sessionid={self.session}; csrftoken={TOKEN}",
            "X-CSRFToken": TOKEN,
            "Origin": self.site.url,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        try:
            connection.request(method, path, urlencode(fields), headers)
            response = connection.getresponse()
            return response.status, response.read().decode()
        finally:
            connection.close()

    def stored(self) -> list[Answer]:
        """The answers that are in the database."""
        printed = self.site.manage("shell", "-v0", "-c", ANSWERS)
        return [(attempt, number) for attempt, number in json.loads(printed.partition("ANSWERS")[2])]


def learner_on(site: Served) -> Learner:
    """Maya, with a sandbox and keys to it."""
    return learners_on(site)["maya"]


def reader_on(site: Served) -> Reader:
    """Maya, who is a learner there by now, signed in."""
    session, asked = json.loads(site.manage("shell", "-v0", "-c", OPEN).partition("OPENED")[2])
    return Reader(site, session, [(attempt, number) for attempt, number in asked])


@dataclass
class Acknowledged:
    """What the server said that it has done."""

    credentials: list[Credentials] = field(default_factory=list)
    objects: list[int] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)

    def counts(self) -> list[int]:
        return [len(self.credentials), len(self.objects), len(self.answers)]


def work_during(
    faults: Iterable[Callable[[], object]], maya: Learner, reader: Reader, before: int
) -> Acknowledged:
    """Work without a break, and meet one fault after the other: each when `before` more of all is done."""
    done, over, deadline = Acknowledged(), Event(), time.monotonic() + SECONDS
    with ThreadPoolExecutor(3) as pool:
        workers = [pool.submit(work, over) for work in works(done, maya, reader)]
        try:
            for fault in (*faults, lambda: None):
                _wait_for(done, before, deadline)
                fault()
        finally:
            over.set()
    for worker in workers:
        worker.result()
    return done


def _wait_for(done: Acknowledged, more: int, deadline: float) -> None:
    """Wait until so many more of each kind are acknowledged."""
    enough = [count + more for count in done.counts()]
    while any(count < wanted for count, wanted in zip(done.counts(), enough, strict=True)):
        assert time.monotonic() < deadline, f"the server does no more work: {done.counts()} of {enough}"
        Event().wait(PAUSE)


def works(done: Acknowledged, maya: Learner, reader: Reader) -> Iterator[Callable[[Event], None]]:
    """What is done over and over, and noted once it was acknowledged."""
    s3, numbers, questions = maya.boto3("s3", "carol"), count(), iter(reader.asked)

    def put() -> None:
        number = next(numbers)
        s3.put_object(Bucket=maya.bucket, Key=f"key-{number % KEYS}", Body=str(number).encode())
        done.objects.append(number)

    def answer() -> None:
        attempt, number = next(questions, reader.asked[-1])
        status, _ = reader.ask("POST", f"/quiz/{attempt}/{number}/", choice="0")
        if status == 302:
            done.answers.append((attempt, number))

    yield _tirelessly(lambda: done.credentials.append(maya.assume()))
    yield _tirelessly(put)
    yield _tirelessly(answer)


def _tirelessly(act: Callable[[], Any]) -> Callable[[Event], None]:
    def work(over: Event) -> None:
        while not over.is_set():
            with suppress(*NO_ANSWER):  # asked again in a moment
                act()
            over.wait(PAUSE)

    return work


def lost(done: Acknowledged, maya: Learner, reader: Reader) -> list[object]:
    """What was acknowledged and is not there."""
    s3, newest = maya.boto3("s3", "carol"), {f"key-{number % KEYS}": number for number in done.objects}

    def stored(key: str) -> int:
        return int(s3.get_object(Bucket=maya.bucket, Key=key)["Body"].read())

    return [
        *(keys.access_key_id for keys in done.credentials if not _is_alive(maya, keys)),
        *(key for key, number in newest.items() if stored(key) < number),
        *(set(done.answers) - set(reader.stored())),
    ]


def _is_alive(maya: Learner, keys: Credentials) -> bool:
    try:
        return bool(maya.boto3("sts", keys).get_caller_identity()["Arn"])
    except ClientError:
        return False
