"""Two evaluators that share nothing come to the same, and where one of them is wrong that is found."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lessons.aws.policies import evaluate, matching
from lessons.aws.policies.access_request import BOUNDARY
from lessons.aws.policies.conditions import OPERATORS
from lessons.sandbox.explanations.undocumented import CHOICES
from tests.aws.policies import second_opinion
from tests.aws.policies.comparison import Tally, all_answered, tallied
from tests.aws.policies.open_questions import OPEN
from tests.sizes import size

ASKED = size(10_000, 100_000)
OFTEN = 100
WRITTEN = Path(second_opinion.__file__).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def tally() -> Tally:
    return tallied(ASKED)


def test_the_two_agree_on_all_that_aws_documents(tally: Tally) -> None:
    print(tally)
    assert tally.disagreements[:1] == []


def test_where_the_two_may_differ_the_page_of_differences_says_so() -> None:
    assert set(OPEN) <= {about for about, _ in CHOICES}


def test_a_third_is_allowed(tally: Tally) -> None:
    assert tally.allowed >= 1 / 3


def test_every_rule_decides_often(tally: Tally) -> None:
    assert {rule: tally.decided[rule] for rule in second_opinion.RULES if tally.decided[rule] < OFTEN} == {}


def test_every_element_and_operator_is_asked_about_often(tally: Tally) -> None:
    elements = ("NotAction", "NotResource", "NotPrincipal", "ForAllValues", "ForAnyValue", "IfExists", "${")
    assert {name: tally.asked[name] for name in (*OPERATORS, *elements) if tally.asked[name] < OFTEN} == {}


def test_the_second_opinion_is_short_and_asks_nobody() -> None:
    assert len(WRITTEN.splitlines()) <= 300
    assert re.findall(r"^(?:from|import) (?:lessons|tests)", WRITTEN, re.MULTILINE) == []


# -- an evaluator with a fault ---------------------------------------------------------------------

Patch = pytest.MonkeyPatch


def ignore_denies(patch: Patch) -> None:
    applied = evaluate._applied
    patch.setattr(
        evaluate, "_applied", lambda *given: [item for item in applied(*given) if item.effect != "Deny"]
    )


def ignore_boundaries(patch: Patch) -> None:
    needed = evaluate._needed
    patch.setattr(
        evaluate, "_needed", lambda *given: tuple(kind for kind in needed(*given) if kind != BOUNDARY)
    )


def let_a_named_role_pass_its_session_policy(patch: Patch) -> None:
    patch.setitem(evaluate.NEEDED, "role", (BOUNDARY,))


def let_an_account_be_enough(patch: Patch) -> None:
    patch.setitem(evaluate.NEEDED, "account", ())


def take_a_missing_key_for_met(patch: Patch) -> None:
    holds = matching.holds

    def lenient(condition: Any, context: Any) -> bool | None:
        return condition.key.lower() not in context or holds(condition, context)

    patch.setattr(matching, "holds", lenient)


def spare_by_the_caller_alone(patch: Patch) -> None:
    patch.setattr(matching, "_spared_as", lambda principal: (principal.arn,))


FAULTS = (
    ignore_denies,
    ignore_boundaries,
    let_a_named_role_pass_its_session_policy,
    let_an_account_be_enough,
    take_a_missing_key_for_met,
    spare_by_the_caller_alone,
)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_found(fault: Callable[[Patch], None], monkeypatch: Patch) -> None:
    fault(monkeypatch)
    assert any(not answered.agree for answered in all_answered(10_000))
