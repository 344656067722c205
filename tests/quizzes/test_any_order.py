"""Whatever happens in whatever order to somebody who takes a quiz, nothing that was acknowledged is lost.

Two nodes of the site serve two browsers: that of a guest, who may sign in to an account at any moment, and
that of somebody who is signed in to it already. Each node is a thread with a connection of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any, TypeVar
from unittest.mock import PropertyMock, patch

import pytest
from django.core.cache import cache
from django.db import connections
from django.http import HttpResponse
from django.test import Client
from django.utils.crypto import get_random_string
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from lessons.accounts.models import User
from lessons.models import Lesson
from lessons.quizzes.grading import Score
from lessons.quizzes.models import Attempt
from tests.quizzes.conftest import QUESTIONS, RIGHT
from tests.sizes import size

PASSWORD = "a-good-password"
T = TypeVar("T")

people = st.sampled_from(["guest", "account"])
nodes = st.sampled_from([0, 1])
numbers = st.sampled_from([None, None, *range(1, len(QUESTIONS) + 1)])  # None is the next one
choices = st.integers(0, 1)  # every question has these
picks = st.integers(0, 5)


@dataclass
class Paper:
    """What an attempt has to be: whose it is, the first answer to each question, and whether more count."""

    owner: str
    answers: dict[int, int] = field(default_factory=dict)
    is_open: bool = True

    @property
    def lacks(self) -> int:
        return len(QUESTIONS) - len(self.answers)

    @property
    def is_finished(self) -> bool:
        return not self.lacks

    @property
    def next_number(self) -> int:
        """The first question without an answer; the last where all have one."""
        return next((n for n in range(1, len(QUESTIONS)) if n not in self.answers), len(QUESTIONS))

    @property
    def right(self) -> int:
        return sum(RIGHT[number - 1] == chosen for number, chosen in self.answers.items())

    def answer(self, number: int, chosen: int) -> None:
        if self.is_open:
            self.answers.setdefault(number, chosen)
            self.is_open = not self.is_finished


class TakingAQuiz(RuleBasedStateMachine):
    """Papers by the id of their attempt, in the order in which they were begun."""

    lesson: Lesson

    def __init__(self) -> None:
        super().__init__()
        cache.clear()  # limits count by address, and all examples come from one
        self.servers = [ThreadPoolExecutor(1), ThreadPoolExecutor(1)]
        self.account = User.objects.create_user(get_random_string(12), password=PASSWORD)
        self.browsers = {"guest": Client(), "account": Client()}
        self.browsers["account"].force_login(self.account)
        self.papers: dict[str, Paper] = {}
        self.is_merged = False

    def teardown(self) -> None:
        for server in self.servers:
            server.submit(connections.close_all).result()
            server.shutdown()

    # -- what they do ------------------------------------------------------------------------------

    @initialize(guest=st.booleans(), account=st.booleans())
    def some_have_begun(self, guest: bool, account: bool) -> None:
        for who in ["guest"] * guest + ["account"] * account:
            self.start(who, node=0, times=1)

    @rule(who=people, node=nodes, times=st.integers(1, 2))
    def start(self, who: str, node: int, times: int) -> None:
        """Begin or go on; a request whose answer was lost is sent again."""
        for _ in range(times):
            begun = self.post(node, who, f"/lessons/{self.lesson.slug}/quiz/start/")
        paper = begun["Location"].split("/")[2]
        expected = self.open_paper(self.owner(who)) or paper
        assert paper == expected
        self.papers.setdefault(paper, Paper(self.owner(who)))

    @rule(
        who=people, node=nodes, pick=picks, number=numbers, chosen=st.lists(choices, min_size=1, max_size=2)
    )
    def answer(self, who: str, node: int, pick: int, number: int | None, chosen: list[int]) -> None:
        """Answer, perhaps once more and otherwise, also in an attempt that is over."""
        if paper := self.one_of(who, pick):
            number = number or self.papers[paper].next_number
            for choice in chosen:
                self.post(node, who, f"/quiz/{paper}/{number}/", choice=choice)
                self.papers[paper].answer(number, choice)

    @rule(who=people, pick=picks, number=numbers)
    def answer_in_two_windows(self, who: str, pick: int, number: int | None) -> None:
        """Both nodes get another answer at once: one of them counts, whichever."""
        if paper := self.one_of(who, pick):
            number = number or self.papers[paper].next_number
            browsers = [deepcopy(self.browsers[who].cookies) for _ in self.servers]
            sent = [
                server.submit(send, cookies, f"/quiz/{paper}/{number}/", choice)
                for choice, (server, cookies) in enumerate(zip(self.servers, browsers, strict=True))
            ]
            assert [future.result() for future in sent] == [302, 302]
            if self.papers[paper].is_open:
                self.papers[paper].answer(number, self.stored(0, paper)["answers"][number])

    @precondition(lambda self: self.almost_done())
    @rule(node=nodes, pick=picks, chosen=choices)
    def die_while_finishing(self, node: int, pick: int, chosen: int) -> None:
        """The node is gone before the last answer is stored with all that comes of it: none is."""
        paper = self.almost_done()[pick % len(self.almost_done())]
        path = f"/quiz/{paper}/{self.papers[paper].next_number}/"
        with (
            patch.object(Score, "is_pass", PropertyMock(side_effect=SystemExit)),
            pytest.raises(SystemExit),
        ):
            self.post(node, self.papers[paper].owner, path, choice=chosen)

    @rule(who=people, node=nodes, pick=picks, number=numbers)
    def look(self, who: str, node: int, pick: int, number: int | None) -> None:
        """A page shows the answer that counts, with its verdict."""
        if paper := self.one_of(who, pick):
            number = number or self.papers[paper].next_number
            page = self.at(node, lambda: self.browsers[who].get(f"/quiz/{paper}/{number}/", follow=True))
            assert page.status_code == 200
            chosen = self.papers[paper].answers.get(number)
            if page.context.get("number") == number:
                assert (page.context["feedback"] is None) == (chosen is None)
                assert chosen is None or page.context["feedback"].right == (RIGHT[number - 1] == chosen)

    @precondition(lambda self: self.papers and not self.is_merged)
    @rule(node=nodes)
    def sign_in(self, node: int) -> None:
        """The guest is known now. Of two open attempts the newer goes on; the other keeps its answers."""
        self.post(node, "guest", "/accounts/login/", login=self.account.username, password=PASSWORD)
        self.is_merged = True
        for paper in self.papers.values():
            paper.owner = "account"
        for paper in [paper for paper in self.papers.values() if paper.is_open][:-1]:
            paper.is_open = False

    # -- what has to be so -------------------------------------------------------------------------

    @invariant()
    def both_nodes_have_what_was_acknowledged(self) -> None:
        for paper, expected in self.papers.items():
            for node in (0, 1):
                assert self.stored(node, paper) == {
                    "answers": expected.answers,
                    "right": expected.right if expected.is_finished else 0,
                    "is_open": expected.is_open,
                    "is_finished": expected.is_finished,
                    "is_of_account": expected.owner == "account",
                }

    @invariant()
    def nobody_has_two_to_go_on_with(self) -> None:
        for owner in ("guest", "account"):
            assert sum(paper.is_open for paper in self.papers.values() if paper.owner == owner) <= 1

    # -- how -----------------------------------------------------------------------------------------

    def at(self, node: int, work: Callable[[], T]) -> T:
        """Let a node do something."""
        return self.servers[node].submit(work).result()

    def post(self, node: int, who: str, path: str, **form: Any) -> HttpResponse:
        response = self.at(node, lambda: self.browsers[who].post(path, form))
        assert response.status_code == 302, path
        return response

    def owner(self, who: str) -> str:
        return "account" if self.is_merged else who

    def open_paper(self, owner: str) -> str | None:
        return next(
            (key for key, paper in self.papers.items() if paper.owner == owner and paper.is_open), None
        )

    def one_of(self, who: str, pick: int) -> str | None:
        """One of somebody's papers, if there is any."""
        mine = [key for key, paper in self.papers.items() if paper.owner == self.owner(who)]
        return mine[pick % len(mine)] if mine else None

    def almost_done(self) -> list[str]:
        """The papers that lack one answer."""
        return [key for key, paper in self.papers.items() if paper.is_open and paper.lacks == 1]

    def stored(self, node: int, paper: str) -> dict[str, Any]:
        """What a node reads of an attempt."""

        def read() -> dict[str, Any]:
            attempt = Attempt.objects.get(pk=paper)
            return {
                "answers": attempt.given,
                "right": attempt.right,
                "is_open": attempt.is_open,
                "is_finished": attempt.finished_at is not None,
                "is_of_account": attempt.user_id == self.account.pk,
            }

        return self.at(node, read)


def send(cookies: Any, path: str, choice: int) -> int:
    """An answer from a window of its own; the status."""
    window = Client()
    window.cookies = cookies
    return window.post(path, {"choice": choice}).status_code


@pytest.mark.no_cover  # at random and for long: measuring doubles its time
@pytest.mark.django_db(transaction=True)
def test_nothing_acknowledged_is_lost_in_any_order(quiz: Lesson) -> None:
    machine = type("OnThisLesson", (TakingAQuiz,), {"lesson": quiz})
    run_state_machine_as_test(
        machine, settings=settings(max_examples=size(25, 250), stateful_step_count=size(15, 30))
    )
