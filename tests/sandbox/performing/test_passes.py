"""A pass through the steps of a lesson: begun, done, halted by wrong moves, kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from lessons.accounts.guests.learners import merge_guest
from lessons.accounts.models import User
from lessons.aws import budgets
from lessons.models import Lesson
from lessons.sandbox.models import Pass, PassMove
from lessons.sandbox.performing.stage import Move
from lessons.signals import step_missed
from tests.sandbox.performing.hands import Hands, lesson_on_disk

BrowserOf = Callable[[User | None], Client]


@pytest.fixture
def hands(student: User, client_of: BrowserOf) -> Hands:
    return Hands(student, lesson_on_disk("02-assuming-a-role"), client_of(student))


def wrong(hands: Hands) -> None:
    """Answer a choice or make a call that is not the next."""
    if hands.step.calls:
        hands.make(Move("sts", "GetSessionToken", {}, hands.stage.keys[0].id))
    else:
        hands.send("move", chosen=next(key for key in hands.offered() if key != hands.step.key))


def test_a_stranger_is_asked_to_begin_and_becomes_a_guest_by_it(client: Client, db: None) -> None:
    lesson_on_disk("02-assuming-a-role")
    page = client.get("/lessons/assuming-a-role/do/")
    assert "Begin with step 1" in page.content.decode()
    assert not page.cookies
    assert not Pass.objects.exists()
    client.post("/lessons/assuming-a-role/do/begin/")
    assert Pass.objects.get().user.is_guest


def test_every_step_right_at_first_try_is_the_whole_score(hands: Hands) -> None:
    hands.begin()
    while not hands.is_over:
        hands.do_right()
    assert (hands.standing.right, hands.standing.steps) == (5, 5)
    assert hands.standing.stage == {}
    assert "<b>5 of 5</b>" in hands.page()


def test_a_wrong_move_stands_until_it_is_undone_and_then_the_step_counts_no_more(hands: Hands) -> None:
    hands.begin()
    hands.do_right()
    before = hands.standing.stage
    wrong(hands)
    assert hands.standing.stage == before
    page = hands.page()
    assert "Undo, try again" in page
    assert "What AWS answered" in page
    hands.do_right()  # from a page that is older: nothing is done
    assert hands.standing.step_key == "sts-processes-request"
    hands.send("undo")
    assert "sts:GetSessionToken" in hands.page()
    hands.do_right()
    assert hands.standing.step_key == "alice-uses-credentials"
    assert hands.standing.right == 1


def test_a_step_that_is_shown_is_done_and_does_not_count(hands: Hands) -> None:
    hands.begin()
    hands.do_right()
    wrong(hands)
    hands.send("show")
    assert hands.standing.step_key == "alice-uses-credentials"
    assert "session1" in hands.stage.kept
    while not hands.is_over:
        hands.do_right()
    assert hands.standing.right == 4


def test_a_wrong_choice_of_what_comes_next_counts_too(hands: Hands) -> None:
    hands.begin()
    wrong(hands)
    assert "it does not come next" in hands.page()
    hands.send("show")
    assert hands.standing.step_key == "sts-processes-request"
    assert hands.standing.right == 0


def test_a_malformed_call_is_no_try_and_keeps_what_was_typed(hands: Hands) -> None:
    hands.begin()
    hands.do_right()
    moves = PassMove.objects.count()
    call = Move(
        "sts", "AssumeRole", {"RoleArn": "not-an-arn", "RoleSessionName": "mine"}, hands.stage.keys[0].id
    )
    answer = hands.make(call)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "ValidationError" in page
    assert 'value="not-an-arn"' in page
    assert PassMove.objects.count() == moves
    assert not hands.standing.is_missed


def test_a_form_that_cannot_be_read_is_no_try(hands: Hands) -> None:
    hands.begin()
    hands.do_right()
    answer = hands.send("move", call="sts:AssumeRole", DurationSeconds="long", signer="")
    assert answer.status_code == 422
    assert "whole number" in answer.content.decode()
    assert "Choose who signs" in answer.content.decode()


def test_a_pass_goes_on_where_it_was_left(hands: Hands, client_of: BrowserOf) -> None:
    hands.begin()
    hands.do_right()
    hands.do_right()
    elsewhere = Hands(hands.user, hands.lesson, client_of(hands.user))
    assert elsewhere.standing.step_key == "alice-uses-credentials"
    while not elsewhere.is_over:
        elsewhere.do_right()
    assert elsewhere.standing.right == 5


def test_the_same_move_sent_twice_is_made_once(hands: Hands) -> None:
    hands.begin()
    for _ in range(2):
        hands.client.post(hands.url("move/"), {"at": "0", "chosen": hands.plan.steps[0].key})
    assert PassMove.objects.count() == 1


def test_looking_afterwards_changes_no_score_and_beginning_again_keeps_it(hands: Hands) -> None:
    hands.begin()
    while not hands.is_over:
        hands.do_right()
    hands.page()
    hands.page(call="sts:AssumeRole")
    hands.begin()
    assert [(one.number, one.right) for one in Pass.objects.order_by("number")] == [(1, 5), (2, 0)]
    hands.begin()  # nothing was done in it yet
    assert Pass.objects.count() == 2


def test_a_lesson_without_recorded_calls_says_so(lesson: Lesson, client: Client) -> None:
    page = client.get(f"/lessons/{lesson.slug}/do/")
    assert page.status_code == 200
    assert "No step of this lesson is a call" in page.content.decode()
    assert client.post(f"/lessons/{lesson.slug}/do/begin/").status_code == 200
    assert not Pass.objects.exists()


def test_a_lesson_that_has_changed_is_begun_again(hands: Hands) -> None:
    hands.begin()
    hands.do_right()
    step = hands.lesson.steps.get(key="credentials-expire")
    step.run = {"skip": 2401}
    step.save()
    hands.lesson.refresh_from_db()
    assert "has changed since" in hands.page()
    hands.do_right()  # from a page of before: nothing is done
    assert PassMove.objects.count() == 1
    hands.begin()
    assert hands.standing.step_key == "alice-starts-assume-role"


def test_the_first_miss_of_a_step_is_told_with_a_token_of_this_pass(hands: Hands) -> None:
    told: list[tuple[str, str]] = []

    def listen(step_key: str, token: str, **_: object) -> None:
        told.append((step_key, token))

    step_missed.connect(listen)
    try:
        hands.begin()
        hands.do_right()
        wrong(hands)
        hands.send("undo")
        wrong(hands)
    finally:
        step_missed.disconnect(listen)
    assert told == [("sts-processes-request", f"{hands.standing.pk}/sts-processes-request")]


def test_a_wrong_move_comes_back_as_a_card(hands: Hands) -> None:
    hands.begin()
    hands.do_right()
    wrong(hands)
    move = PassMove.objects.latest("pk")
    [review] = hands.standing.user.cards.get(key="sts-processes-request").reviews.all()
    assert (review.source, review.rating) == ("move", 1)
    assert abs(review.at - move.made_at) < timedelta(seconds=5)


def test_there_is_an_end_of_moves(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budgets, "MOVES", 1)
    hands.begin()
    hands.do_right()
    assert hands.make(hands.recorded()).status_code == 400
    assert hands.client.post(hands.url("begin/")).status_code == 400
    assert PassMove.objects.count() == 1


def test_who_is_over_the_pace_has_made_no_try(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    hands.begin()
    hands.do_right()
    monkeypatch.setattr("lessons.sandbox.calls.execution.learners.is_empty", lambda *_: True)
    answer = hands.make(hands.recorded())
    assert answer.status_code == 422
    assert "Throttling" in answer.content.decode()
    assert PassMove.objects.count() == 1


def test_passes_of_a_guest_move_to_the_account(hands: Hands, guest: User, client_of: BrowserOf) -> None:
    hands.begin()
    hands.do_right()
    theirs = Hands(guest, hands.lesson, client_of(guest))
    theirs.begin()
    theirs.do_right()
    theirs.do_right()
    merge_guest(guest, hands.user)
    assert hands.standing.step_key == "alice-uses-credentials"
    assert [one.number for one in Pass.objects.filter(user=hands.user).order_by("number")] == [1, 2]


def test_no_secret_is_stored_with_a_move_or_shown(hands: Hands) -> None:
    hands.begin()
    while not hands.is_over:
        secrets = [key.secret for key in hands.stage.keys]
        secrets += [session.secret_access_key for session in hands.stage.sessions]
        page = hands.page(call="sts:AssumeRole")
        assert not [secret for secret in secrets if secret in page]
        hands.do_right()
    stored = str(list(PassMove.objects.values()))
    assert not [secret for secret in secrets if secret in stored]
