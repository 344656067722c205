"""Where a request carries its signature: in the Authorization header, in the query of a URL, or in a form."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Protocol
from urllib.parse import parse_qsl, urlsplit

from lessons.aws.arn import REGION
from lessons.aws.errors import AwsError
from lessons.aws.http_messages import Request
from lessons.aws.signing import form, form_signature, presigned, sigv2, sigv4

TOKEN_HEADER = "X-Amz-Security-Token"  # noqa: S105 -- the name of a header

_MOST_PARAMETERS = 1000
_NO_DAY = "00000000"


class Signature(Protocol):
    """A signature of either version, read and not yet checked."""

    @property
    def access_key_id(self) -> str:
        """The key id that the request names, as sent: it may be nobody's."""

    def check_scope(self, request: Request, service: str) -> None:
        """Raises AwsError when it is for another region or service."""

    def check(self, request: Request, secret: str, now: datetime) -> None:
        """Raises AwsError unless `secret` has signed this very request, lately."""

    def is_proof(self, request: Request, secret: str, now: datetime) -> bool:
        """Whether who sent the request has `secret`, however late it is."""


def claimed(request: Request) -> tuple[str, str]:
    """The access key id and the service that a request claims to be signed for, "" where it says neither."""
    query = _query(request)
    if _is_v2(query):
        return query.get("AWSAccessKeyId", ""), "s3"
    if upload := _form(request):
        return form_signature.claimed_key(upload), "s3"
    credential = sigv4.header_fields(request).get("Credential", query.get("X-Amz-Credential", ""))
    return sigv4.scope_of(credential)


def read(request: Request, service: str) -> Signature:
    """The signature of a request. Raises AwsError when there is none, or it is not complete."""
    query, in_header = _query(request), request.header("Authorization")
    if form.is_form(request):
        return form_signature.in_form(form.read(request))
    if service == "s3" and (in_header != "") + _is_v2(query) + _is_v4(query) > 1:
        raise AwsError("two signatures", service)
    if in_header.startswith("AWS ") and service == "s3":
        raise AwsError("old header", service)
    if in_header:
        return sigv4.in_header(request, service)
    if _is_v4(query):
        return sigv4.in_query(query, service)
    if _is_v2(query) and service == "s3":
        return sigv2.in_query(query)
    raise AwsError("unsigned", service)


def token(request: Request) -> str:
    """The session token that comes with a request, "" where there is none."""
    if upload := _form(request):
        return form_signature.token(upload)
    in_query = next((value for name, value in _query(request).items() if _is_token(name)), "")
    return request.header(TOKEN_HEADER) or in_query


def moved_to_headers(request: Request) -> Request:
    """The request as if it had been signed in the header, which is where moto looks for who calls.

    What a URL of S3 says in place of headers is moved there too, and an upload by a form is a PUT.
    """
    if request.header("Authorization"):
        return request
    key, service = claimed(request)
    credential = f"Credential={key}/{_NO_DAY}/{REGION}/{service}/aws4_request"
    signed = {"Authorization": f"{sigv4.ALGORITHM} {credential}"}
    if form.is_form(request):
        put = form_signature.as_put(request, form.read(request))
        return replace(put, headers={**put.headers, **signed})
    if service != "s3":
        return replace(request, headers={**request.headers, **signed})
    headers = presigned.with_headers(request.headers, presigned.read_headers(_query(request)))
    return replace(request, url=presigned.without_headers(request.url), headers={**headers, **signed})


def _form(request: Request) -> form.Form | None:
    """The form of an upload, or None where a request is none, or none that can be read."""
    try:
        return form.read(request) if form.is_form(request) else None
    except AwsError:
        return None


def _is_token(name: str) -> bool:
    return name.lower() == TOKEN_HEADER.lower()


def _is_v4(query: Mapping[str, str]) -> bool:
    return "X-Amz-Algorithm" in query or "X-Amz-Credential" in query


def _is_v2(query: Mapping[str, str]) -> bool:
    return "AWSAccessKeyId" in query or ("Signature" in query and "Expires" in query)


def _query(request: Request) -> dict[str, str]:
    if "?" not in request.url:
        return {}
    try:
        return dict(
            parse_qsl(urlsplit(request.url).query, keep_blank_values=True, max_num_fields=_MOST_PARAMETERS)
        )
    except ValueError:
        return {}
