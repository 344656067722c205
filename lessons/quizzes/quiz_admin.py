"""Quizzes with times in admin: which questions, for whom, when, and who gets more time."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from lessons.accounts.models import User
from lessons.quizzes.models import Question, Quiz, QuizLearner
from lessons.quizzes.sittings.drawing import topics
from lessons.quizzes.sittings.more_time import extend_ended

__all__ = ["QuizAdmin"]


MORE_TIME = (
    "A later closing, and more time for a learner below, also reach attempts that have ended by themselves: "
    "what came within the new time counts. Where some of it is left and feedback waits for the closing, the "
    "learner goes on with their last attempt. A new time limit is that of attempts begun from then on."
)


class LearnerField(forms.CharField):
    """A learner by user name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=150, help_text="Their user name.", **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """The name of the learner whose id this is; what was typed stays as it is."""
        return (
            User.objects.filter(pk=value).values_list("username", flat=True).first()
            if is_id(value)
            else value
        )

    def clean(self, value: Any) -> User | None:
        """The learner. Raises ValidationError where there is none of this name."""
        name = super().clean(value)
        user = User.objects.filter(username__iexact=name).first() if name else None
        if name and user is None:
            raise ValidationError(f"Nobody has the user name “{name}”.")
        return user

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another name was typed."""
        return bool(super().has_changed(self.prepare_value(initial), data))


def is_id(value: Any) -> bool:
    """Whether this is the id of a row, and nothing that was typed."""
    return isinstance(value, int)


class LearnerForm(forms.ModelForm):  # type: ignore[type-arg] # Django's takes none when it runs
    """A learner of the quiz, and what they get more."""

    user = LearnerField(label="learner")

    class Meta:
        model = QuizLearner
        fields = ["user", "is_assigned", "extra_minutes", "extra_days"]


class LearnerInline(admin.TabularInline):  # type: ignore[type-arg] # Django's takes none when it runs
    """Who takes it, and who gets more time."""

    model = QuizLearner
    form = LearnerForm
    extra = 1
    verbose_name_plural = "Learners, and more time for one of them"

    def get_queryset(self, request: HttpRequest) -> QuerySet[QuizLearner]:
        """With their names."""
        return super().get_queryset(request).select_related("user", "quiz")


class QuizForm(forms.ModelForm):  # type: ignore[type-arg] # Django's takes none when it runs
    """A quiz; its topics are chosen from those of the bank."""

    topics = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Only questions about these; where none is chosen, about any.",
    )

    class Meta:
        model = Quiz
        fields = ["title"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = dict.fromkeys([*topics(), *(self.instance.topics or ())])
        self.fields["topics"].choices = [(topic, topic) for topic in found]  # type: ignore[attr-defined] # of a field of choices


@admin.register(Quiz)
class QuizAdmin(admin.ModelAdmin):  # type: ignore[type-arg] # Django's takes none when it runs
    """Graded quizzes and the practice exam; one that somebody has taken cannot be deleted."""

    form = QuizForm
    inlines = [LearnerInline]
    list_display = ["title", "lesson", "opens_at", "due_at", "closes_at", "minutes", "who_took_it"]
    readonly_fields = ["who_took_it"]
    search_fields = ["title"]
    filter_horizontal = ["questions"]
    fieldsets = (
        (None, {"fields": ["title", "is_for_everybody", "who_took_it"]}),
        (
            "Questions",
            {
                "fields": ["lesson", "topics", "questions", "question_count"],
                "description": "Those chosen one by one; else the lesson's; else all of the bank.",
            },
        ),
        (
            "Times, in UTC",
            {
                "fields": ["opens_at", "due_at", "closes_at", "minutes", "attempts_allowed"],
                "description": MORE_TIME,
            },
        ),
        (
            "How it is asked",
            {"fields": ["shuffles_questions", "shuffles_choices", "asks_sureness", "policy"]},
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Quiz]:
        """With their lessons."""
        return super().get_queryset(request).select_related("lesson")

    @admin.display(description="who took it")
    def who_took_it(self, quiz: Quiz) -> str:
        """The way to the page of everybody's attempts; the practice exam is everybody's own."""
        if not quiz.pk or quiz.key:
            return "-"
        return format_html('<a href="{}">Points and times</a>', reverse("quizzes:standings", args=[quiz.pk]))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """With more time for somebody, what came within it counts."""
        super().save_related(request, form, formsets, change)
        extend_ended(form.instance, timezone.now())

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Published questions alone: no other is asked."""
        if db_field.name == "questions":
            kwargs["queryset"] = Question.objects.published()
        return super().formfield_for_manytomany(db_field, request, **kwargs)
