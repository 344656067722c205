"""What stands between { and } in GIFT, as the content of a question. Signs that are escaped are guarded."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from lessons.quizzes.exchange import contents
from lessons.quizzes.exchange.answers import NumberAnswers, WordAnswers, choice
from lessons.quizzes.exchange.gift_blocks import Piece, pieces, restored
from lessons.quizzes.exchange.numbers import between, number
from lessons.quizzes.exchange.results import Collected, NotTakenError
from lessons.quizzes.exchange.weights import WHOLE

__all__ = ["TRUTHS", "GiftAnswers"]

TRUTHS = {"T": True, "TRUE": True, "F": False, "FALSE": False}
_WEIGHT = re.compile(r"%(-?[0-9]{1,3}(?:\.[0-9]{0,10})?)%")
# What may follow {>, in any case: how many items, and Moodle's settings of the type.
_SETTING = re.compile(
    r"[0-9]+|ALL|EXACT|RANDOM|REL|CONTIGUOUS|CONTIG|HORIZONTAL|HORI|H|VERTICAL|VERT|V|ALL_OR_NOTHING|"
    r"ABSOLUTE_POSITION|ABSOLUTE|ABS|RELATIVE[A-Z_]*|LONGEST_[A-Z_]*|SHOW|TRUE|YES|HIDE|FALSE|NO|none|123|"
    r"abc|ABCD|iii|IIII"
)


@dataclass(frozen=True)
class GiftAnswers:
    """The answers of one question, which begin on ``line``; ``read`` makes plain text of what they say."""

    text: str
    line: int
    read: Callable[[str], str]
    found: Collected

    def content(self) -> tuple[str, dict[str, Any]]:
        """The type of the question, and its content. Raises NotTakenError."""
        bare = self.text.strip()
        kinds = (
            (not bare, self._essay),
            (bare.startswith("#"), self._numeric),
            (bare.startswith(">"), self._ordering),
            ("~" in bare, self._choice),
            ("=" in bare and "->" in bare, self._matching),
            (bare.partition("#")[0].strip() in TRUTHS, self._truth),
        )
        return next((read for applies, read in kinds if applies), self._fill_in)()

    def _essay(self) -> tuple[str, dict[str, Any]]:
        raise NotTakenError(self.line, "Nothing stands between { and }: an essay cannot be graded here.")

    def _choice(self) -> tuple[str, dict[str, Any]]:
        found = pieces(self.text, self.line, "=~")
        if not found[0].sign:
            raise NotTakenError(self.line, f"Neither = nor ~ stands before “{_short(found[0].text)}”.")
        is_many = all(piece.sign == "~" for piece in found)
        weighed = [_weight(piece, WHOLE if piece.sign == "=" else 0.0) for piece in found]
        answers = [(weight, self._answer(text, self.read)) for weight, text in weighed]
        return "choice", choice(answers, is_many, self.line, self.found)

    def _truth(self) -> tuple[str, dict[str, Any]]:
        answer, *said = self.text.split("#", 2)
        wrong, right = map(self.read, (*said, "", "")[:2])
        is_true = TRUTHS[answer.strip()]
        return "choice", contents.true_or_false(is_true, *((right, wrong) if is_true else (wrong, right)))

    def _matching(self) -> tuple[str, dict[str, Any]]:
        pairs, rights = [], []
        for piece in pieces(self.text, self.line, "="):
            left, arrow, right = piece.text.partition("->")
            if not (piece.sign and arrow):
                raise NotTakenError(piece.line, f"“{_short(piece.text)}” is no pair: = left -> right.")
            if self.read(left):
                pairs.append((self.read(left), _word(right)))
            else:
                rights.append(_word(right))
        return "matching", contents.matching(pairs, rights)

    def _ordering(self) -> tuple[str, dict[str, Any]]:
        first, *items = self.text.strip()[1:].split("\n")
        settings = first.split()
        if not all(map(_SETTING.fullmatch, settings)):
            settings, items = [], [first, *items]
        items = [text for item in items if (text := self.read(item))]
        if {"RANDOM", "REL", "CONTIGUOUS", "CONTIG"} & set(settings):
            self.found.note(self.line, "That only some of the items are asked is not kept: here all are.")
        return "ordering", contents.ordering(items)

    def _fill_in(self) -> tuple[str, dict[str, Any]]:
        words = WordAnswers(self.found)
        for piece in pieces(self.text, self.line, "="):
            weight, text = _weight(piece, WHOLE)
            words.add(piece.line, weight, self._answer(text, _word))
        return "fill_in", words.content(self.line)

    def _numeric(self) -> tuple[str, dict[str, Any]]:
        text, _, wrong = self.text.strip()[1:].partition("~")
        if wrong.partition("#")[2].strip():
            self.found.note(self.line, "What is said to a wrong number is not kept.")
        numbers = NumberAnswers(self.found)
        for piece in pieces(text, self.line, "="):
            weight, said = _weight(piece, WHOLE)
            answer = self._answer(said, _word)
            numbers.add(piece.line, weight, answer, *_range(answer.text, piece.line))
        return "numeric", numbers.content(self.line)

    def _answer(self, text: str, read: Callable[[str], str]) -> contents.Answer:
        said, _, feedback = text.partition("#")
        return contents.Answer(_one_line(read(said)), self.read(feedback))


def _weight(piece: Piece, default: float) -> tuple[float, str]:
    """What an answer is worth in percent, and the rest of it."""
    text = piece.text.strip()
    if weight := _WEIGHT.match(text):
        return float(weight[1]), text[weight.end() :]
    return default, text


def _range(text: str, line: int) -> tuple[float, float]:
    """A number with its tolerance, 10:2, or the lowest and the highest, 8..12."""
    ends = text.partition("..") if ".." in text else text.partition(":")
    first, second = number(ends[0]), number(ends[2]) if ends[1] else 0
    if first is None or second is None:
        raise NotTakenError(line, f"“{_short(text)}” is no number: write 10, 10:2 or 8..12.")
    return between(first, second) if ends[1] == ".." else (first, second)


def _word(text: str) -> str:
    """A text that Moodle shows as it is, without HTML."""
    return _one_line(restored(text))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _short(text: str) -> str:
    return _one_line(restored(text))[:40]
