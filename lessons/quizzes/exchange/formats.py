"""The formats by name: which one a file has, and its questions once they were checked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import PurePath
from typing import NamedTuple

from lessons.quizzes.exchange import aiken, gift, moodle_xml, qti, yaml_file
from lessons.quizzes.exchange.results import Collected, Exported, Found, Imported, NotTakenError
from lessons.quizzes.question_types.interface import QuestionMistakeError
from lessons.quizzes.question_types.registry import TYPES
from lessons.quizzes.written_question import WrittenQuestion

__all__ = ["FORMATS", "LARGEST", "READABLE", "Format", "format_of", "read_file"]

LARGEST = 5_000_000  # bytes of a file: some thousands of questions
_AIKEN = re.compile(rb"(?m)^[ \t]*+ANSWER:")
_NO_TEXT = re.compile(
    r"[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]"
)  # which no file of text has


class Format(NamedTuple):
    """A format: its title, how its files end, what writes and reads it; nothing reads QTI."""

    title: str
    suffix: str
    write: Callable[[Iterable[WrittenQuestion]], Exported]
    read: Callable[[str], Imported] | None = None


FORMATS: Mapping[str, Format] = {
    "gift": Format("GIFT", ".gift", gift.write, gift.read),
    "moodle_xml": Format("Moodle XML", ".xml", moodle_xml.write, moodle_xml.read),
    "aiken": Format("Aiken", ".txt", aiken.write, aiken.read),
    "yaml": Format("YAML", ".yaml", yaml_file.write, yaml_file.read),
    "qti": Format("QTI 3", ".zip", qti.write),
}
READABLE: Mapping[str, Callable[[str], Imported]] = {
    name: one.read for name, one in FORMATS.items() if one.read is not None
}
_BY_SUFFIX = {one.suffix: name for name, one in FORMATS.items()} | {".yml": "yaml"}


def format_of(name: str, data: bytes) -> str:
    """The format of a file by how its name ends; .txt is Aiken where a line says so, else GIFT."""
    suffix = PurePath(name).suffix.lower()
    if suffix == ".txt" and not _AIKEN.search(data):
        return "gift"
    return _BY_SUFFIX.get(suffix, "gift")


def read_file(data: bytes, name: str) -> Imported:
    """The questions of a file in the format of this name, each one that its own type can read.

    Whatever the bytes are, what is wrong is a problem with its line, and nothing is raised.
    """
    found = Collected()
    with found.going_on():
        imported = READABLE[name](_text(data))
        found.problems += imported.problems
        keys: set[str] = set()
        for one in imported.questions:
            with found.going_on():
                found.add(one.line, _with_own_key(one.line, _checked(one), keys, found))
    return found.result()


def _text(data: bytes) -> str:
    """The file as text, with \\n at the end of each line. Raises NotTakenError."""
    if len(data) > LARGEST:
        raise NotTakenError(1, f"The file has {len(data):,} bytes; at most {LARGEST:,} are read at once.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        line = data.count(b"\n", 0, broken.start) + 1
        raise NotTakenError(line, "This is not UTF-8 text: save the file in that encoding.") from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if strange := _NO_TEXT.search(text):
        line = text.count("\n", 0, strange.start()) + 1
        raise NotTakenError(line, f"Here is a character, U+{ord(strange[0]):04X}, that is no text.")
    return text


def _checked(found: Found) -> WrittenQuestion:
    """The question as its type writes it. Raises NotTakenError where it cannot be asked."""
    question = found.question
    kind = TYPES.get(question.type)
    if kind is None:
        raise NotTakenError(found.line, f"There is no type “{question.type}”.")
    if not question.prompt.strip():
        raise NotTakenError(found.line, "The question has no text.")
    if question.points < 1:
        raise NotTakenError(found.line, "A question has at least one point.")
    try:
        return replace(question, content=kind.dump(kind.parse(question.content)))
    except QuestionMistakeError as mistake:
        raise NotTakenError(found.line, mistake.sentence) from None


def _with_own_key(line: int, question: WrittenQuestion, keys: set[str], found: Collected) -> WrittenQuestion:
    """The question, without its key where one before it has the same."""
    if question.key and question.key in keys:
        found.note(line, f"The key “{question.key}” is there already: it is not kept.")
        return replace(question, key="")
    keys.add(question.key)
    return question
