"""The CSV is complete and harmless."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.accounts.models import User
from lessons.classrooms.enrolment import join_class
from lessons.classrooms.exports import write_csv
from lessons.classrooms.models import Classroom, Membership
from lessons.classrooms.progress import progress_of
from lessons.models import Lesson
from lessons.quizzes.models import Attempt
from lessons.reading.progress import open_style
from lessons.spreadsheets import FORMULA_STARTS, safe_text


def rows_of(*memberships: Membership) -> list[list[str]]:
    file = io.StringIO(newline="")
    write_csv(file, progress_of(memberships))
    return list(csv.reader(io.StringIO(file.getvalue(), newline="")))


def test_the_headings_name_each_measure_of_each_lesson(lesson: Lesson) -> None:
    assert rows_of()[0] == [
        "Student",
        "Account",
        "Joined (UTC)",
        "Last active (UTC)",
        "Assuming a role: level",
        "Assuming a role: styles",
        "Assuming a role: steps",
        "Assuming a role: quiz (best, %)",
        "Assuming a role: do it (best, %)",
        "Assuming a role: sandbox",
    ]


def test_a_line_has_numbers_that_a_spreadsheet_can_use(
    lesson: Lesson, membership: Membership, student: User
) -> None:
    open_style(student, lesson, "read")
    Attempt.objects.create(
        user=student, lesson=lesson, asked=[], right=2, total=3, finished_at=membership.joined_at
    )
    line = rows_of(membership)[1]
    assert line[:3] == ["maya", "maya", f"{membership.joined_at:%Y-%m-%d %H:%M}"]
    assert line[4:] == ["opened", "0", "0", "67", "", ""]


def test_who_has_done_nothing_was_never_active(lesson: Lesson, membership: Membership) -> None:
    assert rows_of(membership)[1][3] == ""


def test_a_name_that_is_a_formula_stays_text(classroom: Classroom, guest: User, lesson: Lesson) -> None:
    lesson.title = "@lesson"
    lesson.save()
    headings, line = rows_of(join_class(classroom, guest, '=HYPERLINK("http://x","a"),b'))
    assert line[:2] == ['\'=HYPERLINK("http://x","a"),b', "guest"]
    assert headings[4] == "'@lesson: level"


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_every_start_of_a_formula_is_defused(start: str) -> None:
    assert safe_text(f"{start}1+1") == f"'{start}1+1"


@given(st.text())
def test_no_text_starts_a_formula_and_none_of_it_is_lost(text: str) -> None:
    safe = safe_text(text)
    assert not safe.startswith(FORMULA_STARTS)
    assert safe.replace("'", "") == text.replace("'", "")


@pytest.mark.parametrize(
    "text", ["Anne-Marie", "maya@uni.example", "2026-03-14 09:26", "O'Neil", "Zoë", "67"]
)
def test_what_people_are_called_stays_as_it_is(text: str) -> None:
    assert safe_text(text) == text


def cells(written: str, separator: str) -> list[str]:
    """Every cell, as a spreadsheet finds it that was told another separator than the comma."""
    lines = csv.reader(io.StringIO(written, newline=""), delimiter=separator)
    return [cell.strip('" \t\r\n') for line in lines for cell in line]


@pytest.mark.parametrize("separator", [";", "\t", ",", "|", " ", ":"])
@pytest.mark.parametrize(
    "name", ["Ann;=1+1", "Ann\t=1+1", 'Ann";"=1+1', "Ann,@SUM(1)", "Ann |-1", "Ann:+1", "Ann =1"]
)
def test_no_separator_makes_a_formula_of_a_name(
    classroom: Classroom, guest: User, lesson: Lesson, name: str, separator: str
) -> None:
    file = io.StringIO(newline="")
    write_csv(file, progress_of([join_class(classroom, guest, name)]))
    assert not [cell for cell in cells(file.getvalue(), separator) if cell.startswith(FORMULA_STARTS)]


@given(st.text(alphabet=";\t,|:\"'=+-@ \r\na1\uff1d", max_size=12), st.sampled_from(";\t,|: "))
def test_no_text_becomes_a_formula_in_the_next_cell(text: str, separator: str) -> None:
    file = io.StringIO(newline="")
    csv.writer(file, quoting=csv.QUOTE_ALL).writerow(["first", safe_text(text), "last"])
    assert not [cell for cell in cells(file.getvalue(), separator) if cell.startswith(FORMULA_STARTS)]
