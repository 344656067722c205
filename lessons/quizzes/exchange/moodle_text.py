"""Texts as Moodle has them, and as questions do: plain, with `backticks` around code.

Moodle's editor writes HTML. What a paragraph, a line or code is can be said in plain text; what is in bold,
a link or a table cannot, and is named. A tag that HTML does not know is taken as text: `<account-id>`.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

from lessons.quizzes.exchange.results import Collected, NotTakenError

__all__ = ["Texts", "as_html"]

HTML, PLAIN = "html", "plain"
# What Moodle calls its formats of a text, in XML and in GIFT, and how each is read here.
FORMATS = {
    "html": HTML,
    "moodle_auto_format": HTML,
    "moodle": HTML,
    "plain_text": PLAIN,
    "plain": PLAIN,
    "markdown": PLAIN,
}
# What each tag says in plain text: where a line ends, what is code, nothing; and what none can say.
_LINES = frozenset(
    {"address", "article", "blockquote", "br", "center", "dd", "div", "dl", "dt", "h1", "h2", "h3", "h4"}
    | {"h5", "h6", "hr", "li", "ol", "p", "pre", "section", "table", "tr", "ul"}
)
_CODE = frozenset(("code", "kbd", "pre", "samp", "tt"))
_NOTHING = frozenset(("body", "font", "html", "span"))
_SHAPES = frozenset(
    {"a", "b", "big", "caption", "del", "em", "i", "ins", "li", "mark", "ol", "s", "small", "strike"}
    | {"strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "u", "ul"}
)
_FILES = frozenset(("audio", "embed", "iframe", "img", "object", "source", "video"))
_KNOWN = _LINES | _CODE | _NOTHING | _SHAPES | _FILES
_TAG = re.compile(r"<!--(?:[^-]|-(?!->))*+(?:-->|\Z)|<(/?)([a-zA-Z][a-zA-Z0-9]*+)([^<>]*+)>")
_SOURCE = re.compile(r"""(?:src|data)=["']([^"'<>]++)["']""")
_STORED = re.compile(r"@@PLUGINFILE@@/([^\s\"'<>?]++)")


@dataclass
class Texts:
    """Reads the texts of one question, and keeps what they have that plain text has not."""

    shapes: dict[str, None] = field(default_factory=dict)  # tags, in the order in which they came
    files: dict[str, None] = field(default_factory=dict)  # names

    def read(self, raw: str, form: str = "html") -> str:
        """The text in lines without spaces around them; ``form`` is one of `FORMATS`."""
        kind = FORMATS.get(form, HTML)
        if kind == HTML:
            self.files |= dict.fromkeys(_STORED.findall(raw))
            raw = self._of_html(raw, keeps_lines=form != "html")
        lines = (" ".join(line.split()) for line in raw.split("\n"))
        return "\n".join(line for line in lines if line)

    def check(self, line: int, found: Collected) -> None:
        """Note what was in bold, or the like. Raises NotTakenError where there are files, by name."""
        if self.files:
            files = ", ".join(self.files)
            raise NotTakenError(line, f"There are files in it ({files}), and questions have no images yet.")
        if self.shapes:
            found.note(line, f"Not kept: how {', '.join(f'<{tag}>' for tag in self.shapes)} shows its text.")

    def _of_html(self, raw: str, *, keeps_lines: bool) -> str:
        """HTML as text; with ``keeps_lines`` the end of a line is one, as in Moodle's own format."""
        out: list[str] = []
        code = ""  # the tag that has opened it
        end = 0
        for tag in _TAG.finditer(raw):
            name = (tag[2] or "").lower()
            if name and name not in _KNOWN:
                continue
            out.append(_said(raw[end : tag.start()], keeps_lines or code == "pre"))
            end = tag.end()
            if not code and name in _CODE and not tag[1]:
                code = name
                out.append("`")
            elif code == name and tag[1]:
                code = ""
                out.append("`")
            elif name in _LINES and (name == "br" or not code):
                out.append("\n")
            self._keep(name, tag[3] or "")
        out += [_said(raw[end:], keeps_lines), "`" if code else ""]
        return "".join(out).replace("``", "")

    def _keep(self, name: str, attributes: str) -> None:
        if name in _SHAPES:
            self.shapes[name] = None
        if name in _FILES:
            source = _SOURCE.search(attributes)
            is_named = source is not None and not source[1].startswith("data:")
            self.files[source[1].rpartition("/")[2] if source and is_named else f"<{name}>"] = None


def _said(raw: str, keeps_lines: bool) -> str:
    """The text between two tags."""
    return html.unescape(raw if keeps_lines else raw.replace("\n", " "))


def as_html(text: str) -> str:
    """A text as HTML: what stands between backticks as code, a backtick without a partner as it is."""
    parts = html.escape(text, quote=False).split("`")
    if len(parts) % 2 == 0:
        parts[-2:] = ["`".join(parts[-2:])]
    marked = [f"<code>{part}</code>" if place % 2 else part for place, part in enumerate(parts)]
    return "".join(marked).replace("\n", "<br>")
