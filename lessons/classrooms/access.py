"""Who sees a class: its instructor all of it, a student their own row, nobody else anything."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse

from lessons.accounts.guests.learners import LearnerRequest
from lessons.accounts.models import User
from lessons.classrooms.models import Classroom, Membership
from lessons.instructors import instructors_only

__all__ = ["class_joined", "class_taught", "instructor_required", "own_class"]

P = ParamSpec("P")
NOT_AN_INSTRUCTOR = "Only instructors can open and manage classes. Sign in with your instructor account."
NOT_YOURS = "You have no such class. If you have another account, sign in with that."

instructor_required = instructors_only(NOT_AN_INSTRUCTOR, home="classrooms:classes")


def own_class(
    view: Callable[Concatenate[LearnerRequest, Classroom, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, int, P], HttpResponse]:
    """Give a view for instructors their own class. Anybody else's is a 404."""

    @instructor_required
    @wraps(view)
    def wrapper(request: LearnerRequest, pk: int, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        return view(request, class_taught(request.user, pk), *args, **kwargs)

    return wrapper


def class_taught(user: User, pk: int) -> Classroom:
    """A class of the instructor ``user``. Raises Http404 for everybody else's."""
    classroom = user.classes_taught.filter(pk=pk).first()
    if classroom is None:
        raise Http404(NOT_YOURS)
    return classroom


def class_joined(user: User, pk: int) -> Membership:
    """What makes ``user`` a student of the class. Raises Http404 where they are none."""
    membership = user.memberships.with_classroom().filter(classroom__pk=pk).first()
    if membership is None:
        raise Http404(NOT_YOURS)
    return membership
