"""The first mention of a term leads to the glossary, in Markdown and in plain text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from django.urls import reverse
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from markdown_it.token import Token

from lessons.glossary import Glossary, Term

__all__ = ["link_terms", "linked_paragraphs"]

NOT_IN = {"heading_open", "th_open", "summary_open"}
LINES = {"text": "", "softbreak": "\n"}


def url_of(term: Term) -> str:
    """Where the term is explained."""
    return f"{reverse('lessons:glossary')}#{term.key}"


def link_terms(tokens: Sequence[Token], words: Glossary) -> None:
    """Make a link of the first mention of each term in what markdown-it has parsed.

    Headings, and what opens a fold, are left out.
    """
    told: set[str] = set()
    for before, token in pairwise(tokens):
        if token.children and before.type not in NOT_IN:
            token.children = [*linked(token.children, words, told)]


def linked(children: Sequence[Token], words: Glossary, told: set[str]) -> Iterator[Token]:
    """The inside of a paragraph with links to terms; a link of the author's own stays as it is."""
    depth = 0
    for child in joined(children):
        depth += child.nesting if child.type.startswith("link_") else 0
        if child.type != "text" or depth:
            yield child
            continue
        for text, term in words.pieces(child.content, told):
            if term:
                yield Token("link_open", "a", 1, attrs={"href": url_of(term)})
            yield Token("text", "", 0, content=text)
            if term:
                yield Token("link_close", "a", -1)


def joined(children: Sequence[Token]) -> Iterator[Token]:
    """The same with the lines of a text as one, so that a term may begin on one and end on the next."""
    for is_text, group in groupby(children, key=lambda child: child.type in LINES):
        if is_text:
            yield Token("text", "", 0, content="".join(LINES[child.type] or child.content for child in group))
        else:
            yield from group


def linked_paragraphs(paragraphs: Sequence[str], words: Glossary) -> SafeString:
    """Plain paragraphs as HTML, with a link at the first mention of each term in all of them."""
    told: set[str] = set()
    return format_html_join("\n", "<p>{}</p>", ((linked_text(text, words, told),) for text in paragraphs))


def linked_text(text: str, words: Glossary, told: set[str]) -> SafeString:
    """One text of these, escaped."""
    return format_html_join(
        "",
        "{}",
        (
            (format_html('<a href="{}">{}</a>', url_of(term), piece) if term else conditional_escape(piece),)
            for piece, term in words.pieces(text, told)
        ),
    )
