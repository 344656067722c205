"""XML as elements that know their lines, read as safely as `lessons.aws.services.s3.xml` reads it.

The parser refuses a document type as soon as it comes to it, so there are no entities but XML's own. The text
is decoded by then, so that whatever encoding it names does not matter. `ElementTree` knows no lines.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers.expat import ErrorString, ExpatError, ParserCreate

from lessons.quizzes.exchange.results import NotTakenError

__all__ = ["Element", "parse"]

_DEEPEST = 50  # elements within each other; Moodle has five


@dataclass
class Element:
    """An element: where it begins, and the text that stands directly in it."""

    tag: str
    attributes: dict[str, str]
    line: int
    children: list[Element] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text, without that of other elements in it."""
        return "".join(self.pieces)

    def all(self, tag: str) -> Iterator[Element]:
        """The children of this name."""
        return (child for child in self.children if child.tag == tag)

    def first(self, tag: str) -> Element | None:
        """The first child of this name."""
        return next(self.all(tag), None)

    def value(self, tag: str, default: str = "") -> str:
        """The text of a child, or of the <text> within it, without spaces around it."""
        child = self.first(tag)
        if child is None:
            return default
        inner = child.first("text")
        return (child if inner is None else inner).text.strip()


def parse(text: str) -> Element:
    """The root element. Raises NotTakenError with the line where the text is no XML."""
    parser = ParserCreate("UTF-8")
    parser.buffer_text = True
    top = Element("", {}, 1)
    opened = [top]

    def start(tag: str, attributes: dict[str, str]) -> None:
        if len(opened) > _DEEPEST:
            raise NotTakenError(parser.CurrentLineNumber, f"<{tag}> lies too deep in other elements.")
        element = Element(tag, attributes, parser.CurrentLineNumber)
        opened[-1].children.append(element)
        opened.append(element)

    def said(piece: str) -> None:
        opened[-1].pieces.append(piece)

    def doctype(*_: object) -> NoReturn:
        raise NotTakenError(parser.CurrentLineNumber, "A document type is not read: leave <!DOCTYPE> out.")

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _: opened.pop()
    parser.CharacterDataHandler = said
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(text.encode("utf-8", "replace"), True)
    except ExpatError as broken:
        raise NotTakenError(broken.lineno, f"This is not XML: {ErrorString(broken.code)}.") from None
    return top.children[0]
