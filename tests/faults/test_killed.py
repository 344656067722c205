"""Workers and servers that are killed at work: what was acknowledged is there."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from tests.browser.served import Served
from tests.faults.conftest import Prepared
from tests.faults.load import lost, work_during
from tests.sizes import size


def kill_workers(site: Served) -> None:
    """SIGKILL to each worker; the server goes on, and makes others."""
    assert site.process
    pid = site.process.pid
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        os.kill(int(child), signal.SIGKILL)


def test_nothing_is_lost_with_the_workers_or_with_the_server(own: Prepared) -> None:
    def kill_all() -> None:
        own.site.kill()
        own.site.start()

    faults = [lambda: kill_workers(own.site), kill_all]
    done = work_during(faults, own.maya, own.reader, size(5, 20))
    assert lost(done, own.maya, own.reader) == []
