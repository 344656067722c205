"""A form field for the choices of a question: one text box, one choice a line."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator

from lessons.quizzes.choices import Option, mistakes, parse, write

__all__ = ["OptionsField"]


class OptionsField(forms.Field):
    """Options as text; the cleaned value is a tuple of ``Option``, free of mistakes."""

    widget = forms.Textarea

    def prepare_value(self, value: str | Sequence[Option] | None) -> str:
        """What stands in the text box."""
        return value if isinstance(value, str) else write(value or ())

    def to_python(self, value: str | None) -> tuple[Option, ...]:
        """The options that the text box holds."""
        ProhibitNullCharactersValidator()(value or "")
        return parse(value or "")

    def validate(self, value: tuple[Option, ...]) -> None:
        """Raise ValidationError with every mistake, in words."""
        super().validate(value)
        if said := mistakes(value):
            raise ValidationError(said)

    def has_changed(self, initial: Sequence[Option] | None, data: str | None) -> bool:
        """Whether the options differ; line ends and empty lines do not count."""
        return tuple(initial or ()) != parse(data or "")
