"""A question as GIFT, in which texts are HTML so that code stays code."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from lessons.quizzes.exchange.answers import listed_choices, starred
from lessons.quizzes.exchange.gift_blocks import escaped
from lessons.quizzes.exchange.moodle_bank import name_of, tags_of
from lessons.quizzes.exchange.moodle_text import as_html
from lessons.quizzes.exchange.numbers import plain, shown
from lessons.quizzes.exchange.weights import shares
from lessons.quizzes.written_question import WrittenQuestion

__all__ = ["why_not", "written"]

Content = Mapping[str, Any]


class Written(NamedTuple):
    """A question of the file, and in words what of its content is not in there."""

    text: str
    lost: tuple[str, ...] = ()


def why_not(question: WrittenQuestion) -> str:
    """Why GIFT has no way to say this, empty where it has."""
    if question.type not in _ANSWERS:
        return f"GIFT has nothing like the type `{question.type}`"
    if question.type == "fill_in":
        foreseen = [one["text"] for one in question.content.get("foreseen", ())]
        if any("->" in word for word in [*question.content["accepted"], *foreseen]):
            return "in GIFT a word with -> in it is a pair"
    return ""


def written(question: WrittenQuestion) -> Written:
    """The question, where there is no reason why not."""
    lines = _ANSWERS[question.type](question.content)
    mark = _MARKS.get(question.type, "").format(len(lines))
    if question.explanation:
        lines.append(f"####{_text(question.explanation)}")
    told = [f"[id:{question.key}]"] if question.key else []
    told += [f"[tag:{tag}]" for tag in tags_of(question)]
    comment = f"// {' '.join(told)}\n" if told else ""
    head = f"{comment}::{escaped(name_of(question))}::[html]{_text(question.prompt)}"
    body = "".join(f"\t{line}\n" for line in lines)
    return Written(f"{head}{{{mark}\n{body}}}\n", _lost(question))


def _text(text: str) -> str:
    return escaped(as_html(text))


def _first(text: str) -> str:
    """A text that stands first: neither a weight nor a comment begins there."""
    html = as_html(text)
    return escaped(f"&#{ord(html[0])};{html[1:]}" if html[:1] in {"%", "/", "["} else html)


def _choice(content: Content) -> list[str]:
    listed = listed_choices(content)
    is_right = [right for _, right in listed]
    is_many = isinstance(content["right"], list)
    marks = (
        [f"~%{shown(share)}%" for share in shares(is_right)] if is_many else ["~="[one] for one in is_right]
    )
    return [
        f"{mark}{_first(one.text)}" + (f"#{_text(one.feedback)}" if one.feedback else "")
        for mark, (one, _) in zip(marks, listed, strict=True)
    ]


def _ordering(content: Content) -> list[str]:
    return [_first(item) for item in content["items"]]


def _matching(content: Content) -> list[str]:
    pairs = [f"={_first(pair['left'])} -> {escaped(pair['right'])}" for pair in content["pairs"]]
    return pairs + [f"= -> {escaped(right)}" for right in content.get("rights", ())]


def _fill_in(content: Content) -> list[str]:
    right = [f"=%100%{escaped(starred(word))}#" for word in content["accepted"]]
    return right + [
        f"=%0%{escaped(starred(wrong['text']))}#{_text(wrong['feedback'])}"
        for wrong in content.get("foreseen", ())
    ]


def _numeric(content: Content) -> list[str]:
    return [f"=%100%{plain(content['value'])}:{plain(content.get('tolerance', 0))}#"]


_ANSWERS: Mapping[str, Callable[[Content], list[str]]] = {
    "choice": _choice,
    "ordering": _ordering,
    "matching": _matching,
    "fill_in": _fill_in,
    "numeric": _numeric,
}
_MARKS = {"numeric": "#", "ordering": ">{} ALL VERTICAL RELATIVE_ALL_PREVIOUS_AND_NEXT SHOW none"}


def _lost(question: WrittenQuestion) -> tuple[str, ...]:
    content = question.content
    lost = {
        "the case of letters, which counts in it": content.get("case"),
        "its unit": content.get("unit"),
    }
    return tuple(words for words, is_there in lost.items() if is_there)
