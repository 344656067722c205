"""The parts of a lesson, dragged into order on the lesson's page."""

from __future__ import annotations

from typing import Any, cast

from adminsortable2.admin import CustomInlineFormSet, SortableStackedInline, SortableTabularInline
from django import forms
from django.contrib import admin
from django.db.models import Field, TextField
from django.http import HttpRequest
from django.utils.html import format_html

from lessons.admin.widgets import LinesTextarea
from lessons.loading.export import dumped
from lessons.models import Actor, FlowNode, KeyMoment, Step, TrackerValue

__all__ = [
    "SHORT_TEXT",
    "ActorInline",
    "FlowNodeInline",
    "KeyMomentInline",
    "LessonPartInline",
    "LessonPartStackedInline",
    "OwnRowsFormSet",
    "StepInline",
    "TrackerValueInline",
]

SHORT_TEXT: dict[type[Field[Any, Any]], dict[str, Any]] = {
    TextField: {"widget": LinesTextarea({"rows": 3, "cols": 80})}
}


class OwnRowsFormSet(CustomInlineFormSet):
    """Parts that point only to parts of their own lesson.

    ``own`` maps the names of such fields to the lesson's related rows, such as ``{"step": "steps"}``.
    """

    own: dict[str, str] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choices = {name: self.read_choices(related) for name, related in self.own.items()}

    def read_choices(self, related: str) -> list[tuple[Any, str]]:
        """The lesson's rows with their numbers, read once for all forms."""
        rows = getattr(self.instance, related).all() if self.instance.pk else ()
        return [("", "---------"), *((row.pk, f"{n}. {row}") for n, row in enumerate(rows, start=1))]

    def add_fields(self, form: forms.ModelForm[Any], index: int | None) -> None:
        """Offer the lesson's own rows, and say in words what is wrong with any other."""
        super().add_fields(form, index)
        for name, related in self.own.items():
            field = cast(forms.ModelChoiceField, form.fields[name])
            if self.instance.pk:
                field.queryset = getattr(self.instance, related).all()
            field.widget.choices = self.choices[name]
            field.error_messages["invalid_choice"] = "This is not a part of this lesson, or it is gone."

    def kept_forms(self) -> list[forms.ModelForm[Any]]:
        """The forms whose rows will be there afterwards."""
        gone = self.deleted_forms
        return [
            form for form in self.forms if form not in gone and form.has_changed() | bool(form.instance.pk)
        ]

    def being_deleted(self, related: str) -> set[str]:
        """The ids of the lesson's rows that another inline of the same page is about to delete."""
        total = self.data.get(f"{related}-TOTAL_FORMS", "")
        numbers = range(int(total)) if total.isdigit() and len(total) < 5 else range(0)  # noqa: PLR2004 -- no page has so many forms
        return {
            self.data.get(f"{related}-{n}-id", "") for n in numbers if f"{related}-{n}-DELETE" in self.data
        }


class StepFormSet(OwnRowsFormSet):
    """Steps at the nodes of their own lesson, within the life of its credentials."""

    own = {"node": "nodes"}

    def clean(self) -> None:
        """Check what concerns the lesson as a whole."""
        super().clean()
        kept = self.kept_forms()
        lifetime = self.instance.lifetime_seconds or 0
        for form in kept:
            left = form.cleaned_data.get("seconds_left")
            if left is not None and left > lifetime:
                form.add_error(
                    "seconds_left", f"The credentials live for {lifetime} seconds; {left} cannot be left."
                )
        if not kept and not self.instance.is_draft:
            raise forms.ValidationError(
                "A published lesson needs at least one step: keep one, or unpublish the lesson first."
            )


class TrackerValueFormSet(OwnRowsFormSet):
    """Values at the steps of their own lesson, one a variable and step."""

    own = {"step": "steps"}

    def clean(self) -> None:
        """A value that hangs on a step which is being deleted would vanish without a word."""
        super().clean()
        gone = self.being_deleted("steps")
        seen = set()
        for form in self.kept_forms():
            step, variable = form.cleaned_data.get("step"), form.cleaned_data.get("variable")
            if step is not None and str(step.pk) in gone:
                form.add_error(
                    "step", f"Step “{step}” is being deleted: choose another or delete this value."
                )
            if (variable, step) in seen:
                form.add_error("variable", f"“{variable}” already has a value at this moment.")
            seen.add((variable, step))


class FlowNodeFormSet(OwnRowsFormSet):
    """Lines between the actors of their own lesson."""

    own = {"source": "actors", "target": "actors"}


class KeyMomentFormSet(OwnRowsFormSet):
    """Key moments that steps of their own lesson prove."""

    own = {"step": "steps"}


class LessonPartInline(SortableTabularInline):
    """Parts as lines of a table."""

    extra = 0
    formfield_overrides = SHORT_TEXT


class LessonPartStackedInline(SortableStackedInline):
    """Parts that need more room: each can be folded, which leaves a line to drag.

    Folding all of them at once would put them into an element in which the script does not drag.
    """

    extra = 0
    formfield_overrides = SHORT_TEXT

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """All fields in one fieldset, folded until somebody wants to see them or one is wrong."""
        return [("Edit", {"fields": self.get_fields(request, obj), "classes": ["collapse"]})]


class ActorInline(LessonPartInline):
    """Who takes part in the flow, in the order of the diagram's columns."""

    model = Actor
    verbose_name_plural = "Actors: the diagram's columns"


class FlowNodeInline(LessonPartInline):
    """The arrows of the flow, from one actor to another."""

    model = FlowNode
    formset = FlowNodeFormSet
    verbose_name = "line of the flow"
    verbose_name_plural = "Process flow (a new actor can be chosen once it is saved)"


class StepInline(LessonPartStackedInline):
    """The steps of the trace, each at a line of the flow."""

    model = Step
    formset = StepFormSet
    verbose_name_plural = "Steps (a new line of the flow can be chosen once it is saved)"
    readonly_fields = ["key", "recorded_calls"]
    fields = [
        ("node", "key"),
        ("action", "input"),
        ("output", "result"),
        "outcome",
        "caption",
        "why",
        "command",
        ("seconds_left", "session"),
        "recorded_calls",
    ]

    @admin.display(description="Recorded calls")
    def recorded_calls(self, step: Step) -> str:
        """The calls by which the step happens, as trace.yaml has them: they are written there."""
        if step.run is None:
            return "none: this step is no call"
        return format_html("<pre>{}</pre>", dumped(step.run))


class TrackerValueInline(LessonPartInline):
    """What a tracked variable holds from a step on; without a step, from the start."""

    model = TrackerValue
    formset = TrackerValueFormSet
    verbose_name_plural = "Status tracker"


class KeyMomentInline(LessonPartStackedInline):
    """Questions that people get wrong, answered, each with the step that proves it."""

    model = KeyMoment
    formset = KeyMomentFormSet
    verbose_name_plural = "Key moments"


INLINES: list[type[LessonPartInline | LessonPartStackedInline]] = [
    ActorInline,
    FlowNodeInline,
    StepInline,
    TrackerValueInline,
    KeyMomentInline,
]
