"""Whatever is sent to the quiz: an answer below 500, and no score that was not earned."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lessons.accounts.models import User
from lessons.quizzes.models import Answer, Attempt

ANYTHING = st.text(max_size=40) | st.integers().map(str) | st.just("9" * 5000)
FIELDS = st.dictionaries(st.sampled_from(["choice", "hint", "number", "csrf"]), ANYTHING, max_size=3)
each_with_the_same_rows = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def student_client(student: User, client_of: Callable[[User], Client]) -> Client:
    return client_of(student)


@each_with_the_same_rows
@given(number=st.integers(0, 10**40), fields=FIELDS)
def test_any_number_and_any_field(
    number: int, fields: dict[str, str], attempt: Attempt, student_client: Client
) -> None:
    path = reverse("quizzes:question", args=[attempt.pk, number])
    assert student_client.get(path, fields).status_code in {200, 404}
    assert student_client.post(path, fields).status_code in {302, 404, 422}
    assert all(0 <= answer.chosen < 3 for answer in Answer.objects.all())


@each_with_the_same_rows
@given(attempt_id=st.uuids())
def test_any_attempt_that_is_not_one_s_own(
    attempt_id: uuid.UUID, student_client: Client, attempt: Attempt
) -> None:
    for path in (
        reverse("quizzes:result", args=[attempt_id]),
        reverse("quizzes:question", args=[attempt_id, 1]),
    ):
        assert student_client.get(path).status_code == 404


@each_with_the_same_rows
@given(slug=st.from_regex(r"[-a-zA-Z0-9_]{1,200}", fullmatch=True))
def test_any_slug(slug: str, student_client: Client) -> None:
    assert student_client.get(f"/lessons/{slug}/quiz/").status_code == 404
    assert student_client.post(f"/lessons/{slug}/quiz/start/").status_code == 404


@pytest.mark.parametrize("path", ["/quiz/", "/quiz/1/", "/quiz/no-uuid/1/", f"/quiz/{uuid.UUID(int=0)}/-1/"])
def test_what_is_no_address_is_not_found(path: str, student_client: Client) -> None:
    assert student_client.get(path).status_code == 404
