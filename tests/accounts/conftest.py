"""What the accounts' tests share."""

from __future__ import annotations

from collections.abc import Callable

import pytest

PASSWORD = "a-good-password"


@pytest.fixture
def sign_up_form() -> dict[str, str]:
    return {"username": "ada", "email": "", "password1": "kept-1815", "password2": "kept-1815"}


@pytest.fixture
def move_clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Move the clock of the limits by so many seconds."""
    from allauth.core.internal import ratelimit

    class Clock:
        monotonic, sleep = ratelimit.time.monotonic, ratelimit.time.sleep
        now = ratelimit.time.time()

        def time(self) -> float:
            return self.now

    clock = Clock()
    monkeypatch.setattr(ratelimit, "time", clock)

    def move(seconds: float) -> None:
        clock.now += seconds

    return move
