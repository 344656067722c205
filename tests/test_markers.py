"""Whoever takes a line out of a check says why, beside it."""

import re
import tokenize
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("learnsts", "lessons", "tests")
MARKER = re.compile(
    r"\b(?:noqa|type: ?ignore|nosec|pragma: ?no|fmt: ?(?:off|skip)|(?:mypy|ruff|pylint|pyright):)"
)
WITH_REASON = re.compile(
    r"# noqa: [A-Z]+\d+(?:, [A-Z]+\d+)* -- \S"
    r"|# type: ignore\[[a-z-]+(?:, [a-z-]+)*\] # \S"
    r"|# (?:nosec [A-Z]\d+|pragma: no (?:cover|branch)) -- \S"
)


def comments(file: Path) -> list[tuple[int, str]]:
    """The comments of a file, each with its line."""
    with file.open("rb") as lines:
        tokens = tokenize.tokenize(lines.readline)
        return [(token.start[0], token.string) for token in tokens if token.type == tokenize.COMMENT]


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_marker_names_its_rule_and_gives_its_reason(folder: str) -> None:
    bare = [
        f"{file.relative_to(ROOT)}:{line} {comment}"
        for file in sorted((ROOT / folder).rglob("*.py"))
        for line, comment in comments(file)
        if MARKER.search(comment) and not WITH_REASON.match(comment)
    ]
    assert not bare


@pytest.mark.parametrize(
    ("comment", "is_kept"),
    [
        ("# noqa: S608 -- names of tables", True),
        ("# type: ignore[misc] # the stubs leave it out", True),
        ("# pragma: no cover -- the other database", True),
        ("# noqa: S608", False),
        ("# noqa", False),
        ("# type: ignore", False),
        ("# type: ignore[misc]", False),
        ("# pragma: no cover", False),
        ("# fmt: skip", False),
    ],
)
def test_what_counts_as_a_reason(comment: str, is_kept: bool) -> None:
    assert MARKER.search(comment)
    assert bool(WITH_REASON.match(comment)) is is_kept
