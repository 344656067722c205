"""A lesson's rows as the text of its content files: what the loader reads back is the same lesson."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import yaml
from django.db.models import Model

from lessons.keys import slug_of
from lessons.lesson_trace import read_values
from lessons.loading.documents import FENCE
from lessons.loading.registry import parts
from lessons.loading.trace_file import STEP_TEXTS
from lessons.models import Lesson, Step

__all__ = ["dumped", "lesson_files"]

WIDTH = 100


class Dumper(yaml.SafeDumper):
    """YAML as an author would write it: text of several lines as a block, nothing said by reference."""

    def ignore_aliases(self, data: Any) -> bool:
        """Always: what stands twice is written twice."""
        return True


def text_node(dumper: Dumper, text: str) -> yaml.Node:
    """A text, as a block where it has lines."""
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


Dumper.add_representer(str, text_node)


def lesson_files(lesson: Lesson) -> dict[str, str]:
    """The text of each of the lesson's files, by its name."""
    front = dumped(article_values(lesson))
    files = {
        "lesson.md": f"{FENCE}\n{front}{FENCE}\n{lesson.article.rstrip()}\n",
        "trace.yaml": dumped(trace_values(lesson)),
    }
    for name, part in sorted(parts.items()):
        values = part.values(lesson)
        if values is not None:
            files[name] = dumped(values)
    return files


def dumped(values: Any) -> str:
    """The values as YAML."""
    return yaml.dump(values, Dumper=Dumper, sort_keys=False, allow_unicode=True, width=WIDTH)


def article_values(lesson: Lesson) -> dict[str, Any]:
    """What stands before the article in lesson.md."""
    return filled(
        title=lesson.title,
        chapter=lesson.chapter.key,
        summary=lesson.summary,
        cloud=lesson.cloud,
        objectives=lines_of(lesson.objectives),
        command=lesson.command,
        command_note=lesson.command_note,
        snapshot=lines_of(lesson.snapshot),
        transcript=lesson.transcript,
        sources=[source_value(line) for line in lines_of(lesson.sources)],
    )


def source_value(line: str) -> Any:
    """A source with its address, or the line where it has none."""
    title, _, url = line.rpartition(" ")
    return {"title": title, "url": url} if title and url.startswith("https://") else line


def trace_values(lesson: Lesson) -> dict[str, Any]:
    """What trace.yaml holds."""
    actors, nodes = names_of(lesson.actors.all()), names_of(lesson.nodes.all())
    start, changes = read_values(lesson)
    steps = list(lesson.steps.all())
    keys = {step.pk: step.key for step in steps}
    return filled(
        lifetime_seconds=lesson.lifetime_seconds,
        scenario=lesson.scenario,
        stops=lesson.stops_note,
        start=start,
        moments=[
            {"question": moment.question, "answer": moment.answer, "step": keys[moment.step_id]}
            for moment in lesson.key_moments.all()
        ],
    ) | {
        "actors": [
            {"key": actors[row.pk]} | filled(kind=row.kind, name=row.name, note=row.note)
            for row in lesson.actors.all()
        ],
        "flow": [
            {
                "key": nodes[row.pk],
                "label": row.label,
                "from": actors[row.source_id],
                "to": actors[row.target_id],
            }
            | filled(carries_credentials=row.carries_credentials)
            for row in lesson.nodes.all()
        ],
        "steps": [step_values(step, nodes[step.node_id], changes.get(step.pk, {})) for step in steps],
    }


def step_values(step: Step, node: str, changes: Mapping[str, str]) -> dict[str, Any]:
    """A row of the process table."""
    left = {} if step.seconds_left is None else {"seconds_left": step.seconds_left}
    return (
        {"key": step.key, "node": node}
        | {name: getattr(step, name) for name in STEP_TEXTS}
        | {"outcome": step.outcome}
        | filled(command=step.command)
        | left
        | filled(session=step.session, tracker=changes, run=step.run)
    )


def names_of(rows: Iterable[Model]) -> dict[Any, str]:
    """A name of its own for each of the rows, by its id, that says what it is."""
    names: dict[Any, str] = {}
    for row in rows:
        base = name = slug_of(str(row))
        number = 1
        while name in names.values():
            number += 1
            name = f"{base}-{number}"
        names[row.pk] = name
    return names


def lines_of(text: str) -> list[str]:
    """The lines of a text, none where it is empty."""
    return text.split("\n") if text else []


def filled(**values: Any) -> dict[str, Any]:
    """The values that say something; the loader knows what is left out."""
    return {name: value for name, value in values.items() if value not in ("", [], {}, False, None)}
