"""What instructors do with their own classes; somebody else's are not found."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lessons.accounts.guests.learners import LearnerRequest
from lessons.accounts.security_log import tell
from lessons.classrooms import pages
from lessons.classrooms.access import instructor_required, own_class
from lessons.classrooms.enrolment import ClassroomError, change, open_class, renew_code
from lessons.classrooms.exports import write_csv
from lessons.classrooms.forms import ClassForm
from lessons.classrooms.models import Classroom
from lessons.classrooms.predictions import predictions_of
from lessons.classrooms.progress import progress_of
from lessons.classrooms.wrong_moves import wrong_moves_of
from lessons.requests import wants_part

__all__ = [
    "close",
    "create",
    "delete",
    "export",
    "new_code",
    "predictions",
    "progress",
    "remove",
    "rename",
    "reopen",
]

ask_first = require_http_methods(["GET", "HEAD", "POST"])


@require_POST
@instructor_required
def create(request: LearnerRequest) -> HttpResponse:
    """Open a class and show it, or say why it cannot be opened."""
    form = ClassForm(request.POST)
    try:
        if form.is_valid():
            return redirect(open_class(request.user, form.cleaned_data["name"]))
    except ClassroomError as refused:
        form.add_error("name", str(refused))
    return pages.classes_page(request, pages.UNPROCESSABLE, class_form=form)


@require_safe
@own_class
def progress(request: LearnerRequest, classroom: Classroom) -> HttpResponse:
    """The students by lessons, for the page that polls; anybody else goes to the class page."""
    if not wants_part(request):
        return redirect(classroom)
    return render(request, "classrooms/_progress.html", pages.progress_context(request, classroom))


@require_safe
@own_class
def predictions(request: LearnerRequest, classroom: Classroom) -> HttpResponse:
    """What the class predicted of each step and did itself, and where it was wrong."""
    students = classroom.memberships.values("user")
    context = {"lessons": predictions_of(students), "done": wrong_moves_of(students)}
    return render(request, "classrooms/predictions.html", {"classroom": classroom, **context})


@require_safe
@own_class
def export(request: LearnerRequest, classroom: Classroom) -> HttpResponse:
    """The progress of all students as CSV, in UTF-8 with the byte order mark that spreadsheets look for."""
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    name = slugify(classroom.name) or "class"
    response["Content-Disposition"] = f'attachment; filename="{name}-progress.csv"'
    write_csv(response, progress_of(list(classroom.memberships.by_name())))
    tell("exported", request, what="progress", classroom=classroom.pk)
    return response


@require_POST
@own_class
def rename(request: LearnerRequest, classroom: Classroom) -> HttpResponse:
    """Give the class another name."""
    form = ClassForm(request.POST)
    if not form.is_valid():
        return pages.class_page(request, classroom, form)
    change(classroom, name=form.cleaned_data["name"])
    return redirect(classroom)


@require_POST
@own_class
def close(request: LearnerRequest, classroom: Classroom) -> HttpResponse:
    """Take no new students from now on."""
    change(classroom, closed_at=classroom.closed_at or timezone.now())
    messages.success(request, "The class is closed: nobody can join until you reopen it.")
    return redirect(classroom)


@require_POST
@own_class
def reopen(request: LearnerRequest, classroom: Classroom) -> HttpResponse:
    """Take students again."""
    change(classroom, closed_at=None)
    messages.success(request, "The class is open: students can join by its code.")
    return redirect(classroom)


@ask_first
@own_class
def new_code(request: LearnerRequest, classroom: Classroom) -> HttpResponse:
    """Replace the join code, having asked."""

    def renew() -> str:
        renew_code(classroom)
        return f"The new join code is {classroom.shown_code}."

    question = pages.Question(
        title=f"A new join code for {classroom.name}?",
        text=f"{classroom.shown_code} stops working at once. Students who have joined stay in the class.",
        action="Make a new code",
        back=classroom.get_absolute_url(),
    )
    return pages.ask_then(request, question, renew, classroom.get_absolute_url())


@ask_first
@own_class
def delete(request: LearnerRequest, classroom: Classroom) -> HttpResponse:
    """Delete the class, having asked; its students keep what they have done."""

    def delete_it() -> str:
        classroom.delete()
        return f"The class {classroom.name} is deleted."

    question = pages.Question(
        title=f"Delete {classroom.name}?",
        text="The class and the list of its students go for good. The students keep what they have done.",
        action="Delete the class",
        back=classroom.get_absolute_url(),
    )
    return pages.ask_then(request, question, delete_it, reverse("classrooms:classes"))


@ask_first
@own_class
def remove(request: LearnerRequest, classroom: Classroom, student: int) -> HttpResponse:
    """Remove a student from the class, having asked."""
    membership = classroom.memberships.by_name().filter(pk=student).first()
    if membership is None:
        raise Http404("This student is not in the class any more.")

    def remove_them() -> str:
        membership.delete()
        return f"{membership.name} is no longer in the class."

    question = pages.Question(
        title=f"Remove {membership.name}?",
        text=f"You will not see what they do any more. While {classroom.name} is open they can join again.",
        action="Remove from the class",
        back=classroom.get_absolute_url(),
    )
    return pages.ask_then(request, question, remove_them, classroom.get_absolute_url())
