"""Many clients at once, each in a sandbox of its own."""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from botocore.exceptions import BotoCoreError, ClientError

from tests.bench.measure import Timings
from tests.bench.servers import client, role


@dataclass(frozen=True)
class Result:
    """What a crowd saw: how long its calls took, and which went wrong."""

    timings: Timings
    errors: Sequence[str]


def crowd(endpoint: str, keys: Sequence[Sequence[str]], seconds: float) -> Result:
    """Let everybody call AssumeRole, one call after another, for that long."""
    end = time.monotonic() + seconds

    def call_on(key: str, secret: str, account: str) -> tuple[list[float], list[str]]:
        sts, taken, errors = client(endpoint, key, secret), [], []
        while time.monotonic() < end:
            start = time.perf_counter()
            try:
                sts.assume_role(**role(account))
            except (BotoCoreError, ClientError) as error:
                errors.append(str(error))
            taken.append(1000 * (time.perf_counter() - start))
        return taken, errors

    with ThreadPoolExecutor(len(keys)) as pool:
        results = list(pool.map(lambda item: call_on(*item), keys))
    taken = [value for values, _ in results for value in values]
    return Result(Timings(taken), [error for _, errors in results for error in errors])
