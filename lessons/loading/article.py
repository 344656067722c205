"""The article and what stands around it: lesson.md."""

from __future__ import annotations

from collections.abc import Mapping

from markdown_it import MarkdownIt

from lessons.loading.documents import ContentError, Document, Node
from lessons.loading.upsert import clean
from lessons.models import Chapter, Lesson

__all__ = ["load_article"]

LESSON_KEYS = (
    *("title", "chapter", "summary", "cloud", "objectives", "command", "command_note"),
    *("snapshot", "transcript", "sources"),
)
RAW_HTML = {"html_block", "html_inline"}


def load_article(lesson: Lesson, document: Document, chapters: Mapping[str, Chapter]) -> None:
    """Fill the lesson's fields from lesson.md; the caller saves. Raises ContentError.

    ``chapters`` are those of the course by their keys and by their titles.
    """
    root = document.root
    root.only(*LESSON_KEYS)
    if not document.is_kept:
        check_article(document)
    chapter = root.text("chapter")
    if chapter not in chapters:
        raise root.need("chapter").error(f"There is no chapter “{chapter}”.")
    lesson.chapter = chapters[chapter]
    lesson.title = root.text("title")
    lesson.summary = root.text("summary")
    lesson.cloud = root.text("cloud", "AWS")
    lesson.objectives = "\n".join(root.texts("objectives", []))
    lesson.article = document.body
    lesson.command = root.text("command", "")
    lesson.command_note = root.text("command_note", "")
    lesson.snapshot = "\n".join(root.texts("snapshot", []))
    lesson.transcript = root.text("transcript", "")
    lesson.sources = "\n".join(source_line(node) for node in root.nodes("sources", []))
    clean(lesson, root)


def check_article(document: Document) -> None:
    """The article is Markdown below the page's own heading, without raw HTML."""
    if not document.body:
        raise ContentError(document.file, document.body_line, "The article is missing.")
    for token in MarkdownIt("commonmark").parse(document.body):
        line = document.body_line + (token.map[0] if token.map else 0)
        if token.tag == "h1":
            raise ContentError(document.file, line, "Headings begin with ##: the title is the first one.")
        if RAW_HTML & {token.type, *(child.type for child in token.children or ())}:
            raise ContentError(document.file, line, "Raw HTML is not shown; write Markdown.")


def source_line(node: Node) -> str:
    """A source as the lesson keeps it: its title, then its address; a line of text is kept as it is."""
    if node.is_text:
        return node.as_text()
    node.only("title", "url")
    url = node.text("url")
    if not url.startswith("https://") or " " in url:
        raise node.need("url").error("A source's address begins with https:// and has no spaces.")
    return f"{node.text('title')} {url}"
