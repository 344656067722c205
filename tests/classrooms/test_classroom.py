"""A class as its instructor sees it: the code, the students by lessons, the CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from lessons.accounts.models import User
from lessons.classrooms import pages
from lessons.classrooms.enrolment import join_class
from lessons.classrooms.models import Classroom, Membership
from lessons.models import Lesson
from lessons.reading.progress import see_step
from tests.steps import step_at

HTMX = {"HX-Request": "true"}
PAGE_QUERIES = 15  # session, user, two for permissions, class, count, students, eight for the table
Browser = Callable[[User | None], Client]
Students = Callable[[int], list[Membership]]


@pytest.fixture
def client(instructor: User, client_of: Browser) -> Client:
    return client_of(instructor)


def url(name: str, classroom: Classroom) -> str:
    return reverse(f"classrooms:{name}", args=[classroom.pk])


def page_of(client: Client, classroom: Classroom, query: str = "") -> str:
    response = client.get(classroom.get_absolute_url() + query)
    assert response.status_code == 200
    return response.content.decode()


def test_the_page_shows_the_code_and_where_to_type_it(client: Client, classroom: Classroom) -> None:
    page = page_of(client, classroom)
    assert classroom.shown_code in page
    assert "http://testserver/classes/" in page
    assert f"http://testserver/classes/join/{classroom.shown_code}/" in page


def test_a_class_without_students_says_what_to_do(client: Client, classroom: Classroom) -> None:
    assert "Nobody has joined yet" in page_of(client, classroom)


def test_a_closed_class_hides_its_code(client: Client, classroom: Classroom) -> None:
    Classroom.objects.update(closed_at=timezone.now())
    page = page_of(client, classroom)
    assert classroom.shown_code not in page
    assert "Reopen the class" in page
    assert "Show the code" not in page


def test_the_page_shows_each_student_with_their_figures(
    client: Client, classroom: Classroom, lesson: Lesson, student: User, guest: User
) -> None:
    join_class(classroom, student)
    join_class(classroom, guest, "Zoe <b>")
    see_step(student, lesson, step_at(lesson, 1))
    page = page_of(client, classroom)
    assert "2 students" in page
    assert "1/5" in page
    assert "just now" in page
    assert "Zoe &lt;b&gt;" in page


def test_the_page_polls_the_part_that_changes(
    client: Client, classroom: Classroom, membership: Membership
) -> None:
    assert f'hx-get="{url("progress", classroom)}?page=1"' in page_of(client, classroom)
    part = client.get(url("progress", classroom), headers=HTMX).content.decode()
    assert "maya" in part
    assert 'id="as-of"' in part
    assert "<html" not in part
    assert classroom.shown_code not in part


def test_without_htmx_the_part_leads_to_the_page(client: Client, classroom: Classroom) -> None:
    assert client.get(url("progress", classroom))["Location"] == classroom.get_absolute_url()


def test_a_polling_page_that_is_signed_out_goes_to_sign_in(client_of: Browser, classroom: Classroom) -> None:
    response = client_of(None).get(url("progress", classroom), headers=HTMX)
    assert response["HX-Redirect"].startswith(reverse("account_login"))


def test_many_students_come_in_pages(
    client: Client, classroom: Classroom, students: Students, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "STUDENTS_A_PAGE", 2)
    students(3)
    first, second = page_of(client, classroom), page_of(client, classroom, "?page=2")
    assert "student001" in first
    assert "student002" not in first
    assert "student002" in second
    assert "page 2 of 2" in second
    assert "?page=2" in second.split("hx-get")[1].split(">")[0]


@pytest.mark.parametrize(
    "query", ["?page=0", "?page=-1", "?page=999", "?page=x", "?page=" + "9" * 99, "?page=%00"]
)
def test_any_page_number_shows_a_page(
    query: str, client: Client, classroom: Classroom, membership: Membership
) -> None:
    assert "maya" in page_of(client, classroom, query)


@pytest.mark.parametrize("number", [1, 3, 30])
def test_the_queries_do_not_grow_with_the_students(
    number: int,
    client: Client,
    lesson: Lesson,
    students: Students,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    memberships = students(number)
    for membership in memberships:
        see_step(membership.user, lesson, step_at(lesson, 1))
    page_of(client, memberships[0].classroom)  # the course is read once a change
    with django_assert_max_num_queries(PAGE_QUERIES):
        page_of(client, memberships[0].classroom)


def test_the_csv_has_all_students_and_not_only_a_page(
    client: Client, classroom: Classroom, students: Students, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "STUDENTS_A_PAGE", 2)
    students(5)
    response = client.get(url("export", classroom))
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="security-101-progress.csv"'
    lines = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert [line[0] for line in lines] == ["Student", *(f"student{n:03}" for n in range(5))]


def test_the_csv_opens_in_a_spreadsheet_with_every_letter(
    client: Client, classroom: Classroom, guest: User
) -> None:
    Classroom.objects.update(name="Überblick “1”\n")
    join_class(classroom, guest, "Zoë")
    response = client.get(url("export", classroom))
    assert response.content.startswith(b"\xef\xbb\xbf")
    assert response.content.count(b"\xef\xbb\xbf") == 1
    assert "Zoë" in response.content.decode("utf-8-sig")
    assert response["Content-Disposition"] == 'attachment; filename="uberblick-1-progress.csv"'
