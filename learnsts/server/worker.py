"""gunicorn's worker with threads, in which no thread waits for a client that is slow to ask."""

from __future__ import annotations

import socket
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from errno import ECONNRESET
from functools import partial
from io import BytesIO
from operator import attrgetter
from select import POLLIN, poll
from selectors import EVENT_READ
from struct import pack
from time import monotonic
from typing import Any

from gunicorn import util
from gunicorn.http import get_parser
from gunicorn.workers.gthread import ThreadWorker

from learnsts.server.incoming import Incoming

__all__ = ["LingeringWorker"]

LINGER = 20  # milliseconds in which an SDK at work asks again
REQUEST_SECONDS = 30  # in which a request has to come, head and body
CLOSING_SECONDS = 2  # in which a client that was answered has to close
SENDING_SECONDS = 10  # in which a client has to read some of an answer that the kernel cannot hold
SENT_AT_ONCE = 512 * 1024  # bytes of an answer that the kernel takes, where the machine lets it
MOST_WAITING = 500  # connections whose requests have not come yet
MOST_BYTES = 64 * 1024 * 1024  # that they have sent by now
AT_ONCE = 64 * 1024  # bytes read from a connection before the next has its turn
GO_ON = b"HTTP/1.1 100 Continue\r\n\r\n"


class LingeringWorker(ThreadWorker):
    """Reads requests in its main loop, and gives a thread to those that have come whole.

    That thread stays with its client for a moment, which saves one that asks again at once the way over the
    main loop, but not while there are as many connections as threads, for then somebody may be waiting.
    It speaks plain HTTP/1.1: TLS and HTTP/2 are for the proxy in front.
    """

    def init_process(self) -> None:
        """Let the kernel take whole answers, so that threads need not wait for clients that read slowly."""
        for listener in self.sockets:  # whose connections inherit it
            listener.sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SENT_AT_ONCE)
            listener.sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, pack("ll", SENDING_SECONDS, 0))
        super().init_process()

    def enqueue_req(self, conn: Any) -> None:
        """Give a thread to the connection if its request is there, or let it wait without one."""
        if receive(conn):
            super().enqueue_req(conn)
        else:
            self.wait(conn, self.on_pending_socket_readable)

    def wait(self, conn: Any, then: Callable[[Any, socket.socket], None]) -> None:
        """Call `then` when more comes."""
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, EVENT_READ, partial(then, conn))

    def murder_pending(self) -> None:
        """Drop those whose time is over; in a worker that stops, also those that have asked for nothing.

        Where too many wait, whoever has waited longest goes: what is honest does not wait long.
        """
        now, held = monotonic(), sum(map(bytes_of, self.pending_conns))
        waiting = sorted(self.pending_conns, key=attrgetter("timeout"))
        for left, conn in zip(range(len(waiting), 0, -1), waiting, strict=True):
            if conn.timeout <= now:
                self.expire(conn)
            elif left > MOST_WAITING or held > MOST_BYTES or not (self.alive or bytes_of(conn)):
                held -= bytes_of(conn)
                self.drop(conn)

    def expire(self, conn: Any) -> None:
        """Tell who has begun to ask that it took too long."""
        if bytes_of(conn):
            util.write_error(conn.sock, 408, "Request Timeout", "")
        self.drop(conn)

    def drop(self, conn: Any) -> None:
        """Close a connection that waits."""
        self.poller.unregister(conn.sock)
        self.pending_conns.remove(conn)
        self.nr_conns -= 1
        conn.close()

    def finish_request(self, conn: Any, fs: Future[bool]) -> None:
        """Wait for more, or for the client to close, for which gunicorn would let everybody wait."""
        if fs.cancelled() or fs.exception() or not fs.result():
            self.finish(conn)
        elif conn.incoming:
            self.wait(conn, self.on_pending_socket_readable)
        else:
            super().finish_request(conn, fs)

    def finish(self, conn: Any) -> None:
        """Say that this was all, so that the client reads the answer and closes (RFC 9112, section 9.6)."""
        conn.incoming, conn.timeout = None, monotonic() + CLOSING_SECONDS
        try:
            conn.sock.shutdown(socket.SHUT_WR)
        except OSError:
            self.nr_conns -= 1
            conn.close()
        else:
            self.wait(conn, self.on_finished_socket_readable)

    def on_finished_socket_readable(self, conn: Any, _: socket.socket) -> None:
        """Forget what a client still sends, until it closes."""
        if read(conn.sock) == b"":
            self.drop(conn)

    def handle(self, conn: Any) -> bool:
        """Handle the requests that come in a row; whether the connection is kept."""
        kept = self.handle_incoming(conn)
        while kept and self.alive and self.nr_conns < self.cfg.threads and asks_again(conn):
            kept = self.handle_incoming(conn)
        return kept

    def handle_incoming(self, conn: Any) -> bool:
        """Handle the request that has come, which gunicorn reads from memory and never from the socket."""
        incoming, conn.incoming = conn.incoming, None
        if incoming.refusal:
            util.write_error(conn.sock, incoming.refusal.value, incoming.refusal.phrase, "")
            return False
        conn.parser, conn.data_ready = get_parser(self.cfg, [bytes(incoming.data)], conn.client), True
        conn.cut = incoming.cut
        return bool(super().handle(conn))

    def handle_request(self, req: Any, conn: Any) -> bool:
        """Answer a request. Its body is read before: what is wrong there is not the site's mistake."""
        req._expected_100_continue = False  # the client has been told
        req.body = BytesIO(req.body.read())
        if conn.cut:
            req.force_close()
        try:
            return bool(super().handle_request(req, conn))
        except BlockingIOError as error:  # the client does not read
            raise ConnectionResetError(ECONNRESET, "the client does not read") from error


def receive(conn: Any) -> bool:
    """Take what has come, without waiting; whether that is a whole request, or the last of this client."""
    if not getattr(conn, "incoming", None):
        conn.incoming = Incoming(conn.parser.unreader.take_buffered() if conn.parser else b"")
        conn.timeout = monotonic() + REQUEST_SECONDS
    if not conn.incoming.whole:
        take(conn.sock, conn.incoming)
    return bool(conn.incoming.whole)


def take(sock: socket.socket, incoming: Incoming) -> None:
    """Read once, and tell a client that asks whether it may go on."""
    come = read(sock)
    if come:
        incoming.feed(come)
    elif come == b"":
        incoming.end()
    if incoming.expects and not incoming.whole:
        incoming.expects = False
        with suppress(OSError):
            sock.send(GO_ON)


def read(sock: socket.socket) -> bytes | None:
    """What has come, b"" where nothing will any more, None where nothing has yet."""
    try:
        return sock.recv(AT_ONCE, socket.MSG_DONTWAIT)
    except BlockingIOError:
        return None
    except OSError:
        return b""


def bytes_of(conn: Any) -> int:
    """How many bytes a waiting connection holds of a request that is not whole."""
    return len(conn.incoming.data) if conn.incoming else 0


def asks_again(conn: Any) -> bool:
    """Whether the next request is there: one that came with the last, or one that comes in a moment.

    SDKs send a body apart from its head, so there is a second moment.
    """
    waiting = poll()
    waiting.register(conn.sock, POLLIN)
    has_come = bool(conn.parser.unreader.buf.getvalue())
    return any((has_come or waiting.poll(LINGER)) and receive(conn) for has_come in (has_come, False))
