"""A real boto3 client whose requests never leave the process.

It signs with the credentials it is given, and nothing on the host changes it: no environment variable, no
file in `~/.aws`, no instance metadata. Each signed request is handed over just before it would be sent.
"""

import io
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from functools import lru_cache
from threading import Lock
from typing import Any

import boto3
import botocore
import botocore.credentials
import botocore.session
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.config import Config
from botocore.configprovider import BOTOCORE_DEFAUT_SESSION_VARIABLES as SESSION_VARIABLES

from lessons.aws.arn import REGION
from lessons.aws.credentials import Credentials
from lessons.aws.http_messages import Request, Response

CONFIG = Config(
    region_name=REGION,
    parameter_validation=False,  # a wrong parameter is to be refused by AWS, not by the client
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
    s3={"addressing_style": "path"},
    connect_timeout=1,
    read_timeout=1,
    proxies={},
)
UNSIGNED = CONFIG.merge(Config(signature_version=botocore.UNSIGNED))
Send = Callable[[Request], Response]
_creating = Lock()  # botocore's loaders are shared, and fill their caches while a client is made
_calling: ContextVar[tuple[Credentials | None, Send]] = ContextVar("calling")


def call(
    service: str,
    operation: str,
    parameters: Mapping[str, Any],
    credentials: Credentials | None,
    send: Send,
) -> Mapping[str, Any]:
    """Make one call as such a client does, `operation` by its Python name. Raises what boto3 raises.

    The client is kept for whoever calls next: to make one takes longer than to answer a call, and leaves
    thousands of objects behind.
    """
    calling = _calling.set((credentials, send))
    try:
        answer: Mapping[str, Any] = getattr(_kept(service, credentials is not None), operation)(**parameters)
        return answer
    finally:
        _calling.reset(calling)


@lru_cache(maxsize=6)  # of three services, signing or not
def _kept(service: str, is_signing: bool) -> Any:
    """A client that asks for each call who signs it and who answers it."""
    nobody = Credentials("nobody", "nothing") if is_signing else None
    made = client(service, nobody, _pass_on)
    made.meta.events.register_first(f"before-parameter-build.{service}", _sign)
    return made


def _pass_on(request: Request) -> Response:
    _keys, send = _calling.get()
    return send(request)


def _sign(context: dict[str, Any], **_: Any) -> None:
    keys, _send = _calling.get()
    if keys:
        context.setdefault("signing", {})["request_credentials"] = botocore.credentials.Credentials(
            keys.access_key_id, keys.secret_access_key, keys.session_token
        )


def client(service: str, credentials: Credentials | None, send: Send) -> Any:
    """A boto3 client for "sts", "s3" or "iam", signing with `credentials`, answered by `send`.

    Without credentials nothing is signed.
    """
    keys = credentials or Credentials("", "")
    with _creating:
        made = _session().client(
            service,
            endpoint_url=f"https://{service}.{REGION}.amazonaws.com",
            aws_access_key_id=keys.access_key_id or None,
            aws_secret_access_key=keys.secret_access_key or None,
            aws_session_token=keys.session_token,
            config=CONFIG if credentials else UNSIGNED,
        )
    name = made.meta.service_model.service_id.hyphenize()
    made.meta.events.unregister(f"needs-retry.{name}", unique_id=f"retry-config-{name}")
    made.meta.events.register_last("before-send", lambda request, **_: _answer(request, send))
    return made


@lru_cache(maxsize=1)
def _session() -> boto3.Session:
    """A session that reads defaults only: neither the environment nor the configuration files."""
    defaults = {name: (None, None, row[2], row[3]) for name, row in SESSION_VARIABLES.items()}
    defaults["config_file"] = defaults["credentials_file"] = (None, None, None, None)
    return boto3.Session(botocore_session=botocore.session.Session(session_vars=defaults))


def _answer(request: AWSPreparedRequest, send: Send) -> AWSResponse:
    body = request.body or b""
    content = body.encode() if isinstance(body, str) else body if isinstance(body, bytes) else body.read()
    headers = {name: _text(value) for name, value in request.headers.items()}
    headers.setdefault("Host", request.url.split("/")[2])
    response = send(Request(request.method, request.url, headers, content))
    return AWSResponse(request.url, response.status, dict(response.headers), _Raw(response.body))


def _text(value: str | bytes) -> str:
    return value.decode() if isinstance(value, bytes) else value


class _Raw(io.BytesIO):
    """A body as botocore reads it from the network."""

    def stream(self, **_: object) -> Any:
        yield self.read()
