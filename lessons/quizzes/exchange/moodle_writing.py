"""A question as an element of Moodle's XML, with the elements that Moodle 4 writes, in its order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from lessons.aws.xml_text import escaped
from lessons.quizzes.exchange.answers import listed_choices, starred
from lessons.quizzes.exchange.moodle_bank import category_of, name_of, tags_of
from lessons.quizzes.exchange.moodle_text import as_html
from lessons.quizzes.exchange.numbers import plain, shown
from lessons.quizzes.exchange.weights import shares
from lessons.quizzes.written_question import WrittenQuestion

__all__ = ["category", "written"]

Content = Mapping[str, Any]


def category(topic: str) -> str:
    """What puts the questions that follow into a category."""
    return f'  <question type="category">\n{_text("category", category_of(topic))}  </question>\n'


def written(question: WrittenQuestion) -> str | None:
    """The question, None where Moodle has no such type."""
    if question.type not in _TYPES:
        return None
    kind, write = _TYPES[question.type]
    tags = "".join(f"      <tag><text>{escaped(tag)}</text></tag>\n" for tag in tags_of(question))
    parts = (
        _text("name", name_of(question)),
        _html("questiontext", question.prompt),
        _html("generalfeedback", question.explanation),
        f"    <defaultgrade>{question.points}</defaultgrade>\n",
        f"    <hidden>{int(not question.is_published)}</hidden>\n",
        f"    <idnumber>{escaped(question.key)}</idnumber>\n",
        *write(question.content),
        *(_html("hint", hint) for hint in question.hints),
        f"    <tags>\n{tags}    </tags>\n" if tags else "",
    )
    return f'  <question type="{kind}">\n{"".join(parts)}  </question>\n'


def _text(tag: str, text: str) -> str:
    return f"    <{tag}>\n      <text>{escaped(text)}</text>\n    </{tag}>\n"


def _html(tag: str, text: str, attributes: str = "", more: str = "") -> str:
    html = escaped(as_html(text))
    return f'    <{tag} format="html"{attributes}>\n      <text>{html}</text>\n{more}    </{tag}>\n'


def _feedback(text: str) -> str:
    return f'      <feedback format="html"><text>{escaped(as_html(text))}</text></feedback>\n' if text else ""


def _word(text: str, fraction: int, more: str) -> str:
    """An answer that Moodle compares as it is, without HTML."""
    return (
        f'    <answer fraction="{fraction}" format="moodle_auto_format">\n'
        f"      <text>{escaped(text)}</text>\n{more}    </answer>\n"
    )


def _choice(content: Content) -> list[str]:
    listed = listed_choices(content)
    is_right = [right for _, right in listed]
    is_many = isinstance(content["right"], list)
    worth = shares(is_right) if is_many else [100.0 * right for right in is_right]
    single = f"    <single>{str(not is_many).lower()}</single>\n    <shuffleanswers>false</shuffleanswers>\n"
    return [single] + [
        _html("answer", one.text, f' fraction="{shown(weight)}"', _feedback(one.feedback))
        for weight, (one, _) in zip(worth, listed, strict=True)
    ]


def _ordering(content: Content) -> list[str]:
    settings = (
        "    <layouttype>VERTICAL</layouttype>\n    <selecttype>ALL</selecttype>\n"
        "    <selectcount>0</selectcount>\n    <gradingtype>RELATIVE_ALL_PREVIOUS_AND_NEXT</gradingtype>\n"
        "    <showgrading>SHOW</showgrading>\n    <numberingstyle>none</numberingstyle>\n"
    )
    return [settings] + [
        _html("answer", item, f' fraction="{place}.0000000"')
        for place, item in enumerate(content["items"], start=1)
    ]


def _matching(content: Content) -> list[str]:
    pairs = [(pair["left"], pair["right"]) for pair in content["pairs"]]
    pairs += [("", right) for right in content.get("rights", ())]
    return [
        _html("subquestion", left, more=f"      <answer><text>{escaped(right)}</text></answer>\n")
        for left, right in pairs
    ]


def _fill_in(content: Content) -> list[str]:
    right = [_word(starred(word), 100, "") for word in content["accepted"]]
    wrong = [
        _word(starred(one["text"]), 0, _feedback(one["feedback"])) for one in content.get("foreseen", ())
    ]
    return [f"    <usecase>{int(content.get('case', False))}</usecase>\n", *right, *wrong]


def _numeric(content: Content) -> list[str]:
    tolerance = f"      <tolerance>{plain(content.get('tolerance', 0))}</tolerance>\n"
    answer = _word(plain(content["value"]), 100, tolerance)
    if not content.get("unit"):
        return [answer]
    units = [(content["unit"], "1")] + [(one["unit"], one["factor"]) for one in content.get("units", ())]
    listed = "".join(
        f"      <unit>\n        <multiplier>{_multiplier(factor)}</multiplier>\n"
        f"        <unit_name>{escaped(unit)}</unit_name>\n      </unit>\n"
        for unit, factor in units
    )
    return [answer, f"    <unitgradingtype>0</unitgradingtype>\n    <units>\n{listed}    </units>\n"]


def _multiplier(factor: object) -> str:
    """How many of a unit the first one is, where one of it is ``factor`` of the first one: 60 is 1/60."""
    over, _, under = plain(factor).partition("/")
    exact = Fraction(under or "1") / Fraction(over)
    return str(exact) if exact.denominator == 1 else repr(float(exact))


_TYPES: Mapping[str, tuple[str, Callable[[Content], list[str]]]] = {
    "choice": ("multichoice", _choice),
    "ordering": ("ordering", _ordering),
    "matching": ("matching", _matching),
    "fill_in": ("shortanswer", _fill_in),
    "numeric": ("numerical", _numeric),
}
