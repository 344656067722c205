"""The pages of an analysis: for instructors, and from each count to the attempts behind it."""

from __future__ import annotations

import csv
import gc
import io
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import unescape
from random import Random

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lessons.accounts.models import User
from lessons.models import Lesson
from lessons.quizzes.models import Question
from tests.quizzes.analysis.conftest import CHOICES, Ask, Take
from tests.sizes import size

Browser = Callable[[User | None], Client]
ANALYSIS = "/lessons/assume/quiz/analysis/"
# Who is good has 1, the key, but for question 1, whose key is wrong: there they choose 2.
ROWS = [(2, 1, 1), (2, 1, 1), (2, 1, 0), (1, 0, 0), (1, 3, None), (1, 0, 3)] * 4
COUNT = re.compile(r'href="([^"]*/analysis/attempts/[^"]*)"[^>]*>(?:<b>)?(\d+)(?: not attempted)?</a>')


@pytest.fixture
def teaching(instructor: User, client_of: Browser) -> Client:
    """An instructor's browser."""
    return client_of(instructor)


def test_without_attempts_it_says_what_is_needed(lesson: Lesson, teaching: Client) -> None:
    assert "Nobody has finished this quiz yet" in teaching.get(ANALYSIS).content.decode()


def test_under_ten_attempts_it_says_so_instead_of_figures(
    lesson: Lesson, ask: Ask, take: Take, teaching: Client
) -> None:
    take(ask(3), ROWS[:9])
    text = teaching.get(ANALYSIS).content.decode()
    assert "Under 10 attempts there is nothing to conclude" in text
    assert "Internal consistency" not in text
    assert "<svg" not in text.split("<main", 1)[1]


def test_first_it_says_what_to_do(lesson: Lesson, ask: Ask, take: Take, teaching: Client) -> None:
    take(ask(3), ROWS)
    text = teaching.get(ANALYSIS).content.decode()
    assert "Check the key: <a" in text
    assert "chose “A <code>call</code>”, and 0 the key" in text


def test_every_count_leads_to_as_many_attempts(
    lesson: Lesson, ask: Ask, take: Take, teaching: Client
) -> None:
    take(ask(3), ROWS)
    counts = COUNT.findall(teaching.get(ANALYSIS).content.decode())
    assert len(counts) > 20
    for url, count in counts:
        text = teaching.get(unescape(url)).content.decode()
        assert re.search(rf"<h1>{count} attempts?</h1>", text), url


def test_each_chart_has_a_title_a_description_and_a_table(
    lesson: Lesson, ask: Ask, take: Take, teaching: Client
) -> None:
    take(ask(3), ROWS)
    text = teaching.get(ANALYSIS).content.decode()
    for figure in re.findall(r'<svg [^>]*role="img".*?</svg>', text, re.DOTALL):
        labels = re.search(r'aria-labelledby="(\S+) (\S+)"', figure)
        assert labels is not None
        assert f'<title id="{labels[1]}">' in figure
        assert f'<desc id="{labels[2]}">' in figure
    assert "90 to 100 %" in text


def test_where_all_marks_tie_figures_are_not_defined(
    lesson: Lesson, ask: Ask, take: Take, teaching: Client
) -> None:
    take(ask(2), [(1, 1)] * 12)
    text = teaching.get(ANALYSIS).content.decode()
    assert "not defined for these attempts" in text
    assert "Everybody has it, so it tells nobody apart." in text


def test_a_list_of_attempts_has_no_names(lesson: Lesson, ask: Ask, take: Take, teaching: Client) -> None:
    (attempt, *_) = take(ask(3), ROWS)
    one = reverse("quizzes:analysis-attempt", args=["assume", attempt.pk])
    for url in (f"{ANALYSIS}attempts/?question=1", one):
        text = teaching.get(url).content.decode()
        assert attempt.user.username not in text
        assert "A <code>call</code>" in text


def test_an_attempt_shows_what_was_not_attempted(
    lesson: Lesson, ask: Ask, take: Take, teaching: Client
) -> None:
    (attempt,) = take(ask(2), [(1, None)])
    text = teaching.get(reverse("quizzes:analysis-attempt", args=["assume", attempt.pk])).content.decode()
    answered, missing = text.split('id="asked-q1"')[1].split('id="asked-q2"')
    assert ("not attempted" in answered, "not attempted" in missing) == (False, True)
    assert "#asked-q2" in teaching.get(f"{ANALYSIS}attempts/?question=2").content.decode()


def test_what_an_address_asks_for_wrongly_asks_for_nothing(
    lesson: Lesson, ask: Ask, take: Take, teaching: Client
) -> None:
    take(ask(3), ROWS)
    for query in ("third=top", "only=x", "question=99", "question=-1", "band=x", "page=1e9"):
        assert "<h1>24 attempts</h1>" in teaching.get(f"{ANALYSIS}attempts/?{query}").content.decode()
    assert (
        "No attempt is like that" in teaching.get(f"{ANALYSIS}attempts/?question=1&answer=x").content.decode()
    )


def test_long_lists_have_pages_that_keep_what_is_asked_for(
    lesson: Lesson, ask: Ask, take: Take, teaching: Client
) -> None:
    take(ask(1), [(1,)] * 60)
    text = teaching.get(f"{ANALYSIS}attempts/?question=1&only=right").content.decode()
    assert "page 1 of 2" in text
    assert "question=1&amp;only=right&amp;page=2" in text


def test_the_link_stands_where_the_lesson_is_edited(lesson: Lesson, teaching: Client) -> None:
    assert ANALYSIS in teaching.get(reverse("admin:lessons_lesson_change", args=[lesson.pk])).content.decode()


def lines(teaching: Client, name: str) -> list[dict[str, str]]:
    text = teaching.get(f"{ANALYSIS}{name}.csv").content.decode()
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:])))


def test_the_questions_as_csv(lesson: Lesson, ask: Ask, take: Take, teaching: Client) -> None:
    take(ask(3), ROWS)
    first = lines(teaching, "questions")[0]
    assert (first["Key"], first["Attempts"], first["Facility (%)"]) == ("q1", "24", "50.0")
    assert float(first["Discrimination index (%)"]) < 0, "a number below zero is no formula"
    assert first["In a word"] == "check the key"


def test_the_answers_as_csv(lesson: Lesson, ask: Ask, take: Take, teaching: Client) -> None:
    take(ask(3), ROWS)
    found = [(row["Answer"], row["Right"], row["All"]) for row in lines(teaching, "answers")[:4]]
    assert found == [
        (CHOICES[0], "no", "0"),
        (CHOICES[1], "yes", "12"),
        (CHOICES[2], "no", "12"),
        (CHOICES[3], "no", "0"),
    ]


def test_few_attempts_leave_figures_empty_in_the_csv(
    lesson: Lesson, ask: Ask, take: Take, teaching: Client
) -> None:
    take(ask(1), [(1,)])
    assert (lines(teaching, "questions")[0]["Facility (%)"], lines(teaching, "answers")) == ("", [])


def test_a_question_that_is_a_formula_stays_text(
    lesson: Lesson, ask: Ask, take: Take, teaching: Client
) -> None:
    asked = ask(1)
    Question.objects.update(prompt="=1+1")
    take(asked, [(1,)])
    assert lines(teaching, "questions")[0]["Question"] == "'=1+1"


def test_another_sheet_is_not_found(lesson: Lesson, teaching: Client) -> None:
    assert teaching.get(f"{ANALYSIS}other.csv").status_code == 404


def test_more_people_ask_nothing_more_of_the_database(
    lesson: Lesson, ask: Ask, take: Take, teaching: Client
) -> None:
    asked, urls = ask(3), (ANALYSIS, f"{ANALYSIS}attempts/?question=1", f"{ANALYSIS}questions.csv")
    counts = []
    for rows in (ROWS[:12], ROWS * 3):
        take(asked, rows)
        for url in urls:
            teaching.get(url)
            with CaptureQueriesContext(connection) as queries:
                teaching.get(url)
            counts.append(len(queries))
    assert counts[:3] == counts[3:]


@contextmanager
def collecting_as_the_server() -> Iterator[None]:
    """Garbage is looked for as `learnsts/gunicorn.py` says, and not in all that a test run has loaded."""
    threshold = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(5_000)
    yield
    gc.set_threshold(*threshold)
    gc.unfreeze()


def test_many_answers_are_analyzed_within_a_second(
    lesson: Lesson, ask: Ask, take: Take, teaching: Client
) -> None:
    random, people = Random(6), size(500, 5_000)  # noqa: S311 -- no secret is drawn
    take(ask(10), [[random.choice((0, 1, 1, 2, 3)) for _ in range(10)] for _ in range(people)])
    teaching.get(ANALYSIS)
    with collecting_as_the_server():
        began = os.times().user  # what else runs here, and what a large test process costs, does not count
        text = teaching.get(ANALYSIS).content.decode()
        assert os.times().user - began < 1
    assert f"{people} first attempts" in text
