"""What the templates of these types show: inputs that are read, policies as they are, nothing unescaped."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from typing import Any

import pytest
from django.template.loader import render_to_string

from lessons.quizzes.question_types.interface import Form
from lessons.quizzes.question_types.registry import TYPES
from tests.quizzes.question_types.policy_values import (
    ALICE,
    POINT_AT_STEP,
    READ_POLICY,
    WRITE_IDENTITY,
    WRITE_TRUST,
    allow,
    get,
    policy,
)

QUESTIONS = [
    ("point_at_step", POINT_AT_STEP),
    ("read_policy", READ_POLICY),
    ("allowed_or_denied", READ_POLICY),
    ("write_policy", WRITE_TRUST),
]
SCRIPT = "<script>alert(1)</script>"
ANSWERED = ["read_policy", "allowed_or_denied", "write_policy"]


class Page(HTMLParser):
    """The inputs of a form with what is chosen, how many stand in a label, and the tags that there are."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.radios: dict[str, list[str]] = {}
        self.checked: dict[str, list[str]] = {}
        self.labelled = self.in_label = 0
        self.tags: list[str] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        self.in_label += tag == "label"
        if tag == "input":
            self.radios.setdefault(given["name"], []).append(given["value"])
            self.labelled += self.in_label > 0
            if "checked" in given:
                self.checked.setdefault(given["name"], []).append(given["value"])

    def handle_endtag(self, tag: str) -> None:
        self.in_label -= tag == "label"

    def handle_data(self, data: str) -> None:
        self.text += data


def form_of(name: str, values: dict[str, Any], given: Any = None) -> Page:
    module = TYPES[name]
    shown = module.show(module.parse(values), given)
    return Page(render_to_string(f"quizzes/types/{name}.html", {**shown, "number": 1}))


@pytest.mark.parametrize(("name", "values"), QUESTIONS[:3])
def test_every_choice_has_a_label_and_is_an_answer(name: str, values: dict[str, Any]) -> None:
    module, page = TYPES[name], form_of(name, values)
    content = module.parse(values)
    assert page.labelled == sum(map(len, page.radios.values())) > 1
    assert not page.checked
    for place in range(max(map(len, page.radios.values()))):
        form: Form = {field: [sent[min(place, len(sent) - 1)]] for field, sent in page.radios.items()}
        given = module.read(content, form)
        assert form_of(name, values, given).checked == form


def test_a_policy_is_written_into_a_field_with_a_label() -> None:
    module, html = TYPES["write_policy"], '{"Version": "</textarea><script>"}'
    shown = module.show(module.parse(WRITE_IDENTITY), html)
    rendered = render_to_string("quizzes/types/write_policy.html", {**shown, "number": 3})
    assert '<label for="policy-3">' in rendered
    assert '<textarea id="policy-3" name="document"' in rendered
    assert 'data-policy="identity"' in rendered
    assert Page(rendered).tags.count("script") == 0
    assert html in Page(rendered).text


@pytest.mark.parametrize("name", ["read_policy", "allowed_or_denied"])
def test_what_an_author_wrote_is_no_markup(name: str) -> None:
    written = policy("identity", allow("s3:GetObject", f"arn:aws:s3:::{SCRIPT}"), allow(), name=SCRIPT)
    values = {"request": get(context={"s3:prefix": SCRIPT}), "policies": [written]}
    page = form_of(name, values)
    assert "script" not in page.tags
    assert page.text.count(SCRIPT) >= 3


def test_a_policy_is_shown_as_it_is() -> None:
    page = form_of("allowed_or_denied", READ_POLICY)
    for one in READ_POLICY["policies"]:
        assert json.dumps(one["document"], indent=2) in page.text


def test_the_row_of_a_flow_is_a_node() -> None:
    page = form_of(
        "point_at_step", {"rows": [{"key": "a", "text": "`sts`"}, {"key": "b", "text": "S3"}], "right": "a"}
    )
    assert page.tags.count("td") == 2
    assert "What happens" in page.text


@pytest.mark.parametrize(("name", "values"), [one for one in QUESTIONS if one[0] in ANSWERED])
def test_an_answer_is_shown_with_what_it_was_about(name: str, values: dict[str, Any]) -> None:
    module = TYPES[name]
    content = module.parse(values)
    given = module.key(content)
    lines = module.say(content, given)
    feedback = {"shown": module.show(content, given), "lines": lines}
    page = Page(render_to_string(f"quizzes/answered/{name}.html", {"feedback": feedback}))
    assert "✓" in page.text
    assert "✗" not in page.text
    assert ALICE in page.text
    assert all(line.feedback in page.text for line in lines)
