"""A terminal of one's own: what to type so that the AWS CLI and the SDKs call a sandbox."""

from __future__ import annotations

from django.http import HttpRequest

from lessons import aws
from lessons.aws.arn import REGION
from lessons.sandbox.calls.endpoint import MOUNT

__all__ = ["endpoint_of", "exports"]

LOCAL = "http://127.0.0.1:8000" + MOUNT  # where `make run` serves
HIDDEN = "•" * 20


def endpoint_of(request: HttpRequest) -> str:
    """The endpoint's URL, as whoever sees this page reaches the site."""
    return request.build_absolute_uri(MOUNT)


def exports(user: aws.User, endpoint: str = LOCAL, *, secret: bool = True) -> str:
    """The lines that make a shell's AWS clients act as `user`; without `secret` it stays hidden."""
    keys = user.credentials
    variables = {
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_ACCESS_KEY_ID": keys.access_key_id,
        "AWS_SECRET_ACCESS_KEY": keys.secret_access_key if secret else HIDDEN,
        "AWS_DEFAULT_REGION": REGION,
    }
    lines = (f"export {name}={value}" for name, value in variables.items())
    return "\n".join(("unset AWS_SESSION_TOKEN", *lines))
