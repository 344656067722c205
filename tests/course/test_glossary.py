"""The glossary of the course: every term is explained where it says, and linked where it is met."""

from __future__ import annotations

import re

import pytest

from lessons.glossary import Glossary, Term, glossary
from lessons.loading import read_document
from lessons.loading.glossary_file import OWN_GLOSSARY, check_glossary, read_glossary
from lessons.markdown import render
from tests.course.files import CONTENT, FOLDERS, slug_of

WORDS = read_glossary(read_document(CONTENT / "glossary.yaml"))
every_term = pytest.mark.parametrize("term", WORDS.terms, ids=lambda term: term.key)


def article_of(folder: str) -> str:
    return (CONTENT / folder / "lesson.md").read_text(encoding="utf-8").split("---\n", 2)[2]


ARTICLES = {slug_of(folder): article_of(folder) for folder in FOLDERS}


def test_the_process_has_the_glossary_of_the_course() -> None:
    assert glossary().terms == WORDS.terms
    assert OWN_GLOSSARY == CONTENT / "glossary.yaml"
    check_glossary(CONTENT, [*ARTICLES])


@every_term
def test_a_term_is_linked_in_the_lesson_that_explains_it(term: Term) -> None:
    assert f'href="/glossary/#{term.key}"' in render(ARTICLES[term.lesson], WORDS)


@every_term
def test_a_term_is_met_in_no_lesson_before(term: Term) -> None:
    before = [*ARTICLES][: [*ARTICLES].index(term.lesson)]
    alone = Glossary((term,))
    assert [slug for slug in before if f"#{term.key}" in render(ARTICLES[slug], alone)] == []


@every_term
def test_it_takes_one_or_two_sentences(term: Term) -> None:
    assert 1 <= len(re.findall(r"[.!?](?:\s|$)", term.meaning)) <= 2
    assert term.meaning.endswith(".")
