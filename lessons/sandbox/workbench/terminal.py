"""A terminal of one's own: what to type so that AWS's clients call a sandbox."""

from __future__ import annotations

from django.http import HttpRequest

from lessons import aws
from lessons.aws.arn import REGION
from lessons.sandbox.calls.endpoint import MOUNT
from lessons.sandbox.workbench.shells import BASH, Shell

__all__ = ["HIDDEN", "endpoint_of", "exports", "rclone_exports"]

LOCAL = "http://127.0.0.1:8000" + MOUNT  # where `make run` serves
HIDDEN = "•" * 20
# A session token belongs to other keys; the JavaScript SDK prefers a profile to keys, and every client an
# endpoint of one service's own (AWS SDKs and Tools Reference Guide).
FORGOTTEN = (
    "AWS_SESSION_TOKEN",
    "AWS_PROFILE",
    "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
    *(f"AWS_ENDPOINT_URL_{service}" for service in ("STS", "IAM", "S3")),
)


def endpoint_of(request: HttpRequest) -> str:
    """The endpoint's URL, as whoever sees this page reaches the site."""
    return request.build_absolute_uri(MOUNT)


def exports(user: aws.User, endpoint: str = LOCAL, *, shell: Shell = BASH, secret: bool = True) -> str:
    """The lines that make a shell's AWS clients act as `user`; without `secret` it stays hidden.

    The region has two names: the AWS CLI and boto3 read one, the other SDKs the other.
    """
    keys = user.credentials
    variables = {
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_ACCESS_KEY_ID": keys.access_key_id,
        "AWS_SECRET_ACCESS_KEY": keys.secret_access_key if secret else HIDDEN,
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
    }
    return shell.lines(variables, FORGOTTEN)


def rclone_exports(endpoint: str = LOCAL, *, shell: Shell = BASH) -> str:
    """The further lines that make rclone call it as `sandbox:`, with the keys of the others.

    Without an ACL of its own rclone sends one that a bucket without ACLs refuses (S3 User Guide,
    "Controlling ownership of objects").
    """
    settings = {
        "TYPE": "s3",
        "PROVIDER": "Other",
        "ENV_AUTH": "true",
        "ENDPOINT": endpoint,
        "REGION": REGION,
        "FORCE_PATH_STYLE": "true",
        "ACL": "bucket-owner-full-control",
        "BUCKET_ACL": "private",
    }
    return shell.lines({f"RCLONE_CONFIG_SANDBOX_{name}": value for name, value in settings.items()})
