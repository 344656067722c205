"""Text as lessons write it: `code` in cells, Markdown in articles, seconds on a clock."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from lessons.glossary import glossary
from lessons.markdown import colour, render
from lessons.term_links import linked_paragraphs

__all__ = ["article", "as_code", "clock", "code_spans", "json_text", "markdown", "running_text"]

register = template.Library()
HOUR = 3600
BREAK = SafeString("<wbr>")
JOINTS = re.compile(r"(?<=[:/])(?![:/]|$)")  # as in arn:aws:iam and role/demo
CAPITALS = re.compile(r"(?<=[a-z])(?=[A-Z])")
LONG_NAME = 20


@register.filter
def code_spans(text: str) -> SafeString:
    """Escaped text with what stands between backticks as code; a backtick without a partner stays."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        parts[-2:] = ["`".join(parts[-2:])]
    return format_html_join("", "{}", ((code_span(part) if n % 2 else part,) for n, part in enumerate(parts)))


@register.filter
def as_code(text: str) -> SafeString:
    """A whole text as code, which may hold backticks."""
    return code_span(text)


@register.filter
def json_text(text: str) -> SafeString:
    """JSON, or a piece of it, coloured by the classes of Pygments."""
    return mark_safe(colour(text, "json", "").removesuffix("\n"))  # noqa: S308 -- Pygments escapes what it colours


def code_span(text: str) -> SafeString:
    """Code that may break at the joints of an ARN, and before the capitals of a very long name."""
    pieces = JOINTS.split(text) if len(text) < LONG_NAME or JOINTS.search(text) else CAPITALS.split(text)
    return format_html("<code>{}</code>", format_html_join(BREAK, "{}", ((piece,) for piece in pieces)))


@register.filter
def clock(seconds: int) -> str:
    """Seconds as minutes and seconds, such as 60:00; with hours where there is more than one."""
    minutes, rest = divmod(seconds, 60)
    if seconds <= HOUR:
        return f"{minutes:02}:{rest:02}"
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}"


@register.filter
def markdown(text: str) -> SafeString:
    """Markdown as safe HTML."""
    return render(text)


@register.filter
def article(text: str) -> SafeString:
    """Markdown as safe HTML in which each term of the glossary leads there, where it is mentioned first."""
    return render(text, glossary())


@register.filter
def running_text(paragraphs: Sequence[str]) -> SafeString:
    """Plain paragraphs as HTML, with such links."""
    return linked_paragraphs(paragraphs, glossary())
