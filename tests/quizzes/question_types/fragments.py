"""The form of a question as a browser shows and sends it."""

from __future__ import annotations

from html.parser import HTMLParser
from types import SimpleNamespace
from typing import Any

from django.template.loader import render_to_string

from lessons.quizzes.question_types.interface import Given, QuestionType

__all__ = ["Fields", "shown"]


def shown(kind: QuestionType[Any], content: Any, given: Given | None) -> Fields:
    """The fragment of a type, with what was given so far."""
    asked = SimpleNamespace(prompt="Which?")
    context = {"asked": asked, "number": 1, **kind.show(content, given)}
    return Fields(render_to_string(f"quizzes/types/{kind.NAME}.html", context))


class Fields(HTMLParser):
    """The names of all fields in ``names``, and in ``sent`` what a browser sends of them as they stand."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html = html
        self.names: list[str] = []
        self.values: set[str] = set()
        self.sent: dict[str, list[str]] = {}
        self._select = ""
        self._textarea = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag in {"input", "select", "textarea"}:
            self.names.append(has["name"])
        match tag:
            case "input" if has.get("type") in {"radio", "checkbox"}:
                self._offer(has["name"], has.get("value", "on"), is_taken="checked" in has)
            case "input":
                self._offer(has["name"], has.get("value", ""), is_taken=True)
            case "select":
                self._select = has["name"]
                self.sent[self._select] = [""]  # the first option, until another one is selected
            case "option":
                if "selected" in has:
                    self.sent[self._select] = []
                self._offer(self._select, has["value"], is_taken="selected" in has)
            case "textarea":
                self._textarea = has["name"]
                self.sent[self._textarea] = [""]

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._textarea = ""

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self.sent[self._textarea][0] += data.removeprefix("\n")

    def _offer(self, name: str, value: str, *, is_taken: bool) -> None:
        self.values.add(value)
        if is_taken:
            self.sent.setdefault(name, []).append(value)
