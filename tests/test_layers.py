"""Imports point one way, and the AWS engine knows no Django."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CHAPTERS = ("aws", "accounts", "quizzes", "sandbox", "classrooms", "visualizer")

# Each layer and the layers it may import, besides itself.
MAY_IMPORT = {
    "aws": set(),
    "accounts": set(),
    "visualizer": {"lessons"},
    "lessons": {"aws", "accounts", "visualizer"},
    "quizzes": {"aws", "accounts", "lessons", "visualizer"},
    "sandbox": {"aws", "accounts", "lessons", "visualizer"},
    "classrooms": {"aws", "accounts", "lessons", "visualizer", "quizzes", "sandbox"},
    "learnsts": {"aws", "accounts", "lessons", "visualizer", "quizzes", "sandbox", "classrooms"},
}


def layer_of(module: str) -> str | None:
    """The layer of a dotted module name, None for what is not ours."""
    parts = module.split(".")
    if parts[0] == "learnsts":
        return "learnsts"
    if parts[0] != "lessons":
        return None
    return parts[1] if len(parts) > 1 and parts[1] in CHAPTERS else "lessons"


def imports_of(path: Path) -> set[str]:
    """Every module that a source file imports, wherever in the file it does so."""
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
