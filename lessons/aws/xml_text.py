"""Texts in XML: some signs are marks there, and some no XML can hold, however they are written."""

import re
from xml.sax.saxutils import escape

_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def holdable(value: object) -> str:
    """A value as a text, with U+FFFD for what XML cannot hold."""
    return _NOT_XML.sub("\ufffd", str(value))


def escaped(value: object) -> str:
    """The same as the text of an element."""
    return escape(holdable(value))
