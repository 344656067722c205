"""What a request asks for: the service, the operation, the IAM action. Each service has its table of them.

STS speaks the query protocol (an `Action` in a form), S3 speaks REST (method and path, path style).
"""

from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from lessons.aws.errors import AwsError
from lessons.aws.http_messages import Request
from lessons.aws.services.iam.operations import IAM, IAM_PARTS
from lessons.aws.services.operation import Asked
from lessons.aws.services.parameters import form, known_services, service_model
from lessons.aws.services.parameters import read as read_form
from lessons.aws.services.s3 import vocabulary
from lessons.aws.services.s3.operations import S3, find_route
from lessons.aws.services.sts.operations import STS
from lessons.aws.signing import presigned, signatures

SERVICES = ("sts", "iam", "s3")
TITLES = {"sts": "AWS STS", "iam": "IAM", "s3": "Amazon S3"}
QUERY_VERSIONS = {"sts": "2011-06-15", "iam": "2010-05-08"}
FORM_TYPE = "application/x-www-form-urlencoded"
MOST_PARAMETERS = 1000
_NO_FORM = "Bucket POST must be of the enclosure-type multipart/form-data"
QUERY_OPERATIONS = {"sts": STS, "iam": IAM}
OPERATIONS_OF_S3 = dict.fromkeys(route.operation.name for route in S3)


def service_of(request: Request) -> str:
    """Which service a request is for: by AWS's host, else by what it was signed for, else by its path."""
    url = _split(request)
    name = _claimed_service(request, url)
    if name in SERVICES:
        return name
    return "s3" if url and url.path.removeprefix(request.mount).strip("/") else "sts"


def _claimed_service(request: Request, url: SplitResult | None) -> str:
    host = (url and url.hostname) or ""
    return host.partition(".")[0] if host.endswith(".amazonaws.com") else signatures.claimed(request)[1]


def _check_service(request: Request) -> None:
    """Whether a request is for a service that is here. Others are answered in JSON, as most of them speak."""
    name = _claimed_service(request, _split(request))
    if name not in SERVICES and name in known_services():
        by_query = request.header("Content-Type").startswith(FORM_TYPE)
        what, instead = f"the service {name}", f"It offers {', '.join(TITLES.values())}."
        raise AwsError("unsupported", "sts" if by_query else "json", what=what, instead=instead)


def identify(request: Request, service: str) -> Asked:
    """What is asked, before anybody knows by whom. Raises AwsError for what AWS or the sandbox has not."""
    _check_service(request)
    url = _split(request)
    if url is None:
        raise AwsError("malformed query", service)
    asked = _s3(request, url) if service == "s3" else _query(request, url, service)
    if any("\0" in text for pair in asked.given.items() for text in pair):  # no database keeps that
        raise AwsError("malformed query", service)
    return asked


def _split(request: Request) -> SplitResult | None:
    """The parts of the URL, or None where it is none."""
    try:
        return urlsplit(request.url)
    except ValueError:
        return None


def read_parameters(asked: Asked) -> dict[str, Any]:
    """The parameters of the call, checked. Raises AwsError for what AWS or the sandbox would not take."""
    if asked.operation is None:
        raise _unsupported(asked.service, asked.lacking or asked.name)
    if asked.form is None:
        return dict(asked.given)
    model = service_model(asked.service).operation_model(asked.name)
    parameters = read_form(model, asked.form)
    known = asked.operation.parameters
    more = [] if known is None else sorted(parameters.keys() - known)
    if more:
        raise _unsupported(asked.service, f"the parameter {more[0]} of {asked.name}")
    return parameters


def _unsupported(service: str, what: str) -> AwsError:
    """What of AWS the sandbox has not: an operation by its name, or "the parameter X of" one."""
    if what.startswith("the "):
        return AwsError("unsupported", service, what=what, instead="Without it, the call is answered.")
    known = {"sts": STS, "iam": IAM_PARTS}.get(service, OPERATIONS_OF_S3)
    instead = f"Of {TITLES[service]} it offers {', '.join(known)}."
    return AwsError("unsupported", service, what=what, instead=instead)


def _query(request: Request, url: SplitResult, service: str) -> Asked:
    try:
        given = form(_pairs(request, url))
    except ValueError:
        raise AwsError("malformed query", service) from None
    action, version = given.values.get("Action"), given.values.get("Version", "NO_VERSION_SPECIFIED")
    if not action:
        raise AwsError("no action", service)
    if action not in service_model(service).operation_names or version != QUERY_VERSIONS[service]:
        raise AwsError("unknown action", service, action=action, version=version)
    if action not in QUERY_OPERATIONS[service] and _needs_no_signature(service, action):
        raise _unsupported(service, action)
    return Asked(service, action, QUERY_OPERATIONS[service].get(action), given)


def _needs_no_signature(service: str, action: str) -> bool:
    return bool(service_model(service).operation_model(action).auth_type == "none")


def _pairs(request: Request, url: SplitResult) -> list[tuple[str, str]]:
    text = url.query
    if request.method == "POST":
        is_form = request.header("Content-Type").startswith(FORM_TYPE)
        text = request.body.decode(errors="replace") if is_form else ""
    return _parameters(text)


def _parameters(text: str) -> list[tuple[str, str]]:
    """The pairs of a query or a form, without those of a signature. Raises ValueError when there are many."""
    pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_PARAMETERS)
    return [(name, value) for name, value in pairs if not presigned.is_parameter(name)]


def _s3(request: Request, url: SplitResult) -> Asked:
    path = url.path.removeprefix(request.mount).removeprefix("/")
    bucket, _, key = path.partition("/")
    try:
        pairs = _parameters(url.query)
    except ValueError:
        raise AwsError("malformed query", "s3") from None
    query = {name: value for name, value in pairs if name in vocabulary.parameters()}
    depth = "object" if key else "bucket" if bucket else "service"
    route = find_route(request, depth, query)
    place = (unquote(bucket), unquote(key), query)
    named = vocabulary.operation_of(request.method, depth, query)
    if named and named not in OPERATIONS_OF_S3:
        return Asked("s3", named, None, None, *place)
    if route is None and (request.method, depth, query) == ("POST", "bucket", {}):
        raise AwsError("no form", "s3", Condition=_NO_FORM)
    if route is None:
        return Asked("s3", f"{request.method} {'&'.join(sorted(query))}".rstrip(), None, None, *place)
    lacking = route.lacks(request, query)
    return Asked("s3", route.operation.name, None if lacking else route.operation, None, *place, lacking)
