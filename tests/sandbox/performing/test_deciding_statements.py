"""Which statement decides a call that was made: asked where a lesson says so, graded by the evaluator."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import unescape
from typing import Any

import pytest
from django.test import Client

from lessons.accounts.models import User
from lessons.sandbox.documents.recorded_calls import mistakes_in_calls
from lessons.sandbox.models import PassMove
from lessons.sandbox.performing.deciding_statements import deciding, statements_of, why_not
from lessons.sandbox.performing.plan import Question, enter
from lessons.sandbox.performing.recorded_moves import keep, move_of
from lessons.sandbox.performing.stage import make
from tests.course.files import FOLDERS
from tests.sandbox.performing.hands import Hands, lesson_on_disk
from tests.sandbox.performing.test_moves import stage_before

BrowserOf = Callable[[User | None], Client]
Decision = Mapping[str, Any]
# Of every lesson that asks: the step, and each statement of the call with whether choosing it is right.
CHOICES = {
    "02-assuming-a-role": (
        "alice-uses-credentials",
        {"ListTheBucket": True, "ReadItsObjects": False, "nothing": False},
    ),
    "05-two-keys-one-door": (
        "bob-asks-for-night-shift-again",
        {"TrustBob": False, "no-roles 1": True, "nothing": False},
    ),
    "07-confused-deputy": (
        "program-works-for-mallory-again",
        {"TrustTheVendorForTheShop": False, "AskForTheRoleOfAnyCustomer": False, "nothing": True},
    ),
    "10-session-policies": (
        "north-1-deletes-north-q2-csv",
        {"ListTheBucket": False, "ReadAndWriteItsObjects": False, "session policy 1": False, "nothing": True},
    ),
    "11-ending-a-session": (
        "mallory-lists-orders-again",
        {
            "ListTheBucket": False,
            "ReadItsObjects": False,
            "GoOnToTheArchive": False,
            "AWSRevokeOlderSessions 1": True,
            "nothing": False,
        },
    ),
    "13-developers-and-dbas": (
        "alice-reads-backup-as-bot",
        {"all-of-s3 1": False, "ThePlaygroundAndNoMore": False, "nothing": True},
    ),
}


@pytest.fixture
def hands_at(student: User, client_of: BrowserOf, at_any_pace: None) -> Callable[[str], Hands]:
    """Somebody who has done a lesson rightly up to its question."""

    def at(folder: str) -> Hands:
        hands = Hands(student, lesson_on_disk(folder), client_of(student))
        hands.begin()
        while not hands.asked():
            hands.do_right()
        return hands

    return at


def ids(decision: Decision) -> dict[str, str]:
    return {statement.name: statement.id for statement in statements_of(decision)}


@pytest.mark.django_db
def test_these_lessons_ask_and_name_what_the_evaluator_says() -> None:
    asking = {}
    for folder in FOLDERS:
        plan = Hands(User(), lesson_on_disk(folder), Client()).plan
        for step in plan.steps:
            stage, left = enter(stage_before(folder, step.number), step, [*range(len(step.parts))])
            decision: Decision = {}
            for place in left:
                part = step.parts[place]
                if isinstance(part, Question):
                    named = {name: given in deciding(decision) for name, given in ids(decision).items()}
                    asking[folder] = (step.key, named)
                    assert named[part.decides]
                    continue
                stage, _ = enter(stage, step, [place])
                if not hasattr(part, "operation"):
                    continue
                made = make(stage, move_of(part, stage))
                stage, decision = keep(part, made), made.fields["decision"]
    assert asking == CHOICES


@pytest.mark.parametrize("folder", CHOICES)
def test_each_choice_is_graded_and_a_wrong_one_is_told_why(
    folder: str, hands_at: Callable[[str], Hands]
) -> None:
    hands = hands_at(folder)
    key, choices = CHOICES[folder]
    assert hands.standing.step_key == key
    for name, is_right in sorted(choices.items(), key=lambda item: item[1]):
        decision = hands.asked() or {}
        assert hands.send("move", statement=ids(decision)[name]).status_code == 302
        move = hands.standing.moves.last()
        assert move
        assert (move.verdict == PassMove.Verdict.RIGHT) == is_right
        if not is_right:
            assert move.made["said"] == why_not(decision, ids(decision)[name])
            assert unescape(hands.page()).count(move.made["said"]) == 1
            assert hands.standing.is_halted
            hands.send("undo")
    assert hands.standing.step_key != key or hands.asked() is None


def test_a_wrong_statement_halts_the_pass_counts_and_is_undone_or_shown(
    hands_at: Callable[[str], Hands],
) -> None:
    hands = hands_at("02-assuming-a-role")
    before = hands.standing
    hands.send("move", statement="nothing")
    page = hands.page()
    assert "AWS carried the call out, so there is a statement that allows it." in page
    assert "Undo, try again" in page
    assert hands.standing.stage == before.stage
    hands.send("show")
    assert hands.standing.step_key != before.step_key
    assert hands.standing.right == before.right
    assert "decides: <code>ListTheBucket</code>" in hands.page()


def test_nothing_chosen_is_no_try_and_a_call_is_no_answer(hands_at: Callable[[str], Hands]) -> None:
    hands = hands_at("02-assuming-a-role")
    moves = hands.standing.moves.count()
    for fields in ({}, {"statement": "17"}, {"statement": "-1"}, {"call": "sts:GetCallerIdentity"}):
        answer = hands.send("move", **fields)
        assert answer.status_code == 422
        assert "Choose a statement. A guess is fine." in answer.content.decode()
    assert hands.standing.moves.count() == moves


def test_the_choices_do_not_tell_which_is_right(hands_at: Callable[[str], Hands]) -> None:
    page = hands_at("02-assuming-a-role").page()
    assert re.findall(r'name="statement" value="([^"]+)"', page) == ["0", "1", "nothing"]
    assert "Action: s3:ListBucket" in page
    assert "checked" not in page.split('name="statement"')[1].split("</form>")[0]


def test_an_author_writes_the_statement_as_a_text() -> None:
    call = {"by": "alice", "call": "sts:GetCallerIdentity"}
    assert not [*mistakes_in_calls(call | {"decides": "no-roles 1"})]
    assert [*mistakes_in_calls(call | {"decides": 1})]
