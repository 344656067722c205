"""Imports point one way, between the chapters and inside them, and the AWS engine knows no Django."""

from __future__ import annotations

import ast
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CHAPTERS = ("aws", "accounts", "quizzes", "sandbox", "classrooms", "search", "visualizer")

# Each layer and the layers it may import, besides itself.
MAY_IMPORT = {
    "aws": set(),
    "accounts": set(),
    "visualizer": {"lessons"},
    "lessons": {"aws", "accounts", "visualizer"},
    "quizzes": {"aws", "accounts", "lessons", "visualizer"},
    "sandbox": {"aws", "accounts", "lessons", "visualizer"},
    "classrooms": {"aws", "accounts", "lessons", "visualizer", "quizzes", "sandbox"},
    "search": {"aws", "lessons", "sandbox"},
    "learnsts": {"aws", "accounts", "lessons", "visualizer", "quizzes", "sandbox", "classrooms", "search"},
}

# The rooms of each chapter that has some: a room imports those before it, and none that stands beside it.
ROOMS: dict[str, tuple[tuple[str, ...], ...]] = {
    "lessons": (("models",), ("reading",), ("stepping", "loading"), ("authoring",), ("admin",)),
    "lessons/accounts": (("guests",), ("sign_in",)),
    "lessons/aws/services": (("iam", "s3", "sts"),),
    "lessons/quizzes": (
        ("generators",),
        ("question_types",),
        ("models",),
        ("analysis", "cards", "exchange"),
        ("sittings", "authoring"),
    ),
    "lessons/sandbox": (
        ("documents",),
        ("models",),
        ("scenarios",),
        ("labs",),
        ("diagnoses",),
        ("calls",),
        ("explanations",),
        ("runs",),
        ("workbench",),
        ("console", "policy_editor"),
        ("performing",),
        ("what_if",),
    ),
    "learnsts": (("backup", "monitoring", "server"),),
}
# What has the same rooms as the chapter that it belongs to.
MIRRORS = {
    "templates/accounts": "lessons/accounts",
    "templates/lessons": "lessons",
    "templates/sandbox": "lessons/sandbox",
    "tests/accounts": "lessons/accounts",
    "tests/aws/services": "lessons/aws/services",
    "tests/lessons": "lessons",
    "tests/quizzes": "lessons/quizzes",
    "tests/sandbox": "lessons/sandbox",
    "tests/site": "learnsts",
}
# Folders that Django looks for, and what is not code.
NO_ROOMS = {"__pycache__", "content", "management", "migrations", "templatetags"}
# Modules of one name are the same kind of thing in every room that has one.
KINDS = {"__init__", "forms", "models", "operations", "rules", "urls", "views", "xml"}


def layer_of(module: str) -> str | None:
    """The layer of a dotted module name, None for what is not ours."""
    parts = module.split(".")
    if parts[0] == "learnsts":
        return "learnsts"
    if parts[0] != "lessons":
        return None
    return parts[1] if len(parts) > 1 and parts[1] in CHAPTERS else "lessons"


def imports_of(path: Path) -> set[str]:
    """Every module and name that a source file imports, wherever in the file it does so."""
    modules: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            modules |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            modules |= {f"{node.module}.{alias.name}" for alias in node.names}
    return modules


def sources() -> list[Path]:
    return sorted([*ROOT.glob("lessons/**/*.py"), *ROOT.glob("learnsts/**/*.py")])


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_layer_imports_only_what_lies_below_it(path: Path) -> None:
    module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    layer = layer_of(module)
    assert layer is not None
    imported = {found for name in imports_of(path) if (found := layer_of(name))}
    assert imported <= MAY_IMPORT[layer] | {layer}


def heights(chapter: str) -> dict[str, int]:
    """How high each room of a chapter stands, from 0."""
    return {room: height for height, beside in enumerate(ROOMS[chapter]) for room in beside}


@cache
def place_in(chapter: str, module: str) -> tuple[int, str | None]:
    """How high a dotted name stands in a chapter, and in which room.

    A module that is in no room stands as high as the highest one that it takes from. -1 is below all of them.
    """
    prefix = chapter.replace("/", ".") + "."
    room = module.removeprefix(prefix).split(".")[0] if module.startswith(prefix) else ""
    if room in heights(chapter):
        return heights(chapter)[room], room
    own = ROOT / chapter / f"{room}.py"
    taken = [place_in(chapter, name)[0] for name in imports_of(own)] if own.exists() else []
    return max(taken, default=-1), None


def in_rooms(chapter: str) -> list[Path]:
    """The source files in the chapter's rooms."""
    return [path for room in heights(chapter) for path in sorted(ROOT.glob(f"{chapter}/{room}/**/*.py"))]


@pytest.mark.parametrize(
    ("chapter", "path"),
    [(chapter, path) for chapter in ROOMS for path in in_rooms(chapter)],
    ids=lambda value: str(value).removeprefix(f"{ROOT}/"),
)
def test_a_room_imports_only_what_lies_below_it(chapter: str, path: Path) -> None:
    height, room = place_in(chapter, ".".join(path.relative_to(ROOT).parts))
    places = {name: place_in(chapter, name) for name in imports_of(path)}
    assert {name for name, (other, its) in places.items() if its != room and other >= height} == set()


@pytest.mark.parametrize("chapter", ROOMS)
def test_every_folder_of_a_chapter_is_one_of_its_rooms(chapter: str) -> None:
    folders = {path.parent.name for path in ROOT.glob(f"{chapter}/*/*.py")} - NO_ROOMS
    assert folders - set(CHAPTERS) == set(heights(chapter))


@pytest.mark.parametrize(("mirror", "chapter"), MIRRORS.items())
def test_templates_and_tests_lie_in_the_rooms_of_their_chapter(mirror: str, chapter: str) -> None:
    folders = {path.name for path in (ROOT / mirror).iterdir() if path.is_dir()}
    assert folders - NO_ROOMS <= set(heights(chapter))


@pytest.mark.parametrize("chapter", ROOMS)
def test_a_name_is_of_one_module_of_a_chapter(chapter: str) -> None:
    paths = [*ROOT.glob(f"{chapter}/*.py"), *in_rooms(chapter)]
    named = Counter(path.stem for path in paths if path.stem not in KINDS)
    assert [name for name, modules in named.items() if modules > 1] == []


@pytest.mark.parametrize("path", sorted(ROOT.glob("lessons/aws/**/*.py")), ids=lambda path: path.name)
def test_the_engine_knows_no_django(path: Path) -> None:
    assert not {name for name in imports_of(path) if name.split(".")[0] == "django"}


@pytest.mark.parametrize("path", sorted(ROOT.glob("lessons/aws/policies/*.py")), ids=lambda path: path.name)
def test_what_decides_knows_nothing_but_policies(path: Path) -> None:
    ours = {name for name in imports_of(path) if name.startswith("lessons.")}
    assert {name for name in ours if not name.startswith("lessons.aws.policies")} == set()


def test_moto_is_imported_in_one_folder() -> None:
    using = {path.parent for path in sources() if any(name.startswith("moto") for name in imports_of(path))}
    assert using == {ROOT / "lessons/aws/moto"}


def test_the_top_level_is_what_the_readme_says() -> None:
    folders = {path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith(".")}
    assert folders - {"var", "test-results"} <= {"learnsts", "lessons", "static", "templates", "tests"}
