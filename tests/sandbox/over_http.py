"""An ordinary boto3 client at `/aws/`, whose requests reach the site by Django's test client."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import boto3
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.config import Config
from django.test import Client

from lessons.aws import Credentials
from lessons.aws.client import _Raw

HOST = "testserver"
CONFIG = Config(retries={"total_max_attempts": 1}, s3={"addressing_style": "path"})


def client_of(browser: Client, service: str, keys: Credentials, signature: str | None = None) -> Any:
    """A client that signs with these keys, by a version of the signature or by the usual one."""
    made = boto3.client(
        service,
        endpoint_url=f"http://{HOST}/aws",
        region_name="us-east-1",
        aws_access_key_id=keys.access_key_id,
        aws_secret_access_key=keys.secret_access_key,
        aws_session_token=keys.session_token,
        config=CONFIG.merge(Config(signature_version=signature)),
    )
    made.meta.events.register("before-send", lambda request, **_: _answer(browser, request))
    return made


def _answer(browser: Client, request: AWSPreparedRequest) -> AWSResponse:
    headers = {
        name: value.decode() if isinstance(value, bytes) else value for name, value in request.headers.items()
    }
    headers["Host"] = HOST
    body = request.body or b""
    body = body if isinstance(body, (str, bytes)) else body.read()
    url = urlsplit(request.url)
    path = f"{url.path}?{url.query}" if url.query else url.path
    kind = headers.pop("Content-Type", "application/octet-stream")
    answer = browser.generic(request.method, path, body, content_type=kind, headers=headers)
    return AWSResponse(request.url, answer.status_code, dict(answer.headers), _Raw(answer.content))
