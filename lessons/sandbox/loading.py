"""A lesson's lab.yaml as a lab, and the scenario that it names."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from lessons.loading import Node, clean, read_document, save_changed
from lessons.loading.documents import Document
from lessons.models import Lesson
from lessons.sandbox.models import Lab, Scenario
from lessons.sandbox.scenarios import mistakes_in

__all__ = ["load_lab", "load_scenario"]

LAB_KEYS = ("title", "scenario", "intro", "tasks")
SCENARIO_KEYS = ("title", "summary", "accounts")


def load_lab(lesson: Lesson, document: Document) -> None:
    """Write the lesson's lab and its scenario over those that are there. Raises ContentError."""
    root = document.root
    root.only(*LAB_KEYS)
    lab = Lab.objects.filter(lesson=lesson).first() or Lab(lesson=lesson)
    lab.title = root.text("title")
    lab.intro = root.text("intro")
    lab.tasks = "\n".join(" ".join(task.split()) for task in root.texts("tasks", []))
    lab.scenario = _load_scenario(root)
    save_changed(clean(lab, root))


def load_scenario(document: Document, overwrite: bool) -> None:
    """Write a scenario that no lab need name, over one that is there only if told to. Raises ContentError."""
    if overwrite or not Scenario.objects.filter(slug=document.file.stem).exists():
        _write_scenario(document)


def _load_scenario(lab: Node) -> Scenario:
    """The scenario that the lab names, from the folder that all lessons share."""
    slug = lab.text("scenario")
    file = lab.document.file.parent.parent / "scenarios" / f"{slug}.yaml"
    if Path(slug).name != slug or not file.is_file():
        raise lab.error(f"There is no scenario “{slug}”: scenarios/{slug}.yaml is missing.", "scenario")
    return _write_scenario(read_document(file))


def _write_scenario(document: Document) -> Scenario:
    root, slug = document.root, document.file.stem
    root.only(*SCENARIO_KEYS)
    scenario = Scenario.objects.filter(slug=slug).first() or Scenario(slug=slug)
    scenario.title = root.text("title")
    scenario.summary = root.text("summary", "")
    scenario.document = {"accounts": _accounts(root)}
    save_changed(clean(scenario, root))
    return scenario


def _accounts(root: Node) -> object:
    """What a world is built from. Raises ContentError at the first mistake."""
    accounts = root.need("accounts").plain()
    for path, message in mistakes_in({"accounts": accounts}):
        *way, last = path
        raise _at(root, way).error(message, last)
    return accounts


def _at(node: Node, path: Sequence[str]) -> Node:
    """The value that ``path`` leads to, or the last on the way that is there."""
    for key in path:
        inner = node.get(key)
        if inner is None:
            break
        node = inner
    return node
