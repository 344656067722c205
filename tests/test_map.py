"""The map in lessons/README.md shows every room, and nothing that is not there; nor does CONTRIBUTING.md."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.test_layers import NO_ROOMS, ROOMS

ROOT = Path(__file__).resolve().parents[1]
LESSONS = ROOT / "lessons"
MAP = (LESSONS / "README.md").read_text(encoding="utf-8")
RECIPES = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
CODE = re.compile(r"`([^`\n]+)`")
PATH = re.compile(r"[a-z_/]+(?:/|\.py)")
ROOM = re.compile(r"^\| (?:\*\*)?`([a-z_/]+)/`(?:\*\*)? \|", re.MULTILINE)
PASSED = re.compile(r"^\| `([a-z_/]+\.py)` \| (.+) \|$", re.MULTILINE)


def rooms() -> set[str]:
    """Every folder of modules: two levels deep in lessons/, whose name is left out, and one in learnsts/."""
    files = [*LESSONS.glob("*/*.py"), *LESSONS.glob("*/*/*.py"), *ROOT.glob("learnsts/*/*.py")]
    folders = [path.parent.relative_to(ROOT) for path in files]
    return {str(folder).removeprefix("lessons/") for folder in folders if not NO_ROOMS & set(folder.parts)}


def found(path: str) -> Path:
    """Where a path of the map is: paths in lessons/ go without it, the others begin at the top."""
    return (
        ROOT / path
        if path.split("/", maxsplit=1)[0] in {"learnsts", "tests", "templates"}
        else LESSONS / path
    )


def test_every_room_is_on_the_map_once() -> None:
    assert sorted(ROOM.findall(MAP)) == sorted(rooms())


def test_every_path_on_the_map_is_there() -> None:
    paths = {path for path in CODE.findall(MAP) if PATH.fullmatch(path)}
    assert {path for path in paths if not found(path).exists()} == set()


def test_every_path_in_a_recipe_is_there() -> None:
    paths = {path for path in CODE.findall(RECIPES) if "/" in path and PATH.fullmatch(path)}
    assert {path for path in paths if not (ROOT / path).exists()} == set()


@pytest.mark.parametrize(("path", "told"), PASSED.findall(MAP))
def test_what_a_request_passes_is_in_its_module(path: str, told: str) -> None:
    names = {name for name in CODE.findall(told) if name.isidentifier()}
    tree = ast.parse(found(path).read_text(encoding="utf-8"))
    defined = {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    assert names <= defined


@pytest.mark.parametrize("chapter", [chapter for chapter in ROOMS if chapter.startswith("lessons")])
def test_the_arrows_are_those_that_are_enforced(chapter: str) -> None:
    arrows = " <- ".join(", ".join(beside) for beside in ROOMS[chapter])
    assert re.search(rf"^{Path(chapter).name} +{re.escape(arrows)}$", MAP, re.MULTILINE)
