"""Uploads by a form, as a browser sends them and as boto3 presigns them."""

from typing import Any
from xml.etree import ElementTree

from botocore.config import Config

from lessons.aws import Credentials, Request, Response
from lessons.aws.client import CONFIG, _session
from tests.aws.conftest import Sandbox

__all__ = ["BOUNDARY", "HOST", "VERSIONS", "File", "multipart", "presigned", "send", "told"]

HOST = "s3.us-east-1.amazonaws.com"
BOUNDARY = "9051914041544843365972754266"
VERSIONS = ["s3", "s3v4"]  # the older one is boto3's default
File = tuple[str | None, bytes]


def multipart(fields: dict[str, str], file: File | None = ("notes.txt", b"hello")) -> bytes:
    """The fields in their order, and the file at the end."""
    parts = [
        f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}' for name, value in fields.items()
    ]
    body = b"".join(f"--{BOUNDARY}\r\n{part}\r\n".encode() for part in parts)
    if file:
        named = "" if file[0] is None else f'; filename="{file[0]}"'
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"{named}\r\n\r\n'
        body += head.encode() + file[1] + b"\r\n"
    return body + f"--{BOUNDARY}--\r\n".encode()


def send(sandbox: Sandbox, body: bytes, kind: str = f"multipart/form-data; boundary={BOUNDARY}") -> Response:
    headers = {"Host": HOST, "Content-Type": kind}
    return sandbox.send(Request("POST", f"https://{HOST}/{sandbox.bucket}", headers, body))


def presigned(
    sandbox: Sandbox, version: str, key: str = "up/notes.txt", by: Credentials | None = None, **more: Any
) -> dict[str, str]:
    """The fields that boto3 makes."""
    keys = by or sandbox.user("carol")
    client = _session().client(
        "s3",
        region_name="us-east-1",
        aws_access_key_id=keys.access_key_id,
        aws_secret_access_key=keys.secret_access_key,
        aws_session_token=keys.session_token,
        config=CONFIG.merge(Config(signature_version=version)),
    )
    fields: dict[str, str] = client.generate_presigned_post(sandbox.bucket, key, **more)["fields"]
    return fields


def told(response: Response) -> dict[str, str]:
    """The elements of an answer."""
    return {item.tag: item.text or "" for item in ElementTree.fromstring(response.body)}  # noqa: S314 -- ours
