"""Who gets in where: every address of this chapter, for everybody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from _pytest.mark import ParameterSet
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from lessons.accounts.models import User
from lessons.classrooms.enrolment import join_class
from lessons.classrooms.models import Classroom, Membership

# Who they are here, and the fixture that is them.
PEOPLE = {
    "stranger": None,
    "guest": "guest",
    "member": "student",
    "outsider": "other_student",
    "owner": "instructor",
    "colleague": "other_instructor",
    "superuser": "superuser",
}
SIGN_IN = "sign in"
SIGNED_OUT = 401  # what was typed is given back
DONE = 302
Browser = Callable[[User | None], Client]

# What each of PEOPLE is answered: to a GET of pages, to a POST of actions.
OF_THE_OWNER = (SIGN_IN, 403, 403, 403, 200, 404, 404)
ACTS_OF_THE_OWNER = (SIGNED_OUT, 403, 403, 403, 302, 404, 404)
PAGES = {
    "classes": (200,) * 7,
    "classroom": (SIGN_IN, 404, 200, 404, 200, 404, 404),
    "leave": (SIGN_IN, 404, 200, 404, 404, 404, 404),
    "join": (200, 200, 302, 200, 302, 200, 200),
    "predictions": OF_THE_OWNER,
    "export": OF_THE_OWNER,
    "new_code": OF_THE_OWNER,
    "delete": OF_THE_OWNER,
    "remove": OF_THE_OWNER,
    "progress": (SIGN_IN, 403, 403, 403, 302, 404, 404),
    "enter_code": (302,) * 7,
}
ACTIONS = {
    "create": (SIGNED_OUT, 403, 403, 403, 302, 302, 302),
    "leave": (SIGNED_OUT, 404, 302, 404, 404, 404, 404),
    "join": (302,) * 7,
    "enter_code": (302,) * 7,
    "rename": ACTS_OF_THE_OWNER,
    "close": ACTS_OF_THE_OWNER,
    "reopen": ACTS_OF_THE_OWNER,
    "new_code": ACTS_OF_THE_OWNER,
    "delete": ACTS_OF_THE_OWNER,
    "remove": ACTS_OF_THE_OWNER,
}
WITHOUT_A_CLASS = ("classes", "create", "enter_code")
POST_ONLY = ("create", "rename", "close", "reopen")
GET_ONLY = ("classes", "classroom", "progress", "export")


@dataclass(frozen=True)
class Case:
    """What ``who`` is answered at an address."""

    name: str
    who: str
    answer: int | str


def cases(table: dict[str, tuple[int | str, ...]]) -> list[ParameterSet]:
    lines = [(name, zip(PEOPLE, line, strict=True)) for name, line in table.items()]
    return [pytest.param(Case(name, *pair), id=f"{name}-{pair[0]}") for name, line in lines for pair in line]


@pytest.fixture
def browser_of(request: pytest.FixtureRequest, client_of: Browser) -> Callable[[str], Client]:
    """A browser for one of PEOPLE."""

    def browser(who: str) -> Client:
        fixture = PEOPLE[who]
        return client_of(request.getfixturevalue(fixture) if fixture else None)

    return browser


def url_of(name: str, membership: Membership) -> str:
    classroom = membership.classroom
    args = {"join": [classroom.shown_code], "remove": [classroom.pk, membership.pk]}
    return reverse(
        f"classrooms:{name}", args=[] if name in WITHOUT_A_CLASS else args.get(name, [classroom.pk])
    )


def assert_answer(response: HttpResponse, expected: int | str) -> None:
    to_sign_in = response.get("Location", "").startswith(reverse("account_login"))
    assert to_sign_in == (expected == SIGN_IN)
    assert to_sign_in or response.status_code == expected


@pytest.mark.parametrize("case", cases(PAGES))
def test_who_sees_a_page(case: Case, membership: Membership, browser_of: Callable[[str], Client]) -> None:
    assert_answer(browser_of(case.who).get(url_of(case.name, membership)), case.answer)


@pytest.mark.parametrize("case", cases(ACTIONS))
def test_who_may_act(case: Case, membership: Membership, browser_of: Callable[[str], Client]) -> None:
    form = {"name": "Somebody", "code": membership.classroom.shown_code}
    browser = browser_of(case.who)
    before = everything()
    assert_answer(browser.post(url_of(case.name, membership), form), case.answer)
    assert case.answer == DONE or everything() == before


def everything() -> list[list[dict[str, object]]]:
    """All rows of the chapter."""
    return [list(model.objects.order_by("pk").values()) for model in (Classroom, Membership)]


@pytest.mark.parametrize("name", POST_ONLY)
def test_what_changes_something_is_not_done_by_a_link(
    name: str, membership: Membership, instructor: User, client_of: Browser
) -> None:
    assert client_of(instructor).get(url_of(name, membership)).status_code == 405


@pytest.mark.parametrize("name", GET_ONLY)
def test_what_only_shows_takes_no_form(
    name: str, membership: Membership, instructor: User, client_of: Browser
) -> None:
    assert client_of(instructor).post(url_of(name, membership)).status_code == 405


def test_every_address_of_the_chapter_is_in_a_table() -> None:
    from lessons.classrooms.urls import one_class, urlpatterns

    names = {pattern.name for pattern in [*one_class, *urlpatterns] if hasattr(pattern, "name")}
    assert names == {*PAGES, *ACTIONS}


def test_after_signing_in_a_form_goes_to_the_classes_and_a_page_to_itself(
    classroom: Classroom, client_of: Browser
) -> None:
    stranger = client_of(None)
    delete = reverse("classrooms:delete", args=[classroom.pk])
    assert stranger.get(delete)["Location"].endswith(f"?next={delete}")
    assert stranger.post(delete)["Location"].endswith(f"?next={reverse('classrooms:classes')}")


def test_forms_need_their_csrf_token(classroom: Classroom, instructor: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(instructor)
    assert client.post(reverse("classrooms:delete", args=[classroom.pk])).status_code == 403
    assert Classroom.objects.exists()


def test_an_instructor_who_is_one_no_longer_sees_no_class(
    classroom: Classroom, instructor: User, client_of: Browser
) -> None:
    instructor.groups.clear()
    client = client_of(instructor)
    assert client.get(classroom.get_absolute_url()).status_code == 404
    assert client.get(reverse("classrooms:export", args=[classroom.pk])).status_code == 403


def test_a_class_of_two_instructors_students_stays_apart(
    classroom: Classroom, other_instructor: User, client_of: Browser
) -> None:
    join_class(classroom, other_instructor)
    page = client_of(other_instructor).get(classroom.get_absolute_url()).content.decode()
    assert "How far you are" in page
    assert "Download CSV" not in page
