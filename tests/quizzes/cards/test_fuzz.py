"""Whatever is sent to the review: an answer below 500, and no card that was not answered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lessons.accounts.models import User
from lessons.quizzes.models import Card, CardReview
from tests.quizzes.cards.conftest import Make

ANYTHING = st.text(max_size=40) | st.integers().map(str) | st.just("9" * 5000)
NAMES = st.sampled_from(["choice", "sureness", "turn", "asked", "hints", "hint", "csrf"])
FIELDS = st.dictionaries(NAMES, ANYTHING, max_size=5)


@pytest.fixture
def card(make: Make) -> Card:
    return make("what", at=timezone.now() - timedelta(days=1))


@pytest.fixture
def learner(student: User, client_of: Callable[[User], Client]) -> Client:
    return client_of(student)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(number=st.integers(0, 10**40), fields=FIELDS)
def test_any_card_and_any_field(number: int, fields: dict[str, str], card: Card, learner: Client) -> None:
    for pk in (number, card.pk):
        path = reverse("quizzes:card", args=[pk])
        assert learner.get(path, fields).status_code in {302, 404}
        assert learner.post(path, fields).status_code in {200, 302, 404, 422}
    assert learner.get("/review/", fields).status_code == 200
    assert CardReview.objects.count() == 1


@pytest.mark.parametrize("path", ["/review/-1/", "/review/x/", "/review/1/2/"])
def test_what_is_no_address_is_not_found(path: str, learner: Client) -> None:
    assert learner.get(path).status_code == 404
