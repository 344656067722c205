"""The broken account of the day and of the days before, and one more at the end of a lab."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lessons.accounts.guests.learners import LearnerRequest, learner_required
from lessons.models import Lesson
from lessons.reading.lesson_page import lesson_required
from lessons.sandbox.diagnoses import broken_days
from lessons.sandbox.labs.lab_view import view_of
from lessons.sandbox.models import Lab

__all__ = ["broken", "broken_day", "one_more"]

NO_SUCH_DAY = "No account is broken that day: the last two months can be opened, and no day to come."
NOTHING_BREAKS = "Nothing in this lab's world could be broken in a new way. There is one more each day."
FIRST_THE_LAB = "First reach the goals of this lab; then there is one more, without steps."


@require_safe
def broken(request: HttpRequest) -> HttpResponse:
    """The broken account of the day, and those of the days before."""
    today = broken_days.day_of(timezone.now())
    days = broken_days.days_until(today, request.user)
    context = {"today": days[0], "earlier": days[1:], "diagnosis": broken_days.diagnosis_of(today)}
    return render(request, "sandbox/diagnoses/broken.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def broken_day(request: HttpRequest, day: str) -> HttpResponse:
    """One day's broken account. POST opens the learner's own copy of it."""
    chosen = _open_day(day)
    if request.method == "POST":
        return _enter(request, chosen)
    context = {"day": chosen, "diagnosis": broken_days.diagnosis_of(chosen)}
    return render(request, "sandbox/diagnoses/day.html", context)


def _open_day(text: str) -> date:
    """The day that is meant. Raises Http404 where it is none that can be opened."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Http404(NO_SUCH_DAY) from None
    if day.isoformat() != text or not broken_days.is_open(day, broken_days.day_of(timezone.now())):
        raise Http404(NO_SUCH_DAY)
    return day


@learner_required
def _enter(request: LearnerRequest, day: date) -> HttpResponse:
    """Into the learner's own copy, a new one where there is none."""
    return redirect(broken_days.open_day(request.user, day))


@require_POST
@lesson_required
def one_more(request: HttpRequest, lesson: Lesson) -> HttpResponse:
    """At the end of a lab: its world, broken in a way that the learner has not seen."""
    lab = get_object_or_404(Lab.objects.select_related("scenario", "lesson"), lesson=lesson)
    return _enter_lab(request, lab)


@learner_required
def _enter_lab(request: LearnerRequest, lab: Lab) -> HttpResponse:
    if not view_of(request.user, lab).is_finished:
        messages.warning(request, FIRST_THE_LAB)
        return redirect(lab)
    sandbox = broken_days.open_in_lab(request.user, lab)
    if sandbox is None:
        messages.warning(request, NOTHING_BREAKS)
        return redirect("sandbox:broken")
    return redirect(sandbox)
