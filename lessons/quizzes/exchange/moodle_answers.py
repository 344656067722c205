"""What each type of Moodle's XML asks, as the content of a question."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from lessons.quizzes.exchange import contents
from lessons.quizzes.exchange.answers import NumberAnswers, WordAnswers, choice
from lessons.quizzes.exchange.contents import Answer
from lessons.quizzes.exchange.moodle_text import Texts
from lessons.quizzes.exchange.numbers import number, shown
from lessons.quizzes.exchange.results import Collected, NotTakenError
from lessons.quizzes.exchange.xml_tree import Element

__all__ = ["READERS", "plain_of", "said"]

Content = dict[str, Any]
Reader = Callable[[Element, Texts, Collected], tuple[str, Content]]

_ALL_PAIRS = "RELATIVE_ALL_PREVIOUS_AND_NEXT"  # Moodle's name for how an order is graded here


def plain_of(element: Element, texts: Texts) -> str:
    """The text of an element as plain text; files that belong to it are kept by name."""
    for file in element.all("file"):
        texts.files[file.attributes.get("name", "without a name")] = None
    inner = element.first("text")
    return texts.read((element if inner is None else inner).text, element.attributes.get("format", "html"))


def said(parent: Element, tag: str, texts: Texts) -> str:
    """The same of a child, empty where there is none."""
    element = parent.first(tag)
    return "" if element is None else plain_of(element, texts)


def _answer(element: Element, texts: Texts) -> Answer:
    return Answer(_one_line(plain_of(element, texts)), said(element, "feedback", texts))


def _word(element: Element, texts: Texts) -> Answer:
    """An answer that Moodle compares as it is, without HTML."""
    inner = element.first("text")
    return Answer(_one_line((element if inner is None else inner).text), said(element, "feedback", texts))


def _weight(element: Element) -> float:
    written = element.attributes.get("fraction", "0")
    found = number(written)
    if found is None:
        raise NotTakenError(element.line, f"“{written[:40]}” is no percentage that an answer is worth.")
    return found


def _multichoice(element: Element, texts: Texts, found: Collected) -> tuple[str, Content]:
    is_many = element.value("single", "true") not in {"true", "1"}
    answers = [(_weight(one), _answer(one, texts)) for one in element.all("answer")]
    return "choice", choice(answers, is_many, element.line, found)


def _truefalse(element: Element, texts: Texts, found: Collected) -> tuple[str, Content]:
    answers = {_word(one, texts).text.lower(): one for one in element.all("answer")}
    if answers.keys() != {"true", "false"}:
        raise NotTakenError(element.line, "The two answers are not “true” and “false”.")
    is_true = _weight(answers["true"]) > 0
    feedback = [_word(answers[name], texts).feedback for name in ("true", "false")]
    return "choice", contents.true_or_false(is_true, *feedback)


def _shortanswer(element: Element, texts: Texts, found: Collected) -> tuple[str, Content]:
    words = WordAnswers(found)
    for one in element.all("answer"):
        words.add(one.line, _weight(one), _word(one, texts))
    return "fill_in", words.content(element.line, case=element.value("usecase") in {"1", "true"})


def _numerical(element: Element, texts: Texts, found: Collected) -> tuple[str, Content]:
    numbers = NumberAnswers(found)
    for one in element.all("answer"):
        answer = _word(one, texts)
        if answer.text == "*" and _weight(one) == 0:
            if answer.feedback:
                found.note(one.line, "What is said to a wrong number is not kept.")
            continue
        value, tolerance = number(answer.text), number(one.value("tolerance", "0") or "0")
        if value is None or tolerance is None:
            raise NotTakenError(one.line, f"“{answer.text[:40]}” is no number with a tolerance.")
        numbers.add(one.line, _weight(one), answer, value, tolerance)
    return "numeric", numbers.content(element.line, _units(element, found))


def _units(element: Element, found: Collected) -> list[tuple[str, str]]:
    """The units, the one that the value is in first, each with what it is worth of that one."""
    units: list[tuple[str, str]] = []
    parent = element.first("units")
    for unit in parent.all("unit") if parent else ():
        multiplier = number(unit.value("multiplier", "1"))
        if not multiplier or multiplier < 0:
            raise NotTakenError(unit.line, "A unit has a multiplier above 0.")
        units.append((_one_line(unit.value("unit_name")), _factor(multiplier)))
    if units and number(element.value("unitpenalty", "0")) and element.value("unitgradingtype", "0") != "0":
        found.note(element.line, "That a wrong unit costs a part of the points is not kept.")
    return sorted(units, key=lambda unit: unit[1] != "1")


def _factor(multiplier: float) -> str:
    """How many of the first unit one is, where Moodle says how many of it the first one is."""
    exact = 1 / Fraction(multiplier)
    whole = round(exact)
    if whole and abs(exact / whole - 1) < Fraction(1, 10**6):
        return str(whole)
    return f"1/{multiplier}" if isinstance(multiplier, int) else shown(float(exact))


def _matching(element: Element, texts: Texts, found: Collected) -> tuple[str, Content]:
    pairs, rights = [], []
    for one in element.all("subquestion"):
        left, right = _one_line(plain_of(one, texts)), _one_line(one.value("answer"))
        if left:
            pairs.append((left, right))
        else:
            rights.append(right)
    return "matching", contents.matching(pairs, rights)


def _ordering(element: Element, texts: Texts, found: Collected) -> tuple[str, Content]:
    answers = sorted(element.all("answer"), key=_weight)
    items = [_answer(one, texts) for one in answers]
    if element.value("selecttype", "ALL").upper() not in {"ALL", "0", ""}:
        found.note(element.line, "That only some of the items are asked is not kept: here all are.")
    if (graded := element.value("gradingtype", _ALL_PAIRS)) != _ALL_PAIRS:
        found.note(
            element.line, f"How it is graded, {graded or 'by place'}, is not kept: here all pairs count."
        )
    if any(item.feedback for item in items):
        found.note(element.line, "What is said to its items is not kept.")
    return "ordering", contents.ordering(item.text for item in items)


def _one_line(text: str) -> str:
    return " ".join(text.split())


# By Moodle's names of the types; there is nothing like any other type here.
READERS: Mapping[str, Reader] = {
    "multichoice": _multichoice,
    "truefalse": _truefalse,
    "shortanswer": _shortanswer,
    "numerical": _numerical,
    "matching": _matching,
    "ordering": _ordering,
}
