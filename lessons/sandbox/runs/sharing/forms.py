"""What is asked before a run is shared, or made a lesson."""

from __future__ import annotations

from django import forms

from lessons.models import Chapter
from lessons.sandbox.models.shared_runs import LONGEST_TITLE

__all__ = ["DraftForm", "ShareForm"]


class ShareForm(forms.Form):
    """What the link is called."""

    title = forms.CharField(
        label="Title",
        max_length=LONGEST_TITLE,
        widget=forms.TextInput({"autocomplete": "off"}),
        help_text="Whoever opens the link reads it above the steps.",
    )


class DraftForm(forms.Form):
    """Where the new lesson belongs."""

    chapter = forms.ModelChoiceField(Chapter.objects.all(), label="In the chapter", empty_label=None)
