"""What a client sends and what it gets, as bytes on the wire. Frozen."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request as it was signed: the full URL, every header, the body as bytes.

    `mount` is the path under which the endpoint is reached ("" for AWS's own hosts, "/aws" for the wire).
    `headers_by_name` has the headers by their names in lower case.
    """

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes = b""
    source_ip: str = "127.0.0.1"
    mount: str = ""
    headers_by_name: Mapping[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_name = {name.lower(): value for name, value in self.headers.items()}
        object.__setattr__(self, "headers_by_name", by_name)

    def header(self, name: str, default: str = "") -> str:
        """The value of a header, whatever the case of its name."""
        return self.headers_by_name.get(name.lower(), default)


@dataclass(frozen=True, slots=True)
class Response:
    """One HTTP response, exactly the bytes AWS would answer."""

    status: int
    headers: Mapping[str, str]
    body: bytes
