"""Questions come in by one command and go out by another."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from zipfile import is_zipfile

import pytest
from django.core.management import CommandError, call_command

from lessons.models import Lesson
from lessons.quizzes.exchange.formats import FORMATS, READABLE
from lessons.quizzes.models import Question

pytestmark = pytest.mark.django_db
AIKEN = "Who is refused?\nA) alice\nB) bob\nANSWER: B\n"


def imported(file: Path, *options: str) -> tuple[str, str]:
    """What is told of the import, and what of problems."""
    out, problems = StringIO(), StringIO()
    call_command("import_questions", str(file), *options, stdout=out, stderr=problems)
    return out.getvalue().strip(), problems.getvalue().strip()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "questions.txt"
    path.write_text(AIKEN)
    return path


def test_questions_wait_in_the_bank(file: Path) -> None:
    assert imported(file) == ("1 questions are new, 0 were there and are changed.", "")
    question = Question.objects.get()
    assert (question.lesson, question.prompt) == (None, "Who is refused?")
    assert question.values == {"choices": ["alice", "bob"], "right": "bob"}
    assert question.history.get().history_change_reason == "Imported from a file"


def test_a_lesson_s_quiz_asks_them_behind_its_own(file: Path, quiz: Lesson) -> None:
    imported(file, "--lesson", quiz.slug)
    assert [row.prompt for row in Question.objects.of(quiz)][-1] == "Who is refused?"


def test_importing_it_again_adds_nothing(file: Path, quiz: Lesson) -> None:
    imported(file, "--lesson", quiz.slug)
    before = Question.objects.of(quiz).values_list("pk", "key", "position")
    stored = list(before)
    file.write_text(AIKEN.replace("ANSWER: B", "ANSWER: A"))
    told, _ = imported(file, "--lesson", quiz.slug)
    assert told == "0 questions are new, 1 were there and are changed."
    assert list(before.all()) == stored
    assert Question.objects.get(prompt="Who is refused?").values["right"] == "alice"


def test_what_cannot_be_read_or_stored_is_named_by_line(tmp_path: Path) -> None:
    file = tmp_path / "questions.gift"
    file.write_text(f"Who?{{}}\n\n{'x' * 301}{{T}}\n\n::Who::Is it bob?{{T}}\n")
    told, problems = imported(file)
    assert told == "1 questions are new, 0 were there and are changed."
    assert problems.splitlines() == [
        f"{file}:1: Nothing stands between {{ and }}: an essay cannot be graded here.",
        f"{file}:3: prompt: Ensure this value has at most 300 characters (it has 301).",
    ]


def test_a_step_that_is_not_there_is_named(tmp_path: Path, quiz: Lesson) -> None:
    file = tmp_path / "questions.yaml"
    asked = FORMATS["yaml"].write(row.as_written() for row in Question.objects.of(quiz))
    file.write_text(asked.text.replace("step: ", "step: no-", 1))
    told, problems = imported(file, "--lesson", quiz.slug)
    assert told == "0 questions are new, 3 were there and are changed."
    assert problems.startswith(f"{file}:2: Not kept: the step “no-")
    assert len(problems.splitlines()) == 1


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["none.gift"], "none.gift: No such file or directory."),
        (["--lesson", "nowhere"], "There is no lesson “nowhere”."),
        (["--format", "yaml"], "No question was imported."),
    ],
)
def test_what_cannot_be_done_is_told(file: Path, options: list[str], sentence: str) -> None:
    given = options if options[0].endswith("gift") else [str(file), *options]
    with pytest.raises(CommandError, match=sentence):
        call_command("import_questions", *given, stdout=StringIO(), stderr=StringIO())
    assert not Question.objects.exists()


@pytest.mark.parametrize("name", READABLE)
def test_what_a_lesson_asks_goes_out_and_comes_in(
    name: str, quiz: Lesson, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    call_command("export_questions", "--format", name, "--lesson", quiz.slug, stderr=StringIO())
    file = tmp_path / "questions"
    file.write_bytes(capfdbinary.readouterr().out)
    asked = [(row.prompt, row.values) for row in Question.objects.of(quiz)]
    told, _ = imported(file, "--format", name)
    assert told == f"{len(asked)} questions are new, 0 were there and are changed."
    rows = Question.objects.filter(lesson=None).order_by("position")
    assert [(row.prompt, row.values) for row in rows] == asked


def test_the_whole_bank_goes_out_and_what_is_not_in_the_file_is_named(
    quiz: Lesson, file: Path, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    imported(file)
    problems = StringIO()
    call_command("export_questions", "--format", "qti", stderr=problems)
    package = tmp_path / "package.zip"
    package.write_bytes(capfdbinary.readouterr().out)
    assert is_zipfile(package)
    assert problems.getvalue().startswith("question 1: “")
    assert len(problems.getvalue().splitlines()) == Question.objects.count()
