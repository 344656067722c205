"""The nine learning styles: one table, which every lesson page and progress view reads."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

__all__ = ["STYLES", "STYLES_BY_KEY", "Style"]


@dataclass(frozen=True)
class Style:
    """One way to learn a lesson, at a URL of its own.

    ``by_reader`` styles are read, and the reader decides when one is done; the others have views of
    their own, and are done when every step was seen, the quiz finished or the lab's tasks fulfilled.
    """

    key: str
    label: str
    promise: str
    url_name: str
    by_reader: bool = True

    def url(self, slug: str) -> str:
        """Where this style of the lesson ``slug`` is."""
        return reverse(self.url_name, args=[slug])

    @property
    def previous(self) -> Style | None:
        """The style before this one, None at the first."""
        index = STYLES.index(self)
        return STYLES[index - 1] if index else None

    @property
    def next(self) -> Style | None:
        """The style after this one, None at the last."""
        return next(iter(STYLES[STYLES.index(self) + 1 :]), None)


STYLES = (
    Style("read", "Read", "The article", "lessons:read"),
    Style("flow", "Flow", "The process as a diagram", "lessons:flow"),
    Style("steps", "Steps", "One step at a time", "lessons:steps", by_reader=False),
    Style("state", "State", "What changes, and when", "lessons:state"),
    Style("insights", "Insights", "The questions people get wrong", "lessons:insights"),
    Style("quiz", "Quiz", "Check yourself", "quizzes:quiz", by_reader=False),
    Style("snapshot", "Snapshot", "All of it on one card", "lessons:snapshot"),
    Style("transcript", "Transcript", "As plain text, or read aloud", "lessons:transcript"),
    Style("sandbox", "Sandbox", "Do it yourself", "sandbox:lab", by_reader=False),
)

STYLES_BY_KEY = {style.key: style for style in STYLES}
