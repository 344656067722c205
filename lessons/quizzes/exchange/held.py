"""What a question has, and a format has no place for."""

from __future__ import annotations

from lessons.quizzes.exchange.results import Collected
from lessons.quizzes.written_question import WrittenQuestion

__all__ = ["called", "note_left_out", "note_not_held"]

_BEGINNING = 50  # characters of a prompt


def called(question: WrittenQuestion) -> str:
    """The question as a sentence calls it: how it begins."""
    prompt = " ".join(question.prompt.split())
    return f"“{prompt}”" if len(prompt) <= _BEGINNING else f"“{prompt[:_BEGINNING].rstrip()}…”"


def note_left_out(place: int, question: WrittenQuestion, why: str, found: Collected) -> None:
    """Note that the question is not in the file; ``why`` is the end of a sentence."""
    found.note(place, f"{called(question)} is left out: {why}.")


def note_not_held(
    place: int, question: WrittenQuestion, held: frozenset[str], found: Collected, *more: str
) -> None:
    """Note in one sentence what of the question is not in the file, where ``held`` names the fields that are.

    ``more`` names what else is not there.
    """
    lost = [words for name, words in _said(question).items() if name not in held] + [*more]
    if lost:
        found.note(place, f"{called(question)} is in the file without {', '.join(lost)}.")


def _said(question: WrittenQuestion) -> dict[str, str]:
    """The fields that say something, each in words; what a format always holds is not among them."""
    words = {
        "explanation": (question.explanation, "its explanation"),
        "hints": (question.hints, "its hints"),
        "key": (question.key, "its key"),
        "topic": (question.topic, "its topic"),
        "difficulty": (question.difficulty != "medium", "its difficulty"),
        "points": (question.points != 1, "its points"),
        "step": (question.step, "the step that proves it"),
        "is_published": (not question.is_published, "being a draft"),
    }
    return {name: said for name, (is_there, said) in words.items() if is_there}
