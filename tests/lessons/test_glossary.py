"""The first mention of a term leads to the glossary; its page shows every term and where it is explained."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client

from lessons import glossary as words
from lessons.glossary import Glossary, Term
from lessons.markdown import render
from lessons.models import Lesson
from lessons.term_links import linked_paragraphs

POLICY = Term("policy", "policy", "A text.", "assume", ("policies",))
TRUST = Term("trust-policy", "trust policy", "Says `who`.", "elsewhere")
TERMS = Glossary((TRUST, POLICY))
LINK = '<a href="/glossary/#{}" rel="noopener noreferrer">{}</a>'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("A policy, a policy.", f"A {LINK.format('policy', 'policy')}, a policy."),
        ("Policies differ.", f"{LINK.format('policy', 'Policies')} differ."),
        ("A trust policy.", f"A {LINK.format('trust-policy', 'trust policy')}."),
        ("A trust\npolicy.", "A " + LINK.format("trust-policy", "trust\npolicy") + "."),
        (
            "The *policy* and `policy`",
            f"The <em>{LINK.format('policy', 'policy')}</em> and <code>policy</code>",
        ),
        ("A policyholder, a non-policy.", "A policyholder, a non-policy."),
        ("<b>policy</b>", f"&lt;b&gt;{LINK.format('policy', 'policy')}&lt;/b&gt;"),
    ],
)
def test_the_first_mention_is_a_link(text: str, html: str) -> None:
    assert render(text, TERMS) == f"<p>{html}</p>\n"


@pytest.mark.parametrize("text", ["| policy |\n|---|\n| - |", "[a policy](https://a.example/)", "    policy"])
def test_heads_of_tables_links_and_code_stay_as_they_are(text: str) -> None:
    assert render(text, TERMS) == render(text)


def test_a_heading_has_an_anchor_and_no_link() -> None:
    assert render("## The policy", TERMS) == '<h2 id="on-the-policy">The policy</h2>\n'


def test_a_term_in_a_heading_is_linked_where_the_text_mentions_it() -> None:
    html = render("## Policy\n\nOne policy.\n\n| a |\n|---|\n| policies |", TERMS)
    assert html.count("/glossary/#policy") == 1
    assert f"One {LINK.format('policy', 'policy')}." in html


def test_letters_that_only_look_alike_are_another_word() -> None:
    """To a regular expression a long s and a dotless i are an s and an i in another case."""
    for word in ("pol\u0131cy", "policie\u017f"):
        assert render(f"A {word}.", TERMS) == f"<p>A {word}.</p>\n"


def test_a_term_may_be_written_with_any_blanks() -> None:
    spaced = Glossary((Term("trust-policy", "trust  policy", "Says who.", "elsewhere"),))
    assert LINK.format("trust-policy", "trust policy") in render("A trust policy.", spaced)


def test_without_a_glossary_nothing_is_linked() -> None:
    assert "glossary" not in render("A policy.")
    assert render("A policy.", Glossary()) == render("A policy.")


def test_running_text_is_escaped_and_linked_once() -> None:
    html = linked_paragraphs(["A <b>policy</b>.", "Another policy."], TERMS)
    link = '<a href="/glossary/#policy">policy</a>'
    assert html == f"<p>A &lt;b&gt;{link}&lt;/b&gt;.</p>\n<p>Another policy.</p>"


@pytest.fixture
def _two_terms() -> Iterator[None]:
    before = words.glossary()
    words.keep(TERMS)
    yield
    words.keep(before)


@pytest.mark.usefixtures("_two_terms")
def test_the_page_leads_to_the_lesson_that_explains_a_term(client: Client, lesson: Lesson) -> None:
    Lesson.objects.update(folder="assume")
    page = client.get("/glossary/").content.decode()
    assert page.index('id="policy"') < page.index('id="trust-policy"')
    assert "Says <code>who</code>." in page
    assert page.count(f'href="{lesson.get_absolute_url()}"') == 1


@pytest.mark.usefixtures("_two_terms")
def test_a_draft_is_not_named(client: Client, lesson: Lesson) -> None:
    Lesson.objects.update(folder="assume", status="draft")
    assert lesson.title not in client.get("/glossary/").content.decode()


@pytest.mark.usefixtures("_two_terms")
def test_the_article_and_the_transcript_lead_there(client: Client, lesson: Lesson) -> None:
    Lesson.objects.update(article="One policy.", transcript="Her policy.")
    for style in ("read", "transcript"):
        assert client.get(f"/lessons/assume/{style}/").content.decode().count("/glossary/#policy") == 1


def test_every_style_shows_where_the_glossary_is(client: Client, lesson: Lesson) -> None:
    for path in ("/", "/lessons/assume/steps/1/", "/lessons/assume/snapshot/"):
        assert 'href="/glossary/"' in client.get(path).content.decode()
