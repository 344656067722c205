"""Form widgets of the lesson's pages in admin."""

from __future__ import annotations

from typing import Any

from django import forms

__all__ = ["LinesTextarea"]


class LinesTextarea(forms.Textarea):
    """Text whose lines end as they are stored: browsers send CR LF, and all text would look changed."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """The text as sent, its line ends made LF."""
        value = super().value_from_datadict(data, files, name)
        return value.replace("\r\n", "\n") if isinstance(value, str) else value
