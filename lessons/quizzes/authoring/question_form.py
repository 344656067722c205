"""What the form of every question has: its place, its words, and how it counts."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Any, ClassVar

from django import forms

from lessons.admin import LinesTextarea
from lessons.models import Lesson, Step
from lessons.quizzes.authoring.lines import entries
from lessons.quizzes.models import Question
from lessons.quizzes.question_types.interface import QuestionMistakeError, Values
from lessons.quizzes.question_types.registry import TYPES

__all__ = ["COMMON", "OF_MODEL", "Fieldset", "Lines", "QuestionForm", "lines_field"]

Fieldset = tuple[str | None, dict[str, Any]]

PLACE = ["lesson", ("step", "hint_column")]
WORDS = ["prompt", "hints", "explanation"]
COUNTS = [("topic", "difficulty"), ("points", "is_published")]
COMMON = ["lesson", "prompt", "hints", "step", "hint_column", "explanation"]
COMMON += ["topic", "difficulty", "points", "is_published"]
OF_MODEL = [name for name in COMMON if name != "hints"]
LONGEST_HINT = 300
MOST_POINTS = 100
CHANGED = (
    "This question was changed since you opened it, perhaps by somebody else, and saving now would undo that."
    " What you typed is still below: open the question again in a second tab and carry it over."
)


class Lines(LinesTextarea):
    """A text box of which each line says something."""

    def __init__(self, rows: int = 5, **attrs: Any) -> None:
        super().__init__({"rows": rows, "cols": 80, **attrs})


def lines_field(
    label: str, help_text: str, rows: int = 5, *, required: bool = True, **attrs: Any
) -> forms.CharField:
    """A field for a list; its type says what is missing in it."""
    return forms.CharField(label=label, help_text=help_text, required=required, widget=Lines(rows, **attrs))


class QuestionForm(forms.ModelForm):  # type: ignore[type-arg] # Django's takes none when it runs
    """A question of one type, whose own form adds the fields of its content.

    It says what stands in them (`typed`) and what they say (`written`); what is wrong with that its type
    knows, and ``BESIDE`` beside which field to tell it, where that is not called like the key.
    """

    TYPE: ClassVar[str]
    SUMMARY: ClassVar[str]  # a sentence for who chooses a type
    BESIDE: ClassVar[Mapping[str, str]] = {}

    lesson = forms.ModelChoiceField(
        Lesson.objects.order_by("chapter__position", "position", "pk"),
        required=False,
        empty_label="none: it waits in the bank",
        help_text="The lesson whose quiz asks it.",
    )
    hints = lines_field("Hints", "One a line, in the order in which they are given.", rows=3, required=False)
    points = forms.IntegerField(min_value=1, max_value=MOST_POINTS, initial=1)
    version = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Question
        fields = OF_MODEL
        widgets = {
            "prompt": Lines(2),
            "explanation": Lines(3),
            "topic": forms.TextInput({"list": "topics", "autocomplete": "off"}),
        }
        help_texts = {
            "prompt": "Plain text in which `backticks` mark code.",
            "step": "The step of the lesson that proves the answer; the hints point to it.",
            "topic": "What it is about, in the words of others where there are some.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.type = self.TYPE
        self.content: Any = None
        self.fields["step"].widget.choices = [("", "---------"), *steps_by_lesson()]
        self.add_fields()
        if self.instance.pk:
            self.initial["hints"] = "\n".join(self.instance.hints)
            self.initial["version"] = version_of(self.instance)
            self.initial.update(self.typed(self.instance.values))

    @property
    def type_title(self) -> str:
        """The type in the words of authors."""
        return TYPES[self.TYPE].TITLE

    @property
    def topics(self) -> list[str]:
        """Those in use, to choose from."""
        used = Question.objects.exclude(topic="").order_by("topic").values_list("topic", flat=True)
        return list(used.distinct())

    @classmethod
    def own_fieldsets(cls, content: Values) -> list[Fieldset]:
        """Where the fields of its content stand, by default below each other."""
        own = [name for name in cls.base_fields if name not in {*COMMON, "version"}]
        return [("The answer", {"fields": own})]

    @classmethod
    def fieldsets(cls, content: Values) -> list[Fieldset]:
        """The whole form, for a content that is there already, or for none."""
        return [
            (None, {"fields": ["version", *PLACE, *WORDS]}),
            *cls.own_fieldsets(content),
            ("In the bank", {"fields": COUNTS}),
        ]

    def add_fields(self) -> None:
        """Add the fields that a class cannot name, such as those of each policy."""

    def typed(self, content: Values) -> dict[str, Any]:
        """What stands in the fields for a content, as `dump` gives it or a file has it; each type says it."""
        raise NotImplementedError

    def written(self, typed: Mapping[str, Any]) -> dict[str, Any]:
        """The content that the fields say, for `parse`; each type says it. Raises QuestionMistakeError."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        """Tell each mistake beside its field."""
        cleaned = super().clean() or {}
        self._check_version(cleaned)
        self._check_place(cleaned)
        self._read_hints(cleaned)
        self._read_content(cleaned)
        return cleaned

    def beside(self, mistake: QuestionMistakeError) -> str | None:
        """The field beside which a mistake is told, None for above them all."""
        name = self.BESIDE.get(mistake.key, mistake.key)
        return name if name in self.fields else None

    def _check_version(self, cleaned: Mapping[str, Any]) -> None:
        """Refuse to save over a change that this form has not seen; what is new or only shown has none."""
        if self.instance.pk is None:
            return
        current = Question.objects.select_for_update().filter(pk=self.instance.pk).first()
        if current is not None and cleaned.get("version") != version_of(current):
            raise forms.ValidationError(CHANGED)

    def _check_place(self, cleaned: Mapping[str, Any]) -> None:
        """A lesson's question is proven by a step of that lesson; without a lesson there is none."""
        lesson, step = cleaned.get("lesson"), cleaned.get("step")
        if self.errors.keys() & {"lesson", "step"}:
            return
        if lesson and not step:
            self.add_error("step", "Choose the step of the lesson that proves the answer.")
        elif step and step.lesson != lesson:
            self.add_error("step", "This is not a step of the lesson above.")
        others = Question.objects.filter(lesson=lesson, key=self.instance.key).exclude(pk=self.instance.pk)
        if self.instance.pk and others.exists():
            self.add_error("lesson", f"Another question there has the key “{self.instance.key}”.")

    def _read_hints(self, cleaned: Mapping[str, Any]) -> None:
        first, *further = entries(cleaned.get("hints") or "") or [""]
        if long := next((hint for hint in (first, *further) if len(hint) > LONGEST_HINT), ""):
            self.add_error("hints", f"“{long[:40]}…” is longer than {LONGEST_HINT} characters.")
        elif cleaned.get("lesson") and not first and "hints" not in self.errors:
            self.add_error("hints", "Write a hint that points into the process table.")
        self.instance.hint, self.instance.further_hints = first, further

    def _read_content(self, cleaned: Mapping[str, Any]) -> None:
        own, module = self.fields.keys() - {*COMMON, "version"}, TYPES[self.TYPE]
        try:
            values = {} if own & self.errors.keys() else self.written(cleaned)
            if not own & self.errors.keys():
                self.content = module.parse(values)
                self.instance.content = module.dump(self.content)
        except QuestionMistakeError as mistake:
            self.add_error(self.beside(mistake), mistake.sentence)


def steps_by_lesson() -> list[tuple[str, list[tuple[int, str]]]]:
    """Every step to choose from, numbered, in groups of their lessons."""
    steps = Step.objects.select_related("lesson").order_by(
        "lesson__chapter__position", "lesson__position", "lesson", "position", "pk"
    )
    return [
        (lesson.title, [(step.pk, f"{number}. {step}") for number, step in enumerate(group, start=1)])
        for lesson, group in groupby(steps, key=lambda step: step.lesson)
    ]


def version_of(question: Question) -> str:
    """What changes whenever the question does."""
    return str(question.history.values_list("history_id", flat=True).first() or "")
