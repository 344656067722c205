"""glossary.yaml: what it may say, and where its mistakes are told to be."""

from __future__ import annotations

from pathlib import Path

import pytest

from lessons.glossary import Term
from lessons.loading import ContentError, CourseError, load_course, read_document
from lessons.loading.glossary_file import read_glossary
from tests.lessons.course_files import write_course

GLOSSARY = """\
terms:
  - term: role
    also: [roles]
    meaning: An identity that lends its permissions.
    lesson: assuming
  - term: trust policy
    meaning: Says who may come in.
    lesson: assuming
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    write_course(tmp_path)
    (tmp_path / "glossary.yaml").write_text(GLOSSARY)
    return tmp_path / "glossary.yaml"


def test_it_is_read(file: Path) -> None:
    role, trust = read_glossary(read_document(file)).terms
    assert role == Term("role", "role", "An identity that lends its permissions.", "assuming", ("roles",))
    assert (trust.key, trust.also) == ("trust-policy", ())


def test_a_course_is_loaded_with_it_or_without(file: Path, db: None) -> None:
    assert [loaded.slug for loaded in load_course(file.parent)] == ["assuming"]
    file.unlink()
    assert [loaded.slug for loaded in load_course(file.parent)] == ["assuming"]


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("terms:", "term:", 1, "did you mean “terms”?"),
        ("terms:", "terms: [", 2, "not YAML"),
        ("    meaning: Says who may come in.\n", "", 6, "“meaning” is missing"),
        ("meaning: Says", "meening: Says", 7, "did you mean “meaning”?"),
        ("also: [roles]", "also: roles", 3, "must be a list"),
        ("also: [roles]", "also: [Role]", 2, "“Role” is already a term"),
        ("term: trust policy", "term: ROLES", 6, "“ROLES” is already a term, or a way to write one"),
        ("also: [roles]", "also: ['the  role', the role]", 2, "“the role” is already"),
        ("term: trust policy", "term: ' '", 6, "A term is not empty."),
        ("come in.\n    lesson: assuming", "come in.\n    lesson: nowhere", 8, "no lesson “nowhere”"),
    ],
)
def test_a_mistake_is_told_with_its_line(
    file: Path, db: None, old: str, new: str, line: int, words: str
) -> None:
    assert GLOSSARY.count(old) == 1
    file.write_text(GLOSSARY.replace(old, new))
    with pytest.raises((CourseError, ContentError)) as found:
        load_course(file.parent)
    first = getattr(found.value, "mistakes", [found.value])[0]
    assert (first.file, first.line) == (file, line)
    assert words in first.message
