"""Every template can be read, and whatever it takes in is there."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.template.base import FilterExpression
from django.template.loader import get_template
from django.template.loader_tags import ExtendsNode, IncludeNode

from tests.test_layers import sources

ROOT = Path(__file__).resolve().parents[1]
TEMPLATES = ROOT / "templates"
NAMES = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html"))


def taken_in(name: str) -> Iterator[str]:
    """What a template extends or includes by a fixed name."""
    nodes = get_template(name).template.nodelist  # type: ignore[attr-defined] # Django's own backend has it
    for kind, attribute in ((ExtendsNode, "parent_name"), (IncludeNode, "template")):
        for node in nodes.get_nodes_by_type(kind):
            named: FilterExpression = getattr(node, attribute)
            if isinstance(named.var, str):
                yield named.var


@pytest.mark.parametrize("name", NAMES)
def test_what_a_template_takes_in_is_there(name: str) -> None:
    for other in taken_in(name):
        get_template(other)


def test_what_the_source_renders_is_there() -> None:
    texts = (
        node.value
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant)
    )
    rendered = {text for text in texts if isinstance(text, str) and "/" in text and text.endswith(".html")}
    assert {name for name in rendered if not (TEMPLATES / name).exists()} == set()
