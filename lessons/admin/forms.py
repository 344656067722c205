"""A lesson's own form: nothing that somebody else saved meanwhile is lost."""

from __future__ import annotations

from typing import Any

from django import forms

from lessons.admin.widgets import LinesTextarea
from lessons.models import Lesson

__all__ = ["LessonForm"]

LINES = {
    "summary": 2,
    "objectives": 5,
    "article": 28,
    "command": 4,
    "command_note": 2,
    "stops_note": 2,
    "snapshot": 7,
    "transcript": 12,
    "sources": 5,
}


class LessonForm(forms.ModelForm):
    """The lesson's fields, and when it had last been changed as the form was opened."""

    version = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Lesson
        fields = ["title", "slug", "chapter", "position", "cloud", "lifetime_seconds", *LINES]
        help_texts = {
            "article": (
                "Markdown, headings from ## down. A quotation that begins with a line in bold is a fold: what"
                " comes of a step, for who wants to predict it first."
            )
        }
        widgets = {name: LinesTextarea({"rows": rows, "cols": 90}) for name, rows in LINES.items()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = version_of(self.instance)

    def clean(self) -> dict[str, Any]:
        """Refuse to save over a change that this form has not seen."""
        cleaned = super().clean() or {}
        current = Lesson.objects.select_for_update().filter(pk=self.instance.pk).first()
        if current is not None and cleaned.get("version") != version_of(current):
            raise forms.ValidationError(
                "This lesson was changed since you opened it, perhaps by somebody else, and saving now would"
                " undo that. What you typed is still below: open the lesson again in a second tab and carry"
                " it over."
            )
        return cleaned


def version_of(lesson: Lesson) -> str:
    """What changes with every change to the lesson or its parts."""
    return lesson.updated_at.isoformat() if lesson.pk else ""
