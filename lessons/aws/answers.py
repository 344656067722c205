"""HTTP responses as AWS sends them: headers, request ids, bodies. The web server adds Date and Server."""

import re
from collections.abc import Mapping
from html import unescape

from lessons.aws.errors import MANUAL, AwsError
from lessons.aws.http_messages import Request, Response
from lessons.aws.moto.cloud import Done

NO_CONTENT, NOT_MODIFIED = 204, 304
FIRST_ERROR = 400
_MOTO_ONLY = ("x-amzn-requestid", "server", "date", "status")
_HOST_ID = "bGVhcm5zdHMgc2FuZGJveA=="  # S3 names the machine that answered; here there is but one
_NO_HEADER = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_ERROR = re.compile(rb"<Code>([^<]*)</Code>\s*<Message>([^<]*)</Message>")


def of_error(error: AwsError, request: Request, request_id: str) -> Response:
    """The answer to a call that fails. A HEAD has no body, and 302 sends a browser to the manual."""
    headers = _headers(error.service, request_id)
    if error.code == "":
        return Response(error.status, headers | {"Location": MANUAL, "Content-Length": "0"}, b"")
    body = b"" if request.method == "HEAD" else error.body(request_id, _HOST_ID)
    return Response(error.status, headers | {"Content-Length": str(len(body))}, body)


def of_done(done: Done, request: Request, service: str, request_id: str) -> Response:
    """The answer to a call that moto executed. Raises AwsError for a header that HTTP cannot carry."""
    dropped = _MOTO_ONLY if request.method in ("GET", "HEAD") else (*_MOTO_ONLY, "last-modified")
    given = {name: value for name, value in done.headers.items() if name.lower() not in dropped}
    if any(_NO_HEADER.search(str(value)) for value in given.values()):
        raise AwsError("not executed", service)
    moto_id = next((value for name, value in done.headers.items() if name.lower() == _MOTO_ONLY[0]), "")
    body = done.body.replace(moto_id.encode(), request_id.encode()) if moto_id else done.body
    headers = _merge(_headers(service, request_id), given)
    if not body and not any(name.lower() == "content-type" for name in given):
        del headers["Content-Type"]
    if request.method == "HEAD" or done.status in (NO_CONTENT, NOT_MODIFIED):
        return Response(done.status, headers, b"")
    return Response(done.status, _merge(headers, {"Content-Length": str(len(body))}), body)


def error_of(response: Response) -> tuple[str, str]:
    """The code and the message of an error in XML, or two empty strings."""
    found = _ERROR.search(response.body) if response.status >= FIRST_ERROR else None
    if found is None:
        return "", ""
    code, message = (unescape(text.decode(errors="replace")) for text in found.groups())
    return code, message


def _headers(service: str, request_id: str) -> dict[str, str]:
    if service == "s3":
        return {"x-amz-request-id": request_id, "x-amz-id-2": _HOST_ID, "Content-Type": "application/xml"}
    if service == "json":
        return {"x-amzn-RequestId": request_id, "Content-Type": "application/x-amz-json-1.0"}
    return {"x-amzn-RequestId": request_id, "Content-Type": "text/xml"}


def _merge(first: Mapping[str, str], second: Mapping[str, str]) -> dict[str, str]:
    """Both, the second over the first, whatever the case of the names."""
    names = {name.lower() for name in second}
    return {name: value for name, value in first.items() if name.lower() not in names} | dict(second)
