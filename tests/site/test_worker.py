"""How long a thread of the server stays with one connection."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from io import BytesIO
from types import SimpleNamespace

import pytest
from gunicorn.workers.gthread import ThreadWorker

from learnsts.worker import LingeringWorker

THREADS = 8
Ends = tuple[socket.socket, socket.socket]


@pytest.fixture
def ends() -> Iterator[Ends]:
    """A client's end of a connection, and the server's."""
    client, server = socket.socketpair()
    with client, server:
        yield client, server


@pytest.fixture
def handled(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The requests that were handled, of a byte each; "k" asks to keep the connection."""
    taken: list[bytes] = []

    def handle(_: ThreadWorker, conn: SimpleNamespace) -> bool:
        taken.append(conn.sock.recv(1))
        return taken[-1] == b"k"

    monkeypatch.setattr(ThreadWorker, "handle", handle)
    return taken


def worker(connections: int = 1, *, alive: bool = True) -> LingeringWorker:
    """A worker with so many open connections."""
    made = LingeringWorker.__new__(LingeringWorker)
    made.alive, made.nr_conns, made.cfg = alive, connections, SimpleNamespace(threads=THREADS)
    return made


def connection(server: socket.socket, come: bytes = b"") -> SimpleNamespace:
    """A connection as gunicorn has it, and what has come with the last request already."""
    return SimpleNamespace(sock=server, parser=SimpleNamespace(unreader=SimpleNamespace(buf=BytesIO(come))))


def test_a_client_that_asks_again_at_once_is_answered_by_the_same_thread(
    ends: Ends, handled: list[bytes]
) -> None:
    client, server = ends
    client.sendall(b"kkk")
    assert worker().handle(connection(server)) is True
    assert handled == [b"k", b"k", b"k"]


def test_the_thread_leaves_with_the_connection(ends: Ends, handled: list[bytes]) -> None:
    client, server = ends
    client.sendall(b"kck")
    assert worker().handle(connection(server)) is False
    assert handled == [b"k", b"c"]


@pytest.mark.parametrize(
    "busy", [worker(THREADS), worker(THREADS + 1), worker(alive=False)], ids=["full", "more", "stopping"]
)
def test_no_thread_stays_where_another_may_wait_for_it(
    ends: Ends, handled: list[bytes], busy: LingeringWorker
) -> None:
    client, server = ends
    client.sendall(b"kk")
    assert busy.handle(connection(server)) is True
    assert handled == [b"k"]


def test_a_request_that_came_with_the_last_is_not_waited_for(
    ends: Ends, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken, left = [], [b"second", b""]

    def handle(_: ThreadWorker, conn: SimpleNamespace) -> bool:
        taken.append(conn.parser.unreader.buf.getvalue())
        conn.parser.unreader.buf = BytesIO(left.pop(0))
        return True

    monkeypatch.setattr(ThreadWorker, "handle", handle)
    assert worker().handle(connection(ends[1], b"first")) is True
    assert taken == [b"first", b"second"]
