"""Uploads by a form: the POST of a browser to a bucket, in `multipart/form-data`, with one file.

    --boundary\r\nContent-Disposition: form-data; name="key"\r\n\r\nnotes.txt\r\n--boundary…--

Amazon S3 API Reference, "POST Object". Fields after the file are not read.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import SplitResult, quote, unquote, urlsplit

from lessons.aws.errors import AwsError
from lessons.aws.http_messages import Request

TYPE = "multipart/form-data"
LARGEST_FIELDS = 20_480  # bytes before the file, AWS's own limit

_PARAMETER = re.compile(r';[ \t]*([A-Za-z*]+)=(?:"([^"]*)"|([^";]*))')
_FILE = "file"
_NAME_OF_FILE = "${filename}"
_UNREADABLE = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_LINES = ("policy", "tagging")  # fields that may have more than one line


@dataclass(frozen=True)
class Form:
    """An upload: the fields by their names as sent, and the file. `bucket` is the one in the address."""

    bucket: str
    fields: Mapping[str, str]
    file: bytes
    filename: str | None

    @cached_property
    def by_name(self) -> Mapping[str, str]:
        """The fields by their names in lower case, which is how S3 reads them."""
        return {name.lower(): value for name, value in self.fields.items()}

    @property
    def key(self) -> str:
        """The key of the object. The name of the file stands in for `${filename}`, where it has one."""
        key = self.by_name["key"]
        if self.filename is None:
            return key
        return key.replace(_NAME_OF_FILE, self.filename.replace("\\", "/").rpartition("/")[2])


def is_form(request: Request) -> bool:
    """Whether a request is an upload by a form: to a bucket, and signed nowhere else."""
    kind = request.header("Content-Type").partition(";")[0].strip().lower()
    if request.method != "POST" or kind != TYPE or request.header("Authorization"):
        return False
    url = _address(request)
    return (
        url is not None and not url.query and bool(_bucket(request, url)) and "/" not in _bucket(request, url)
    )


def read(request: Request) -> Form:
    """The form of a request. Raises AwsError where it is none, or lacks its key or its file."""
    url = _address(request)
    fields: dict[str, str] = {}
    for name, filename, content in _parts(request):
        if name.lower() == _FILE:
            bucket = unquote(_bucket(request, url)) if url else ""
            return _with_key(Form(bucket, fields, content, filename))
        fields[name] = content.decode(errors="replace")
        if _UNREADABLE.search(fields[name]) and name.lower() not in _LINES:
            raise AwsError("not executed", "s3")
    raise AwsError("no file", "s3", ArgumentName="file", ArgumentValue="0")


def object_url(request: Request, form: Form) -> str:
    """The address that the object gets. A lone question mark, or a fragment, is none of the bucket's."""
    bucket = request.url.partition("?")[0].partition("#")[0].rstrip("/")
    return f"{bucket}/{quote(form.key, safe='')}"


def _address(request: Request) -> SplitResult | None:
    try:
        return urlsplit(request.url)
    except ValueError:
        return None


def _bucket(request: Request, url: SplitResult) -> str:
    return url.path.removeprefix(request.mount).removeprefix("/").removesuffix("/")


def _with_key(form: Form) -> Form:
    """The form, if its object has a key at all."""
    if not form.by_name.get("key") or not form.key:
        raise missing("key")
    return form


def missing(name: str) -> AwsError:
    """The refusal of a form that lacks a field, or has it after the file."""
    return AwsError("no field", "s3", ArgumentName=name, ArgumentValue="")


def _parts(request: Request) -> Iterator[tuple[str, str | None, bytes]]:
    """The parts of the body in their order: the name, the name of the file or None, and the content."""
    boundary = _parameters(request.header("Content-Type")).get("boundary", "")
    delimiter = b"\r\n--" + boundary.encode(errors="replace")
    body = b"\r\n" + request.body if boundary else b""
    begin = body.find(delimiter)
    while begin >= 0:
        start = begin + len(delimiter)
        if body.startswith(b"--", start):
            return
        if begin > LARGEST_FIELDS:
            raise AwsError("fields too large", "s3", MaxPostPreDataLengthBytes=LARGEST_FIELDS)
        begin = body.find(delimiter, start)
        if begin >= 0:
            yield _part(body[start:begin])
    raise AwsError("malformed form", "s3")


def _part(text: bytes) -> tuple[str, str | None, bytes]:
    head, blank, content = text.partition(b"\r\n\r\n")
    lines = head.decode(errors="replace").split("\r\n")
    told = next((line for line in lines if line.lower().startswith("content-disposition: form-data")), "")
    parameters = _parameters(told)
    if not blank or "name" not in parameters:
        raise AwsError("malformed form", "s3")
    return parameters["name"], parameters.get("filename"), content


def _parameters(header: str) -> dict[str, str]:
    """The parameters of a header, such as `name` and `filename`."""
    return {name.lower(): quoted or plain.strip() for name, quoted, plain in _PARAMETER.findall(header)}
