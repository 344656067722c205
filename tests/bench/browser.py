"""A cheap browser for many learners at once: one kept connection, cookies, forms with their token."""

from __future__ import annotations

import asyncio
import re
import time
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import urlencode

__all__ = ["Answer", "Browser"]

TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')
COOKIE = re.compile(rb"set-cookie: ([^=]+)=([^;\r]*)", re.IGNORECASE)


@dataclass(frozen=True)
class Answer:
    """What came back: the status, where it leads, the page, and how long it took in milliseconds."""

    status: int
    location: str
    body: bytes
    taken: float


@dataclass
class Browser:
    """One learner's. Times out after a minute, which is an error like every other."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
    token: str = ""

    async def get(self, path: str, *, is_part: bool = False) -> Answer:
        """Ask for a page, or as HTMX does for a part of one."""
        return await self.send("GET", path, is_part=is_part)

    async def post(self, path: str, *, is_part: bool = False, **form: str) -> Answer:
        """Send a form of the page that was seen last."""
        body = urlencode(form | {"csrfmiddlewaretoken": self.token}).encode()
        return await self.send("POST", path, body, is_part=is_part)

    async def send(self, method: str, path: str, body: bytes = b"", *, is_part: bool = False) -> Answer:
        """One request; a connection that was closed meanwhile is opened again."""
        lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", f"Content-Length: {len(body)}"]
        lines += ["Content-Type: application/x-www-form-urlencoded", "Accept: text/html"]
        lines += [f"Origin: http://127.0.0.1:{self.port}", "Sec-Fetch-Site: same-origin"]
        lines += ["Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items())]
        lines += ["HX-Request: true"] if is_part else []
        request = "\r\n".join([*lines, "", ""]).encode() + body
        started = time.perf_counter()
        async with asyncio.timeout(60):
            try:
                head, content = await self.exchange(request)
            except (ConnectionError, asyncio.IncompleteReadError):
                self.streams = None
                head, content = await self.exchange(request)
        taken = 1000 * (time.perf_counter() - started)
        self.cookies |= {name.decode(): value.decode() for name, value in COOKIE.findall(head)}
        if token := TOKEN.search(content):
            self.token = token[1].decode()
        location = re.search(rb"\r\nlocation: ([^\r]+)", head, re.IGNORECASE)
        return Answer(int(head.split()[1]), location[1].decode() if location else "", content, taken)

    async def exchange(self, request: bytes) -> tuple[bytes, bytes]:
        """Head and body of the answer to these bytes."""
        reader, writer = self.streams = self.streams or await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
        return head, await reader.readexactly(int(length[1]) if length else 0)

    async def close(self) -> None:
        """Leave."""
        if self.streams:
            self.streams[1].close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *raised: object) -> None:
        await self.close()
