"""A quiz of three questions on the small lesson, and learners in the middle of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lessons.accounts.models import User
from lessons.models import Lesson
from lessons.quizzes import attempts
from lessons.quizzes.choices import Option
from lessons.quizzes.models import Attempt, Question

QUESTIONS = (
    # prompt, choices, index of the right one, number of the step, column
    ("What comes out of step 2?", ("An error", "Three values", "A `call`"), 1, 2, "output"),
    ("When do they expire?", ("Step 3", "Step 4"), 1, 4, "action"),
    ("What happens afterwards?", ("Access is denied", "They are renewed"), 0, 5, "result"),
)
RIGHT = tuple(question[2] for question in QUESTIONS)
WRONG = (0, 0, 1)


@pytest.fixture
def quiz(lesson: Lesson) -> Lesson:
    """The small lesson with its three questions."""
    steps = list(lesson.steps.all())
    for position, (prompt, choices, right, step, column) in enumerate(QUESTIONS, start=1):
        question = Question.objects.create(
            lesson=lesson,
            position=position,
            prompt=prompt,
            hint=f"Look at row {step}.",
            step=steps[step - 1],
            hint_column=column,
            explanation=f"Because of step {step}.",
        )
        question.set_options([Option(text, index == right) for index, text in enumerate(choices)])
    return lesson


@pytest.fixture
def with_many(quiz: Lesson) -> Lesson:
    """The same, and before them a question with three hints of which two of four choices are right."""
    Question.objects.create(
        lesson=quiz,
        key="which-expire",
        prompt="Which of these expire?",
        content={
            "choices": [
                {"text": "An AKIA key", "feedback": "It lives on."},
                "A session",
                "A token",
                "A user",
            ],
            "right": ["A session", "A token"],
        },
        hint="Look at row 4.",
        further_hints=["What has an `Expiration`?", "There are two."],
        step=quiz.steps.get(position=4),
        explanation="What STS issues ends.",
        points=2,
    )
    return quiz


@pytest.fixture
def attempt(quiz: Lesson, student: User) -> Attempt:
    """The student's attempt, just begun."""
    return attempts.start(student, quiz)


@pytest.fixture
def take(quiz: Lesson) -> Callable[..., Attempt]:
    """Begin or go on with an attempt and give the first answers, by index."""

    def go(user: User, *chosen: int) -> Attempt:
        attempt = attempts.start(user, quiz)
        for number, choice in enumerate(chosen, start=1):
            attempts.answer(attempt, number, choice)
        return Attempt.objects.get(pk=attempt.pk)

    return go
