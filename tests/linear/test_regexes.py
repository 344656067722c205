"""Every regular expression of the source takes time that is linear in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from django.core.validators import RegexValidator

from lessons.aws.services.iam.operations import IAM
from lessons.aws.services.parameters import _expression, service_model
from lessons.aws.services.sts.operations import STS
from tests.linear.growth import MOST, Run, growth, slowest
from tests.linear.shapes import of_pattern
from tests.linear.sources import Site, methods_of, sites
from tests.sizes import size

TRIED = size(1, 8)  # shapes of each expression, those that take longest
EXPRESSIONS = ("re.", "django.core.validators.")
WAYS = ("match", "fullmatch", "search")
# Those that are handed on before they are used, and how they are. Others count as searched for.
HANDED_ON = {
    **{
        f"lessons.aws.policies.grammar.principals.{name}": "fullmatch"
        for name in ("ACCOUNT", "ENTITY", "SESSION", "FEDERATED")
    },
    "lessons.sandbox.documents.scenario.ENTITY,ENTITY_WORDS": "fullmatch",
    "lessons.sandbox.documents.scenario.GROUPED,GROUPED_WORDS": "fullmatch",
    "lessons.sandbox.documents.scenario.BUCKET": "fullmatch",
    "lessons.sandbox.documents.scenario.NAMES": "fullmatch",
}
# Expressions inside a function, and those whose text no visitor and no instructor writes.
ELSEWHERE = {
    "lessons.aws.services.parameters._scalar": "of at most 18 digits",
    "lessons.aws.signing.sigv4._seconds": "of at most 18 digits",
    "lessons.aws.services.parameters._expression": "botocore's own, below",
    "lessons.sandbox.console.operations._row_of": "AWS's names of operations",
    "lessons.glossary.Glossary.pattern": "of the words that a release brings along; tried with Markdown",
}


def expressions() -> Iterator[tuple[str, re.Pattern[Any], str]]:
    """Each with its name and how it is used."""
    for site in sites():
        name = f"{site.module}.{site.owner}"
        if site.reader.startswith(EXPRESSIONS) and name not in ELSEWHERE:
            for number, found in enumerate(patterns_of(site)):
                yield f"{name}-{number}", found, way(name, site)


def patterns_of(site: Site) -> list[re.Pattern[Any]]:
    """The expressions that a module keeps under a name; none for one that is made inside a function."""
    value = getattr(import_module(site.module), site.owner.partition(",")[0], None)
    return list(patterns_in(value))


def patterns_in(value: Any) -> Iterator[re.Pattern[Any]]:
    match value:
        case re.Pattern():
            yield value
        case RegexValidator():
            yield re.compile(value.regex.pattern)
        case dict():
            yield from patterns_in(list(value.values()))
        case list() | tuple():
            for item in value:
                yield from patterns_in(item)


def way(name: str, site: Site) -> str:
    """How an expression is used: the widest of the ways that the source has."""
    used = methods_of(site.owner.partition(",")[0])
    if not used & {*WAYS, "sub", "finditer", "findall", "split", "subn"}:
        return HANDED_ON.get(name, "search")
    return max(
        ({"match": "match", "fullmatch": "fullmatch"}.get(method, "search") for method in used),
        key=WAYS.index,
    )


def runner(pattern: re.Pattern[Any], used: str) -> Run:
    """What applies the expression to a text; one that is searched for, all through the text."""
    call = getattr(pattern, used) if used != "search" else lambda text: [None for _ in pattern.finditer(text)]
    is_text = isinstance(pattern.pattern, str)
    return lambda text: call(text if is_text else text.encode("utf-8", "replace"))


def check(pattern: re.Pattern[Any], used: str) -> None:
    """Whether the time at most trebles with a text twice as long, for the slowest shapes."""
    run = runner(pattern, used)
    for shape in slowest(run, of_pattern(pattern), TRIED):
        assert growth(run, shape) <= MOST, (pattern.pattern, used, shape)


FOUND = list(expressions())


@pytest.mark.parametrize(("pattern", "used"), [row[1:] for row in FOUND], ids=[row[0] for row in FOUND])
def test_a_regular_expression_takes_linear_time(pattern: re.Pattern[Any], used: str) -> None:
    check(pattern, used)


SLOW = [
    (r"(\w+\s?)*$", "fullmatch"),
    (r"eyJ[\w-]+\.[\w-]+\.[\w-]*", "search"),
    (r"[a-z][a-z0-9+.-]*://[^/?]*", "search"),
    (r"\$\{(?P<variable>[^}]*)\}|(?P<wildcard>[*?])|(?P<text>[^$*?]+|\$)", "search"),
    (r"\s*(?P<key>[^,]*?)\s*(?:,\s*'(?P<default>[^']*)'\s*)?", "fullmatch"),
]


@pytest.mark.parametrize(("text", "used"), SLOW[: size(2, len(SLOW))])
def test_one_that_takes_longer_is_found(text: str, used: str) -> None:
    with pytest.raises(AssertionError):
        check(re.compile(text), used)


def patterns_of_parameters() -> list[str]:
    """The patterns that botocore's model has for the parameters that the sandbox takes."""
    found: dict[str, None] = {}
    for service, operations in (("sts", STS), ("iam", IAM)):
        for name in operations:
            todo = [service_model(service).operation_model(name).input_shape]
            while todo:
                shape = todo.pop()
                if shape is None:
                    continue
                found |= {shape.metadata["pattern"]: None} if "pattern" in shape.metadata else {}
                todo += [*getattr(shape, "members", {}).values(), getattr(shape, "member", None)]
    return sorted(found)


@pytest.mark.parametrize("text", patterns_of_parameters())
def test_a_pattern_of_awss_model_takes_linear_time(text: str) -> None:
    pattern = _expression(text)
    if pattern is not None:
        check(pattern, "fullmatch")


def test_every_expression_has_a_name_under_which_it_is_tried() -> None:
    there = {f"{site.module}.{site.owner}" for site in sites() if site.reader.startswith(EXPRESSIONS)}
    tried = {name.rpartition("-")[0] for name, _, _ in FOUND}
    assert there == tried | ELSEWHERE.keys()
    assert tried >= HANDED_ON.keys()
