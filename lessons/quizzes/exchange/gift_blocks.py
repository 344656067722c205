r"""A GIFT file as its questions, each with the lines that it has: https://docs.moodle.org/en/GIFT_format.

An empty line ends a question, also within its answers. Of the lines that begin with //, Moodle reads [id:]
and [tag:]. A sign that is escaped, as in \=, is carried through as a lone surrogate, which no text that was
decoded has, so that everything else can look for the bare sign.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

__all__ = ["CATEGORY", "Block", "Piece", "blocks", "escaped", "guarded", "pieces", "restored"]

CATEGORY = "$CATEGORY:"
_SIGNS = "\\:#={}~"
_ESCAPED = re.compile(r"\\([\\:#={}~n])")
_BETWEEN = {"=": re.compile("(=)"), "=~": re.compile("([=~])")}
_GUARD = 0xDC00
_RESTORED = {_GUARD + ord(sign): sign for sign in _SIGNS} | {_GUARD + ord("n"): "\n"}
_TOLD = re.compile(r"\[(id|tag):([^\[\]]*+)\]")


@dataclass
class Block:
    """The lines of one question: where they begin, and what the comments among them tell."""

    line: int
    lines: list[str] = field(default_factory=list)
    id: str = ""
    tags: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The lines without comments."""
        return "\n".join(self.lines)


class Piece(NamedTuple):
    """An answer: the sign before it, what it says, and its line."""

    sign: str
    text: str
    line: int


def blocks(text: str) -> Iterator[Block]:
    """The questions and categories of a file."""
    block: Block | None = None
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            if block and block.text.strip():
                yield block
            block = None
            continue
        block = block or Block(number)
        is_comment = line.lstrip().startswith("//")
        if is_comment:
            _tell(block, line)
        if block.lines or not is_comment:
            block.lines.append("" if is_comment else line)
        else:
            block.line = number + 1
        if line.startswith(CATEGORY):
            yield block
            block = None
    if block and block.text.strip():
        yield block


def _tell(block: Block, comment: str) -> None:
    for kind, said in _TOLD.findall(comment):
        if kind == "id":
            block.id = said.strip()
        else:
            block.tags.append(said.strip())


def guarded(text: str) -> str:
    """The text with every escaped sign out of the way."""
    return _ESCAPED.sub(lambda found: chr(_GUARD + ord(found[1])), text)


def restored(text: str) -> str:
    """The text with every escaped sign as itself."""
    return text.translate(_RESTORED)


def escaped(text: str) -> str:
    """The text as GIFT writes it, on one line."""
    for sign in _SIGNS:
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", "\\n")


def pieces(text: str, line: int, signs: str) -> list[Piece]:
    """What follows each of the ``signs``, = or =~; what stands before the first one has none."""
    parts = _BETWEEN[signs].split(text)
    found = [Piece("", parts[0], line)]
    for sign, part in zip(parts[1::2], parts[2::2], strict=True):
        line += found[-1].text.count("\n")
        found.append(Piece(sign, part, line))
    return found if parts[0].strip() else found[1:]
