"""What AssumeRole is measured on: LearnSTS under gunicorn, moto_server, and moto in this process."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config
from moto.core.botocore_stubber import BotocoreStubber

from lessons.aws.moto import clock
from tests.bench.measure import milliseconds
from tests.browser.served import Served, free_port

CONFIG = Config(retries={"total_max_attempts": 1}, read_timeout=60)
NOBODY = "123456789012"  # whom moto takes everybody for
# Opens sandboxes of the course's own scenario, and prints alice's keys and account in each.
OPEN = """
import json
from lessons import aws
from lessons.accounts.models import User
from lessons.sandbox.models.sandboxes import Scenario
from lessons.sandbox.scenarios.opening import open_sandbox
scenario = Scenario.objects.get(slug="demo")
told = []
for number in range({count}):
    world = aws.World(open_sandbox(User.objects.create_user(f"bench{{number}}"), scenario).world)
    keys = next(user for user in world.users if user.name == "alice").credentials
    told.append([keys.access_key_id, keys.secret_access_key, world.users[0].account_id])
print("OPENED" + json.dumps(told))
"""


def client(
    endpoint: str | None, key: str = "AKIAIOSFODNN7EXAMPLE", secret: str = "x" * 40, service: str = "sts"
) -> Any:
    """An ordinary boto3 client, of STS where nothing else is said."""
    return boto3.client(
        service,
        endpoint_url=endpoint,
        region_name="us-east-1",
        aws_access_key_id=key,
        aws_secret_access_key=secret,
        config=CONFIG,
    )


def role(account: str) -> dict[str, str]:
    """What AssumeRole is asked with."""
    return {"RoleArn": f"arn:aws:iam::{account}:role/demo", "RoleSessionName": "bench"}


def course_seconds(server: Served) -> float:
    """How long `load_course` takes to write every lesson, with the start of its process."""
    return milliseconds(lambda: server.manage("load_course", "--overwrite", "--verbosity", "0")) / 1000


def opened(server: Served, count: int) -> list[list[str]]:
    """Alice's key, secret and account in each of so many new sandboxes."""
    printed = server.manage("shell", "-v0", "-c", OPEN.format(count=count))
    told: list[list[str]] = json.loads(printed.partition("OPENED")[2])
    return told


@contextmanager
def moto_server() -> Iterator[str]:
    """The URL of a `moto_server`."""
    port = free_port()
    command = [str(Path(sys.executable).with_name("moto_server")), "-p", str(port)]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, stdout=quiet, stderr=quiet) as process:
        while socket.socket().connect_ex(("127.0.0.1", port)):
            time.sleep(0.1)
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            process.kill()


def in_process() -> Callable[[], object]:
    """AssumeRole that moto answers in this process, by the clock that the engine has it keep."""
    made = client(None)
    stubber = BotocoreStubber()
    stubber.enabled = True
    made.meta.events.register("before-send", stubber)

    def assume_role() -> object:
        with clock.at(datetime.now(UTC)):
            return made.assume_role(**role(NOBODY))

    return assume_role


def memory(server: Served) -> float:
    """What the largest of the server's workers holds, in MB."""
    return max(_resident(worker) for worker in _workers(server))


def cpu_seconds(server: Served) -> float:
    """How long the server's workers have been at work since they started, whatever else the machine did."""
    return sum(_cpu_seconds(worker) for worker in _workers(server))


def _workers(server: Served) -> list[str]:
    assert server.process
    pid = server.process.pid
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


def _resident(pid: str) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def _cpu_seconds(pid: str) -> float:
    """In user and in kernel mode: fields 14 and 15 of proc_pid_stat(5)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
