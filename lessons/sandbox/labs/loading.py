"""A lesson's lab.yaml as a lab, the scenario that it names, and the calls that prove what a lesson says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from lessons.loading import Node, clean, read_document, save_changed
from lessons.loading.documents import ContentError, Document
from lessons.models import Lesson
from lessons.sandbox.documents.goal_mistakes import mistakes_in_goals
from lessons.sandbox.documents.recorded_calls import mistakes_in_calls
from lessons.sandbox.documents.scenario import mistakes_in
from lessons.sandbox.documents.shape import Mistake, shape
from lessons.sandbox.models import Lab, Scenario

__all__ = ["WAYS", "check_runs", "lab_values", "load_lab", "load_scenario", "remove_lab"]

# Other ways than the solution, and what they say of the lab's goals: just these stay open, or are reached.
WAYS = {"wrong": "misses", "right": "reaches"}
LAB_KEYS = ("title", "scenario", "mend", "intro", "tasks", "goals", "solution", *WAYS)
SCENARIO_KEYS = ("title", "summary", "accounts")


def load_lab(lesson: Lesson, document: Document) -> None:
    """Write the lesson's lab and its scenario over those that are there. Raises ContentError."""
    root = document.root
    root.only(*LAB_KEYS)
    lab = Lab.objects.filter(lesson=lesson).first() or Lab(lesson=lesson)
    lab.title = root.text("title")
    lab.intro = root.text("intro")
    lab.tasks = "\n".join(" ".join(task.split()) for task in root.texts("tasks", []))
    lab.mend = root.flag("mend")
    lab.scenario = _stored_scenario(root) if document.is_kept else _load_scenario(root)
    lab.goals = root.read("goals", Node.plain, [])
    _refuse(root, "goals", mistakes_in_goals(lab.goals, lab.scenario.document["accounts"]))
    _check_proofs(root, {goal["key"] for goal in lab.goals})
    save_changed(clean(lab, root))


def lab_values(lesson: Lesson) -> dict[str, Any] | None:
    """What lab.yaml holds of the lesson's lab, None where there is none. What proves a lab is not stored."""
    lab = Lab.objects.filter(lesson=lesson).select_related("scenario").first()
    if lab is None:
        return None
    return {
        "title": lab.title,
        "scenario": lab.scenario.slug,
        "mend": lab.mend,
        "intro": lab.intro,
        "tasks": lab.tasks.split("\n") if lab.tasks else [],
        "goals": lab.goals,
    }


def remove_lab(lesson: Lesson) -> None:
    """Take the lesson's lab away, unless somebody has begun it: their progress would go with it."""
    for lab in Lab.objects.filter(lesson=lesson, progress=None):
        lab.delete()


def check_runs(root: Node) -> None:
    """Refuse a trace whose `run`s nobody can carry out. Raises ContentError."""
    runs = [step for step in root.nodes("steps") if step.get("run")]
    if root.document.is_kept:
        return
    if root.get("scenario") is not None:
        _scenario_file(root)
    elif runs:
        raise runs[0].error("A step is run in a scenario: name one for the whole trace.", "run")
    for step in runs:
        _check_calls(step, "run")


def load_scenario(document: Document, overwrite: bool) -> None:
    """Write a scenario that no lab need name, over one that is there only if told to. Raises ContentError."""
    if overwrite or not Scenario.objects.filter(slug=document.file.stem).exists():
        _write_scenario(document)


def _check_proofs(lab: Node, goals: set[str]) -> None:
    """What proves the lab is for its tests: it is not stored, but it has to be calls."""
    if lab.get("solution"):
        _check_calls(lab, "solution")
    for kind, about in WAYS.items():
        for way in lab.nodes(kind, []):
            _check_way(way, about, goals)


def _check_way(way: Node, about: str, goals: set[str]) -> None:
    parts = {"name": str, "calls": list, about: list}
    for path, message in shape((), way.plain(), parts, parts):
        raise _mistake(way, path, message)
    _check_calls(way, "calls")
    for goal in way.texts(about):
        if goal not in goals:
            raise way.error(f"There is no goal “{goal}”; there are {', '.join(goals)}.", about)


def _check_calls(node: Node, key: str) -> None:
    _refuse(node, key, mistakes_in_calls(node.need(key).plain()))


def _refuse(node: Node, key: str, mistakes: Iterable[Mistake]) -> None:
    """Raise ContentError at the first mistake in what ``node`` has at ``key``."""
    for path, message in mistakes:
        raise _mistake(node, (key, *path), message)


def _load_scenario(lab: Node) -> Scenario:
    """The scenario that the lab names, from the folder that all lessons share."""
    return _write_scenario(read_document(_scenario_file(lab)))


def _stored_scenario(lab: Node) -> Scenario:
    """The scenario that the lab of a version names; it is no part of the lesson, so it is as it is now."""
    slug = lab.text("scenario")
    scenario = Scenario.objects.filter(slug=slug).first()
    if scenario is None:
        raise lab.error(f"There is no scenario “{slug}” any more.", "scenario")
    return scenario


def _scenario_file(root: Node) -> Path:
    slug = root.text("scenario")
    file = root.document.file.parent.parent / "scenarios" / f"{slug}.yaml"
    if Path(slug).name != slug or not file.is_file():
        raise root.error(f"There is no scenario “{slug}”: scenarios/{slug}.yaml is missing.", "scenario")
    return file


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
        raise _mistake(root, path, message)
    return accounts


def _mistake(node: Node, path: Sequence[str], message: str) -> ContentError:
    """A mistake where ``path`` leads to, or at the last on the way there; places in lists count from 0."""
    for number, key in enumerate(path, start=1):
        if not node.is_list and (number == len(path) or node.get(key) is None):
            return node.error(message, key)
        node = node.items()[int(key)] if node.is_list else node.need(key)
    return node.error(message)
