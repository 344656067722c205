"""The chapters of course.yaml, known by their keys whatever they are called by now."""

from __future__ import annotations

from lessons.keys import slug_of
from lessons.loading.documents import Document, Node
from lessons.loading.upsert import clean
from lessons.models import Chapter

__all__ = ["load_chapters"]


def load_chapters(document: Document, *, overwrite: bool) -> dict[str, Chapter]:
    """The chapters by their keys, and by the titles that the file gives them. Raises ContentError."""
    root = document.root
    root.only("chapters")
    chapters: dict[str, Chapter] = {}
    for position, node in enumerate(root.nodes("chapters"), start=1):
        chapter = load_chapter(node, position, overwrite=overwrite)
        chapters |= {node.text("title"): chapter, chapter.key: chapter}
    if not chapters:
        raise root.error("The course has no chapter.", "chapters")
    return chapters


def load_chapter(node: Node, position: int, *, overwrite: bool) -> Chapter:
    """One chapter; of one that was edited in admin only the key is written. Raises ContentError."""
    node.only("key", "title", "summary")
    chapter = find_chapter(node)
    if chapter.edited_at is None or overwrite:
        chapter.position = position
        chapter.title = node.text("title")
        chapter.summary = node.text("summary", "")
        chapter.edited_at = None
        refuse_second(chapter, node)
    clean(chapter, node).save()
    return chapter


def find_chapter(node: Node) -> Chapter:
    """The chapter of the key that the file gives, else of its title, else a new one; it has that key."""
    title = node.text("title")
    key = node.text("key", slug_of(title))
    chapters = Chapter.objects
    chapter = chapters.filter(key=key).first() or chapters.filter(title=title).first() or Chapter()
    chapter.key = key
    return chapter


def refuse_second(chapter: Chapter, node: Node) -> None:
    """Raise ContentError where another chapter has the title: readers could not tell the two apart."""
    if Chapter.objects.filter(title=chapter.title).exclude(pk=chapter.pk).exists():
        raise node.error(f"Another chapter is called “{chapter.title}” by now: rename one of them.", "title")
