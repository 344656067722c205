"""What a page costs somebody while very many clients drip, beside what it costs them otherwise."""

from __future__ import annotations

import http.client
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from threading import Event, Thread

from tests.bench.measure import Timings, milliseconds
from tests.faults.test_slow_clients import KINDS, SLOW

__all__ = ["alone_and_beside"]

TURNS, PAGES = 10, 50
SECONDS_BETWEEN = 0.1  # two bytes of one client
PATH = "/lessons/assuming-a-role/read/"


def alone_and_beside(port: int) -> tuple[Timings, Timings]:
    """The timings of a page, without and with slow clients, in turn."""
    alone: list[float] = []
    beside: list[float] = []
    for _ in range(TURNS):
        alone += read(port)
        with dripping(port):
            beside += read(port)
    return Timings(alone), Timings(beside)


def read(port: int) -> list[float]:
    """How long each of PAGES answers takes. Raises AssertionError where one fails."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def ask() -> None:
        connection.request("GET", PATH)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == http.HTTPStatus.OK, answer.status

    ask()
    taken = [milliseconds(ask) for _ in range(PAGES)]
    connection.close()
    return taken


@contextmanager
def dripping(port: int) -> Iterator[None]:
    """SLOW clients that have begun to ask, and go on byte by byte."""
    over = Event()
    with ExitStack() as stack:
        clients = [stack.enter_context(socket.create_connection(("127.0.0.1", port))) for _ in range(SLOW)]
        for number, client in enumerate(clients):
            client.sendall(KINDS[number % len(KINDS)])
        drip = Thread(target=drip_until, args=(over, clients))
        drip.start()
        try:
            yield
        finally:
            over.set()
            drip.join()


def drip_until(over: Event, clients: list[socket.socket]) -> None:
    """A byte from each, again and again."""
    while not over.wait(SECONDS_BETWEEN):
        for client in clients:
            client.sendall(b"a")
