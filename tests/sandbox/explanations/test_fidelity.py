"""The page on differences says what the tables of the engine say, and everybody may read it."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from lessons.aws import budgets
from lessons.aws.cases import CASES
from lessons.aws.errors import FAILURES
from lessons.aws.services.requested import QUERY_OPERATIONS
from lessons.aws.services.s3.operations import S3
from lessons.sandbox.explanations import fidelity
from lessons.sandbox.explanations.undocumented import CHOICES
from tests.sandbox.bench import Bench


@pytest.fixture
def page(client: Client, db: None) -> str:
    """What a stranger reads."""
    return " ".join(unescape(client.get(reverse("sandbox:differences")).content.decode()).split())


def test_every_case_stands_on_the_page_with_what_aws_answers(page: str) -> None:
    rows = re.findall(r'<th scope="row">([^<]*)</th> <td data-label="AWS answers"><code>([^<]*)</code>', page)
    assert rows == [(case.asks, f"{case.answer.status} {case.answer.code}".strip()) for case in CASES]


def test_the_page_counts_what_the_tests_ask(page: str) -> None:
    count = fidelity.count()
    assert count.total == len(CASES)
    assert count.as_aws == len([case for case in CASES if not case.differs])
    assert f"{count.as_aws} <span>of {count.total}</span>" in page
    assert sum(len(topic.cases) for topic in fidelity.cases()) == count.total


def test_a_case_that_differs_says_why_and_what_is_answered_instead(page: str) -> None:
    differing = [case for case in CASES if case.differs]
    assert differing, "take this test away when nothing differs any more"
    for case in differing:
        assert case.instead
        assert case.differs in page
        assert f"<code>{case.instead.status} {case.instead.code}</code>" in page


def test_every_operation_of_the_tables_is_listed(page: str) -> None:
    listed = set(re.findall(r"<li><code>(\w+)</code></li>", page))
    assert listed == {
        *(name for table in QUERY_OPERATIONS.values() for name in table),
        *(route.operation.name for route in S3),
    }


def test_limits_are_those_of_the_engine(page: str) -> None:
    assert f"up to {budgets.OBJECT // 1024} kB" in page
    assert f"up to {budgets.OBJECTS} objects" in page
    assert f"has up to {budgets.WORLD // 1024} kB" in page
    assert f"{budgets.OF_SANDBOX.a_second} calls a second" in page
    assert f"your newest {budgets.EVENTS:,} calls" in page


def test_the_texts_of_errors_without_a_source_are_counted(page: str) -> None:
    texts = [words for failure in FAILURES.values() for words in (failure.words, failure.s3) if words]
    told = [words for words in texts if words.message]
    without = [words for words in told if words.source.year is None]
    assert f"Of {len(told)} texts {len(without)} have no source that can be named." in page


def test_there_are_a_dozen_differences_at_least_and_each_is_said_once() -> None:
    names = [difference.about for difference in fidelity.DIFFERENCES]
    assert len(names) == len(set(names)) >= 12


def test_what_aws_leaves_open_is_said_to_be_open(page: str) -> None:
    for about, here in CHOICES:
        row = f'<th scope="row">{about}</th> <td data-label="At AWS">Its documentation does not say.</td>'
        assert f'{row} <td data-label="In the sandbox">{here}</td>' in page


def test_every_page_leads_there(bench: Bench) -> None:
    url = reverse("sandbox:differences")
    assert bench.client.get(bench.url("sandbox")).content.decode().count(f'href="{url}"') == 2
    assert f'href="{url}"' in bench.client.get(reverse("lessons:home")).content.decode()


def test_it_asks_the_database_for_nothing(
    client: Client, db: None, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    with django_assert_num_queries(0):
        client.get(reverse("sandbox:differences"))
