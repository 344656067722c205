"""A question as a learner is asked it, and what who answers it right is told."""

from __future__ import annotations

from typing import Any

from lessons.quizzes.grading import grade
from lessons.quizzes.models import Question
from lessons.quizzes.question_types import computed

__all__ = ["VARIANTS", "preview_context", "variants_of"]

VARIANTS = 100


def preview_context(question: Question, seed: int = 0) -> dict[str, Any]:
    """What templates/admin/quizzes/question/_preview.html shows of a question, drawn by ``seed``."""
    asked = question.as_asked(0, seed)
    feedback = grade(asked, asked.module.key(asked.value))
    return {
        "asked": asked,
        "feedback": feedback,
        "type_template": f"quizzes/types/{asked.type}.html",
        "answered_templates": (f"quizzes/answered/{asked.type}.html", "quizzes/answered/lines.html"),
        "number": seed,
        **asked.module.show(asked.value, None),
    }


def variants_of(question: Question) -> list[dict[str, Any]]:
    """A computed question as the first hundred learners may get it, each with its key and its other choices.

    Raises QuestionMistakeError where it can be asked no more: its generator is gone.
    """
    content = computed.parse(question.values)
    return [_variant(variant) for variant in computed.variants(content, VARIANTS)]


def _variant(content: computed.Computed) -> dict[str, Any]:
    shown = computed.show(content, None)
    return {
        "lines": [*shown["lines"], shown["question"]],
        "documents": shown["documents"],
        "key": computed.say(content, computed.key(content)),
        "others": [one["text"] for one in shown["choices"] if not one["is_right"]],
    }
