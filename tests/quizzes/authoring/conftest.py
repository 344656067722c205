"""An instructor's browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from lessons.accounts.models import User


@pytest.fixture
def teacher(client_of: Callable[[User | None], Client], instructor: User) -> Client:
    return client_of(instructor)
