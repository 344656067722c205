"""Whatever is typed or asked for, the answer is a page, a redirect or a clear refusal."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lessons.accounts.models import User
from lessons.classrooms.models import Classroom, Membership

Browser = Callable[[User | None], Client]
fuzz = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
anything = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=120)
numbers = st.integers(min_value=0, max_value=10**40)
FORMS = ("create", "enter_code")
ONE_CLASS = ("classroom", "leave", "progress", "export", "new_code", "delete")


@pytest.fixture
def client(instructor: User, client_of: Browser) -> Client:
    return client_of(instructor)


@fuzz
@given(text=anything)
@pytest.mark.parametrize("name", FORMS)
def test_any_text_in_a_form(name: str, client: Client, text: str) -> None:
    cache.clear()
    response = client.post(reverse(f"classrooms:{name}"), {"name": text, "code": text})
    assert response.status_code in {302, 404, 422}


@fuzz
@given(text=anything)
def test_any_name_of_a_class(client: Client, classroom: Classroom, text: str) -> None:
    response = client.post(reverse("classrooms:rename", args=[classroom.pk]), {"name": text})
    assert response.status_code in {302, 422}


@fuzz
@given(text=anything)
def test_any_name_of_a_guest(classroom: Classroom, client_of: Browser, text: str) -> None:
    url = reverse("classrooms:join", args=[classroom.shown_code])
    assert client_of(None).post(url, {"name": text}).status_code in {302, 422}


@fuzz
@given(code=anything)
def test_any_code_in_the_address(client: Client, code: str) -> None:
    cache.clear()
    response = client.get(f"/classes/join/{quote(code)}/")
    assert response.status_code in {302, 404}


@fuzz
@given(number=numbers)
@pytest.mark.parametrize("name", ONE_CLASS)
def test_any_number_of_a_class(name: str, client: Client, classroom: Classroom, number: int) -> None:
    response = client.get(reverse(f"classrooms:{name}", args=[number]))
    assert response.status_code == 404 or number == classroom.pk


@fuzz
@given(number=numbers)
def test_any_number_of_a_student(client: Client, membership: Membership, number: int) -> None:
    url = reverse("classrooms:remove", args=[membership.classroom_id, number])
    assert client.get(url).status_code == 404 or number == membership.pk
