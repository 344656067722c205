"""Fill in the word: one text is typed, and several may be right.

It is right or wrong, without credit in between: exactly one of the accepted texts, where a run of spaces
counts as one space and the spaces around it as none, and where the case counts only if its author says so. A
wrong answer that its author foresaw is told why it is wrong.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

from lessons.aws.budgets import TYPED
from lessons.quizzes.question_types.interface import (
    Form,
    Given,
    Line,
    NotAnAnswerError,
    QuestionMistakeError,
    Values,
)
from lessons.quizzes.question_types.typed import FIELD, PLEASE_TYPE, typed
from lessons.quizzes.question_types.written import (
    check_differ,
    check_length,
    check_number,
    entries,
    text,
    texts,
)

__all__ = ["KEYS", "NAME", "TITLE", "VERSION", "FillIn"]
__all__ += ["draw", "dump", "grade", "key", "parse", "read", "rekey", "say", "show"]

NAME = "fill_in"
VERSION = 1
TITLE = "Fill in the word"
KEYS: tuple[str, ...] = ("accepted", "case", "foreseen")
MOST = 20  # accepted, and foreseen


@dataclass(frozen=True)
class FillIn:
    """The texts that are right, the first of which is shown as such; whether their ``case`` counts.

    ``foreseen`` are wrong texts, each with what is said to whoever typed it.
    """

    accepted: tuple[str, ...]
    case: bool = False
    foreseen: tuple[tuple[str, str], ...] = ()

    def fold(self, text: str) -> str:
        """The text as it is compared."""
        return text if self.case else text.casefold()


def parse(values: Values) -> FillIn:
    """``accepted`` are texts, ``case`` whether it counts; ``foreseen`` a ``text`` and ``feedback`` each."""
    accepted = texts(values, "accepted")
    written = entries(values, "foreseen", "text", "feedback") if "foreseen" in values else ()
    foreseen = tuple(
        (text(one, "text", within="foreseen"), text(one, "feedback", within="foreseen")) for one in written
    )
    case = values.get("case", False)
    if not isinstance(case, bool):
        raise QuestionMistakeError("case", "“case” is true where it counts, else false.")
    content = FillIn(accepted, case, foreseen)
    check_number("accepted", len(accepted), 1, MOST)
    check_number("foreseen", len(foreseen), 0, MOST)
    check_differ("accepted", accepted, content.fold)
    check_differ("foreseen", (*accepted, *(wrong for wrong, _ in foreseen)), content.fold)
    check_length("accepted", accepted)
    check_length("foreseen", [wrong for wrong, _ in foreseen])
    for one in accepted:
        if not one.isprintable():
            raise QuestionMistakeError("accepted", f"“{one}” has a character in it that nobody can type.")
    return content


def dump(content: FillIn) -> dict[str, Any]:
    """The texts; the case where it counts, and what was foreseen where something was."""
    foreseen = [{"text": wrong, "feedback": feedback} for wrong, feedback in content.foreseen]
    return {
        "accepted": list(content.accepted),
        **({"case": True} if content.case else {}),
        **({"foreseen": foreseen} if foreseen else {}),
    }


def draw(content: FillIn, random: Random) -> FillIn:
    """The same for everybody."""
    return content


def show(content: FillIn, given: Given | None) -> dict[str, Any]:
    """The field, how much it takes, what was typed, and whether the case counts."""
    return {"field": FIELD, "longest": TYPED, "typed": given or "", "case": content.case}


def read(content: FillIn, form: Form) -> Given:
    """What was typed."""
    return typed(form)


def grade(content: FillIn, given: Given) -> float:
    """1 for an accepted text, else 0."""
    return float(_folded(content, given) in map(content.fold, content.accepted))


def key(content: FillIn) -> Given:
    """The first of the accepted texts."""
    return content.accepted[0]


def rekey(kept: FillIn, today: FillIn) -> FillIn | None:
    """Today's texts: they are nothing that a learner was shown."""
    return today


def say(content: FillIn, given: Given) -> tuple[Line, ...]:
    """One line, with the feedback to a wrong text that was foreseen."""
    foreseen = {content.fold(wrong): feedback for wrong, feedback in content.foreseen}
    feedback = foreseen.get(_folded(content, given), "")
    return (Line("", given, content.accepted[0], grade(content, given) == 1, feedback),)


def _folded(content: FillIn, given: Given) -> str:
    if not isinstance(given, str) or not given:
        raise NotAnAnswerError(PLEASE_TYPE)
    return content.fold(given)
