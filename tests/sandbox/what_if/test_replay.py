"""A lesson played again with one policy changed: what comes out differently, and why."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from lessons.lesson_trace import trace_of
from lessons.models import Lesson
from lessons.sandbox.models import Scenario
from lessons.sandbox.what_if.deciding_policies import decided_calls, url_of
from lessons.sandbox.what_if.differing_steps import ComparedStep, compare
from lessons.sandbox.what_if.policy_change import RefusedError, with_policy
from lessons.sandbox.what_if.policy_text import policy_at
from lessons.sandbox.what_if.replay import as_recorded, play_on
from tests.course.files import FOLDERS
from tests.sandbox.performing.hands import lesson_on_disk
from tests.sizes import size

pytestmark = pytest.mark.django_db
Change = Callable[[str], str]
ALL = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}


@pytest.fixture
def assuming() -> Lesson:
    return lesson_on_disk("02-assuming-a-role")


def what_if(lesson: Lesson, number: int, policy: str, change: Change) -> tuple[ComparedStep, ...]:
    """The steps from that one on, with a change of the policy whose place has this in it."""
    recorded = as_recorded(lesson)
    step = recorded[number - 1]
    places = [item.place for call in decided_calls(step) for item in call.policies if item.place]
    place = next(place for place in places if policy in str(place))
    opened = policy_at(step.before, place)
    stage = with_policy(recorded[: number - 1], step.before, opened, change(opened.text or ""))
    again = play_on(stage, [played.step for played in recorded[number - 1 :]])
    return compare(trace_of(lesson), recorded, tuple(again))


def by_json(change: Callable[[dict[str, Any]], object]) -> Change:
    """A change of the document that a text says."""

    def changed(text: str) -> str:
        document = json.loads(text)
        change(document)
        return json.dumps(document)

    return changed


def answers(steps: tuple[ComparedStep, ...]) -> Mapping[int, list[tuple[str, str]]]:
    """What each step that comes out differently was and is answered, call by call."""
    return {
        step.number: [(call.before, call.now) for call in step.calls if not call.is_same]
        for step in steps
        if not step.is_same
    }


def test_without_the_statement_the_role_may_not_and_it_is_told_why(assuming: Lesson) -> None:
    steps = what_if(assuming, 3, "read-reports", by_json(lambda document: document["Statement"].pop(0)))
    assert answers(steps) == {3: [("ok", "AccessDenied")]}
    (call,) = [call for call in steps[0].calls if not call.is_same]
    assert "No policy of the role demo allows s3:ListBucket" in call.why
    assert [step.number for step in steps] == [3, 4, 5]


def test_a_policy_that_is_gone_allows_nothing(assuming: Lesson) -> None:
    assert answers(what_if(assuming, 3, "read-reports", lambda _: "")) == {3: [("ok", "AccessDenied")]}


def test_who_is_let_in_is_no_longer_refused(assuming: Lesson) -> None:
    def list_too(document: dict[str, Any]) -> None:
        document["Statement"].append({"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*"})

    steps = what_if(assuming, 3, "ask-for-roles", by_json(list_too))
    assert answers(steps) == {3: [("AccessDenied", "ok")]}
    assert "alice" in steps[0].calls[0].why


def test_without_credentials_later_steps_cannot_be_played_and_name_the_one_that_gave_them(
    assuming: Lesson,
) -> None:
    def distrust(document: dict[str, Any]) -> None:
        document["Statement"][0]["Effect"] = "Deny"

    steps = what_if(assuming, 2, "trust/", by_json(distrust))
    assert answers(steps) == {2: [("ok", "AccessDenied")], 3: [("ok", "")], 5: [("ExpiredToken", "")]}
    lost = [call for step in steps[1:] for call in step.calls if not call.is_same]
    assert {(call.needed, call.issuer) for call in lost} == {("session1", 2)}


def test_another_name_of_a_statement_marks_nothing(assuming: Lesson) -> None:
    def rename(document: dict[str, Any]) -> None:
        document["Statement"][0]["Sid"] = "Renamed"

    assert answers(what_if(assuming, 2, "trust/", by_json(rename))) == {}
    assert answers(what_if(assuming, 3, "read-reports", by_json(rename))) == {}


def test_another_reason_for_the_same_error_is_marked() -> None:
    """Refused by the trust policy as well: AWS then tells that one."""
    lesson = lesson_on_disk("05-two-keys-one-door")

    def distrust(document: dict[str, Any]) -> None:
        document["Statement"][0]["Effect"] = "Deny"

    steps = what_if(lesson, 1, "trust/", by_json(distrust))
    assert answers(steps)[1] == [("AccessDenied", "AccessDenied")]


def test_a_policy_of_aws_gives_way_to_an_own_one() -> None:
    lesson = lesson_on_disk("06-across-accounts")
    steps = what_if(lesson, 3, "carol/IAMFullAccess", lambda _: "")
    assert answers(steps)[3] == [("ok", "AccessDenied")]
    assert answers(steps)[4] == [("ok", "AccessDenied")]  # alice never got what carol gives her


def test_a_session_is_played_as_if_it_had_been_opened_with_another_policy() -> None:
    lesson = lesson_on_disk("10-session-policies")
    whole = json.dumps(
        {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}
    )
    steps = what_if(lesson, 3, "session/", lambda _: whole)
    assert answers(steps)[3] == [("AccessDenied", "ok")]
    assert 4 not in answers(steps)  # what the role's own policy does not allow, no session policy adds
    assert answers(what_if(lesson, 3, "session/", lambda _: "")) == answers(steps)
    with pytest.raises(RefusedError, match="MalformedPolicyDocument"):
        what_if(lesson, 3, "session/", lambda _: "{}")


def test_a_policy_of_the_organization_holds_in_every_account_of_it() -> None:
    lesson, scenario = lesson_on_disk("06-across-accounts"), Scenario.objects.get()
    for account in scenario.document["accounts"].values():
        account["organization"] = {"scps": {"FullAWSAccess": ALL}}
    scenario.save()
    assert answers(what_if(lesson, 1, "scp/", lambda _: json.dumps(ALL | {"Id": "renamed"}))) == {}

    def without_s3(document: dict[str, Any]) -> None:
        document["Statement"] = {"Effect": "Allow", "NotAction": "s3:*", "Resource": "*"}

    steps = what_if(lesson, 1, "scp/", by_json(without_s3))
    assert answers(steps) == {
        1: [("AccessDenied", "AccessDenied")],  # of her own account, for another reason
        5: [("ok", "AccessDenied")],  # of the role's
        7: [("AccessDenied", "AccessDenied")],
    }
    assert "service control policy" in steps[4].calls[0].why
    with pytest.raises(RefusedError, match="MalformedPolicyDocumentException"):
        what_if(lesson, 1, "scp/", lambda _: "")


def test_a_resource_control_policy_is_changed_for_what_it_protects() -> None:
    lesson, scenario = lesson_on_disk("02-assuming-a-role"), Scenario.objects.get()
    (account,) = scenario.document["accounts"].values()
    guard = {"Effect": "Deny", "Principal": "*", "Action": "s3:DeleteObject", "Resource": "*"}
    account["organization"] = {
        "rcps": {"guard": {"Version": "2012-10-17", "Statement": guard}},
        "scps": {"FullAWSAccess": ALL},
    }
    scenario.save()
    steps = what_if(lesson, 3, "rcp/", lambda text: text.replace("s3:DeleteObject", "s3:ListBucket"))
    assert ("ok", "AccessDenied") in answers(steps)[3]
    assert "resource control policy" in steps[0].calls[-1].why


def test_aws_refuses_what_it_would_not_save(assuming: Lesson) -> None:
    with pytest.raises(RefusedError, match="MalformedPolicyDocument"):
        what_if(assuming, 2, "trust/", lambda _: '{"Version": "2012-10-17"}')
    with pytest.raises(RefusedError, match="LimitExceeded"):
        what_if(assuming, 3, "read-reports", lambda text: text.replace("/*", "/" + 11_000 * "x"))


@pytest.mark.parametrize("folder", FOLDERS)
def test_each_policy_of_a_lesson_can_be_opened_and_saved_as_it_is(folder: str) -> None:
    """Then nothing comes out differently. The steps that lead to it are those that a policy decides."""
    lesson = lesson_on_disk(folder)
    recorded = as_recorded(lesson)
    for step in recorded:
        number, stage = step.step.number, step.before
        policies = [
            policy_at(stage, policy.place)
            for call in decided_calls(step)
            for policy in call.policies
            if policy.place
        ]
        assert bool(policies) == bool(url_of(lesson, number)), number
        for opened in policies:
            as_it_is = with_policy((), stage, opened, opened.shown)
            assert (as_it_is is stage) == (opened.text is not None)  # or it is what one begins with
            if opened.text and "AIDA" not in opened.text:  # nor does AWS save a trust in who was deleted
                stage = with_policy(recorded[: number - 1], stage, opened, f"{opened.text}\n")
        if number % size(4, 1):
            continue
        again = play_on(stage, [played.step for played in recorded[number - 1 :]])
        assert answers(compare(trace_of(lesson), recorded, tuple(again))) == {}, number
