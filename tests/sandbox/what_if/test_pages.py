"""The page of a policy that is changed: for strangers too, without a trace, within a pace."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from html import unescape

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lessons.accounts.models import User
from lessons.aws import budgets
from lessons.models import Lesson, Step
from lessons.sandbox.calls import endpoint, execution
from lessons.sandbox.calls.pace import Buckets
from lessons.sandbox.performing.plan import plan_of
from tests.course.files import FOLDERS, slug_of
from tests.sandbox.performing.hands import lesson_on_disk

URL = "/lessons/assuming-a-role/what-if/3/"
HTMX = {"HX-Request": "true"}
MOST_SECONDS = 0.3
DENYING = json.dumps(
    {"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Action": "*", "Resource": "*"}}
)
BrowserOf = Callable[[User | None], Client]


@pytest.fixture
def assuming(db: None) -> Lesson:
    return lesson_on_disk("02-assuming-a-role")


def told(answer: HttpResponse) -> str:
    """What a page says, without its tags."""
    return re.sub(r"\s+", " ", unescape(re.sub("<[^>]+>", " ", answer.content.decode())))


def test_a_stranger_changes_a_policy_and_nothing_of_it_is_kept(assuming: Lesson, client: Client) -> None:
    page = client.get(URL)
    assert "read-reports" in told(page)
    assert "ListTheBucket" in told(page)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = client.post(URL, {"document": DENYING})
    assert "1 of 3 steps comes out differently" in told(answer)
    assert "denies s3:ListBucket" in told(answer)
    assert '"Effect": "Deny"' in told(answer)  # what was typed is still there
    assert [query["sql"] for query in queries if not query["sql"].startswith("SELECT")] == []
    assert not client.cookies
    assert "ListTheBucket" in told(client.get(URL))


def test_htmx_gets_what_comes_out_alone(assuming: Lesson, client: Client) -> None:
    answer = client.post(URL, {"document": DENYING}, headers=HTMX)
    assert "comes out differently" in told(answer)
    assert "<form" not in answer.content.decode()


def test_another_policy_of_the_step_is_opened_by_its_place(assuming: Lesson, client: Client) -> None:
    links = re.findall(r'href="(\?policy=[^"]+)"', client.get(URL).content.decode())
    (own,) = [link for link in links if "ask-for-roles" in link]
    assert "AskForTheseRoles" in told(client.get(URL + own))
    assert client.get(f"{URL}?policy=trust/1/other").status_code == 404


def test_what_aws_would_not_save_is_refused_in_its_words_and_kept(assuming: Lesson, client: Client) -> None:
    answer = client.post(URL, {"document": '{"Version": "2012-10-17", "Statment": []}'})
    assert answer.status_code == 422
    assert "AWS does not take it: MalformedPolicyDocument" in told(answer)
    assert "Line 1" in told(answer)
    assert "Statment" in told(answer)
    assert client.post(URL, {"document": "x" * 20_001}).status_code == 422


@pytest.mark.parametrize("is_known", [True, False])
def test_who_has_used_up_their_pace_waits_and_keeps_what_they_wrote(
    is_known: bool, assuming: Lesson, student: User, client_of: BrowserOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = budgets.Pace(0.01, 1)
    monkeypatch.setattr(execution, "learners", Buckets(slow))
    monkeypatch.setattr(endpoint, "strangers", Buckets(slow))
    client = client_of(student if is_known else None)
    # Each costs a call or more.
    first, _, answer = (client.post(URL, {"document": DENYING}) for _ in range(3))
    assert first.status_code == 200
    assert answer.status_code == 429
    assert "Throttling" in told(answer)
    assert '"Effect": "Deny"' in told(answer)


@pytest.mark.django_db
def test_the_longest_trace_is_played_again_within_300_milliseconds(client: Client) -> None:
    """The whole answer, of the trace with the most calls: by the processor, which no neighbor slows down."""
    plans = {folder: plan_of(lesson_on_disk(folder)) for folder in FOLDERS}
    longest = max(
        plans, key=lambda folder: sum(len(step.calls) for step in getattr(plans[folder], "steps", ()))
    )
    url = f"/lessons/{slug_of(longest)}/what-if/1/"
    opened = re.search(r"<textarea[^>]*>(.*?)</textarea>", client.get(url).content.decode(), re.DOTALL)
    assert opened
    text = unescape(opened[1]).strip()

    def seconds(text: str) -> float:
        begin = time.thread_time()
        assert client.post(url, {"document": text}, headers=HTMX).status_code == 200
        return time.thread_time() - begin

    assert min(seconds(text + " " * tries) for tries in range(1, 4)) < MOST_SECONDS


def test_a_step_that_no_policy_decides_says_so(assuming: Lesson, client: Client) -> None:
    for number in (1, 4, 5):
        answer = client.get(f"/lessons/assuming-a-role/what-if/{number}/")
        assert "No policy decides this step" in told(answer)
    assert client.get("/lessons/assuming-a-role/what-if/6/").status_code == 404
    Step.objects.update(run=None)
    Lesson.objects.get().save()
    assert "No policy decides this step" in told(client.get(URL))


def test_the_steps_that_a_policy_decides_lead_there(assuming: Lesson, client: Client) -> None:
    def leads(mode: str) -> list[int]:
        pages = {number: f"/lessons/assuming-a-role/{mode}/{number}/" for number in range(1, 6)}
        return [number for number, page in pages.items() if "/what-if/" in client.get(page).content.decode()]

    assert leads("steps") == [2, 3]
    assert leads("recall") == [2, 3]
    assert leads("predict") == []  # it would tell what is to be predicted
