"""The pages that views of classes end in, and how a refusal becomes one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from lessons.accounts.guests.learners import LearnerRequest
from lessons.classrooms.enrolment import ClassroomError, TooManyGuessesError, WrongCodeError
from lessons.classrooms.forms import ClassForm, CodeForm
from lessons.classrooms.models import Classroom, Membership
from lessons.classrooms.progress import progress_of
from lessons.levels import legend

__all__ = [
    "STUDENTS_A_PAGE",
    "Question",
    "ask_then",
    "class_page",
    "classes_page",
    "own_page",
    "progress_context",
    "refused_code",
    "refused_form",
]

STUDENTS_A_PAGE = 50
UNPROCESSABLE = 422
STATUSES = {WrongCodeError: 404, TooManyGuessesError: 429}


def classes_page(request: HttpRequest, status: int = 200, **forms: Form) -> HttpResponse:
    """The classes a reader is in, a form to join another; for an instructor also those they teach."""
    context: dict[str, Any] = {"code_form": CodeForm(), "class_form": ClassForm(), **forms}
    if request.user.is_authenticated:
        context["memberships"] = request.user.memberships.with_classroom()
        context["teaches"] = request.user.is_instructor
        context["taught"] = request.user.classes_taught.with_size()
    return render(request, "classrooms/classes.html", context, status=status)


def class_page(request: LearnerRequest, classroom: Classroom, form: Form | None = None) -> HttpResponse:
    """A whole class, for its instructor; ``form`` is a rename that did not work."""
    context = progress_context(request, classroom) | {
        "rename_form": form or ClassForm(initial={"name": classroom.name}),
        "classes_url": request.build_absolute_uri(reverse("classrooms:classes")),
        "join_url": request.build_absolute_uri(reverse("classrooms:join", args=[classroom.shown_code])),
    }
    status = UNPROCESSABLE if form else 200
    return render(request, "classrooms/classroom.html", context, status=status)


def progress_context(request: LearnerRequest, classroom: Classroom) -> dict[str, Any]:
    """A page of the class's students by lessons, as of now."""
    students = Paginator(classroom.memberships.by_name(), STUDENTS_A_PAGE)
    page = students.get_page(request.GET.get("page"))
    return {
        "classroom": classroom,
        "page": page,
        "matrix": progress_of(list(page)),
        "legend": legend(),
        "now": timezone.now(),
    }


def own_page(request: LearnerRequest, membership: Membership) -> HttpResponse:
    """A class as a student sees it: who teaches it, and their own row."""
    context = {
        "membership": membership,
        "row": progress_of([membership]).rows[0],
        "legend": legend(),
        "now": timezone.now(),
    }
    return render(request, "classrooms/own.html", context)


def refused_code(request: HttpRequest, typed: str, refused: ClassroomError) -> HttpResponse:
    """The classes page with what is wrong with the join code that was typed."""
    form = CodeForm({"code": typed})
    response = classes_page(request, STATUSES[type(refused)], code_form=refused_form(form, "code", refused))
    if isinstance(refused, TooManyGuessesError):
        response["Retry-After"] = str(refused.seconds)
    return response


def refused_form(form: Form, field: str, refused: ClassroomError) -> Form:
    """The form with the refusal as its error."""
    form.full_clean()
    form.add_error(field, str(refused))
    return form


@dataclass(frozen=True)
class Question:
    """Something to be asked before it is done: it cannot be undone."""

    title: str
    text: str
    action: str
    back: str


def ask_then(request: HttpRequest, question: Question, act: Callable[[], str], then: str) -> HttpResponse:
    """A page that asks, with a form that POSTs; then ``act`` does it and says so at the address ``then``."""
    if request.method != "POST":
        return render(request, "classrooms/ask.html", {"question": question})
    messages.success(request, act())
    return redirect(then)
