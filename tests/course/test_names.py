"""People are written large. A name is small only where AWS's own name for somebody is meant."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests import prose

PEOPLE = "alice|bob|carol|dana|dave|erin|frank|mallory|pat|tom"
SMALL = re.compile(rf"(?<![\w/:{{.-])(?:{PEOPLE})(?!\w|[/:@-]|\.\w)")
OF_AWS = re.compile(r"(?:\buser|\bUserName|\bname|\bidentity|\bSourceIdentity is|\bSourceIdentity set to) $")
READ_ALOUD = re.compile(r" (?:sales|costs|night)\b")  # names of sessions, as a transcript says them

FILES = sorted([*prose.CONTENT.rglob("*.md"), *prose.CONTENT.rglob("*.yaml")])


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_people_are_written_large(file: Path) -> None:
    texts = [item.text for items in prose.parts(file).values() for item in items]
    found = [(text, name) for text in texts for name in SMALL.finditer(text)]
    assert [
        text[max(0, name.start() - 30) : name.end() + 10]
        for text, name in found
        if not OF_AWS.search(text[: name.start()]) and not READ_ALOUD.match(text[name.end() :])
    ] == []
