"""The page on which a policy of a step is changed, and what then comes out differently."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from lessons.accounts.limits import address_of
from lessons.lesson_trace import step_url, trace_of
from lessons.models import Lesson
from lessons.reading.lesson_page import lesson_context, lesson_required
from lessons.requests import wants_part
from lessons.sandbox.calls import endpoint, execution
from lessons.sandbox.calls.charge import charged
from lessons.sandbox.calls.execution import OverBudgetError
from lessons.sandbox.calls.pace import Buckets
from lessons.sandbox.performing.stage import NotSentError
from lessons.sandbox.policy_editor.forms import DocumentForm
from lessons.sandbox.policy_editor.problems import Mark, marks_at, shown
from lessons.sandbox.what_if.control_policies import CONTROL, control_problems
from lessons.sandbox.what_if.deciding_policies import DecidedCall, DecidingPolicy, decided_calls
from lessons.sandbox.what_if.differing_steps import ComparedStep, compare
from lessons.sandbox.what_if.policy_change import RefusedError, with_policy
from lessons.sandbox.what_if.policy_text import PolicyText, policy_at
from lessons.sandbox.what_if.replay import PlayedStep, as_recorded, play_on

__all__ = ["what_if"]

UNPROCESSABLE, TOO_MANY = 422, 429
NO_SUCH_POLICY = "That policy does not decide this step."


@dataclass(frozen=True)
class Chosen:
    """A policy of a step of a lesson, as it is when the step begins, and the steps as they are recorded."""

    lesson: Lesson
    recorded: tuple[PlayedStep, ...]
    step: PlayedStep
    policy: DecidingPolicy
    opened: PolicyText

    def problems(self, text: str) -> list[Mark]:
        """What is wrong in a text that AWS does not take, line by line, where it is to be saved."""
        document, place, stage = self.opened.document, self.opened.place, self.step.before
        if place.kind in CONTROL:
            return shown(control_problems(stage.world, place, text))
        return marks_at(text, document, stage.world, stage.now) if document else []


@require_http_methods(["GET", "HEAD", "POST"])
@lesson_required
def what_if(request: HttpRequest, lesson: Lesson, number: int) -> HttpResponse:
    """The step with its policies, one of them in the editor; POST plays the rest with that one changed.

    Nothing is stored, of whoever asks.
    """
    recorded = as_recorded(lesson)
    if not trace_of(lesson).has_step(number):
        raise Http404("The lesson has no such step.")
    calls = decided_calls(recorded[number - 1]) if recorded else ()
    chosen = chosen_of(request, lesson, recorded, number, calls)
    if chosen is None:
        return page(request, lesson, number, calls)
    if request.method != "POST":
        form = DocumentForm(initial={"document": chosen.opened.shown})
        return page(request, lesson, number, calls, chosen=chosen, form=form)
    form = DocumentForm(request.POST)
    found = outcome(request, chosen, form)
    return page(request, lesson, number, calls, chosen=chosen, form=form, **found)


def chosen_of(
    request: HttpRequest,
    lesson: Lesson,
    recorded: tuple[PlayedStep, ...],
    number: int,
    calls: tuple[DecidedCall, ...],
) -> Chosen | None:
    """The policy that is asked for, or the first that can be changed; None where there is none.

    Raises Http404 for one that does not decide the step.
    """
    there = [policy for call in calls for policy in call.policies if policy.place]
    there.sort(key=lambda policy: not policy.decides)
    wanted = request.GET.get("policy")
    found = next((policy for policy in there if wanted in {None, str(policy.place)}), None)
    if found is None or found.place is None:
        if wanted is not None:
            raise Http404(NO_SUCH_POLICY)
        return None
    step = recorded[number - 1]
    return Chosen(lesson, recorded, step, found, policy_at(step.before, found.place))


def outcome(request: HttpRequest, chosen: Chosen, form: DocumentForm) -> dict[str, Any]:
    """What comes of the text: the steps compared, or why there is nothing to compare, with its status."""
    if not form.is_valid():
        return {"status": UNPROCESSABLE}
    text = form.cleaned_data["document"]
    try:
        with charged(*pace_of(request)):
            return {"steps": steps_with(chosen, text)}
    except RefusedError as refused:
        return {"refused": refused, "problems": chosen.problems(text), "status": UNPROCESSABLE}
    except NotSentError as error:
        form.add_error(None, str(error))
        return {"status": UNPROCESSABLE}
    except OverBudgetError as error:
        form.add_error(None, str(error))
        return {"status": TOO_MANY}


def pace_of(request: HttpRequest) -> tuple[Buckets, Hashable]:
    """From which bucket a replay is taken: the learner's, or that of a stranger's address."""
    if request.user.is_authenticated:
        return execution.learners, request.user.pk
    return endpoint.strangers, address_of(request)


def steps_with(chosen: Chosen, text: str) -> tuple[ComparedStep, ...]:
    """The steps from the chosen one on, with that text in the policy's stead. Raises RefusedError."""
    number = chosen.step.step.number
    stage = with_policy(chosen.recorded[: number - 1], chosen.step.before, chosen.opened, text)
    again = play_on(stage, [played.step for played in chosen.recorded[number - 1 :]])
    return compare(trace_of(chosen.lesson), chosen.recorded, tuple(again))


def page(
    request: HttpRequest, lesson: Lesson, number: int, calls: tuple[DecidedCall, ...], **found: Any
) -> HttpResponse:
    """The page, or what HTMX puts in place of the outcome of before."""
    status = found.pop("status", 200)
    steps = found.get("steps", ())
    context = {
        "lesson": lesson,
        "step": trace_of(lesson).steps[number - 1],
        "back": step_url(lesson)(number),
        "calls": calls,
        "differing": sum(not step.is_same for step in steps),
        **found,
    }
    if wants_part(request):
        return render(request, "sandbox/what_if/_outcome.html", context, status=status)
    context = lesson_context(request, lesson, "steps") | context
    return render(request, "sandbox/what_if/what_if.html", context, status=status)
