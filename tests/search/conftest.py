"""The real course, to be looked through."""

from __future__ import annotations

import pytest

from lessons.models import Lesson
from tests.browser.course_rows import put_course


@pytest.fixture
def lessons(db: None) -> tuple[Lesson, ...]:
    """Every lesson of the course."""
    put_course()
    return tuple(Lesson.objects.in_course_order())
