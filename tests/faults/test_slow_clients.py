"""Clients that drip: more of them than there are threads, and nobody else notices."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.faults.conftest import Prepared

SLOW = 100
LARGEST = b"static/vendor/codemirror.min.js"  # of what the site sends
HEAD = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "
BODY = b"POST /accounts/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100000\r\n\r\nlogin="
CHUNKS = b"PUT /aws/b/k HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\nffff\r\n"
KINDS = (HEAD, BODY, CHUNKS, b"")
# What gunicorn stumbles over in a request that has come, to the site and to its AWS.
STUMBLES = {
    "script name": b"GET %s HTTP/1.1\r\nHost: a\r\nSCRIPT_NAME: /x\r\n\r\n",
    "path": b"GET %s HTTP/1.1\r\nHost: a\r\nPATH_INFO: /x\r\n\r\n",
    "chunk size": b"POST %s HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\n",
    "chunk end": b"POST %s HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc0\r\n\r\n",
    "two lengths": b"POST %s HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\na",
    "length and chunks": b"POST %s HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
}
PATHS = (b"/", b"/accounts/login/", b"/aws/", b"/aws/bucket/key")


@pytest.fixture(scope="module")
def site(prepared: Prepared, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prepared]:
    """A server that these tests share."""
    own = prepared.copy(tmp_path_factory.mktemp("slow") / "var")
    own.site.start()
    yield own
    own.site.kill()


def test_a_hundred_slow_clients_stop_nobody(site: Prepared) -> None:
    with ExitStack() as stack:
        slow = [
            stack.enter_context(socket.create_connection(("127.0.0.1", site.site.port))) for _ in range(SLOW)
        ]
        for number, client in enumerate(slow):
            client.sendall(KINDS[number % len(KINDS)])
        for _ in range(3):
            for client in slow:
                client.sendall(b"a")
            assert [site.reader.ask("GET", path)[0] for path in ("/", "/classes/", "/healthz")] == [200] * 3
        assert site.maya.assume().access_key_id


def test_clients_that_do_not_read_or_close_stop_nobody(site: Prepared) -> None:
    ask = b"GET /%s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
    with ExitStack() as stack:
        for number in range(SLOW):
            client = stack.enter_context(socket.socket())
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            client.connect(("127.0.0.1", site.site.port))
            client.sendall(ask % (LARGEST if number % 2 else b"healthz"))
        assert [site.reader.ask("GET", "/classes/")[0] for _ in range(3)] == [200] * 3


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.decode())
@pytest.mark.parametrize("request_", STUMBLES.values(), ids=STUMBLES)
def test_what_the_server_stumbles_over_is_a_400(site: Prepared, request_: bytes, path: bytes) -> None:
    with socket.create_connection(("127.0.0.1", site.site.port), timeout=10) as client:
        client.sendall(request_ % path)
        answer = b"".join(iter(lambda: client.recv(4096), b""))
    assert answer.startswith(b"HTTP/1.1 400 ")


@pytest.mark.parametrize("request_", [HEAD, BODY, CHUNKS], ids=["head", "body", "chunks"])
def test_what_breaks_off_is_not_answered_as_if_it_were_whole(site: Prepared, request_: bytes) -> None:
    """Half of a form would be stored as all of it."""
    with socket.create_connection(("127.0.0.1", site.site.port), timeout=10) as client:
        client.sendall(request_)
        client.shutdown(socket.SHUT_WR)
        answer = b"".join(iter(lambda: client.recv(4096), b""))
    assert answer.startswith(b"HTTP/1.1 400 ")
