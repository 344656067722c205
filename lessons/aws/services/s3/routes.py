"""How an operation of S3 is asked for: REST, in path style. What more a request may say."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from lessons.aws.http_messages import Request
from lessons.aws.services.operation import Operation
from lessons.aws.services.s3 import object_checksums, vocabulary
from lessons.aws.signing import checksums

# Headers that every operation takes, in lower case. Others that S3 knows ask for more permissions or for
# features that are not here, and are refused, not passed over.
_HEADERS = (
    *("x-amz-acl", "x-amz-expected-bucket-owner", "x-amz-sdk-checksum-algorithm"),
    *(object_checksums.ALGORITHM, object_checksums.KIND, object_checksums.MODE, *checksums.HEADERS.values()),
)
_PREFIX = "x-amz-grant-"

Values = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Route:
    """How an operation is asked for: the method, the depth of the path, and what the query must hold.

    A value of None stands for any. `header` must be there too; `headers` may be, with one of these values, or
    with any where there are none.
    """

    method: str
    depth: str
    operation: Operation
    query: tuple[tuple[str, str | None], ...] = ()
    header: str = ""
    headers: Values = field(default_factory=lambda: MappingProxyType({}))

    def fits(self, request: Request, depth: str, query: Mapping[str, str]) -> bool:
        """Whether a request asks for this operation, whatever else it asks for."""
        asked = all(name in query and value in (None, query[name]) for name, value in self.query)
        return (self.method, self.depth) == (request.method, depth) and asked and self._has_header(request)

    def lacks(self, request: Request, query: Mapping[str, str]) -> str:
        """What a request asks for that the sandbox has not, in words; "" where it has all."""
        more = sorted(query.keys() - (self.operation.parameters or frozenset()))
        if more:
            return f"the parameter {more[0]} of {self.operation.name}"
        for name, value in sorted(request.headers_by_name.items()):
            if name in vocabulary.headers() and not self._takes_header(name):
                return f"the header {name} of {self.operation.name}"
            if value not in (self.headers.get(name) or (value,)):
                return f"the value {value} of the header {name} of {self.operation.name}"
        return ""

    def takes(self, location: str, name: str) -> bool:
        """Whether a parameter may come along: `location` and `name` are where botocore's model puts it."""
        if location == "querystring":
            return name in (self.operation.parameters or frozenset())
        return location != "header" or not name.startswith("x-amz-") or self._takes_header(name)

    def _has_header(self, request: Request) -> bool:
        return not self.header or bool(request.header(self.header))

    def _takes_header(self, name: str) -> bool:
        return name in (*_HEADERS, *self.headers, self.header) or name.startswith(_PREFIX)
