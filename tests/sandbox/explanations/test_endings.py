"""Each kind of refusal leads to the lesson that teaches it."""

from __future__ import annotations

from typing import Any

import pytest

from lessons.accounts.models import User
from lessons.models import Lesson
from lessons.sandbox.explanations import endings
from lessons.sandbox.explanations.explanation import explain
from lessons.sandbox.models import Event
from lessons.styles import STYLES_BY_KEY
from tests.course.files import FOLDERS, slug_of
from tests.sandbox.bench import Bench
from tests.sandbox.conftest import policy, trusting
from tests.sandbox.explanations.test_explanation import call, furnished


def test_every_lesson_of_the_table_is_in_the_course() -> None:
    slugs = set(map(slug_of, FOLDERS))
    for slug, style in endings.TEACHES.values():
        assert slug in slugs
        assert style in STYLES_BY_KEY


def test_the_lesson_that_teaches_it_is_linked_where_the_learner_may_see_it(
    bench: Bench, lesson: Lesson
) -> None:
    bench.use("list", bench.user())
    assert explain(bench.event, bench.sandbox.user).teaching is None
    Lesson.objects.update(slug=endings.TEACHES["identity-based policy"][0])
    teaching = explain(bench.event, bench.sandbox.user).teaching
    assert teaching is not None
    assert f'href="{teaching.url}"' in bench.client.get(bench.event.get_absolute_url()).content.decode()
    Lesson.objects.update(status=Lesson.Status.DRAFT)
    assert explain(bench.event, bench.sandbox.user).teaching is None


def provided(condition: dict[str, Any], name: str = "user/alice") -> dict[str, Any]:
    """A role that trusts somebody on a condition."""
    trust = trusting(name)
    trust["Statement"][0]["Condition"] = condition
    return {"trust": trust}


ALICE_NAMES_HERSELF = {"StringNotEquals": {"sts:SourceIdentity": "alice"}}
DENYING = trusting("user/alice")
DENYING["Statement"] += policy(
    Effect="Deny", Principal={"AWS": "*"}, Action="sts:AssumeRole", Condition=ALICE_NAMES_HERSELF
)["Statement"]
REFUSED = [
    (provided({"StringEquals": {"sts:ExternalId": "k7"}}), "sts:ExternalId"),
    (provided({"Bool": {"aws:MultiFactorAuthPresent": "true"}}), "aws:MultiFactorAuthPresent"),
    (provided({"StringEquals": {"aws:RequestTag/scope": "finance"}}), "aws:RequestTag"),
    (provided({"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}), endings.CONDITION),
    (provided({"StringEquals": {"sts:ExternalId": "k7"}}, "user/auditor"), "trust policy"),
    ({"trust": DENYING}, "sts:SourceIdentity"),
    ({"trust": trusting("user/auditor")}, "trust policy"),
]


@pytest.mark.parametrize(("role", "kind"), REFUSED)
def test_a_condition_that_decided_leads_to_its_own_lesson(
    student: User, lesson: Lesson, role: dict[str, Any], kind: str
) -> None:
    slug, style = endings.TEACHES[kind]
    Lesson.objects.update(slug=slug)
    teaching = call(furnished(student, other=role), "other").teaching
    assert teaching is not None
    assert teaching.style.key == style


@pytest.mark.parametrize(
    ("changed", "slug"),
    [
        ({"duration_seconds": "60"}, "how-long"),
        ({"duration_seconds": "43200"}, "how-long"),
        ({"role_arn": "demo"}, "assuming-a-role"),
        ({"role_arn": "arn:aws:wrong:and:much:too:wrong"}, "assuming-a-role"),
        ({"role_session_name": "a b"}, "assuming-a-role"),
    ],
)
def test_a_wrong_parameter_leads_to_the_lesson_on_that_parameter(
    bench: Bench, lesson: Lesson, changed: dict[str, str], slug: str
) -> None:
    for published in ("how-long", "assuming-a-role"):
        Lesson.objects.update(slug=published)
        bench.assume(**changed)
        teaching = explain(bench.event, bench.sandbox.user).teaching
        assert bench.event.error_code == "ValidationError"
        assert bool(teaching) == (published == slug)


@pytest.mark.parametrize(
    ("operation", "message", "kind"),
    [
        ("UpdateAssumeRolePolicy", "This policy contains invalid Json", "trust document"),
        ("AssumeRole", "This policy contains invalid Json", "session document"),
        ("PutUserPolicy", "Syntax errors in policy.", ""),
    ],
)
def test_a_policy_that_is_not_taken_leads_to_the_lesson_on_its_kind(
    student: User, lesson: Lesson, operation: str, message: str, kind: str
) -> None:
    Lesson.objects.update(slug=endings.TEACHES[kind or "trust document"][0])
    event = Event(operation=operation, error_code="MalformedPolicyDocument", error_message=message)
    assert bool(explain(event, student).teaching) == bool(kind)
