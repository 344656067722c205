"""Questions in admin: the bank, and on a lesson's page the order of its quiz."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from lessons.admin import PARTS, LessonAdmin, LessonPartInline, OwnRowsFormSet, of_lesson
from lessons.quizzes.authoring.bank import QuestionAdmin
from lessons.quizzes.models import Choice, Question
from lessons.quizzes.quiz_admin import QuizAdmin

__all__ = ["QuestionAdmin", "QuestionInline", "QuizAdmin"]


class QuestionFormSet(OwnRowsFormSet):
    """Questions whose hints point to steps of their own lesson."""

    def clean(self) -> None:
        """A hint cannot point to a step that the same page deletes."""
        super().clean()
        gone = self.being_deleted("steps")
        for form in self.kept_forms():
            if str(form.instance.step_id) in gone:
                said = (
                    f"The hint points to step “{form.instance.step}”, which is being deleted: choose another."
                )
                form.add_error(None, said)


class QuestionInline(LessonPartInline):
    """The lesson's quiz in its order; each question is written in the form of its type."""

    model = Question
    formset = QuestionFormSet
    verbose_name_plural = "Quiz"
    fields = ["type", "state", "own_form"]
    readonly_fields = ["type", "state", "own_form"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Question]:
        """The questions with the steps that their hints point to."""
        questions: QuerySet[Question] = super().get_queryset(request)
        return questions.select_related("step")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A new one is written in the bank, where its type is chosen."""
        return False

    @admin.display(description="form")
    def own_form(self, question: Question) -> str:
        """Leads to it."""
        url = reverse("admin:quizzes_question_change", args=[question.pk])
        return format_html('<a href="{}" aria-label="Edit: {}">Edit</a>', url, question)

    @admin.display(description="state")
    def state(self, question: Question) -> str:
        """Whether it is asked."""
        return "published" if question.is_published else format_html("<b>{}</b>", "draft")


def choices_of_lesson(lesson_id: int) -> QuerySet[Any]:
    """The history of the choices of the lesson's questions, also of those deleted since."""
    questions = Question.history.filter(lesson_id=lesson_id)
    choices: QuerySet[Any] = Choice.history.filter(question_id__in=questions.values("id"))
    return choices


LessonAdmin.inlines.append(QuestionInline)
PARTS.extend([of_lesson(Question), choices_of_lesson])
