"""Moodle's own XML, as its question bank exports and imports it: https://docs.moodle.org/en/Moodle_XML_format.

What only says how Moodle shows or repeats a question (numbering, shuffling, penalties) is no part of it here.
"""

from __future__ import annotations

from collections.abc import Iterable

from lessons.quizzes.exchange.held import note_left_out, note_not_held
from lessons.quizzes.exchange.moodle_answers import READERS, plain_of, said
from lessons.quizzes.exchange.moodle_bank import key_of, tagged, topic_of
from lessons.quizzes.exchange.moodle_text import Texts
from lessons.quizzes.exchange.moodle_writing import category, written
from lessons.quizzes.exchange.numbers import number
from lessons.quizzes.exchange.results import Collected, Exported, Imported, NotTakenError
from lessons.quizzes.exchange.xml_tree import Element, parse
from lessons.quizzes.written_question import WrittenQuestion

__all__ = ["read", "write"]

_HELD = frozenset(("explanation", "hints", "key", "topic", "difficulty", "points", "is_published"))
_COMBINED = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")
_USUAL = (  # what Moodle writes there by itself
    "",
    "Your answer is correct.",
    "Your answer is partially correct.",
    "Your answer is incorrect.",
)


def read(text: str) -> Imported:
    """The questions of a file; what is none, or has more than is kept, is told by line."""
    found = Collected()
    with found.going_on():
        root = parse(text)
        if root.tag != "quiz":
            raise NotTakenError(root.line, f"Moodle's XML begins with <quiz>, not with <{root.tag}>.")
        _read_all(root, found)
    return found.result()


def write(questions: Iterable[WrittenQuestion]) -> Exported:
    """The questions in their order, each topic as a category."""
    found = Collected()
    parts: list[str] = []
    topic = ""
    for place, question in enumerate(questions, start=1):
        element = written(question)
        if element is None:
            note_left_out(place, question, f"Moodle has nothing like the type `{question.type}`", found)
            continue
        if question.topic != topic:
            topic = question.topic
            parts.append(category(topic))
        parts.append(element)
        note_not_held(place, question, _HELD, found)
    body = "".join(parts)
    file = f'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n{body}</quiz>\n'
    return Exported(file.encode(), found.result().problems)


def _read_all(root: Element, found: Collected) -> None:
    topic = ""
    for element in root.children:
        kind = element.attributes.get("type", "")
        if element.tag == "question" and kind == "category":
            topic = topic_of(element.value("category"))
            continue
        with found.going_on():
            if element.tag != "question":
                raise NotTakenError(element.line, f"<{element.tag}> is no question.")
            if kind not in READERS:
                raise NotTakenError(element.line, f"There is nothing like Moodle's type “{kind[:40]}” here.")
            found.add(element.line, _question(element, topic, found))


def _question(element: Element, topic: str, found: Collected) -> WrittenQuestion:
    texts = Texts()
    prompt = said(element, "questiontext", texts)
    kind, content = READERS[element.attributes["type"]](element, texts, found)
    question = WrittenQuestion(
        type=kind,
        prompt=prompt,
        content=content,
        explanation=said(element, "generalfeedback", texts),
        hints=tuple(filter(None, (plain_of(one, texts) for one in element.all("hint")))),
        key=key_of(element.value("idnumber") or element.value("name"), prompt),
        topic=topic,
        points=_points(element, found),
        is_published=element.value("hidden", "0") != "1",
    )
    if any(said(element, tag, texts) not in _USUAL for tag in _COMBINED):
        found.note(element.line, "What is said to right, partly right and wrong answers alike is not kept.")
    texts.check(element.line, found)
    tags = element.first("tags")
    return tagged(
        question, [one.value("text") for one in tags.all("tag")] if tags else [], element.line, found
    )


def _points(element: Element, found: Collected) -> int:
    written = element.value("defaultgrade", "1")
    points = number(written)
    if points is None or points < 1 or points != int(points):
        found.note(
            element.line, f"The points, {written[:20]}, are not kept: here they are whole, and at least 1."
        )
    return max(1, round(points or 1))
