"""What a learner sends: which exam to draw, and an answer to one of its questions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest

from lessons.prediction_questions import Sureness
from lessons.quizzes.grading import AskedQuestion
from lessons.quizzes.models.quiz import MOST_MINUTES, MOST_QUESTIONS
from lessons.quizzes.sittings.drawing import Selection
from lessons.quizzes.sittings.sitting import Sent

__all__ = ["ExamForm", "read_sent"]

PAGE_LENGTH, CHANGE_DIGITS = 36, 15


class ExamForm(forms.Form):
    """An exam of one's own: so many questions about these topics, in so many minutes."""

    number = forms.IntegerField(label="Questions, at most", min_value=1, max_value=MOST_QUESTIONS, initial=25)
    minutes = forms.IntegerField(label="Minutes", min_value=1, max_value=MOST_MINUTES, initial=35)
    topics = forms.MultipleChoiceField(
        label="About", required=False, widget=forms.CheckboxSelectMultiple, help_text="None is all of them."
    )

    def __init__(self, *args: Any, topics: dict[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        counted = [(topic, f"{topic} ({count})") for topic, count in topics.items()]
        self.fields["topics"].choices = counted  # type: ignore[attr-defined] # of a field of choices

    @property
    def selection(self) -> Selection:
        """What is to be drawn, once it is valid."""
        return Selection(tuple(self.cleaned_data["topics"]), self.cleaned_data["number"])


def read_sent(request: HttpRequest, asked: AskedQuestion) -> Sent:
    """The answer that a page has sent. Raises NotAnAnswerError."""
    given = asked.module.read(asked.value, dict(request.POST.lists()))
    sureness, page, change = (request.POST.get(name, "") for name in ("sureness", "page", "change"))
    is_named = page.isascii() and page.isalnum() and len(page) <= PAGE_LENGTH
    is_numbered = change.isascii() and change.isdigit() and len(change) <= CHANGE_DIGITS
    return Sent(
        given=given,
        sureness=Sureness.named(sureness) or "",
        page=page if is_named and is_numbered else "",
        change=int(change) if is_named and is_numbered else 0,
    )
