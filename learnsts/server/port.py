"""Whether the server can have its address, asked before it begins."""

from __future__ import annotations

import errno
import socket

__all__ = ["problem"]

SENTENCES = {
    errno.EADDRINUSE: "Port {port} at {host} is in use. Stop what uses it, or choose another: "
    "make run PORT={next}",
    errno.EACCES: "Port {port} is for the administrator alone. Choose another: make run PORT=8000",
    errno.EADDRNOTAVAIL: "This machine has no address {host}. Choose one it has: make run HOST=127.0.0.1",
}
OTHERWISE = "Nothing can be served at {host}: {why}."


def problem(host: str, port: int) -> str:
    """What keeps a server from listening there, in a sentence; nothing where it can."""
    try:
        socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET).close()
    except OSError as error:
        sentence = SENTENCES.get(error.errno or 0, OTHERWISE)
        return sentence.format(host=host, port=port, next=port % 65_535 + 1, why=error.strerror or error)
    return ""
