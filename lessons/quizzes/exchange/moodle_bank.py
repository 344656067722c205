"""What Moodle's question bank knows of a question besides what it asks: name, category, tags."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from lessons.keys import slug_of
from lessons.quizzes.exchange.results import Collected
from lessons.quizzes.written_question import DIFFICULTIES, WrittenQuestion

__all__ = ["category_of", "key_of", "name_of", "tagged", "tags_of", "topic_of"]

_LONGEST_NAME = 60
_KEY = re.compile(r"[a-z][a-z0-9-]{0,59}")
_SLASHES = re.compile("/{2,}")
_ABOVE = re.compile(r"\A(?:\$[a-z0-9]{1,20}\$(?:/|\Z))?(?:top(?:/|\Z))?")  # what each category is in


def topic_of(category: str) -> str:
    """The name of a category behind those it is in: $course$/top/STS/Sessions is STS/Sessions.

    Moodle writes a slash that belongs to a name as two.
    """
    return _SLASHES.sub("/", _ABOVE.sub("", category.strip(), count=1))


def category_of(topic: str) -> str:
    """The category of a topic."""
    return f"$course$/top/{topic}" if topic else "$course$/top"


def name_of(question: WrittenQuestion) -> str:
    """What Moodle lists it by: its key, or how it begins."""
    return question.key or " ".join(question.prompt.split())[:_LONGEST_NAME]


def key_of(name: str, prompt: str) -> str:
    """The key that a name makes; none where it only repeats how the question begins, as Moodle's own do."""
    said = " ".join(name.split()).removesuffix("...").rstrip()
    if not said or " ".join(prompt.split()).startswith(said):
        return ""
    if _KEY.fullmatch(said):
        return said
    return slug_of(said if said[0].isalpha() else f"q {said}")


def tags_of(question: WrittenQuestion) -> tuple[str, ...]:
    """The tags that tell what Moodle has no field for."""
    return () if question.difficulty == "medium" else (question.difficulty,)


def tagged(question: WrittenQuestion, tags: Iterable[str], line: int, found: Collected) -> WrittenQuestion:
    """The question as hard as its tags say; the first of the others is its topic where it has no category."""
    others = []
    for tag in tags:
        if tag.lower() in DIFFICULTIES:
            question = replace(question, difficulty=tag.lower())
        elif tag != question.topic:
            others.append(tag)
    if others and not question.topic:
        question = replace(question, topic=others.pop(0))
    if others:
        found.note(line, f"Not kept: the {'tag' if len(others) == 1 else 'tags'} {', '.join(others)}.")
    return question
