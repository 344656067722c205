"""The places of a lesson: the lesson itself, the sections of its article, its command, its steps."""

from __future__ import annotations

from collections.abc import Iterator

from lessons.lesson_trace import step_url, trace_of
from lessons.markdown import sections
from lessons.models import Lesson
from lessons.search.places import Kind, Place
from lessons.search.words import Words, joined
from lessons.version_cache import once_a_version

__all__ = ["places_of"]


@once_a_version
def places_of(lesson: Lesson) -> tuple[Place, ...]:
    """Every place of the lesson, in the order in which it is read."""
    first, *rest = sections(lesson.article)
    url = lesson.get_absolute_url()
    about = [lesson.summary, first.text, *lesson.objective_lines]
    return (
        _whole(lesson, " ".join(filter(None, about))),
        *(_part(lesson, section.title, section.text, f"{url}#{section.key}") for section in rest),
        *_command(lesson, url),
        *_steps(lesson),
    )


def _whole(lesson: Lesson, text: str) -> Place:
    text = text.replace("`", "")
    return Place(
        Kind.LESSON,
        lesson.title,
        text,
        {"title": Words(lesson.title), "text": Words(text)},
        url=lesson.get_absolute_url(),
        names=frozenset({joined(lesson.title)}),
        lesson=lesson.pk,
    )


def _command(lesson: Lesson, url: str) -> Iterator[Place]:
    if lesson.command:
        yield _part(lesson, "The command", f"{lesson.command} {lesson.command_note}", f"{url}#execution")


def _steps(lesson: Lesson) -> Iterator[Place]:
    url = step_url(lesson)
    for step in trace_of(lesson).steps:
        said = (step.caption, step.why, step.input, step.output, step.result, step.command)
        yield _part(
            lesson, f"Step {step.number}: {step.action}", " ".join(filter(None, said)), url(step.number)
        )


def _part(lesson: Lesson, heading: str, text: str, url: str) -> Place:
    heading, text = heading.replace("`", ""), text.replace("`", "")
    return Place(
        Kind.LESSON,
        heading,
        text,
        {"heading": Words(heading), "text": Words(text)},
        url=url,
        label=lesson.title,
        lesson=lesson.pk,
    )
