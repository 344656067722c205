"""Whether the course is easy to read and well spelled: ``python -m tests.prose``, part of ``make check``.

What ends as a sentence is graded, and every word is spelled, as Americans do. Code, commands and whatever is
not written like a word are left out. The words of the field stand in prose-words.txt.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path

import yaml
from markdown_it import MarkdownIt
from pyphen import Pyphen
from spellchecker import SpellChecker

CONTENT = Path(__file__).parents[1] / "lessons" / "content"
FIELD_WORDS = Path(__file__).with_name("prose-words.txt")
HARDEST = 8.0  # Flesch-Kincaid grade; by ear it would be 9, as hyphenation misses some syllables
FEWEST = 100  # words that a grade can be given for
LONGEST = 40  # words in a sentence

# Under these keys of a YAML file stands nothing to read: names, calls and policies.
MACHINE = {
    "accounts",
    "cloud",
    "column",
    "command",
    "forms",
    "from",
    "key",
    "kind",
    "lifetime_seconds",
    "node",
    "now",
}
MACHINE |= {"difficulty", "document", "factor", "generator", "request", "settings", "topic"}  # of a question
MACHINE |= {"run", "scenario", "seconds_left", "seen", "solution", "step", "to", "type", "url", "wrong"}
WAYS = "right"  # of a lab: calls; in a quiz the right answer
MARKDOWN = MarkdownIt().enable("table")
BREAKS = {"softbreak": " ", "hardbreak": " "}
KEPT = {**BREAKS, "code_inline": "code"}  # code in a sentence counts as one word
HYPHENS = Pyphen(lang="en_US")
SENTENCE_END = re.compile(r"(?<=[.!?])[^\w\s]*\s+")
SENTENCE = re.compile(r".*[.!?][^\w\s]*")
BETWEEN = re.compile(r"[\s\u2013\u2014-]+")  # spaces, dashes and hyphens
WORD = re.compile(r"\W*([A-Z]+s?|[A-Za-z]?[a-z]+('[a-z]+)*)\W*")


@dataclass(frozen=True)
class Prose:
    """A paragraph, heading, cell or item as plain text, and the line of the file that it begins on.

    `whole` is the same text with the code that `text` only stands in for.
    """

    text: str
    line: int
    whole: str

    def sentences(self) -> list[str]:
        return [part for part in SENTENCE_END.split(self.text) if SENTENCE.fullmatch(part)]

    def words(self) -> list[str]:
        return [word[1] for part in BETWEEN.split(self.text) if (word := WORD.fullmatch(part))]


def check(file: Path) -> Iterator[str]:
    """What is wrong with a content file, each with file and line."""
    lines = file.read_text(encoding="utf-8").splitlines()
    for name, prose in parts(file).items():
        for item in prose:
            for word in item.words():
                if word.lower().removesuffix("'s") not in dictionary():
                    at = (n for n, row in enumerate(lines, 1) if n >= item.line and word in row)
                    yield f"{file}:{next(at, item.line)}: unknown word {word}"
            for sentence in item.sentences():
                if (length := len(sentence.split())) > LONGEST:
                    yield f"{file}:{item.line}: a sentence of {length} words, at most {LONGEST}"
        sentences = [sentence for item in prose for sentence in item.sentences()]
        if len(" ".join(sentences).split()) >= FEWEST and (level := grade(sentences)) > HARDEST:
            yield f"{file}:{prose[0].line}: the {name} is of grade {level:.1f}, at most {HARDEST}"


def grade(sentences: list[str]) -> float:
    """The Flesch-Kincaid grade level: about the years of school that the reader needs."""
    words = [word for sentence in sentences for word in re.findall(r"[\w,']+", sentence)]
    syllables = sum(len(HYPHENS.positions(word)) + 1 for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59


def parts(file: Path) -> dict[str, list[Prose]]:
    """What is graded as one: a YAML file, or the front matter and the article of a lesson."""
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".yaml":
        return {"text": [*values(composed(text), 1)]}
    _, front, article = text.split("---\n", 2)
    after = front.count("\n") + 3
    return {"front matter": [*values(composed(front), 2)], "article": [*paragraphs(article, after)]}


def composed(text: str) -> yaml.Node:
    """A YAML document, read fast where PyYAML was built for that."""
    return yaml.compose(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def values(node: yaml.Node, first_line: int) -> Iterator[Prose]:
    """The texts of a YAML document that are there to be read."""
    if isinstance(node, yaml.ScalarNode):
        yield from paragraphs(node.value, node.start_mark.line + first_line)
    elif isinstance(node, yaml.SequenceNode):
        yield from chain.from_iterable(values(item, first_line) for item in node.value)
    else:
        read = (value for key, value in node.value if not is_for_machines(key.value, value))
        yield from chain.from_iterable(values(value, first_line) for value in read)


def is_for_machines(key: str, value: yaml.Node) -> bool:
    """Whether nobody reads what stands under the key."""
    return key in MACHINE or (key == WAYS and isinstance(value, yaml.SequenceNode))


def paragraphs(markdown: str, first_line: int) -> Iterator[Prose]:
    """Its inline text without marks, links' addresses and code; tables by the cell."""
    for token in MARKDOWN.parse(markdown):
        if token.type == "inline":
            text, whole = (
                "".join(kept.get(child.type, child.content) for child in token.children)
                for kept in (KEPT, BREAKS)
            )
            yield Prose(text.replace("\u2019", "'"), first_line + token.map[0], whole)


@cache
def dictionary() -> set[str]:
    return {*SpellChecker().word_frequency.words(), *FIELD_WORDS.read_text(encoding="utf-8").split()}


def main() -> None:
    files = sorted([*CONTENT.rglob("*.md"), *CONTENT.rglob("*.yaml")])
    if mistakes := [mistake for file in files for mistake in check(file)]:
        sys.exit("\n".join(mistakes))
    print(f"{len(files)} content files read well")


if __name__ == "__main__":
    main()
