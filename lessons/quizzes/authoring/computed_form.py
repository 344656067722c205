"""The form for a question that a generator makes."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from django import forms

from lessons.quizzes.authoring.lines import cells, entries, joined
from lessons.quizzes.authoring.question_form import QuestionForm, lines_field
from lessons.quizzes.generators.catalog import GENERATORS
from lessons.quizzes.question_types import computed
from lessons.quizzes.question_types.interface import Values

__all__ = ["ComputedForm"]


def generators_by_lesson() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every generator with what it asks, in groups of the lessons that they fit best."""
    return [
        (lesson, [(one.name, one.title) for one in group])
        for lesson, group in groupby(GENERATORS.values(), key=lambda one: one.lesson)
    ]


class ComputedForm(QuestionForm):
    """The generator, and what it draws from."""

    TYPE = computed.NAME
    SUMMARY = "Other values for each learner, with a key that the rules of AWS compute."

    generator = forms.ChoiceField(
        choices=lambda: [("", "---------"), *generators_by_lesson()],
        help_text="It makes a question anew for each learner, whose key AWS's own rules compute.",
    )
    settings = lines_field(
        "What it draws from",
        "Nothing for all that it can. To narrow it, a line for each value: duration | 900 | 1800",
        rows=3,
        required=False,
    )

    def add_fields(self) -> None:
        """Say what the generator draws, once it is chosen."""
        generator = GENERATORS.get(self.instance.values.get("generator", "")) if self.instance.pk else None
        if generator:
            drawn = "; ".join(
                f"{name}: {', '.join(_words(values))}" for name, values in generator.space.items()
            )
            self.fields["settings"].help_text += f". It draws {drawn}."

    def typed(self, content: Values) -> dict[str, Any]:
        """Also of a generator that is gone by now."""
        settings = content.get("settings", {})
        lines = [joined([name, *map(str, wanted)]) for name, wanted in settings.items()]
        return {"generator": content["generator"], "settings": "\n".join(lines)}

    def written(self, typed: Mapping[str, Any]) -> dict[str, Any]:
        """The settings as values of the generator, where it knows them."""
        space = GENERATORS[typed["generator"]].space
        settings = {name: wanted for name, *wanted in map(cells, entries(typed["settings"]))}
        return {
            "generator": typed["generator"],
            "settings": {
                name: [_value(one, space.get(name, ())) for one in wanted]
                for name, wanted in settings.items()
            },
        }


def _words(values: tuple[Any, ...]) -> list[str]:
    """What can be drawn, each once."""
    return list(dict.fromkeys(map(str, values)))


def _value(text: str, known: tuple[Any, ...]) -> Any:
    """The value that is written so, or the text where none is."""
    return next((one for one in known if str(one) == text), text)
