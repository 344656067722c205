"""The form of each type, by the type's name."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import Http404

from lessons.quizzes.authoring.choice_form import ChoiceForm
from lessons.quizzes.authoring.computed_form import ComputedForm
from lessons.quizzes.authoring.decided_request_form import AllowedOrDeniedForm, ReadPolicyForm
from lessons.quizzes.authoring.fill_in_form import FillInForm
from lessons.quizzes.authoring.matching_form import MatchingForm
from lessons.quizzes.authoring.numeric_form import NumericForm
from lessons.quizzes.authoring.ordering_form import OrderingForm
from lessons.quizzes.authoring.point_at_step_form import PointAtStepForm
from lessons.quizzes.authoring.question_form import QuestionForm
from lessons.quizzes.authoring.write_policy_form import WritePolicyForm

__all__ = ["FORMS", "form_of"]

_FORMS: tuple[type[QuestionForm], ...] = (
    ChoiceForm,
    OrderingForm,
    MatchingForm,
    FillInForm,
    NumericForm,
    PointAtStepForm,
    ReadPolicyForm,
    AllowedOrDeniedForm,
    WritePolicyForm,
    ComputedForm,
)
FORMS: Mapping[str, type[QuestionForm]] = {form.TYPE: form for form in _FORMS}


def form_of(type_name: str) -> type[QuestionForm]:
    """The form of a type that an address names. Raises Http404."""
    if type_name not in FORMS:
        raise Http404("There is no such type of question.")
    return FORMS[type_name]
