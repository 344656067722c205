"""What has come of an HTTP/1.1 request so far: plain bytes and no socket (RFC 9112, sections 2, 6 and 7).

gunicorn reads the request itself. Here is only told whether there is anything left to wait for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Generator
from http import HTTPStatus

__all__ = ["LARGEST_BODY", "LARGEST_HEAD", "Incoming"]

LARGEST_HEAD = 64 * 1024  # bytes
LARGEST_BODY = 2_621_440  # bytes: what Django takes of a form (DATA_UPLOAD_MAX_MEMORY_SIZE)
LONGEST_LINE = 8190  # bytes of the line that tells a chunk's size, as in gunicorn

Progress = Generator[None, None, None]  # yields where more has to come, and ends with the request


class TooLargeError(Exception):
    """More than is waited for."""


class Incoming:
    """One request as it comes, and what came behind it.

    It is `whole` as soon as nothing has to be waited for: all is there, or it will be refused anyway.
    `refusal` is the answer to one that is too large to be read, or that broke off; `cut` is one whose body,
    announced as larger than LARGEST_BODY, is left out; `expects` is one whose client waits to be told that it
    may go on.
    """

    def __init__(self, come: bytes = b"") -> None:
        self.data = bytearray()
        self.whole = self.cut = self.expects = False
        self.refusal: HTTPStatus | None = None
        self._progress = self._request()
        self.feed(come)

    def feed(self, come: bytes) -> None:
        """Add what came."""
        self.data += come
        self.whole = self.whole or next(self._progress, True) is True

    def end(self) -> None:
        """Wait no longer: the client sends no more. What it has begun would be half of what it meant."""
        if self.data and not self.whole:
            self.refusal = HTTPStatus.BAD_REQUEST
        self.whole = True

    def _request(self) -> Progress:
        try:
            body = yield from self._after(b"\r\n\r\n", 0, LARGEST_HEAD)
        except TooLargeError:
            self.refusal = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
            return
        headers = _headers(bytes(self.data[:body]))
        length = _number(headers.get(b"content-length", b""), 10)
        self.cut = length > LARGEST_BODY
        self.expects = headers.get(b"expect", b"").lower() == b"100-continue" and not self.cut
        if b"chunked" in headers.get(b"transfer-encoding", b"").lower():
            yield from self._chunked(body)
        elif not self.cut:
            yield from self._until(body + length)

    def _chunked(self, body: int) -> Progress:
        try:
            yield from self._chunks(body)
        except TooLargeError:
            self.refusal = HTTPStatus.REQUEST_ENTITY_TOO_LARGE

    def _chunks(self, body: int) -> Progress:
        """Go over the chunks from `body` on; what is malformed is gunicorn's to refuse."""
        at, size = body, 1
        while size > 0:
            start = yield from self._after(b"\r\n", at, LONGEST_LINE)
            size = _number(bytes(self.data[at : start - 2]).partition(b";")[0], 16)
            at = start + size + 2
            if at - body > LARGEST_BODY:
                raise TooLargeError
            yield from self._until(at if size > 0 else 0)
        if size == 0:  # fields may follow, then an empty line
            yield from self._after(b"\r\n\r\n", start - 2, LARGEST_HEAD)

    def _until(self, end: int) -> Progress:
        while len(self.data) < end:
            yield

    def _after(self, mark: bytes, start: int, limit: int) -> Generator[None, None, int]:
        """Where `mark` ends. Raises TooLargeError where it does not within `limit` bytes."""
        looked = start
        while (found := self.data.find(mark, looked)) < 0:
            if len(self.data) - start > limit:
                raise TooLargeError
            looked = max(start, len(self.data) - len(mark) + 1)
            yield
        return found + len(mark)


def _headers(head: bytes) -> dict[bytes, bytes]:
    """The values of the fields by their names in lower case; those of one name are joined by commas."""
    fields: defaultdict[bytes, list[bytes]] = defaultdict(list)
    for name, _, value in (line.partition(b":") for line in head.split(b"\r\n")[1:]):
        fields[name.lower()].append(value.strip())
    return {name: b",".join(values) for name, values in fields.items()}


def _number(digits: bytes, base: int) -> int:
    """The number, -1 where there is none."""
    try:
        return int(digits, base)
    except ValueError:
        return -1
