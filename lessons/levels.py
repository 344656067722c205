"""What a reader can reach in a lesson: opened, done, mastered. Here alone it is said what each means.

A lesson can have challenges, which are passed or not: its quiz, the pass in which its steps are done, its
lab, and whatever else is registered. It is *opened* once it was looked at in any style, *done* once the first
of its challenges is passed, and *mastered* once all of them are. Of a lesson without any, reading the article
is both. A challenge that is a row of questions or of steps is passed with ``PASS_PERCENT`` of them right at
first try, in one attempt.

An app names its challenge in ``AppConfig.ready``. When somebody passes it, it calls ``finish_style``, or
``keep_level`` where the challenge is no style:

    register_challenge(Challenge("quiz", "quiz", work="quiz", passed="SELECT user_id, lesson_id, …"))
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db import models

__all__ = [
    "PASS_PERCENT",
    "Challenge",
    "Level",
    "challenges",
    "is_pass",
    "left_of",
    "legend",
    "level_of",
    "offered",
    "register_challenge",
]

PASS_PERCENT = 80
ORDER = ("quiz", "do-it", "sandbox")  # the first that a lesson has makes it done
NOTHING_TO_PASS = ("read",)


class Level(models.IntegerChoices):
    """How far a reader is in a lesson; a higher one includes those below."""

    NEW = 0, "not begun"
    OPENED = 1, "opened"
    DONE = 2, "done"
    MASTERED = 3, "mastered"


@dataclass(frozen=True)
class Challenge:
    """What of a lesson can be passed.

    ``key`` is one of ORDER, ``label`` the word for it within a sentence, and ``work`` its name among what
    ``register_work`` counts in: a lesson has the challenge where there is some. ``passed`` is SQL that
    gives the user, the lesson and the moment of each pass; without it, it is what ``finish_style`` stored.
    One that is no style is ``within`` one, and has a ``page``: from a lesson's slug to its address.
    """

    key: str
    label: str
    work: str
    passed: str = ""
    within: str = ""
    page: Callable[[str], str] = str


registered: dict[str, Challenge] = {}


def register_challenge(challenge: Challenge) -> None:
    """Ask for this, too, before a lesson is mastered. Raises ValueError for a key that is not in ORDER."""
    if challenge.key not in ORDER:
        raise ValueError(f"{challenge.key} has no place in ORDER")
    registered[challenge.key] = challenge


def challenges() -> tuple[Challenge, ...]:
    """What is registered, in the order in which it counts."""
    return tuple(registered[key] for key in ORDER if key in registered)


def offered(work: Mapping[str, Mapping[int, int]], lesson: int) -> tuple[str, ...]:
    """The keys of the challenges that a lesson has, of the ``work`` in all lessons."""
    return tuple(one.key for one in challenges() if work.get(one.work, {}).get(lesson))


def level_of(wanted: tuple[str, ...], done: Collection[str], *, is_opened: bool) -> Level:
    """How far somebody is who has ``done`` so much of a lesson that has the ``wanted`` challenges."""
    wanted = wanted or NOTHING_TO_PASS
    if set(wanted) <= set(done):
        return Level.MASTERED
    if wanted[0] in done:
        return Level.DONE
    return Level.OPENED if is_opened or done else Level.NEW


def left_of(wanted: tuple[str, ...], done: Collection[str], level: Level) -> str:
    """What is left to master a lesson that was begun: “do-it pass and lab”; empty where nothing is."""
    if not Level.NEW < level < Level.MASTERED:
        return ""
    return listed([one.label for one in challenges() if one.key in wanted and one.key not in done])


def is_pass(right: float, total: float) -> bool:
    """Whether so many right answers, or points, of ``total`` pass."""
    return 100 * right >= PASS_PERCENT * total


def legend() -> tuple[tuple[Level, str], ...]:
    """Each level that is marked, with what it means."""
    labels = [one.label for one in challenges()]
    return (
        (Level.OPENED, "begun"),
        (Level.DONE, f"{labels[0]} passed, with {PASS_PERCENT} % right"),
        (Level.MASTERED, f"{listed(labels)} done, as far as the lesson has them"),
    )


def listed(labels: Sequence[str]) -> str:
    """Words in a row: “quiz, do-it pass and lab”."""
    return " and ".join(filter(None, [", ".join(labels[:-1]), *labels[-1:]]))
