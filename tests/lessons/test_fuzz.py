"""Whatever stands in the address: a page, a redirect or a 4xx, never a 500."""

from __future__ import annotations

from urllib.parse import quote

from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lessons.models import Lesson

SLUGS = st.sampled_from(["assume", "nothing-here"]) | st.text(max_size=30)
STYLES = st.sampled_from(["read", "flow", "state", "insights", "snapshot", "transcript", "steps"]) | st.text(
    max_size=20
)
NUMBERS = st.integers().map(str) | st.text(max_size=12)
PATIENT = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def visit(client: Client, *parts: str) -> None:
    path = "/lessons/" + "".join(f"{quote(part, safe='')}/" for part in parts)
    for response in (client.get(path), client.post(path, {"helpful": parts[-1]})):
        assert response.status_code < 500, path


@PATIENT
@given(slug=SLUGS, style=STYLES)
def test_slugs_and_styles(client: Client, lesson: Lesson, slug: str, style: str) -> None:
    visit(client, slug, style)
    visit(client, slug, style, "done")


@PATIENT
@given(number=NUMBERS)
def test_step_numbers(client: Client, lesson: Lesson, number: str) -> None:
    visit(client, "assume", "steps", number)
