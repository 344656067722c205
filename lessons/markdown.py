"""Markdown as HTML that is safe to show: no raw HTML, no scripts, no inline styles.

markdown-it reads it, Pygments colours code by classes, and nh3 has the last word on what may stay.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

import nh3
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

from lessons.glossary import Glossary
from lessons.term_links import link_terms

__all__ = ["Section", "render", "sections"]

TAGS = {
    *(
        "p",
        "br",
        "hr",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "blockquote",
        "a",
        "em",
        "strong",
        "s",
    ),
    *("code", "pre", "span", "div", "table", "thead", "tbody", "tr", "th", "td", "details", "summary"),
}
ATTRIBUTES = {
    "a": {"href", "title"},
    "span": {"class"},
    "ol": {"start"},
    "pre": {"tabindex"},
    "div": {"class", "tabindex", "role", "aria-label"},
    "details": {"class"},
    **{f"h{level}": {"id"} for level in range(2, 7)},
}
SCHEMES = {"http", "https", "mailto"}
FORMATTER = HtmlFormatter(nowrap=True)
PLAIN = {"text", "code_inline", "fence", "code_block"}
LONGEST_KEY = 80  # characters of a heading that its anchor is made of


@dataclass(frozen=True)
class Section:
    """What stands below a heading, as plain text; ``key`` is the heading's anchor on the page.

    What stands before the first heading has neither.
    """

    key: str
    title: str
    text: str


def colour(code: str, language: str, _attributes: str) -> str:
    """The inside of a code block, coloured where Pygments knows the language; empty to leave it plain."""
    try:
        lexer = get_lexer_by_name(language)
    except ClassNotFound:
        return ""
    return highlight(code, lexer, FORMATTER)


def below_the_title(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any
) -> str:
    """The page's own title is its only first-level heading."""
    if tokens[index].tag == "h1":
        tokens[index].tag = "h2"
    return renderer.renderToken(tokens, index, options, env)


def open_table(renderer: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    """A wide table scrolls in a region of its own, which the keyboard can reach."""
    env["tables"] = env.get("tables", 0) + 1
    label = f"Table {env['tables']}"
    return f'<div class="scroll-x" role="region" aria-label="{label}" tabindex="0"><table>'


def close_table(renderer: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    """The end of what ``open_table`` began."""
    return "</table></div>"


RULES = {
    "heading_open": below_the_title,
    "heading_close": below_the_title,
    "table_open": open_table,
    "table_close": close_table,
}


def parser() -> MarkdownIt:
    """CommonMark with tables and strikethrough; raw HTML is shown as text, images are links."""
    markdown = MarkdownIt("commonmark", {"html": False, "highlight": colour})
    markdown.enable(["table", "strikethrough"]).disable("image")
    for name, rule in RULES.items():
        markdown.add_render_rule(name, rule)
    return markdown


MARKDOWN = parser()


@lru_cache(maxsize=256)
def render(text: str, words: Glossary | None = None) -> SafeString:
    """``text`` as sanitized HTML, kept for the next reader.

    In an article, which comes with ``words``, their first mentions are links, headings have anchors, and a
    quotation that begins with a line in bold is a fold.
    """
    env: dict[str, Any] = {}
    tokens = MARKDOWN.parse(text, env)
    if words:
        fold_quotations(tokens)
        link_terms(tokens, words)
        name_headings(tokens)
    html = MARKDOWN.renderer.render(tokens, MARKDOWN.options, env).replace("<pre>", '<pre tabindex="0">')
    clean = nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES)
    return mark_safe(clean)  # noqa: S308 -- nh3 has just cleaned it


def fold_quotations(tokens: Sequence[Token]) -> None:
    """Close each quotation whose first paragraph is bold and nothing else: that line opens it.

    So an article tells what comes of something without giving it away to who wants to predict it.
    """
    unclosed: list[bool] = []
    for place, token in enumerate(tokens):
        if token.type == "blockquote_open":
            unclosed.append(is_bold_line(tokens[place + 1 : place + 4]))
            if unclosed[-1]:
                token.tag, token.attrs["class"] = "details", "card outcome"
                for edge in (tokens[place + 1], tokens[place + 3]):
                    edge.tag, edge.type = "summary", edge.type.replace("paragraph", "summary")
        elif token.type == "blockquote_close" and unclosed.pop():
            token.tag = "details"


def is_bold_line(tokens: Sequence[Token]) -> bool:
    """Whether these are a paragraph of which every word is bold."""
    if not tokens or tokens[0].type != "paragraph_open":
        return False
    inside = [child.type for child in tokens[1].children or () if child.content or child.nesting]
    return inside == ["strong_open", "text", "strong_close"]


def name_headings(tokens: Sequence[Token]) -> None:
    """Give each heading an anchor of its own, made of its words."""
    named: Counter[str] = Counter()
    for token, inline in pairwise(tokens):
        if token.type == "heading_open":
            key = f"on-{slugify(plain(inline)[:LONGEST_KEY]) or 'this'}"
            named[key] += 1
            token.attrs["id"] = key if named[key] == 1 else f"{key}--{named[key]}"


def sections(text: str) -> Iterator[Section]:
    """An article in its sections, one for each heading."""
    tokens = MARKDOWN.parse(text)
    name_headings(tokens)
    key, title, is_heading = "", "", False
    told: list[str] = []
    for token in tokens:
        if token.type == "heading_open":
            yield Section(key, title, " ".join(told))
            key, told, is_heading = str(token.attrs["id"]), [], True
        elif is_heading and token.type == "inline":
            title, is_heading = plain(token), False
        elif words := plain(token).strip():
            told.append(words)
    yield Section(key, title, " ".join(told))


def plain(token: Token) -> str:
    """The words of a token, without what only says how they look."""
    if token.children is not None:
        return "".join(" " if child.type == "softbreak" else plain(child) for child in token.children)
    return token.content if token.type in PLAIN else ""
