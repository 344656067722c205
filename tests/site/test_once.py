"""What is rendered once a process holds nothing of the reader who happened to come first."""

from __future__ import annotations

from django.template import Context, Template

PAGE = "{% load once %}{% once %}<a>{{ name }}</a>{% url 'lessons:home' %}{% endonce %} {{ name }}"


def test_it_is_the_same_for_all_and_knows_nobody() -> None:
    page = Template(PAGE)
    assert page.render(Context({"name": "maya"})) == "<a></a>/ maya"
    assert page.render(Context({"name": "noor"})) == "<a></a>/ noor"
