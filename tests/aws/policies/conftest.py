"""Each test reads its policies itself, whatever another has read and a process keeps."""

import pytest

from lessons.aws.policies.patterns import pattern
from lessons.aws.policies.policy import _parse


@pytest.fixture(autouse=True)
def _policies_are_read_anew() -> None:
    _parse.cache_clear()
    pattern.cache_clear()
