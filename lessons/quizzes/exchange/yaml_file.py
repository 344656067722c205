"""The course's own YAML, as in quiz.yaml: it has a place for everything that a question has.

What a question may say there is `lessons.quizzes.loading`'s, but that its step is taken as written: which
steps there are is known where it is stored. Nothing may be said by reference (&, *): a short file could stand
for one that is longer than any memory.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import yaml

from lessons.loading.documents import ContentError, Node, parse_document
from lessons.loading.export import dumped
from lessons.quizzes.exchange.results import Collected, Exported, Imported, NotTakenError
from lessons.quizzes.loading import read_written, values_of
from lessons.quizzes.written_question import WrittenQuestion

__all__ = ["read", "write"]

FILE = Path("questions.yaml")
LONGEST_LIST = 100  # entries in a question; no type has more than some dozens
_BREAK = re.compile("[\u0085\u2028\u2029]")


def read(text: str) -> Imported:
    """The questions of a file; what is wrong is told by line."""
    found = Collected()
    with found.going_on(), _by_line():
        if strange := _BREAK.search(text):
            line = text.count("\n", 0, strange.start()) + 1
            code = f"U+{ord(strange[0]):04X}"
            raise NotTakenError(line, f"Here is {code}, with which lines end in YAML and nowhere else.")
        root = parse_document(FILE, text).root
        root.only("questions")
        seen: set[int] = set()
        for node in root.nodes("questions"):
            with found.going_on(), _by_line():
                _check(node, seen)
                found.add(node.line, read_written(node, node.text("step", "")))
    return found.result()


def write(questions: Iterable[WrittenQuestion]) -> Exported:
    """The questions in their order; nothing of them is left out."""
    return Exported(dumped({"questions": [values_of(question) for question in questions]}).encode())


@contextmanager
def _by_line() -> Iterator[None]:
    """A mistake of the file as the reason why it, or a question of it, is not taken."""
    try:
        yield
    except ContentError as mistake:
        raise NotTakenError(mistake.line, " ".join(mistake.message.split())) from mistake


def _check(question: Node, seen: set[int]) -> None:
    """Raise ContentError for a list that is too long, and for what is in ``seen``: something refers to it."""
    todo = [question.tree]
    while todo:
        tree = todo.pop()
        node = Node(question.document, tree)
        if id(tree) in seen:
            raise node.error("A * refers to this: write it there once more.")
        seen.add(id(tree))
        if isinstance(tree, yaml.MappingNode):
            todo += [one for pair in tree.value for one in pair]
        elif isinstance(tree, yaml.SequenceNode):
            if len(tree.value) > LONGEST_LIST:
                raise node.error(
                    f"The list has {len(tree.value)} entries; {LONGEST_LIST} at most can be read."
                )
            todo += tree.value
