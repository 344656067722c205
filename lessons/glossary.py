"""The words of the course, each explained in a sentence or two, and where a text mentions one first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

__all__ = ["Glossary", "Term", "folded", "glossary", "keep"]


def folded(writing: str) -> str:
    """A way to write a term, whatever its case and its blanks."""
    return " ".join(writing.lower().split())


@dataclass(frozen=True)
class Term:
    """A word with its meaning in plain sentences, in which `code` may stand.

    ``key`` is its anchor on the page, ``also`` are other ways to write it, and ``lesson`` is the slug of the
    folder of the lesson that explains it first.
    """

    key: str
    name: str
    meaning: str
    lesson: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Glossary:
    """The terms of a course, as its file has them."""

    terms: tuple[Term, ...] = ()

    @cached_property
    def in_order(self) -> tuple[Term, ...]:
        """The terms by the alphabet."""
        return tuple(sorted(self.terms, key=lambda term: term.name.lower()))

    @cached_property
    def by_writing(self) -> dict[str, Term]:
        """Each term by every way to write it, folded."""
        return {folded(writing): term for term in self.terms for writing in (term.name, *term.also)}

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Any of these as whole words, the longest first: a trust policy is not just a policy.

        Between two words one line may end and the next begin.
        """
        longest_first = sorted(self.by_writing, key=len, reverse=True)
        any_of = "|".join("[ \n]".join(map(re.escape, writing.split())) for writing in longest_first)
        return re.compile(rf"(?<![\w-])(?:{any_of})(?![\w-])", re.IGNORECASE)

    def pieces(self, text: str, told: set[str]) -> Iterator[tuple[str, Term | None]]:
        """``text`` in pieces: those that mention a term whose key is not yet ``told``, and what is between.

        The keys of the terms mentioned are added to ``told``.
        """
        end = 0
        for found in self.pattern.finditer(text) if self.terms else ():
            term = self.by_writing.get(folded(found[0]))  # none for a dotless i, which it takes for an i
            if term and term.key not in told:
                told.add(term.key)
                yield text[end : found.start()], None
                yield found[0], term
                end = found.end()
        yield text[end:], None


_kept = [Glossary()]


def keep(new: Glossary) -> None:
    """Let this be the glossary of the process: it comes with the release, like a template."""
    _kept[0] = new


def glossary() -> Glossary:
    """The glossary of the process."""
    return _kept[0]
