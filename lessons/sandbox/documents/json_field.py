"""What a scenario's JSON may be made of, and the form field that takes it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.fields import InvalidJSONInput

__all__ = ["DocumentField", "unfit"]

DEEPEST = 20  # levels; a condition's value in a role's policy is on the twelfth
LARGEST = 2**53  # JSON's numbers are exact up to here in every language
MOST_BYTES = 50_000
# Controls but tab and line ends, and halves of characters: no database and no page can hold them.
UNSHOWABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


class DocumentField(forms.JSONField):
    """JSON that can be kept; what somebody typed is shown again as they typed it."""

    def to_python(self, value: Any) -> Any:
        """The document. Raises ValidationError with what is wrong with it."""
        try:
            document = super().to_python(value)
        except (ValueError, RecursionError) as odd:
            raise ValidationError("This is nested too deeply, or has a number that is too long.") from odd
        if said := unfit(document):
            raise ValidationError(said)
        return document

    def bound_data(self, data: Any, initial: Any) -> Any:
        """The text as it was sent."""
        return initial if self.disabled or data is None else InvalidJSONInput(data)


def unfit(document: Any) -> str:
    """Why a document cannot be kept, in a sentence for its author; empty where it can."""
    values = [document]
    for _ in range(DEEPEST):
        if said := next(filter(None, map(_unfit_value, values)), ""):
            return said
        values = [inner for value in values for inner in _inside(value)]
    if values:
        return f"This is nested deeper than {DEEPEST} levels."
    size = len(json.dumps(document, ensure_ascii=False).encode())
    return "" if size <= MOST_BYTES else f"This is {size} bytes long; a scenario has {MOST_BYTES} at most."


def _unfit_value(value: Any) -> str:
    match value:
        case str():
            odd = UNSHOWABLE.search(value)
            return f"{value[:40]!a} has a character that cannot be shown." if odd else ""
        case int() | float():
            return "" if abs(value) <= LARGEST else "Some number is too large, or is none."
        case dict() if not all(isinstance(key, str) for key in value):
            return "Every key is a text: write it in quotes."
        case None | dict() | list():
            return ""
    return f"Write dates and the like in quotes: {value}."


def _inside(value: Any) -> Iterable[Any]:
    """What a mapping or a list holds, keys included."""
    if isinstance(value, dict):
        return [*value, *value.values()]
    return value if isinstance(value, list) else ()
