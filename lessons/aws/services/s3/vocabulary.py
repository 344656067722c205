"""What means something to S3 in a query and in headers, whichever operation it belongs to.

S3 passes over parameters and `x-amz-` headers that it does not know. Those that it knows change what is
asked, so that the sandbox has to understand them or to refuse. botocore's model tells them apart.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache

from botocore.model import OperationModel

from lessons.aws.services.parameters import service_model


@lru_cache(maxsize=1)
def parameters() -> frozenset[str]:
    """The parameters of a query: those of the operations, and those that tell the operations apart."""
    return frozenset(name for operation in _operations() for name in _in_query(operation))


@lru_cache(maxsize=1)
def headers() -> frozenset[str]:
    """The headers that begin with `x-amz-`, in lower case."""
    names = {name.lower() for operation in _operations() for name in _at(operation, "header")}
    return frozenset(name for name in names if name.startswith("x-amz-"))


def operation_of(method: str, depth: str, query: Mapping[str, str]) -> str:
    """The operation of AWS that a query asks for by name alone, such as `?website`; "" where none does."""
    named = _by_subresource().get((method, depth), {})
    return next((operation for name, operation in named.items() if name in query), "")


@lru_cache(maxsize=1)
def _by_subresource() -> Mapping[tuple[str, str], Mapping[str, str]]:
    """The names of the operations by method and depth, and by what alone in a query tells them apart."""
    named: defaultdict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for operation in _operations():
        path, _, query = operation.http["requestUri"].partition("?")
        if query and "=" not in query and not operation.deprecated:
            depth = "object" if "{Key+}" in path else "bucket"
            named[operation.http["method"], depth].setdefault(query, operation.name)
    return named


def _operations() -> Iterator[OperationModel]:
    model = service_model("s3")
    return map(model.operation_model, model.operation_names)


def _in_query(operation: OperationModel) -> Iterator[str]:
    _, _, query = operation.http["requestUri"].partition("?")
    yield from (pair.partition("=")[0] for pair in query.split("&") if pair)
    yield from _at(operation, "querystring")


def _at(operation: OperationModel, location: str) -> Iterator[str]:
    """The names of the parameters that go to a place of the request."""
    members = operation.input_shape.members.values() if operation.input_shape else ()
    return (
        shape.serialization["name"] for shape in members if shape.serialization.get("location") == location
    )
