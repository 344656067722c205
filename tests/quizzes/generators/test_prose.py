"""What generators say is as easy to read as the course, and spelled as it is."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import pytest

from lessons.quizzes.generators.catalog import GENERATORS
from lessons.quizzes.generators.generator import Generator
from tests.prose import HARDEST, KEPT, LONGEST, MARKDOWN, Prose, dictionary, grade
from tests.sizes import size


def said(generator: Generator) -> Iterator[Prose]:
    """What learners read of some variants."""
    for seed in range(size(10, 200)):
        variant = generator.variant(generator.draw(Random(seed), {}))  # noqa: S311 -- repeatable
        for text in (*variant.lines, variant.right, *variant.wrong, variant.explanation):
            inline = (token for token in MARKDOWN.parse(text) if token.type == "inline")
            for token in inline:
                yield Prose("".join(KEPT.get(part.type, part.content) for part in token.children), 0, text)


@pytest.mark.parametrize("generator", GENERATORS.values(), ids=GENERATORS)
def test_what_a_generator_says_reads_well(generator: Generator) -> None:
    prose = list(said(generator))
    words = {word.lower().removesuffix("'s") for item in prose for word in item.words()}
    sentences = [sentence for item in prose for sentence in item.sentences()]
    assert words <= dictionary()
    assert max(len(sentence.split()) for sentence in sentences) <= LONGEST
    assert grade(sentences) <= HARDEST
