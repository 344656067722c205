"""quiz.yaml as rows: reloaded in place, mistakes reported with their line."""

from __future__ import annotations

from pathlib import Path

import pytest

from lessons.loading import ContentError, CourseError, read_document
from lessons.models import Lesson
from lessons.quizzes.loading import load_quiz
from lessons.quizzes.models import Choice, Question

QUIZ = """\
questions:
  - prompt: What comes out of step 2?
    choices:
      - An error
      - Three values
    right: Three values
    hint: Look at row 2.
    step: 2
    column: output
    explanation: STS issued them.
  - prompt: When do they expire?
    choices: [Step 3, Step 4]
    right: Step 4
    hint: Look down the actions.
    step: 4
    column: action
    explanation: The time is over.
"""

MISTAKES = [
    ("right: Three values", "right: Four values", 6, "“Four values” is none of the choices."),
    ("- Three values", "- An error", 6, "“Three values” is none of the choices."),
    ("- An error", "- Three values", 3, "“Three values” is there twice."),
    ("[Step 3, Step 4]", "[Step 4]", 12, "Offer 2 to 8 choices; there are 1."),
    ("[Step 3, Step 4]", "[3, Step 4]", 12, "Here must be text"),
    ("step: 2", "step: 6", 8, "There is no step 6; there are"),
    ("step: 2", "step: two", 8, "There is no step 'two'"),
    ("step: 2", "step: [2]", 8, "There is no step"),
    ("step: 2", "step: true", 8, "There is no step"),
    ("column: output", "column: outcome", 9, "The process table has no column “outcome”"),
    ("hint: Look at row 2.", "tip: Look at row 2.", 7, "Unknown key “tip”"),
    ("    hint: Look at row 2.\n", "", 2, "“hint” is missing."),
    ("What comes out of step 2?", "x" * 301, 2, "prompt"),
    ("questions:", "question:", 1, "Unknown key “question”"),
]


def load(lesson: Lesson, folder: Path, text: str) -> None:
    file = folder / "quiz.yaml"
    file.write_text(text, encoding="utf-8")
    load_quiz(lesson, read_document(file))


def rows() -> list[tuple[int, str, int, str]]:
    return list(Question.objects.values_list("pk", "prompt", "step__position", "hint_column"))


def test_questions_and_choices_are_written(lesson: Lesson, tmp_path: Path) -> None:
    load(lesson, tmp_path, QUIZ)
    first, second = Question.objects.of(lesson)
    assert (first.prompt, first.step.position, first.hint_column) == (
        "What comes out of step 2?",
        2,
        "output",
    )
    assert [(option.text, option.is_right) for option in second.options()] == [
        ("Step 3", False),
        ("Step 4", True),
    ]


def test_loading_again_changes_nothing(lesson: Lesson, tmp_path: Path) -> None:
    load(lesson, tmp_path, QUIZ)
    before = rows(), Question.history.count(), Choice.history.count()
    load(lesson, tmp_path, QUIZ)
    assert (rows(), Question.history.count(), Choice.history.count()) == before


def test_a_changed_question_keeps_its_row(lesson: Lesson, tmp_path: Path) -> None:
    load(lesson, tmp_path, QUIZ)
    keys = [row[0] for row in rows()]
    choices = set(Choice.objects.values_list("pk", flat=True))
    load(lesson, tmp_path, QUIZ.replace("Three values", "Four values").replace("step: 2", "step: 3"))
    assert [row[0] for row in rows()] == keys
    assert set(Choice.objects.values_list("pk", flat=True)) == choices
    assert rows()[0][2] == 3


def test_a_question_that_is_gone_from_the_file_goes(lesson: Lesson, tmp_path: Path) -> None:
    load(lesson, tmp_path, QUIZ)
    load(lesson, tmp_path, QUIZ[: QUIZ.index("  - prompt: When")])
    assert [row[1] for row in rows()] == ["What comes out of step 2?"]


def test_a_quiz_may_be_empty(lesson: Lesson, tmp_path: Path) -> None:
    load(lesson, tmp_path, "questions: []\n")
    assert rows() == []


@pytest.mark.parametrize(("old", "new", "line", "said"), MISTAKES)
def test_a_mistake_is_reported_with_its_line(
    old: str, new: str, line: int, said: str, lesson: Lesson, tmp_path: Path
) -> None:
    with pytest.raises((ContentError, CourseError)) as caught:
        load(lesson, tmp_path, QUIZ.replace(old, new, 1))
    error = caught.value
    mistake = error.mistakes[0] if isinstance(error, CourseError) else error
    assert (mistake.line, mistake.file.name) == (line, "quiz.yaml")
    assert said in mistake.message
    assert rows() == []


def test_every_mistake_is_reported_at_once(lesson: Lesson, tmp_path: Path) -> None:
    with pytest.raises(CourseError) as caught:
        load(lesson, tmp_path, QUIZ.replace("step: 2", "step: 9").replace("step: 4", "step: 0"))
    assert [mistake.line for mistake in caught.value.mistakes] == [8, 15]
