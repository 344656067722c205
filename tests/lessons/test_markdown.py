"""Markdown becomes HTML that is safe under a strict Content-Security-Policy."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.utils.html import escape
from hypothesis import given
from hypothesis import strategies as st

from lessons.glossary import glossary
from lessons.markdown import render
from lessons.templatetags.lesson_text import as_code, clock, code_spans, json_text

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<p style='position:fixed'>x</p>",
    "<iframe src='https://evil.example'></iframe>",
    "<a href='javascript:alert(1)'>x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox(1))",
    "![x](javascript:alert(1))",
    '[x](https://a.example "onmouseover=alert(1)")',
    "```<script>\nalert(1)\n```",
    "```html\n<script>alert(1)</script>\n```",
    "    <script>alert(1)</script>",
    "`<script>alert(1)</script>`",
    "<https://a.example/<script>>",
    "| a |\n|---|\n| <script>alert(1)</script> |",
    "<!--><script>alert(1)</script>-->",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
]
TAG = re.compile(r"<[a-zA-Z/][^>]*>")
DANGER = re.compile(r"<(script|img|svg|iframe|style|math)|\son\w+=|style=|(javascript|vbscript|data):", re.I)


@pytest.mark.parametrize("text", ATTACKS)
def test_an_attack_stays_text(text: str) -> None:
    tags = " ".join(TAG.findall(render(text)))
    assert not DANGER.search(tags.replace('title="onmouseover=alert(1)"', ""))


@given(st.text(alphabet="<>/ ascript=onload\"'`![]()#|-\n", max_size=120))
def test_no_text_makes_a_dangerous_tag(text: str) -> None:
    assert not DANGER.search(" ".join(re.findall(r"<[a-z][^<>]*", render(text))).replace("title=", ""))


WRITTEN = {
    "# Title": "<h2>Title</h2>",
    "## Part": "<h2>Part</h2>",
    "*a* and **b**": "<em>a</em> and <strong>b</strong>",
    "[docs](https://a.example/)": '<a href="https://a.example/" rel="noopener noreferrer">docs</a>',
    '```json\n{"a": 1}\n```': '<span class="nt">"a"</span>',
    "```nonsense\nx < y\n```": "x &lt; y",
    "| a | b |\n|---|---|\n| 1 | 2 |": 'role="region" aria-label="Table 1" tabindex="0"',
    "~~no~~": "<s>no</s>",
}


@pytest.mark.parametrize("text", WRITTEN)
def test_it_renders(text: str) -> None:
    assert WRITTEN[text] in render(text)


FOLD = "> **What STS answers**\n>\n> | a |\n> |---|\n> | 1 |"


def test_a_quotation_that_begins_with_a_bold_line_is_a_fold_in_an_article() -> None:
    html = render(FOLD, glossary())
    assert html.startswith(
        '<details class="card outcome">\n<summary><strong>What STS answers</strong></summary>'
    )
    assert html.rstrip().endswith("</details>")
    assert "<td>1</td>" in html


@pytest.mark.parametrize(
    "text",
    [
        "> a quotation",
        "> **Bold** and not",
        "> - a list",
        "> **a**\n> b",
        "> # Title",
        ">",
        "> ```\n> **a**\n> ```",
    ],
)
def test_any_other_quotation_stays_one(text: str) -> None:
    html = render(text, glossary())
    assert "<details" not in html
    assert html.startswith("<blockquote>")


def test_a_fold_in_a_quotation_and_a_quotation_in_a_fold_end_where_they_began() -> None:
    html = render("> a\n>\n> > **b**\n> >\n> > c\n>\n> d\n\ne", glossary())
    assert in_order(html, "</details>", "<p>d</p>", "</blockquote>", "<p>e</p>")
    html = render("> **a**\n>\n> > b\n>\n> c\n\nd", glossary())
    assert in_order(html, "</blockquote>", "<p>c</p>", "</details>", "<p>d</p>")


def in_order(html: str, *pieces: str) -> bool:
    places = [html.index(piece) for piece in pieces]
    return places == sorted(places)


def test_what_opens_a_fold_leads_nowhere_else() -> None:
    html = render("> **A trust policy**\n>\n> A trust policy.", glossary())
    assert html.index("<a ") > html.index("</summary>")


def test_two_tables_have_names_of_their_own() -> None:
    table = "| a |\n|---|\n| 1 |\n\n"
    assert 'aria-label="Table 2"' in render(table + "text\n\n" + table)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("call `AssumeRole` now", "call <code>AssumeRole</code> now"),
        ("`AssumeRoleWithWebIdentity`", "<code>Assume<wbr>Role<wbr>With<wbr>Web<wbr>Identity</code>"),
        ("<b>`<i>`", "&lt;b&gt;<code>&lt;i&gt;</code>"),
        ("a lone ` stays", "a lone ` stays"),
        ("`a` and `", "<code>a</code> and `"),
        ("`iam::1:role/demo`", "<code>iam::<wbr>1:<wbr>role/<wbr>demo</code>"),
        ("`s3://b/`", "<code>s3://<wbr>b/</code>"),
        ("", ""),
    ],
)
def test_backticks_make_code(text: str, html: str) -> None:
    assert code_spans(text) == html


@given(st.text(alphabet=st.characters(exclude_characters="`\0", exclude_categories=["Cs"]), max_size=80))
def test_text_without_backticks_is_only_escaped(text: str) -> None:
    assert code_spans(text) == escape(text)


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(0, "00:00"), (61, "01:01"), (3600, "60:00"), (3601, "1:00:01"), (43_200, "12:00:00")],
)
def test_seconds_on_a_clock(seconds: int, shown: str) -> None:
    assert clock(seconds) == shown


def test_json_is_coloured() -> None:
    shown = unescape(json_text('{"Sid": "a"}'))
    assert '<span class="nt">"Sid"</span>' in shown
    assert '<span class="s2">"a"</span>' in shown


@given(st.text(st.characters(exclude_characters="\r", exclude_categories=["Cs"])) | st.sampled_from(ATTACKS))
def test_json_says_what_was_written_and_is_no_markup(text: str) -> None:
    shown = re.sub(r'</?span(?: class="[a-z0-9]+")?>', "", json_text(text))
    assert "<" not in shown
    assert unescape(shown).strip("\n") == text.strip("\n")


def test_a_whole_text_is_code_with_its_backticks() -> None:
    assert as_code("a`b<c") == "<code>a`b&lt;c</code>"
