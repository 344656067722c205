"""A server that is killed in the middle of a graded quiz: every answer that was said to be saved is there."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count
from threading import Event
from typing import Any

from tests.browser.served import Served
from tests.faults.conftest import Prepared
from tests.faults.load import PAUSE, SECONDS, Reader
from tests.faults.test_killed import kill_workers
from tests.sizes import size

NO_ANSWER = (OSError, http.client.HTTPException)
# Maya, who is signed in, begins a graded quiz; a second attempt would be refused.
BEGIN = """
import json
from django.utils import timezone
from lessons.accounts.models import User
from lessons.quizzes.models import Question, Quiz
from lessons.quizzes.sittings.drawing import Selection
from lessons.quizzes.sittings.sitting import start
quiz = Quiz.objects.create(title="Graded", is_for_everybody=True, minutes=60, attempts_allowed=1)
quiz.questions.set(Question.objects.published().filter(type="choice"))
attempt = start(User.objects.get(username="maya"), quiz, timezone.now(), Selection(most=10), quiz.minutes)
values = [question.value for question in attempt.questions]
print("BEGUN" + json.dumps([str(attempt.pk), [[len(one.choices), one.is_many] for one in values]]))
"""
STORED = """
import json
from lessons.quizzes.models import Answer
rows = Answer.objects.filter(attempt="{attempt}").values_list("number", "change", "given")
print("STORED" + json.dumps(list(rows)))
"""


@dataclass
class Sitter:
    """Maya's page of the quiz, which numbers what it sends.

    ``choices`` are how many each question has and whether several are right, ``saved`` the last change that
    was acknowledged and what was given by it.
    """

    reader: Reader
    attempt: str
    choices: dict[int, tuple[int, bool]]
    saved: dict[int, tuple[int, Any]] = field(default_factory=dict)
    acknowledged: int = 0

    @classmethod
    def on(cls, reader: Reader) -> Sitter:
        """She begins the quiz."""
        printed = reader.site.manage("shell", "-v0", "-c", BEGIN)
        attempt, asked = json.loads(printed.partition("BEGUN")[2])
        choices = {number: (total, is_many) for number, (total, is_many) in enumerate(asked, start=1)}
        return cls(reader, attempt, choices)

    def sends(self) -> Iterator[tuple[int, int, int]]:
        """Question, number of the change, and choice: each question again and again, with another choice."""
        for change in count(1):
            number = list(self.choices)[change % len(self.choices)]
            yield number, change, (change // len(self.choices)) % self.choices[number][0]

    def work(self, over: Event) -> None:
        """Answer until it is over; what has no answer is not known to be saved."""
        for number, change, choice in self.sends():
            if over.wait(PAUSE):
                return
            form = {"choice": str(choice), "page": "a1", "change": str(change)}
            try:
                status, _ = self.reader.ask("POST", f"/sittings/{self.attempt}/{number}/", **form)
            except NO_ANSWER:
                continue
            if status == 302:  # as a form of a page without a script is answered
                given = [choice] if self.choices[number][1] else choice
                self.saved[number] = (change, given)
                self.acknowledged += 1

    def lost(self) -> list[int]:
        """The questions of which an older answer is stored than the last one acknowledged, or none."""
        printed = self.reader.site.manage("shell", "-v0", "-c", STORED.format(attempt=self.attempt))
        rows = json.loads(printed.partition("STORED")[2])
        stored = {number: (change, given) for number, change, given in rows}
        return [number for number, told in self.saved.items() if not is_there(told, stored.get(number))]


def is_there(told: tuple[int, Any], stored: tuple[int, Any] | None) -> bool:
    """Whether what was told to be saved is stored, or else a later change that nobody was told of."""
    return stored is not None and (stored[0] > told[0] or stored == told)


def sit_during(sitter: Sitter, site: Served, before: int) -> None:
    """Answer without a break while the workers are killed, then the whole server, and that once more."""
    over, deadline = Event(), time.monotonic() + SECONDS

    def wait_for_more() -> None:
        enough = sitter.acknowledged + before
        while sitter.acknowledged < enough:
            assert time.monotonic() < deadline, f"the server does no more work: {sitter.acknowledged} saved"
            Event().wait(PAUSE)

    with ThreadPoolExecutor(1) as pool:
        working = pool.submit(sitter.work, over)
        try:
            wait_for_more()
            kill_workers(site)
            wait_for_more()
            site.kill()
            site.start()
            wait_for_more()
            site.kill()
        finally:
            over.set()
    working.result()
    site.start()


def test_no_answer_that_was_saved_is_lost_and_the_quiz_goes_on(own: Prepared) -> None:
    sitter = Sitter.on(own.reader)
    sit_during(sitter, own.site, size(12, 100))
    assert sitter.lost() == []
    assert len(sitter.saved) == len(sitter.choices)
    status, page = own.reader.ask("GET", f"/sittings/{sitter.attempt}/", seconds=30)
    assert status == 200
    assert f"{len(sitter.choices)} of {len(sitter.choices)} saved" in page
    assert own.reader.ask("POST", f"/sittings/{sitter.attempt}/hand-in/")[0] == 302
    assert "Handed in" in own.reader.ask("GET", f"/sittings/{sitter.attempt}/", seconds=30)[1]
