"""No choice gives its answer away: by the length of what is right, or by a stem that says it already."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

import pytest

from tests.course.files import FOLDERS, read

CHOICES = 4  # of each such question, so that a reader who only guesses is right once in four times
STANDS_OUT = 1.4  # times as long as the longest of the wrong ones
COMMON = 4  # letters: shorter words are in every sentence
SEVERAL = 2  # words: a name that is right may have to be in the stem
LENGTHS = {"longest": max, "shortest": min}

every_lesson = pytest.mark.parametrize("folder", FOLDERS)
either_way = pytest.mark.parametrize("way", LENGTHS)


@dataclass(frozen=True)
class Choosing:
    """A question with choices, by their texts, and which of them are right."""

    prompt: str
    choices: tuple[str, ...]
    rights: tuple[str, ...]

    @property
    def wrong(self) -> list[str]:
        return [choice for choice in self.choices if choice not in self.rights]


def all_of(folder: str) -> list[Choosing]:
    """The lesson's questions of the type choice."""
    return [
        Choosing(
            question["prompt"],
            tuple(one["text"] if isinstance(one, dict) else one for one in question["choices"]),
            tuple(question["right"]) if isinstance(question["right"], list) else (question["right"],),
        )
        for question in read(folder, "quiz.yaml")["questions"]
        if question.get("type", "choice") == "choice"
    ]


def questions_of(folder: str) -> list[tuple[Choosing, str]]:
    """Those of them that have one right choice, each with that."""
    return [(one, one.rights[0]) for one in all_of(folder) if len(one.rights) == 1]


def given_away(folder: str, way: str) -> list[str]:
    """What is right where it is strictly the longest, or the shortest, of its question."""
    found = []
    for question, right in questions_of(folder):
        lengths = [len(choice) for choice in question.choices]
        extreme = LENGTHS[way](lengths)
        if len(right) == extreme and lengths.count(extreme) == 1:
            found.append(right)
    return found


def words_of(text: str) -> set[str]:
    words = (word.strip("`.,:;?!“”\"'()").lower() for word in text.split())
    return {word for word in words if len(word) > COMMON}


@every_lesson
def test_a_question_has_four_choices_and_not_all_are_right(folder: str) -> None:
    for question in all_of(folder):
        assert len(set(question.choices)) == len(question.choices) == CHOICES
        assert set(question.rights) < set(question.choices)


@either_way
@every_lesson
def test_in_a_lesson_length_tells_no_more_than_chance(folder: str, way: str) -> None:
    most = ceil(len(questions_of(folder)) / CHOICES)
    assert len(given_away(folder, way)) <= most, given_away(folder, way)


@either_way
def test_in_the_course_length_tells_no_more_than_chance(way: str) -> None:
    asked = sum(len(questions_of(folder)) for folder in FOLDERS)
    assert sum(len(given_away(folder, way)) for folder in FOLDERS) <= asked / CHOICES


@every_lesson
def test_no_right_answer_is_much_longer_than_the_others(folder: str) -> None:
    for question, right in questions_of(folder):
        assert len(right) <= STANDS_OUT * max(map(len, question.wrong)), right


@every_lesson
def test_no_stem_says_the_right_answer_alone(folder: str) -> None:
    """A stem may share words with what is right, but not all of them while a wrong choice has others."""
    for question, right in questions_of(folder):
        stem, said = words_of(question.prompt), words_of(right)
        others = [words_of(choice) for choice in question.wrong]
        assert len(said) < SEVERAL or said - stem or any(words <= stem for words in others), right


@every_lesson
def test_no_wrong_choice_is_a_mere_quarter_of_an_hour(folder: str) -> None:
    """A filler that is never right is ruled out unread."""
    for question in all_of(folder):
        assert not any("15 m" in choice for choice in question.wrong), question.prompt
