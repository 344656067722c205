"""Markdown as HTML that is safe to show: no raw HTML, no scripts, no inline styles.

markdown-it reads it, Pygments colours code by classes, and nh3 has the last word on what may stay.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

from lessons.glossary import Glossary
from lessons.term_links import link_terms

__all__ = ["render"]

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
    *("code", "pre", "span", "div", "table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {
    "a": {"href", "title"},
    "span": {"class"},
    "ol": {"start"},
    "pre": {"tabindex"},
    "div": {"class", "tabindex", "role", "aria-label"},
}
SCHEMES = {"http", "https", "mailto"}
FORMATTER = HtmlFormatter(nowrap=True)


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
    """``text`` as sanitized HTML, kept for the next reader; the first mentions of ``words`` are links."""
    env: dict[str, Any] = {}
    tokens = MARKDOWN.parse(text, env)
    if words:
        link_terms(tokens, words)
    html = MARKDOWN.renderer.render(tokens, MARKDOWN.options, env).replace("<pre>", '<pre tabindex="0">')
    clean = nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES)
    return mark_safe(clean)  # noqa: S308 -- nh3 has just cleaned it
