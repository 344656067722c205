"""Each kind of refusal leads to the lesson that teaches it."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import call_command

from lessons.accounts.models import User
from lessons.models import Lesson
from lessons.sandbox.explanations import endings
from lessons.sandbox.explanations.explanation import explain
from lessons.styles import STYLES_BY_KEY
from tests.sandbox.bench import Bench
from tests.sandbox.conftest import policy, trusting
from tests.sandbox.explanations.test_explanation import call, furnished


@pytest.mark.django_db
def test_every_lesson_of_the_table_is_in_the_course() -> None:
    call_command("load_course", verbosity=0)
    slugs = set(Lesson.objects.values_list("slug", flat=True))
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
