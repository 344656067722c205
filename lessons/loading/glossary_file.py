"""The words of the course: glossary.yaml."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from lessons.glossary import Glossary, Term, folded
from lessons.keys import slug_of
from lessons.loading.documents import Document, Mistakes, Node, read_document

__all__ = ["GLOSSARY", "OWN_GLOSSARY", "check_glossary", "read_glossary"]

GLOSSARY = "glossary.yaml"
OWN_GLOSSARY = Path(__file__).parents[1] / "content" / GLOSSARY


def read_glossary(document: Document) -> Glossary:
    """The terms of the file. Raises CourseError with every mistake, or ContentError."""
    document.root.only("terms")
    mistakes = Mistakes()
    terms: list[Term] = []
    taken: set[str] = set()
    for node in document.root.nodes("terms"):
        with mistakes.collecting():
            terms.append(read_term(node, taken))
    mistakes.check()
    return Glossary(tuple(terms))


def read_term(node: Node, taken: set[str]) -> Term:
    """One term, written in no way that is ``taken``, which its own are added to. Raises ContentError."""
    node.only("term", "also", "meaning", "lesson")
    name, also = node.text("term"), tuple(node.texts("also", []))
    for writing in (name, *also):
        if not writing.strip():
            raise node.error("A term is not empty.", "term")
        if folded(writing) in taken:
            raise node.error(f"“{writing}” is already a term, or a way to write one.", "term")
        taken.add(folded(writing))
    return Term(slug_of(name), name, node.text("meaning"), node.text("lesson"), also)


def check_glossary(folder: Path, slugs: Collection[str]) -> None:
    """Refuse the glossary of the course in ``folder``, where it has one, if a term's lesson is none of these.

    Raises CourseError or ContentError.
    """
    if not (folder / GLOSSARY).exists():
        return
    document = read_document(folder / GLOSSARY)
    read_glossary(document)
    mistakes = Mistakes(
        node.error(f"There is no lesson “{node.text('lesson')}”.", "lesson")
        for node in document.root.nodes("terms")
        if node.text("lesson") not in slugs
    )
    mistakes.check()
