"""What one learner was asked of a generator, kept as values: it needs no generator to be shown and graded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, astuple, dataclass
from random import Random
from typing import Any

from lessons.quizzes.generators.generator import UNITS, Document, Drawn, Generator

__all__ = ["Asked", "ask"]


@dataclass(frozen=True)
class Asked:
    """A variant with the version of its generator and the values that were drawn for it.

    ``choices`` are in the order in which they were shown, none for a number; the rest is as in `Variant`.
    """

    version: int
    drawn: Drawn
    lines: tuple[str, ...]
    documents: tuple[Document, ...]
    choices: tuple[str, ...]
    right: str
    unit: str
    explanation: str

    def to_json(self) -> dict[str, Any]:
        """A JSON object."""
        return {
            **asdict(self),
            "lines": list(self.lines),
            "documents": [asdict(one) for one in self.documents],
            "choices": list(self.choices),
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Asked:
        """What `to_json` gave. Raises ValueError for anything else, even if it is no JSON object."""
        try:
            documents = tuple(Document(**one) for one in kept["documents"])
            asked = cls(
                **{
                    **kept,
                    "lines": tuple(kept["lines"]),
                    "documents": documents,
                    "choices": tuple(kept["choices"]),
                }
            )
        except (KeyError, TypeError, IndexError):
            raise ValueError(kept) from None
        shown = (part for one in documents for part in astuple(one))
        texts = (asked.right, asked.unit, asked.explanation, *asked.lines, *asked.choices, *shown)
        is_read = all(isinstance(one, str) for one in texts)
        is_kind = isinstance(asked.version, int) and isinstance(asked.drawn, dict)
        if not (is_read and is_kind and asked.lines and asked.has_key and asked.to_json() == kept):
            raise ValueError(kept)
        return asked

    @property
    def has_key(self) -> bool:
        """Whether the right answer is one that can be given."""
        return self.right in self.choices if self.choices else self.unit in UNITS


def ask(generator: Generator, random: Random, settings: Mapping[str, tuple[Any, ...]]) -> Asked:
    """A variant for one learner: values, words and key; the choices in an order of their own."""
    drawn = generator.draw(random, settings)
    variant = generator.variant(drawn)
    choices = [variant.right, *variant.wrong] if variant.wrong else []
    random.shuffle(choices)
    return Asked(
        generator.version,
        drawn,
        variant.lines,
        variant.documents,
        tuple(choices),
        variant.right,
        variant.unit,
        variant.explanation,
    )
