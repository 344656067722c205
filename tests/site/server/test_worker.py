"""How long a thread of the server stays with one connection, and which have none."""

from __future__ import annotations

import selectors
import socket
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from gunicorn.config import Config
from gunicorn.workers.gthread import TConn, ThreadWorker

from learnsts.server import worker as module
from learnsts.server.worker import CLOSING_SECONDS, MOST_WAITING, REQUEST_SECONDS, LingeringWorker, receive

THREADS = 8
KEPT, LAST = (b"GET /%s HTTP/1.1\r\nHost: site\r\n\r\n" % path for path in (b"kept", b"last"))
WITHOUT_BODY = b"POST /called HTTP/1.1\r\nHost: site\r\nContent-Length: 5\r\n\r\n"
Connect = Callable[[], tuple[socket.socket, Any]]


@pytest.fixture
def handled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths that were handled; of "/kept" the connection is kept."""
    taken: list[str] = []

    def handle(_: ThreadWorker, conn: Any) -> bool:
        taken.append(next(conn.parser).path)
        return taken[-1] == "/kept"

    monkeypatch.setattr(ThreadWorker, "handle", handle)
    return taken


@pytest.fixture
def given_threads(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The connections that were given a thread."""
    given: list[Any] = []
    monkeypatch.setattr(ThreadWorker, "enqueue_req", lambda _, conn: given.append(conn))
    return given


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time of the worker, in one item."""
    time = [1000.0]
    monkeypatch.setattr(module, "monotonic", lambda: time[0])
    return time


@pytest.fixture
def worker() -> Iterator[LingeringWorker]:
    """A worker that serves nothing yet."""
    made = LingeringWorker.__new__(LingeringWorker)
    made.alive, made.nr_conns, made.cfg = True, 0, Config()
    made.cfg.set("threads", THREADS)
    made.pending_conns, made.poller = deque(), selectors.DefaultSelector()
    yield made
    made.poller.close()


@pytest.fixture
def connect(worker: LingeringWorker) -> Iterator[Connect]:
    """Open a connection: the client's end, and what gunicorn makes of the server's."""
    opened: list[socket.socket] = []

    def open_one() -> tuple[socket.socket, Any]:
        client, server = socket.socketpair()
        opened.extend((client, server))
        worker.nr_conns += 1
        return client, TConn(worker.cfg, server, ("127.0.0.1", 1), ("127.0.0.1", 2))

    yield open_one
    for end in opened:
        end.close()


def turn(worker: LingeringWorker) -> None:
    """The main loop goes round once."""
    worker.wait_for_and_dispatch_events(0)
    worker.murder_pending()


def is_closed(client: socket.socket) -> bytes:
    """Everything that came up to the end. Raises BlockingIOError where it has not ended."""
    client.setblocking(False)
    return b"".join(iter(lambda: client.recv(4096), b""))


# -- a thread stays with who asks again ---------------------------------------------------------------


def test_a_client_that_asks_again_at_once_is_answered_by_the_same_thread(
    worker: LingeringWorker, connect: Connect, given_threads: list[Any], handled: list[str]
) -> None:
    client, conn = connect()
    client.sendall(KEPT * 3)
    worker.enqueue_req(conn)
    assert given_threads == [conn]
    assert worker.handle(conn) is True
    assert handled == ["/kept", "/kept", "/kept"]


def test_the_thread_leaves_with_the_connection(
    worker: LingeringWorker, connect: Connect, given_threads: list[Any], handled: list[str]
) -> None:
    client, conn = connect()
    client.sendall(KEPT + LAST + KEPT)
    worker.enqueue_req(conn)
    assert worker.handle(conn) is False
    assert handled == ["/kept", "/last"]


@pytest.mark.parametrize(
    ("connections", "alive"),
    [(THREADS, True), (THREADS + 1, True), (1, False)],
    ids=["full", "more", "stopping"],
)
def test_no_thread_stays_where_another_may_wait_for_it(
    worker: LingeringWorker,
    connect: Connect,
    given_threads: list[Any],
    handled: list[str],
    connections: int,
    alive: bool,
) -> None:
    client, conn = connect()
    worker.nr_conns, worker.alive = connections, alive
    client.sendall(KEPT * 2)
    worker.enqueue_req(conn)
    assert worker.handle(conn) is True
    assert handled == ["/kept"]


def test_a_thread_stays_for_a_body_that_comes_right_behind_its_head(
    worker: LingeringWorker,
    connect: Connect,
    given_threads: list[Any],
    handled: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    client, conn = connect()

    def body_follows(conn: Any) -> bool:
        has_come = receive(conn)
        if not has_come:
            client.sendall(b"hello")
        return has_come

    client.sendall(KEPT + WITHOUT_BODY)
    worker.enqueue_req(conn)
    monkeypatch.setattr(module, "receive", body_follows)
    assert worker.handle(conn) is False
    assert handled == ["/kept", "/called"]


def test_no_thread_stays_with_who_asks_slowly(
    worker: LingeringWorker, connect: Connect, given_threads: list[Any], handled: list[str]
) -> None:
    client, conn = connect()
    client.sendall(KEPT + LAST[:9])
    worker.enqueue_req(conn)
    assert worker.handle(conn) is True
    assert handled == ["/kept"]
    assert conn.incoming.data == LAST[:9]


# -- nobody has one before the request is there --------------------------------------------------------


@pytest.mark.parametrize(
    "come",
    [b"", b"GET / HT", b"POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nhell"],
    ids=["nothing", "head", "body"],
)
def test_a_thread_is_given_when_the_request_is_whole(
    worker: LingeringWorker, connect: Connect, given_threads: list[Any], come: bytes
) -> None:
    client, conn = connect()
    client.sendall(come)
    worker.enqueue_req(conn)
    turn(worker)
    assert given_threads == []
    client.sendall(b"o" if b"POST" in come else LAST[len(come) :])
    turn(worker)
    assert given_threads == [conn]


def test_a_request_has_a_deadline_however_its_bytes_drip(
    worker: LingeringWorker, connect: Connect, given_threads: list[Any], now: list[float]
) -> None:
    client, conn = connect()
    worker.enqueue_req(conn)
    for _ in range(REQUEST_SECONDS - 1):
        client.sendall(b"G")
        now[0] += 1
        turn(worker)
    assert list(worker.pending_conns) == [conn]
    now[0] += 1
    turn(worker)
    assert is_closed(client).startswith(b"HTTP/1.1 408 ")
    assert (given_threads, worker.nr_conns) == ([], 0)


def test_who_asks_for_nothing_is_dropped_without_a_word(
    worker: LingeringWorker, connect: Connect, now: list[float]
) -> None:
    client, conn = connect()
    worker.enqueue_req(conn)
    now[0] += REQUEST_SECONDS
    turn(worker)
    assert is_closed(client) == b""


def test_a_worker_that_stops_waits_for_nobody_who_has_not_asked(
    worker: LingeringWorker, connect: Connect
) -> None:
    idle, (begun, conn) = connect(), connect()
    begun.sendall(b"GET")
    worker.enqueue_req(idle[1])
    worker.enqueue_req(conn)
    worker.alive = False
    turn(worker)
    assert is_closed(idle[0]) == b""
    assert list(worker.pending_conns) == [conn]


def test_of_too_many_that_wait_the_first_go(
    worker: LingeringWorker, connect: Connect, now: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_WAITING", 3)
    conns = []
    for _ in range(5):
        conns.append(connect()[1])
        worker.enqueue_req(conns[-1])
        now[0] += 1
    worker.murder_pending()
    assert list(worker.pending_conns) == conns[2:]
    assert MOST_WAITING > 100


def test_of_too_much_that_waits_the_first_goes(
    worker: LingeringWorker, connect: Connect, now: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_BYTES", 25)
    conns = []
    for _ in range(3):
        client, conn = connect()
        client.sendall(b"GET /12345")
        worker.enqueue_req(conn)
        conns.append(conn)
        now[0] += 1
    worker.murder_pending()
    assert list(worker.pending_conns) == conns[1:]


# -- when it is over -----------------------------------------------------------------------------------


def test_the_main_loop_does_not_wait_for_a_client_to_close(
    worker: LingeringWorker, connect: Connect, now: list[float]
) -> None:
    client, conn = connect()
    worker.finish(conn)
    turn(worker)
    client.sendall(b"still talking")
    turn(worker)
    assert list(worker.pending_conns) == [conn]
    now[0] += CLOSING_SECONDS
    turn(worker)
    assert worker.nr_conns == 0


def test_a_client_that_closes_is_forgotten(worker: LingeringWorker, connect: Connect) -> None:
    client, conn = connect()
    worker.finish(conn)
    client.close()
    turn(worker)
    assert (list(worker.pending_conns), worker.nr_conns) == ([], 0)


def test_a_client_is_told_to_go_on_once(
    worker: LingeringWorker, connect: Connect, given_threads: list[Any]
) -> None:
    client, conn = connect()
    client.sendall(b"PUT / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n")
    worker.enqueue_req(conn)
    assert client.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
    client.sendall(b"hello")
    turn(worker)
    assert given_threads == [conn]
    with pytest.raises(BlockingIOError):
        client.recv(100, socket.MSG_DONTWAIT)
