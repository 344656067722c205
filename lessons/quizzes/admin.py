"""Questions on the lesson's admin page, each with its choices in one text box."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest

from lessons.admin import (
    PARTS,
    LessonAdmin,
    LessonPartStackedInline,
    LinesTextarea,
    OwnRowsFormSet,
    of_lesson,
)
from lessons.quizzes.fields import OptionsField
from lessons.quizzes.models import Choice, Question
from lessons.quizzes.question_types import choice
from lessons.quizzes.quiz_admin import QuizAdmin

__all__ = ["QuestionInline", "QuizAdmin"]


class QuestionForm(forms.ModelForm):  # type: ignore[type-arg] # Django's takes none when it runs
    """A question; its choices are saved as rows, each kept in its place."""

    options = OptionsField(
        label="Choices",
        widget=forms.Textarea({"rows": 5, "cols": 80}),
        help_text="2 to 6 choices, one a line. The right one begins with a star: *Access is denied",
    )

    class Meta:
        model = Question
        fields = ["prompt", "options", "hint", "step", "hint_column", "explanation"]
        widgets = {name: LinesTextarea({"rows": 2, "cols": 80}) for name in ("prompt", "hint")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("hint", "step"):
            self.fields[name].required = True
        if self.instance.pk and self.instance.type == choice.NAME:
            self.initial["options"] = self.instance.options()
        elif self.instance.pk:
            del self.fields["options"]

    def _save_m2m(self) -> None:
        """Save the choices once the question is there: Django's own place for rows that need it."""
        super()._save_m2m()  # type: ignore[misc] # the stubs leave it out
        if "options" in self.cleaned_data:
            self.instance.set_options(self.cleaned_data["options"])


class QuestionFormSet(OwnRowsFormSet):
    """Questions whose hints point to steps of their own lesson."""

    own = {"step": "steps"}

    def clean(self) -> None:
        """A hint cannot point to a step that the same page deletes."""
        super().clean()
        gone = self.being_deleted("steps")
        for form in self.kept_forms():
            step = form.cleaned_data.get("step")
            if step is not None and str(step.pk) in gone:
                form.add_error(
                    "step", f"The hint points to step “{step}”, which is being deleted: choose another."
                )


class QuestionInline(LessonPartStackedInline):
    """The lesson's quiz."""

    model = Question
    form = QuestionForm
    formset = QuestionFormSet
    verbose_name_plural = "Quiz (a new step can be chosen once it is saved)"
    fields = ["prompt", "options", "hint", ("step", "hint_column"), "explanation"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Question]:
        """The questions with their choices, which the text boxes show."""
        questions: QuerySet[Question] = super().get_queryset(request)
        return questions.prefetch_related("choices")


def choices_of_lesson(lesson_id: int) -> QuerySet[Any]:
    """The history of the choices of the lesson's questions, also of those deleted since."""
    questions = Question.history.filter(lesson_id=lesson_id)
    choices: QuerySet[Any] = Choice.history.filter(question_id__in=questions.values("id"))
    return choices


LessonAdmin.inlines.append(QuestionInline)
PARTS.extend([of_lesson(Question), choices_of_lesson])
