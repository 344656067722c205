"""Opening classes, joining them, finding them by code: the rules, and what breaks them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import Http404

from lessons.accounts.limits import Counter, count, seconds_to_wait
from lessons.accounts.models import User
from lessons.accounts.names import fold
from lessons.classrooms.join_codes import new_code, read_code
from lessons.classrooms.models import Classroom, Membership

__all__ = [
    "CLASSES_JOINED",
    "CLASSES_TAUGHT",
    "CLASS_SIZE",
    "ClassroomError",
    "TooManyGuessesError",
    "WrongCodeError",
    "change",
    "find_class",
    "join_class",
    "open_class",
    "renew_code",
]

CLASS_SIZE = 500
CLASSES_TAUGHT = 100
CLASSES_JOINED = 50


class ClassroomError(Exception):
    """A rule of classes says no; the message is a sentence for the user."""


class WrongCodeError(ClassroomError):
    """No class has this join code."""


class TooManyGuessesError(ClassroomError):
    """Too many wrong codes from one place; ``seconds`` until the next may be tried."""

    def __init__(self, seconds: int) -> None:
        minutes = -(-seconds // 60)
        super().__init__(
            f"Those were too many wrong codes. Try again in {minutes} minute{'s' * (minutes > 1)}."
        )
        self.seconds = seconds


def open_class(instructor: User, name: str) -> Classroom:
    """A new class of ``instructor``. Raises ClassroomError at CLASSES_TAUGHT."""
    with transaction.atomic():
        User.objects.select_for_update().get(pk=instructor.pk)
        if instructor.classes_taught.count() >= CLASSES_TAUGHT:
            raise ClassroomError(
                f"You have {CLASSES_TAUGHT} classes. Delete one that is over, then open the next."
            )
        return instructor.classes_taught.create(name=name, join_code=unused_code())


def change(classroom: Classroom, **values: Any) -> None:
    """Write these fields of the class. Raises Http404 where it was deleted meanwhile, in another tab."""
    if not Classroom.objects.filter(pk=classroom.pk).update(**values):
        raise Http404("This class has been deleted.")
    for name, value in values.items():
        setattr(classroom, name, value)


def renew_code(classroom: Classroom) -> None:
    """Give the class another join code; the old one opens nothing from now on. Raises Http404."""
    change(classroom, join_code=unused_code())


def unused_code() -> str:
    """A join code that no class has."""
    code = new_code()
    while Classroom.objects.filter(join_code=code).exists():
        code = new_code()
    return code


def find_class(typed: str, guessers: Iterable[Counter], now: datetime) -> Classroom:
    """The class whose code was typed. Raises WrongCodeError, after too many of them TooManyGuessesError.

    A right code always opens: otherwise one client could keep a whole school out by guessing wrong.
    """
    code = read_code(typed)
    if code is None:
        raise WrongCodeError("A join code is eight letters and digits, such as BCDF-GHJK.")
    classroom = Classroom.objects.select_related("instructor").filter(join_code=code).first()
    if classroom is None:
        raise wrong_code(tuple(guessers), now)
    return classroom


def wrong_code(guessers: tuple[Counter, ...], now: datetime) -> ClassroomError:
    """What to say to a wrong code, having counted it; only wrong ones wait."""
    if seconds := seconds_to_wait(guessers, now):
        return TooManyGuessesError(seconds)
    count(guessers, now)
    return WrongCodeError("No class has this code. Compare it with the one your instructor shows.")


def join_class(classroom: Classroom, user: User, shown_name: str = "") -> Membership:
    """Make ``user`` a student of the class; who already is stays as they are.

    Raises ClassroomError where the class is closed or full, the name is taken or the user is in too many.
    """
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        classroom = Classroom.objects.select_for_update().get(pk=classroom.pk)
        if membership := classroom.memberships.filter(user=user).first():
            return membership
        if reason := reason_to_refuse(classroom, user, shown_name):
            raise ClassroomError(reason)
        return classroom.memberships.create(user=user, shown_name=shown_name)


def is_taken(classroom: Classroom, name: str) -> bool:
    """Whether somebody in the class has a name that looks like this one, on the page or as an account."""
    members = classroom.memberships.by_name()
    taken = {fold(text) for member in members for text in (member.name, member.user.username)}
    return fold(name) in taken


def reason_to_refuse(classroom: Classroom, user: User, shown_name: str) -> str:
    """Why ``user`` may not join the class by this name; empty where they may."""
    if not classroom.is_open:
        return "This class takes no new students. Ask your instructor to reopen it."
    if classroom.memberships.count() >= CLASS_SIZE:
        return f"This class is full: it has {CLASS_SIZE} students. Tell your instructor."
    if user.memberships.count() >= CLASSES_JOINED:
        return f"You are in {CLASSES_JOINED} classes. Leave one that is over, then join this one."
    if shown_name and is_taken(classroom, shown_name):
        return "Somebody in this class goes by that name. Add an initial, so that you can be told apart."
    return ""
