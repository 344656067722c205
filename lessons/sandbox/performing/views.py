"""The page on which a learner does the steps of a lesson, and what they send from it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from lessons.accounts.guests.learners import LearnerRequest, learner_required
from lessons.accounts.models import User
from lessons.lesson_trace import mode_links, trace_of
from lessons.models import Lesson
from lessons.reading.lesson_page import get_lesson, lesson_required, opened_context
from lessons.sandbox.console.suggestions import offered_in
from lessons.sandbox.models import Pass, PassMove
from lessons.sandbox.performing import passes
from lessons.sandbox.performing.deciding_statements import statements_of
from lessons.sandbox.performing.forms import ChoiceForm, MoveForm, StatementForm, call_choices, find_call
from lessons.sandbox.performing.page import done, known, next_steps, refused, squares, task
from lessons.sandbox.performing.plan import Plan, plan_of
from lessons.sandbox.performing.stage import Stage
from lessons.visualizer import Mode

__all__ = ["begin", "do", "move", "show", "undo"]

UNPROCESSABLE = 422
AnyForm = MoveForm | ChoiceForm | StatementForm


@require_safe
@lesson_required
def do(request: HttpRequest, lesson: Lesson) -> HttpResponse:
    """The step that is to be done next; ``?call=`` names the call whose form is wanted."""
    return page(request, lesson)


@require_POST
@lesson_required
def begin(request: HttpRequest, lesson: Lesson) -> HttpResponse:
    """Begin a pass: the first one, or once more."""
    plan = plan_of(lesson)
    if plan is None:
        return page(request, lesson)
    return begun(request, lesson, plan)


@learner_required
def begun(request: LearnerRequest, lesson: Lesson, plan: Plan) -> HttpResponse:
    """The same of a lesson whose steps can be done."""
    passes.begin(request.user, lesson, plan)
    return redirect("sandbox:do", lesson.slug)


def in_a_pass(
    act: Callable[[HttpRequest, Pass, Plan, int], HttpResponse | None],
) -> Callable[[HttpRequest, str], HttpResponse]:
    """A POST that moves the learner's pass on, and then shows where it stands.

    What comes from a page that is older than the pass does nothing.
    """

    @require_POST
    def view(request: HttpRequest, slug: str) -> HttpResponse:
        lesson = get_lesson(request, slug)
        plan = plan_of(lesson)
        of = passes.latest(request.user, lesson) if plan and isinstance(request.user, User) else None
        at = request.POST.get("at", "")
        if plan and of and at.isascii() and at.isdigit() and len(at) < 6:  # noqa: PLR2004 -- no pass has so many moves
            try:
                if answer := act(request, of, plan, int(at)):
                    return answer
            except passes.StaleError:
                pass
        return redirect("sandbox:do", lesson.slug)

    return view


@in_a_pass
def move(request: HttpRequest, of: Pass, plan: Plan, at: int) -> HttpResponse | None:
    """Make a move; one that is no try is shown again as it was typed, with what is wrong with it."""
    step = plan.step(of.step_key)
    if step is None:
        return None
    if not step.calls:
        return chosen(
            request, of, plan, at, ChoiceForm(request.POST, steps=next_steps(of, step, trace_of(of.lesson)))
        )
    if asked := passes.asked_about(step, of.left, of.moves.all()):
        return decided(request, of, plan, at, statement_form(asked, request.POST))
    call = find_call(request.POST.get("call", ""))
    if call is None or not of.stage:
        return None
    return made(request, of, plan, at, MoveForm(request.POST, stage=Stage.from_json(of.stage), call=call))


def chosen(request: HttpRequest, of: Pass, plan: Plan, at: int, form: ChoiceForm) -> HttpResponse | None:
    """Say which step happens next."""
    if not form.is_valid():
        return page(request, of.lesson, form)
    passes.choose(of, plan, at, form.cleaned_data["chosen"])
    return None


def decided(request: HttpRequest, of: Pass, plan: Plan, at: int, form: StatementForm) -> HttpResponse | None:
    """Say which statement decided the call that was made last."""
    if not form.is_valid():
        return page(request, of.lesson, form)
    passes.decide(of, plan, at, form.cleaned_data["statement"])
    return None


def made(request: HttpRequest, of: Pass, plan: Plan, at: int, form: MoveForm) -> HttpResponse | None:
    """Make a call."""
    if form.is_valid():
        try:
            row = passes.make_move(of, plan, at, form.move, form.typed)
            if row.verdict == PassMove.Verdict.WRONG:
                return redirect(f"{reverse('sandbox:do', args=[of.lesson.slug])}#answer")
        except passes.NoTryError as said:
            form.add_error(None, str(said))
    return page(request, of.lesson, form) if form.errors else None


def statement_form(asked: PassMove, data: Any = None) -> StatementForm:
    """The statements that were read for that call."""
    return StatementForm(data, statements=statements_of((asked.event or {})["decision"]))


@in_a_pass
def undo(request: HttpRequest, of: Pass, plan: Plan, at: int) -> HttpResponse | None:
    """Take a wrong move back."""
    passes.undo(of)
    return None


@in_a_pass
def show(request: HttpRequest, of: Pass, plan: Plan, at: int) -> HttpResponse | None:
    """Have the step done."""
    passes.show(of, plan, at)
    return None


def page(request: HttpRequest, lesson: Lesson, form: AnyForm | None = None) -> HttpResponse:
    """Where the pass stands."""
    plan = plan_of(lesson)
    of = passes.latest(request.user, lesson) if plan and isinstance(request.user, User) else None
    context = opened_context(request, lesson, "steps") | {
        "board": {"modes": mode_links(lesson, Mode.DO, 1)},
        "plan": plan,
        "is_changed": bool(plan and of and not of.finished_at and of.plan != plan.digest),
    }
    if plan and of and not context["is_changed"]:
        moves = list(of.moves.all())
        context |= standing(lesson, plan, of, moves)
        if of.step_key:
            context |= to_do(request, plan, of, moves, form)
    status = UNPROCESSABLE if form is not None else 200
    return render(request, "sandbox/performing/do.html", context, status=status)


def standing(lesson: Lesson, plan: Plan, of: Pass, moves: list[PassMove]) -> dict[str, Any]:
    """What was done so far."""
    shown = squares(plan, of, moves)
    return {
        "pass": of,
        "at": len(moves),
        "squares": shown,
        "behind": sum(square.state not in {"open", "next"} for square in shown),
        "done": done(lesson, plan, of, moves),
    }


def to_do(
    request: HttpRequest, plan: Plan, of: Pass, moves: list[PassMove], form: AnyForm | None
) -> dict[str, Any]:
    """The task, and the form for it; what came of the last move where that was wrong."""
    step, trace = plan.step(of.step_key), trace_of(of.lesson)
    if step is None or not isinstance(request.user, User):
        return {}
    stage = Stage.from_json(of.stage)
    context: dict[str, Any] = {"task": task(of, step, trace, moves), "known": known(stage, plan)}
    asked = passes.asked_about(step, of.left, moves)
    context["asked"] = asked
    if of.is_halted:
        return context | {"refused": refused(moves[-1], trace, request.user)}
    if not step.calls:
        steps = next_steps(of, step, trace)
        return context | {"choice": form or ChoiceForm(steps=steps)}
    if asked:
        return context | {"statements": form or statement_form(asked)}
    form = form or form_of(request, stage, moves, step.key)
    context |= {"form": form, "calls": call_choices()}
    if isinstance(form, MoveForm):
        context |= {"call": form.call, "offered": offered_in(stage.world, form.call)}
    return context


def form_of(request: HttpRequest, stage: Stage, moves: list[PassMove], key: str) -> MoveForm | None:
    """The form of the call that was asked for, or of the one that was undone, as it was filled in."""
    undone = moves[-1].made if moves and moves[-1].step_key == key else {}
    name = request.GET.get("call", undone.get("call", ""))
    call = find_call(name)
    if call is None:
        return None
    typed = undone if undone.get("call") == name else {}
    initial = {**typed.get("with", {}), "signer": typed.get("signer")}
    return MoveForm(stage=stage, call=call, initial=initial)
