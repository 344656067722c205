"""`/aws/`: AWS's own protocol, for the AWS CLI and the SDKs.

Who calls is told by the signature alone: no session, no cookie, no CSRF token. `learnsts.middleware` hands
over everything below MOUNT before any other middleware sees it, for what was signed must stay as it is.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from lessons import aws
from lessons.accounts.addresses import client_address, network_of
from lessons.accounts.outage import CANNOT_STORE
from lessons.aws import budgets
from lessons.sandbox.calls import execution
from lessons.sandbox.calls.pace import Buckets
from lessons.sandbox.models import Event, SandboxAccount

__all__ = ["MOUNT", "endpoint", "is_aws"]

logger = logging.getLogger(__name__)

MOUNT = "/aws"
strangers = Buckets(budgets.OF_ADDRESS)
# A presigned link opens in a browser, on the site's own origin: what a learner stored there must not run, not
# by itself and not as a part of a page, which browsers tell by Sec-Fetch-Dest.
_WORKERS = ("worker", "sharedworker", "serviceworker", "audioworklet", "paintworklet")
_FRAMES = ("frame", "iframe", "fencedframe", "object", "embed")
PARTS_OF_PAGES = frozenset(("script", "style", "xslt", "manifest", *_WORKERS, *_FRAMES))
INERT = {"Content-Security-Policy": "sandbox; default-src 'none'", "X-Content-Type-Options": "nosniff"}
_ORIGIN = re.compile(r"\A[a-z][a-z0-9+.-]*://[^/?]*", re.IGNORECASE)


class BodyTooLargeError(Exception):
    """The body is larger than its service reads."""


class IncompleteBodyError(Exception):
    """The body broke off before its end."""


def is_aws(path: str) -> bool:
    """Whether a path is the endpoint's."""
    return path == MOUNT or path.startswith(f"{MOUNT}/")


@csrf_exempt
def endpoint(request: HttpRequest) -> HttpResponse:
    """Answer any method at any path below MOUNT as AWS would."""
    asked = _asked(request)
    try:
        answer = _answer(replace(asked, body=_body(request.META, budgets.BODY[aws.service_of(asked)])))
    except execution.OverBudgetError as over:
        answer = aws.refuse(over.failure, asked)
    except BodyTooLargeError:
        answer = aws.refuse("body too large", asked)
    except IncompleteBodyError:
        answer = aws.refuse("incomplete body", asked)
    except CANNOT_STORE:
        logger.exception("a call could not be stored")
        answer = aws.refuse("unavailable", asked)
    except Exception:
        logger.exception("a call failed for a reason that nobody has thought of")
        answer = aws.refuse("internal failure", asked)
    response = HttpResponse(answer.body, status=answer.status, headers={**answer.headers, **INERT})
    if not any(name.lower() == "content-type" for name in answer.headers):
        del response["Content-Type"]  # Django's own
    response._has_been_logged = True  # type: ignore[attr-defined] # a refusal is an answer, not a fault of ours
    return response


def _answer(asked: aws.Request) -> aws.Response:
    """The answer of the sandbox that the key belongs to; who belongs to none meets an empty world.

    An address that has sent too much that nobody known has sent has to prove each request, before anything
    waits for it: whoever else calls from there is not slowed down.
    """
    if asked.header("Sec-Fetch-Dest") in PARTS_OF_PAGES:
        return aws.refuse("embedded", asked)
    address = network_of(asked.source_ip)
    crowded = strangers.is_empty(address, time.monotonic())
    try:
        sandbox = _sandbox_of(aws.claimed_account(asked))
        if crowded and not execution.is_proven(sandbox, asked):
            raise execution.OverBudgetError("throttled")
        return execution.call(sandbox, asked, Event.Source.CLIENT).response
    except execution.StrangerError as stranger:
        answer = stranger.response
    except ObjectDoesNotExist:
        if crowded:
            raise execution.OverBudgetError("throttled") from None
        answer = aws.handle(asked, {}, lambda _: None, timezone.now()).response
    strangers.take(address, time.monotonic())
    return answer


@lru_cache(maxsize=10_000)
def _sandbox_of(account_id: str) -> UUID:
    """The sandbox that has an account, for as long as it is there. Raises SandboxAccount.DoesNotExist.

    An account stays in its sandbox, so it is looked up once; who belongs to none takes no lock.
    """
    return SandboxAccount.objects.get(account_id=account_id).sandbox_id


def _asked(request: HttpRequest) -> aws.Request:
    """The request as it was signed, its body not yet read."""
    host = request.META.get("HTTP_HOST", request.META["SERVER_NAME"])
    return aws.Request(
        method=request.method or "GET",
        url=f"{request.scheme}://{host}{_raw_path(request)}",
        headers={name: _text(value) for name, value in request.headers.items()},
        source_ip=client_address(request.META),
        mount=MOUNT,
    )


def _raw_path(request: HttpRequest) -> str:
    """Path and query as they were sent. Only gunicorn tells; elsewhere the path is quoted again."""
    raw = request.META.get("RAW_URI")
    if raw:
        return _ORIGIN.sub("", raw, count=1)
    query = request.META.get("QUERY_STRING", "")
    return quote(request.path, safe="/~") + (f"?{query}" if query else "")


def _text(header: str) -> str:
    """A header's value: clients write UTF-8, and WSGI reads Latin-1."""
    try:
        return header.encode("latin-1").decode()
    except UnicodeError:
        return header


def _body(environ: Mapping[str, Any], largest: int) -> bytes:
    """The body. Raises BodyTooLargeError, by its announced length before anything is read of it, and
    IncompleteBodyError.

    A body sent in HTTP chunks announces none; only a server that ends the stream itself is asked for one.
    """
    length = environ.get("CONTENT_LENGTH") or ""
    if not length:
        return _until_the_end(environ, largest) if environ.get("wsgi.input_terminated") else b""
    if not (length.isascii() and length.isdigit()) or int(length) > largest:
        raise BodyTooLargeError
    body = _read(environ, int(length))
    if len(body) < int(length):
        raise IncompleteBodyError
    return body


def _until_the_end(environ: Mapping[str, Any], largest: int) -> bytes:
    body = _read(environ, largest + 1)
    if len(body) > largest:
        raise BodyTooLargeError
    return body


def _read(environ: Mapping[str, Any], size: int) -> bytes:
    """So many bytes of the body, or all there are. Raises IncompleteBodyError when the client is gone."""
    try:
        body: bytes = environ["wsgi.input"].read(size)
    except OSError as gone:
        raise IncompleteBodyError from gone
    return body
