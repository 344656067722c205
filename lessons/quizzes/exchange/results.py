"""What comes of reading a file of questions, and of writing one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from lessons.quizzes.written_question import WrittenQuestion

__all__ = ["Collected", "Exported", "Found", "Imported", "NotTakenError", "Problem"]


@dataclass(frozen=True)
class Problem:
    """Something that is not taken over as it is, or not at all.

    ``line`` counts from 1: of the file that was read, or, where a file is written, the place of the question
    among those that were given. ``sentence`` says what, for who gave the file.
    """

    line: int
    sentence: str


@dataclass(frozen=True)
class Found:
    """A question, and the line of the file where it begins."""

    line: int
    question: WrittenQuestion


@dataclass(frozen=True)
class Imported:
    """The questions of a file in their order, and its problems in the order of their lines."""

    questions: tuple[Found, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Exported:
    """A file: text in UTF-8, or an archive; and what of the questions is not in it."""

    data: bytes
    problems: tuple[Problem, ...] = ()

    @property
    def text(self) -> str:
        """The file as text, for every format that is one."""
        return self.data.decode()


class NotTakenError(ValueError):
    """A question cannot be taken over at all: on which line, and why in a sentence."""

    def __init__(self, line: int, sentence: str) -> None:
        super().__init__(sentence)
        self.line = line
        self.sentence = sentence


@dataclass
class Collected:
    """Questions and problems while a file is read."""

    questions: list[Found] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @contextmanager
    def going_on(self) -> Iterator[None]:
        """Note why a question cannot be taken, and go on after the block with the next one."""
        try:
            yield
        except NotTakenError as refused:
            self.note(refused.line, refused.sentence)

    def note(self, line: int, sentence: str) -> None:
        """Remember a problem."""
        self.problems.append(Problem(line, sentence))

    def add(self, line: int, question: WrittenQuestion) -> None:
        """Remember a question."""
        self.questions.append(Found(line, question))

    def result(self) -> Imported:
        """Everything, in the order of the file."""
        ordered = sorted(self.problems, key=lambda problem: problem.line)
        return Imported(tuple(self.questions), tuple(ordered))
