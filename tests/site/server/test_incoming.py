"""When a request has come whole, however it is cut on its way."""

from __future__ import annotations

from http import HTTPStatus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnsts.server.incoming import LARGEST_BODY, LARGEST_HEAD, Incoming

HEAD = b"POST / HTTP/1.1\r\nHost: site\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
WHOLE = {
    "no body": b"GET / HTTP/1.1\r\nHost: site\r\n\r\n",
    "no fields": b"GET / HTTP/1.0\r\n\r\n",
    "empty body": HEAD + b"Content-Length: 0\r\n\r\n",
    "body": HEAD + b"content-length:  5 \r\n\r\nhello",
    "body with an empty line": HEAD + b"Content-Length: 9\r\n\r\na\r\n\r\nb\r\n\r",
    "no chunk": CHUNKED + b"0\r\n\r\n",
    "chunks": CHUNKED + b"5\r\nhello\r\n1F;name=value\r\n" + b"x" * 29 + b"\r\n\r\n0\r\n\r\n",
    "chunks that look like the end": CHUNKED + b"7\r\n0\r\n\r\n\r\n\r\n0\r\n\r\n",
    "trailers": CHUNKED + b"1\r\na\r\n0\r\nx-amz-checksum-crc32: AAAAAA==\r\nA: b\r\n\r\n",
}
# What no more can be waited for: gunicorn answers these with 400.
REFUSED = {
    "a chunk of a size below zero": CHUNKED + b"-5\r\n",
    "a chunk without a size": CHUNKED + b"\r\n",
    "a chunk of words": CHUNKED + b"five\r\n",
    "two lengths": HEAD + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\n",
    "a length of words": HEAD + b"Content-Length: five\r\n\r\n",
}
kinds = pytest.mark.parametrize("request_", WHOLE.values(), ids=WHOLE)


@kinds
def test_it_is_whole_with_its_last_byte_and_not_before(request_: bytes) -> None:
    incoming = Incoming()
    for number, byte in enumerate(request_, start=1):
        assert not incoming.whole, request_[: number - 1]
        incoming.feed(bytes([byte]))
    assert incoming.whole
    assert incoming.data == request_


@kinds
def test_what_comes_behind_it_is_kept(request_: bytes) -> None:
    incoming = Incoming(request_ + b"GET /next")
    assert incoming.whole
    assert incoming.data == request_ + b"GET /next"


@given(st.sampled_from(list(WHOLE.values())), st.lists(st.integers(1, 60), max_size=12))
def test_it_does_not_matter_where_it_is_cut(request_: bytes, sizes: list[int]) -> None:
    incoming, rest = Incoming(), request_
    for size in sizes:
        incoming.feed(rest[:size])
        rest = rest[size:]
        assert incoming.whole == (not rest)
    incoming.feed(rest)
    assert incoming.whole


@kinds
def test_one_that_breaks_off_is_refused_and_not_taken_for_whole(request_: bytes) -> None:
    for end in range(1, len(request_)):
        incoming = Incoming(request_[:end])
        incoming.end()
        assert (incoming.whole, incoming.refusal) == (True, HTTPStatus.BAD_REQUEST), request_[:end]
    incoming = Incoming(request_)
    incoming.end()
    assert incoming.refusal is None


def test_who_leaves_without_asking_is_refused_nothing() -> None:
    incoming = Incoming()
    incoming.end()
    assert (incoming.whole, incoming.refusal) == (True, None)


@pytest.mark.parametrize("request_", REFUSED.values(), ids=REFUSED)
def test_what_will_be_refused_is_not_waited_for(request_: bytes) -> None:
    assert not Incoming(request_[:-1]).whole
    assert Incoming(request_).whole


@pytest.mark.parametrize("head", [b"GET /" + b"x" * LARGEST_HEAD, HEAD + b"X: y\r\n" * 11_000])
def test_a_head_has_a_limit(head: bytes) -> None:
    assert Incoming(head).refusal is HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE


def test_a_body_in_chunks_has_a_limit() -> None:
    chunk = b"%x\r\n%s\r\n" % (LARGEST_BODY - 20, b"x" * (LARGEST_BODY - 20))
    incoming = Incoming(CHUNKED + chunk)
    assert not incoming.whole
    incoming.feed(b"99\r\n")
    assert (incoming.whole, incoming.refusal) == (True, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)


def test_a_body_announced_as_too_large_is_left_out_and_the_site_says_so() -> None:
    incoming = Incoming(HEAD + b"Expect: 100-continue\r\nContent-Length: %d\r\n\r\n" % (LARGEST_BODY + 1))
    assert (incoming.whole, incoming.cut, incoming.expects, incoming.refusal) == (True, True, False, None)


def test_a_client_may_wait_to_be_told_to_go_on() -> None:
    assert Incoming(HEAD + b"Expect: 100-Continue\r\nContent-Length: 5\r\n\r\n").expects
    assert not Incoming(HEAD + b"Content-Length: 5\r\n\r\n").expects


@given(st.binary(max_size=300))
def test_no_bytes_are_too_odd(come: bytes) -> None:
    for begin in (b"", HEAD, CHUNKED):
        incoming = Incoming(begin)
        for byte in come:
            incoming.feed(bytes([byte]))
        assert incoming.data == begin + come
