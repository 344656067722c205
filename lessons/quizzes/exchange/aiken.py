"""Aiken: one choice of several is right, and nothing more: https://docs.moodle.org/en/Aiken_format."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from string import ascii_uppercase

from lessons.quizzes.exchange import contents
from lessons.quizzes.exchange.answers import listed_choices
from lessons.quizzes.exchange.contents import Answer
from lessons.quizzes.exchange.held import note_left_out, note_not_held
from lessons.quizzes.exchange.results import Collected, Exported, Imported, NotTakenError
from lessons.quizzes.written_question import WrittenQuestion

__all__ = ["ANSWER", "read", "write"]

ANSWER = "ANSWER:"
_CHOICE = re.compile(r"([A-Z])[.)]\s")


@dataclass
class _Asked:
    """What was read of a question so far."""

    line: int = 0
    prompt: list[str] = field(default_factory=list)
    choices: list[str] = field(default_factory=list)

    def add(self, line: int, text: str) -> None:
        """The next line of its prompt, or its next choice."""
        self.line = self.line or line
        choice = _CHOICE.match(text)
        if choice is None and self.choices:
            raise NotTakenError(line, f"Before this line one that begins with “{ANSWER}” is missing.")
        if choice is None:
            self.prompt.append(text)
        elif len(self.choices) == len(ascii_uppercase) or choice[1] != ascii_uppercase[len(self.choices)]:
            raise NotTakenError(line, f"“{choice[1]}” is not the letter that comes next.")
        else:
            self.choices.append(" ".join(text[choice.end() :].split()))

    def question(self, line: int, letter: str) -> WrittenQuestion:
        """The question, of which ``letter`` is right, as ``line`` says."""
        place = ascii_uppercase.find(letter) if len(letter) == 1 else -1
        if not self.prompt:
            raise NotTakenError(self.line or line, "The question has no text.")
        if not 0 <= place < len(self.choices):
            raise NotTakenError(line, f"“{letter[:20]}” is the letter of none of the choices.")
        is_right = [place == index for index in range(len(self.choices))]
        content = contents.choices([Answer(text) for text in self.choices], is_right, is_many=False)
        return WrittenQuestion(type="choice", prompt=" ".join(self.prompt), content=content)


def read(text: str) -> Imported:
    """The questions of a file; after a mistake it goes on behind the next ANSWER."""
    found = Collected()
    asked: _Asked | None = _Asked()
    for number, line in enumerate(text.split("\n"), start=1):
        said = " ".join(line.split())
        is_end = said.startswith(ANSWER)
        with found.going_on():
            if asked and is_end:
                found.add(asked.line or number, asked.question(number, said.removeprefix(ANSWER).strip()))
            elif asked and said:
                current, asked = asked, None
                current.add(number, said if not _CHOICE.match(line.strip()) else line.strip())
                asked = current
        if is_end:
            asked = _Asked()
    if asked and asked.line:
        found.note(asked.line, f"The question has no end: a line that begins with “{ANSWER}” is missing.")
    return found.result()


def write(questions: Iterable[WrittenQuestion]) -> Exported:
    """The questions of which one choice is right."""
    found = Collected()
    parts: list[str] = []
    for place, question in enumerate(questions, start=1):
        if why := _why_not(question):
            note_left_out(place, question, why, found)
            continue
        listed = listed_choices(question.content)
        lines = [_one_line(question.prompt)]
        lines += [
            f"{letter}) {_one_line(choice.text)}"
            for letter, (choice, _) in zip(ascii_uppercase, listed, strict=False)
        ]
        right = [right for _, right in listed].index(True)
        parts.append("\n".join([*lines, f"{ANSWER} {ascii_uppercase[right]}"]) + "\n")
        feedback = ["what is said to its choices"] if any(choice.feedback for choice, _ in listed) else []
        note_not_held(place, question, frozenset(), found, *feedback)
    return Exported("\n".join(parts).encode(), found.result().problems)


def _why_not(question: WrittenQuestion) -> str:
    """Why Aiken has no way to say this, empty where it has."""
    prompt = _one_line(question.prompt)
    if question.type != "choice" or isinstance(question.content["right"], list):
        return "in Aiken one of several choices is right"
    if _CHOICE.match(prompt) or prompt.startswith(ANSWER):
        return "it begins like a choice or an answer of Aiken"
    return ""


def _one_line(text: str) -> str:
    return " ".join(text.split())
