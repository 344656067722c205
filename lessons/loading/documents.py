"""Content files as values that remember their lines, so that every mistake is reported where it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import yaml

__all__ = ["ContentError", "CourseError", "Document", "Mistakes", "Node", "parse_document", "read_document"]

FENCE = "---"
DEEPEST = 50  # lists and mappings within each other; PyYAML's compose() ends the process at some thousands
BOOLEAN = "tag:yaml.org,2002:bool"
INTEGER, FLOAT = "tag:yaml.org,2002:int", "tag:yaml.org,2002:float"
T = TypeVar("T")


class Loader(yaml.CSafeLoader):
    """YAML in which a value is what its author sees: `on` and `no` are words, as in YAML 1.2.

    12:30 is no 750 either, and 012 no ten. It is libyaml's, which reads the course in a tenth of the time.
    """


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag not in {BOOLEAN, INTEGER, FLOAT}]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
Loader.add_implicit_resolver(BOOLEAN, re.compile("^(?:true|false)$"), list("tf"))
Loader.add_implicit_resolver(INTEGER, re.compile("^-?(?:0|[1-9][0-9]{0,39})$"), list("-0123456789"))
Loader.add_implicit_resolver(
    FLOAT, re.compile("^-?(?:0|[1-9][0-9]{0,39})[.][0-9]{1,18}$"), list("-0123456789")
)


class ContentError(Exception):
    """A mistake in a content file: where it is (lines count from 1), and what is wrong in words."""

    def __init__(self, file: Path, line: int, message: str) -> None:
        super().__init__(f"{file}:{line}: {message}")
        self.file = file
        self.line = line
        self.message = message


class CourseError(Exception):
    """Every mistake that was found; nothing has been loaded."""

    def __init__(self, mistakes: list[ContentError]) -> None:
        super().__init__("\n".join(map(str, mistakes)))
        self.mistakes = mistakes


class Mistakes(list[ContentError]):
    """Mistakes found so far."""

    @contextmanager
    def collecting(self) -> Iterator[None]:
        """Note what is wrong inside and go on after the block, to find the other mistakes too."""
        try:
            yield
        except ContentError as mistake:
            self.append(mistake)
        except CourseError as several:
            self.extend(several.mistakes)

    def check(self) -> None:
        """Raise CourseError if there are any: what follows would only repeat them."""
        if self:
            raise CourseError(self)


@dataclass
class Document:
    """A content file: its YAML as ``root``, and the Markdown that follows it as ``body``."""

    file: Path
    tree: yaml.Node
    first_line: int = 1
    body: str = ""
    body_line: int = 1
    is_kept: bool = False  # by a version of the lesson, not as a file of the course
    mistakes: Mistakes = field(default_factory=Mistakes)

    @cached_property
    def root(self) -> Node:
        """The outermost mapping."""
        return Node(self, self.tree)

    def error(self, node: Node, message: str) -> ContentError:
        """A mistake at ``node``, to be raised."""
        return ContentError(self.file, node.line, message)


@dataclass(frozen=True)
class Node:
    """A value in a document. Every method raises ContentError where the file says something else."""

    document: Document
    tree: yaml.Node

    @property
    def line(self) -> int:
        """The line of the file on which the value begins, counted from 1."""
        return int(self.tree.start_mark.line) + self.document.first_line

    def error(self, message: str, key: str | None = None) -> ContentError:
        """A mistake here, or at ``key`` where this mapping has it; to be raised."""
        return self.document.error(self.keys().get(key, self) if key else self, message)

    @property
    def is_list(self) -> bool:
        """Whether it is a sequence of YAML."""
        return isinstance(self.tree, yaml.SequenceNode)

    @property
    def is_text(self) -> bool:
        """Whether it is a scalar of YAML, numbers and dates included: they are read as text."""
        return isinstance(self.tree, yaml.ScalarNode)

    def entries(self) -> dict[str, Node]:
        """The values of a mapping, in which every key stands once."""
        if not isinstance(self.tree, yaml.MappingNode):
            raise self.error("Here must be a mapping: lines such as “key: value”.")
        found: dict[str, Node] = {}
        for key, value in self.tree.value:
            if not isinstance(key, yaml.ScalarNode):
                raise Node(self.document, key).error("A key is a word, not a list or a mapping.")
            if key.value in found:
                raise Node(self.document, key).error(f"“{key.value}” stands here twice.")
            found[str(key.value)] = Node(self.document, value)
        return found

    def keys(self) -> dict[str, Node]:
        """The keys of a mapping, as nodes of their own lines."""
        pairs = self.tree.value if isinstance(self.tree, yaml.MappingNode) else ()
        return {str(key.value): Node(self.document, key) for key, _ in pairs}

    def only(self, *known: str) -> None:
        """Refuse a key that nobody reads."""
        for key in self.entries():
            if key not in known:
                close = get_close_matches(key, known, n=1)
                hint = f"did you mean “{close[0]}”?" if close else f"known are {', '.join(known)}."
                raise self.error(f"Unknown key “{key}”: {hint}", key)

    def get(self, key: str) -> Node | None:
        """The value of ``key``, None where there is none."""
        return self.entries().get(key)

    def need(self, key: str) -> Node:
        """The value of ``key``, which must be there."""
        found = self.get(key)
        if found is None:
            raise self.error(f"“{key}” is missing.")
        return found

    def text(self, key: str, default: str | None = None) -> str:
        """The text at ``key``; without a ``default`` it must be there."""
        return self.read(key, Node.as_text, default)

    def texts(self, key: str, default: list[str] | None = None) -> list[str]:
        """The list of texts at ``key``."""
        return self.read(key, lambda node: [item.as_text() for item in node.items()], default)

    def nodes(self, key: str, default: list[Node] | None = None) -> list[Node]:
        """The list at ``key``."""
        return self.read(key, Node.items, default)

    def number(self, key: str) -> int:
        """The whole number at ``key``, zero or more, which must be there."""
        return self.need(key).as_number()

    def flag(self, key: str) -> bool:
        """Whether ``key`` is true; absent is false."""
        value = self.get(key)
        plain = False if value is None else value.plain()
        if not isinstance(plain, bool):
            raise self.error(f"“{key}” must be true or false.", key)
        return plain

    def read(self, key: str, reader: Callable[[Node], T], default: T | None) -> T:
        """What ``reader`` makes of the value at ``key``, or the default."""
        node = self.get(key) if default is not None else self.need(key)
        return default if node is None and default is not None else reader(node or self)

    def items(self) -> list[Node]:
        """The items of a list."""
        if not isinstance(self.tree, yaml.SequenceNode):
            raise self.error("Here must be a list: lines that begin with “- ”.")
        return [Node(self.document, item) for item in self.tree.value]

    def as_text(self) -> str:
        """The value as text, without the line end of a block."""
        plain = self.plain()
        if not isinstance(plain, str):
            raise self.error(f"Here must be text; put {plain!r} in quotes if that is what you mean.")
        return plain.strip("\n")

    def as_number(self) -> int:
        """The value as a whole number, zero or more."""
        plain = self.plain()
        if type(plain) is not int or plain < 0:
            raise self.error(f"Here must be a whole number, not {plain!r}.")
        return plain

    def plain(self) -> Any:
        """The value as Python's own dicts, lists, texts and numbers."""
        try:
            return Loader("").construct_object(self.tree, deep=True)
        except (yaml.YAMLError, ValueError, TypeError) as broken:
            raise self.error(f"This is not a value YAML knows: {broken}") from broken


def read_document(file: Path) -> Document:
    """The document in ``file``: YAML, or Markdown after YAML between ``---`` lines. Raises ContentError."""
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ContentError(file, 1, "This file is missing.") from None
    except UnicodeDecodeError as broken:
        raise ContentError(file, 1, f"This file is not UTF-8 text: {broken.reason}.") from broken
    return parse_document(file, text)


def parse_document(file: Path, text: str) -> Document:
    """The document that ``text`` is; ``file`` is where mistakes are said to be. Raises ContentError."""
    return read_markdown(file, text) if file.suffix == ".md" else Document(file, compose(file, text, 1))


def read_markdown(file: Path, text: str) -> Document:
    """Front matter and body."""
    lines = text.split("\n")
    if not lines or lines[0] != FENCE:
        raise ContentError(file, 1, f"The file must begin with a line “{FENCE}” and its front matter.")
    if FENCE not in lines[1:]:
        raise ContentError(file, 1, f"The front matter has no end: a line “{FENCE}” is missing.")
    end = lines.index(FENCE, 1)
    tree = compose(file, "\n".join(lines[1:end]), 2)
    begin = next((n for n, line in enumerate(lines) if n > end and line.strip()), end + 1)
    return Document(file, tree, first_line=2, body="\n".join(lines[begin:]).rstrip(), body_line=begin + 1)


def compose(file: Path, text: str, first_line: int) -> yaml.Node:
    """The YAML as nodes with lines. Raises ContentError where it is none."""
    try:
        if (line := _too_deep(text)) is not None:
            raise ContentError(
                file, line + first_line, f"Here begins level {DEEPEST + 1}: too deep to be read."
            )
        tree: yaml.Node | None = yaml.compose(text, Loader)
    except yaml.MarkedYAMLError as broken:
        mark = broken.problem_mark or broken.context_mark
        line = min(mark.line if mark else 0, text.count("\n")) + first_line  # the end of the text is no line
        raise ContentError(file, line, f"This is not YAML: {broken.problem}.") from broken
    except yaml.YAMLError as broken:
        raise ContentError(file, first_line, f"This is not YAML: {broken}.") from broken
    if tree is None:
        raise ContentError(file, first_line, "There is nothing in here.")
    return tree


def _too_deep(text: str) -> int | None:
    """The line, counted from 0, on which something begins that lies too deep."""
    depth = 0
    for event in yaml.parse(text, Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                return event.start_mark.line if event.start_mark else 0
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
    return None
