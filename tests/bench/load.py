"""A cheap client, run as `python -m tests.bench.load`: one page, asked for again and again.

It reads a `Load` as JSON and prints how long each answer took, in milliseconds. One thread waits for all
connections, so that the client takes little of what the server needs.
"""

from __future__ import annotations

import json
import selectors
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from tests.bench.measure import Timings

__all__ = ["Load", "Rate", "send"]

ROOM = 1 << 18  # bytes that are read at once
HEAD = b"HTTP/1.1 200 "


@dataclass(frozen=True)
class Load:
    """What to ask for: the path and headers, over how many connections at once, and for how long."""

    port: int
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    connections: int = 8
    seconds: float = 10

    @property
    def request(self) -> bytes:
        """The bytes of one request."""
        lines = [f"GET {self.path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        return "\r\n".join([*lines, "", ""]).encode()


@dataclass(frozen=True)
class Rate:
    """What came of a load: answers a second, how long they took, and the server's work on one in ms."""

    a_second: float
    timings: Timings
    cpu: float = 0

    @property
    def tail(self) -> float:
        """How many times as long as usual the slowest hundredth takes: p99 by p50."""
        return self.timings.p99 / self.timings.p50

    def __str__(self) -> str:
        p50, p99 = self.timings.p50, self.timings.p99
        return f"{self.a_second:7,.0f}/s   CPU {self.cpu:6.2f} ms   p50 {p50:6.2f} ms   p99 {p99:6.2f} ms"


class Connection:
    """A connection that asks again as soon as it is answered, and the milliseconds that answers took."""

    def __init__(self, load: Load, taken: list[float]) -> None:
        self.request, self.taken = load.request, taken
        self.socket = socket.create_connection(("127.0.0.1", load.port), timeout=60)
        self.ask()

    def ask(self) -> None:
        """Send the request."""
        self.buffer, self.length = b"", 0
        self.started = time.perf_counter()
        self.socket.sendall(self.request)

    def read(self) -> None:
        """Take what has come; after the last byte of the answer, ask again."""
        received = self.socket.recv(ROOM)
        assert received, "the server closed the connection"
        self.buffer += received
        if not self.length and b"\r\n\r\n" in self.buffer:
            self.length = length_of(self.buffer)
        if self.length and len(self.buffer) >= self.length:
            self.taken.append(1000 * (time.perf_counter() - self.started))
            self.ask()


def length_of(answer: bytes) -> int:
    """How many bytes the whole answer has. Raises AssertionError where it is no 200."""
    head, _, _ = answer.partition(b"\r\n\r\n")
    assert head.startswith(HEAD), head.decode()
    length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
    return len(head) + 4 + int(length.split(b":")[1])


def run(load: Load) -> list[float]:
    """Ask for that long; how long each answer took."""
    taken: list[float] = []
    end = time.monotonic() + load.seconds
    with selectors.DefaultSelector() as waiting:
        for _ in range(load.connections):
            connection = Connection(load, taken)
            waiting.register(connection.socket, selectors.EVENT_READ, connection)
        while time.monotonic() < end:
            for key, _ in waiting.select(timeout=1):
                key.data.read()
    return taken


def send(load: Load) -> Rate:
    """The load, from a process of its own."""
    command = [sys.executable, "-m", "tests.bench.load"]
    printed = subprocess.check_output(command, input=json.dumps(asdict(load)).encode())
    taken: list[float] = json.loads(printed)
    return Rate(len(taken) / load.seconds, Timings(taken))


if __name__ == "__main__":
    print(json.dumps(run(Load(**json.load(sys.stdin)))))
