"""What a lesson's questions of today make of a question that was asked before, and of the answer to it."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import replace
from typing import Any

from lessons.models import Lesson
from lessons.quizzes.grading import AskedQuestion, grade
from lessons.quizzes.models import Answer, Question
from lessons.quizzes.question_types.interface import QuestionMistakeError, Values
from lessons.quizzes.question_types.registry import TYPES

__all__ = ["TodaysQuestions"]


class TodaysQuestions:
    """The lesson's questions as they are now, by key; those of 0.7.0 are known by what they ask.

    Most learners are asked the same, so what becomes of a content, and of an answer to it, is found out once.
    """

    def __init__(self, lesson: Lesson) -> None:
        self.values: dict[tuple[str, str], Any] = {}
        self.standing: Counter[str] = Counter()
        self.contents: dict[tuple[str, str, str], Values | None] = {}
        self.fractions: dict[str, float] = {}
        for question in Question.objects.of(lesson):
            with suppress(QuestionMistakeError):  # its generator, say, is gone: what was kept stands
                value = TYPES[question.type].parse(question.values)
                self.values |= {(question.type, question.key): value, (question.type, question.prompt): value}

    def corrected(self, asked: AskedQuestion) -> AskedQuestion | None:
        """The question with today's key, None where nothing changes; counted where its own key stands."""
        name = (asked.type, asked.key or asked.prompt)
        found = (*name, repr(asked.content))
        if found not in self.contents:
            question = asked.rekeyed(self.values[name]) if name in self.values else None
            self.contents[found] = question.content if question else None
        content = self.contents[found]
        if content is None:
            self.standing[asked.prompt] += 1
        return None if content is None or content == asked.content else replace(asked, content=content)

    def worth(self, question: AskedQuestion, answer: Answer | None) -> float | None:
        """What the answer is worth, if there is one."""
        if answer is None:
            return None
        given = answer.as_given()
        name = repr((question.type, question.content, given))
        if name not in self.fractions:
            self.fractions[name] = grade(question, given).fraction
        return self.fractions[name]
