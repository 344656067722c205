"""GIFT, which people write by hand and Moodle reads and writes: https://docs.moodle.org/en/GIFT_format."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial

from lessons.quizzes.exchange.gift_answers import GiftAnswers
from lessons.quizzes.exchange.gift_blocks import CATEGORY, Block, blocks, guarded, restored
from lessons.quizzes.exchange.gift_writing import why_not, written
from lessons.quizzes.exchange.held import note_left_out, note_not_held
from lessons.quizzes.exchange.moodle_bank import category_of, key_of, tagged, topic_of
from lessons.quizzes.exchange.moodle_text import Texts
from lessons.quizzes.exchange.results import Collected, Exported, Imported, NotTakenError
from lessons.quizzes.written_question import WrittenQuestion

__all__ = ["read", "write"]

_HELD = frozenset(("explanation", "key", "topic", "difficulty"))
_FORM = re.compile(r"\s*\[(html|moodle|plain|markdown)\]")
_GAP = "_____"


def read(text: str) -> Imported:
    """The questions of a file; what is none, or has more than is kept, is told by line."""
    found = Collected()
    topic = ""
    for block in blocks(text):
        if block.text.startswith(CATEGORY):
            topic = topic_of(block.text.removeprefix(CATEGORY))
            continue
        with found.going_on():
            question = _question(block, topic, found)
            found.add(block.line, tagged(question, block.tags, block.line, found))
    return found.result()


def write(questions: Iterable[WrittenQuestion]) -> Exported:
    """The questions in their order, each topic as a category."""
    found = Collected()
    parts: list[str] = []
    topic = ""
    for place, question in enumerate(questions, start=1):
        if why := why_not(question):
            note_left_out(place, question, why, found)
            continue
        if question.topic != topic:
            topic = question.topic
            parts.append(f"{CATEGORY} {category_of(topic)}\n")
        block = written(question)
        parts.append(block.text)
        note_not_held(place, question, _HELD, found, *block.lost)
    return Exported("\n".join(parts).encode(), found.result().problems)


def _question(block: Block, topic: str, found: Collected) -> WrittenQuestion:
    name, text, line = _named(guarded(block.text), block.line)
    prompt, answers, explanation = _parts(text, line)
    line += prompt.count("\n")
    texts = Texts()
    own = _FORM.match(prompt)
    form = own[1] if own else "moodle"
    say = partial(_say, texts, form)
    asked = say(prompt.replace("{}", _GAP if prompt.strip()[-2:] != "{}" else "", 1))
    kind, content = GiftAnswers(answers, line, say, found).content()
    question = WrittenQuestion(
        type=kind,
        prompt=asked,
        content=content,
        explanation=say(explanation),
        key=key_of(block.id or restored(name), asked),
        topic=topic,
    )
    texts.check(block.line, found)
    return question


def _named(text: str, line: int) -> tuple[str, str, int]:
    """The name, what follows it, and the line of that."""
    if not text.lstrip().startswith("::"):
        return "", text, line
    name, end, rest = text.lstrip()[2:].partition("::")
    if not end:
        raise NotTakenError(line, "The name has no end: :: is missing.")
    return name, rest, line + name.count("\n")


def _parts(text: str, line: int) -> tuple[str, str, str]:
    """The prompt with {} where the answers stand, the answers, and what is said to everybody after them."""
    before, opened, rest = text.partition("{")
    answers, closed, after = rest.partition("}")
    if not (opened or "}" in text):
        raise NotTakenError(line, "This asks nothing: { and } are missing.")
    if not (opened and closed):
        raise NotTakenError(line, "A { has no }, or a } no {: an empty line between them ends a question.")
    if "{" in after or "}" in after:
        raise NotTakenError(line, "A question has answers in one place only: { or } stands here again.")
    said, _, explanation = answers.rpartition("####") if "####" in answers else (answers, "", "")
    return f"{before}{{}}{after}", said, explanation


def _say(texts: Texts, default: str, text: str) -> str:
    """A text of the file as plain text; without a format of its own it has the question's."""
    own = _FORM.match(text)
    return texts.read(restored(text[own.end() :] if own else text), own[1] if own else default)
