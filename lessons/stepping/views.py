"""The steps of a lesson, one at a time: explained, predicted first, or on one's own."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lessons.accounts.guests.learners import LearnerRequest, learner_required
from lessons.lesson_trace import mode_url, trace_of
from lessons.models import Lesson
from lessons.prediction_questions import Asked, Sureness, ask
from lessons.reading.lesson_page import get_lesson, lesson_required, opened_context
from lessons.reading.progress import see_step
from lessons.requests import is_ahead, wants_part
from lessons.stepping.boards import board_of, frame_of, question_board
from lessons.stepping.forms import PredictionForm
from lessons.stepping.predictions import Round, mode_of, predict, round_of, start_over
from lessons.trace import Step, Trace
from lessons.visualizer import Mode, Verdict

__all__ = ["again", "predicting", "prediction", "recall", "step", "steps"]

UNPROCESSABLE = 422
AHEAD_SECONDS = 60  # for which a step that was fetched ahead may wait; an edit is not seen before


@require_safe
def steps(request: HttpRequest, slug: str) -> HttpResponse:
    """The style's own address leads to the mode that is next: explained, then predicted, then alone."""
    lesson = get_lesson(request, slug)
    mode = Mode.STEPS
    if request.user.is_authenticated:
        mode = mode_of(request.user, lesson, trace_of(lesson))
    return predicting(request, slug) if mode == Mode.PREDICT else redirect(mode_url(lesson, mode)(1))


@require_safe
def step(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One step of the lesson, as a page or as what HTMX puts in place of the step before."""
    return plain_step(request, slug, number, Mode.STEPS)


@require_safe
def recall(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One step whose explanation is folded away."""
    return plain_step(request, slug, number, Mode.RECALL)


def plain_step(request: HttpRequest, slug: str, number: int, mode: Mode) -> HttpResponse:
    """One step, or the page that says there is none."""
    lesson = get_lesson(request, slug)
    trace = trace_of(lesson)
    if trace.has_step(number):
        return show_step(request, lesson, trace, number, mode)
    return no_such_step(request, lesson, trace, number)


def no_such_step(request: HttpRequest, lesson: Lesson, trace: Trace, number: int) -> HttpResponse:
    """A way back to the lesson; the first step of a lesson without any is a page that says so."""
    if not trace.steps and number == 1:
        return steps_page(request, lesson)
    return render(
        request, "lessons/stepping/no_such_step.html", {"lesson": lesson, "trace": trace}, status=404
    )


def steps_page(request: HttpRequest, lesson: Lesson, status: int = 200, **stage: Any) -> HttpResponse:
    """The steps of the lesson, which are remembered as opened."""
    context = opened_context(request, lesson, "steps") | stage
    return render(request, "lessons/stepping/steps.html", context, status=status)


def show_step(request: HttpRequest, lesson: Lesson, trace: Trace, number: int, mode: Mode) -> HttpResponse:
    """A step that is there, remembered as seen.

    One that a page fetches ahead is not, and kept by the browser until it is shown: then the page says so by
    asking once more, for the head alone.
    """
    if is_ahead(request):
        response = HttpResponse(frame_of(lesson, number, mode, "_swap", None))
        patch_cache_control(response, private=True, max_age=AHEAD_SECONDS)
        return response
    see_step(request.user, lesson, trace.steps[number - 1])
    if wants_part(request):
        is_told = request.method == "HEAD"
        return HttpResponse("" if is_told else frame_of(lesson, number, mode, "_swap", None))
    return steps_page(
        request,
        lesson,
        stage=frame_of(lesson, number, mode, "_stage", None),
        board=board_of(lesson, number, mode),
        round=round_of(request.user, lesson, trace),
    )


@require_safe
@lesson_required
def predicting(request: HttpRequest, lesson: Lesson) -> HttpResponse:
    """To the first question that waits for an answer, or to the first step once there is none."""
    made = round_of(request.user, lesson, trace_of(lesson))
    return redirect(mode_url(lesson, Mode.PREDICT)(made.open or 1))


@require_http_methods(["GET", "HEAD", "POST"])
def prediction(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One step, shown once it is predicted. The questions come in their order: nothing is given away."""
    lesson = get_lesson(request, slug)
    trace = trace_of(lesson)
    if not trace.has_step(number):
        return no_such_step(request, lesson, trace, number)
    return ask_or_show(request, lesson, trace, number)


def ask_or_show(request: HttpRequest, lesson: Lesson, trace: Trace, number: int) -> HttpResponse:
    """The question about a step, or the step; a question further on leads to the one that waits."""
    made = round_of(request.user, lesson, trace)
    url = mode_url(lesson, Mode.PREDICT)
    if made.open is not None and made.open < number:
        return redirect(url(made.open))
    if made.open == number:
        return asking(request, lesson, made, cast(Asked, ask(trace, number)))
    if request.method == "POST":
        return redirect(f"{url(number)}#verdict")
    if made.of(number) is None:
        see_step(request.user, lesson, trace.steps[number - 1])
    return shown(request, lesson, made, number)


def asking(request: HttpRequest, lesson: Lesson, made: Round, asked: Asked) -> HttpResponse:
    """The question of the round that is open, until its answer is one of the choices."""
    number = cast(int, made.open)
    step = made.trace.steps[number - 1]
    form = PredictionForm(step, asked, request.POST if request.method == "POST" else None)
    if not form.is_valid():
        status = UNPROCESSABLE if form.is_bound else 200
        context = {"board": question_board(lesson, number, form), "round": made}
        return frame(request, lesson, context, status)
    return answered(request, lesson, made.trace, step, Verdict(asked, **form.cleaned_data))


@learner_required
def answered(
    request: LearnerRequest, lesson: Lesson, trace: Trace, step: Step, verdict: Verdict
) -> HttpResponse:
    """The prediction of a step is stored, then the step is shown."""
    predict(request.user, lesson, step, verdict)
    if not wants_part(request):
        return redirect(f"{mode_url(lesson, Mode.PREDICT)(step.number)}#verdict")
    return shown(request, lesson, round_of(request.user, lesson, trace), step.number, is_fresh=True)


def shown(
    request: HttpRequest, lesson: Lesson, made: Round, number: int, *, is_fresh: bool = False
) -> HttpResponse:
    """A step whose question is answered, or that nothing can be asked about."""
    row = made.of(number)
    verdict = Verdict(row.question, row.chosen, Sureness(row.sureness), is_fresh) if row else None
    template = "_swap" if wants_part(request) else "_stage"
    context = {
        "board": board_of(lesson, number, Mode.PREDICT, verdict),
        "stage": frame_of(lesson, number, Mode.PREDICT, template, verdict),
        "round": made,
    }
    return frame(request, lesson, context)


def frame(request: HttpRequest, lesson: Lesson, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A step with what was predicted so far, as a page or as its part."""
    if wants_part(request):
        return render(
            request, "lessons/stepping/_predict_swap.html", {"lesson": lesson, **context}, status=status
        )
    return steps_page(request, lesson, status, **context)


@require_POST
@lesson_required
def again(request: HttpRequest, lesson: Lesson) -> HttpResponse:
    """Predict the whole lesson once more."""
    if request.user.is_authenticated:
        start_over(request.user, lesson)
    return redirect(mode_url(lesson, Mode.PREDICT)(1))
