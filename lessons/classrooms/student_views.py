"""What students do: find a class by its code, join it, see their own row, leave."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from lessons.accounts import limits
from lessons.accounts.guests.learners import LearnerRequest, new_guest
from lessons.accounts.models import User
from lessons.classrooms import pages
from lessons.classrooms.access import class_joined
from lessons.classrooms.enrolment import ClassroomError, find_class, join_class
from lessons.classrooms.forms import CodeForm, GuestForm
from lessons.classrooms.models import Classroom

__all__ = ["classes", "classroom", "enter_code", "join", "leave"]

show_and_do = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def classes(request: HttpRequest) -> HttpResponse:
    """All classes of the reader, and the way into more."""
    return pages.classes_page(request)


@show_and_do
def enter_code(request: HttpRequest) -> HttpResponse:
    """From a typed join code to the class it opens."""
    if request.method != "POST":
        return redirect("classrooms:classes")
    form = CodeForm(request.POST)
    if not form.is_valid():
        return pages.classes_page(request, pages.UNPROCESSABLE, code_form=form)
    try:
        classroom = look_up(request, form.cleaned_data["code"])
    except ClassroomError as refused:
        return pages.refused_code(request, form.cleaned_data["code"], refused)
    return redirect("classrooms:join", classroom.shown_code)


@show_and_do
def join(request: HttpRequest, code: str) -> HttpResponse:
    """Show the class behind the code, then join it; strangers become guests by it."""
    try:
        classroom = look_up(request, code)
    except ClassroomError as refused:
        return pages.refused_code(request, code, refused)
    return join_found(request, classroom)


def join_found(request: HttpRequest, classroom: Classroom) -> HttpResponse:
    """Show the class and ask who has no account for a name; POST joins it."""
    user = request.user
    if user.is_authenticated and is_in(classroom, user):
        return redirect(classroom)
    has_account = user.is_authenticated and not user.is_guest
    form = (Form if has_account else GuestForm)(request.POST if request.method == "POST" else None)
    if request.method == "POST" and joined(request, classroom, form):
        messages.success(request, f"You are in {classroom.name}.")
        return redirect(classroom)
    context = {"classroom": classroom, "form": form}
    status = 200 if request.method != "POST" else pages.UNPROCESSABLE
    return render(request, "classrooms/join.html", context, status=status)


def look_up(request: HttpRequest, typed: str) -> Classroom:
    """The class with this code. Raises ClassroomError, having counted against the reader and the address."""
    guessers = [limits.JOIN_CODES_OF_ADDRESS.of(limits.address_of(request))]
    if request.user.is_authenticated:
        guessers.append(limits.JOIN_CODES_OF_USER.of(request.user.pk))
    return find_class(typed, guessers, timezone.now())


def is_in(classroom: Classroom, user: User) -> bool:
    """Whether ``user`` teaches the class or is a student of it."""
    return classroom.instructor == user or user.memberships.filter(classroom=classroom).exists()


def joined(request: HttpRequest, classroom: Classroom, form: Form) -> bool:
    """Whether the reader is in the class now; if not, the form says why.

    A right code is for people of the class alone, so no limit of their address keeps strangers out.
    """
    if not form.is_valid():
        return False
    try:
        with transaction.atomic():  # a stranger who is refused leaves no row behind
            user = request.user if request.user.is_authenticated else new_guest()
            join_class(classroom, user, form.cleaned_data.get("name", ""))
    except ClassroomError as refused:
        form.add_error(None, str(refused))
        return False
    if not request.user.is_authenticated:
        login(request, user)
    return True


@require_safe
@login_required
def classroom(request: LearnerRequest, pk: int) -> HttpResponse:
    """The class page: the whole class for who teaches it, their own row for a student."""
    if taught := request.user.is_instructor and request.user.classes_taught.filter(pk=pk).first():
        return pages.class_page(request, taught)
    return pages.own_page(request, class_joined(request.user, pk))


@show_and_do
@login_required
def leave(request: LearnerRequest, pk: int) -> HttpResponse:
    """Leave the class, having asked; what the student has done stays theirs."""
    membership = class_joined(request.user, pk)

    def leave_it() -> str:
        membership.delete()
        return f"You have left {membership.classroom.name}."

    question = pages.Question(
        title=f"Leave {membership.classroom.name}?",
        text="Your instructor will not see what you do any more. You keep all of it.",
        action="Leave the class",
        back=membership.classroom.get_absolute_url(),
    )
    return pages.ask_then(request, question, leave_it, reverse("classrooms:classes"))
