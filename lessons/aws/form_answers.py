"""What S3 answers to an upload by a form that has succeeded: as the form asks, with 204, 200, 201 or 303."""

from dataclasses import replace
from urllib.parse import urlencode, urlsplit

from lessons.aws.http_messages import Request, Response
from lessons.aws.signing.form import Form, object_url
from lessons.aws.xml_text import escaped

_AS_STORED = ("content-type", "content-length")
_STATUSES = {"200": 200, "201": 201}  # any other is 204
_DOCUMENT = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<PostResponse><Location>{}</Location><Bucket>{}</Bucket>'
    "<Key>{}</Key><ETag>{}</ETag></PostResponse>"
)


def of_form(stored: Response, request: Request, form: Form) -> Response:
    """The answer to a form, from what is answered to a PUT. Where that has failed, it is the answer."""
    if stored.status != 200:  # noqa: PLR2004 -- OK
        return stored
    headers = {name: value for name, value in stored.headers.items() if name.lower() not in _AS_STORED}
    etag = next(value for name, value in headers.items() if name.lower() == "etag")
    headers["Location"] = object_url(request, form)
    if redirect := _redirect(form):
        told = urlencode({"bucket": form.bucket, "key": form.key, "etag": etag})
        headers |= {"Location": f"{redirect}{'&' if '?' in redirect else '?'}{told}", "Content-Length": "0"}
        return replace(stored, status=303, headers=headers)
    status = _STATUSES.get(form.by_name.get("success_action_status", ""), 204)
    texts = (headers["Location"], form.bucket, form.key, etag)
    body = _DOCUMENT.format(*map(escaped, texts)).encode() if status == 201 else b""  # noqa: PLR2004 -- Created
    if status == 204:  # noqa: PLR2004 -- No Content
        return Response(status, headers, b"")
    kind = {"Content-Type": "application/xml"} if body else {}
    return Response(status, {**headers, **kind, "Content-Length": str(len(body))}, body)


def _redirect(form: Form) -> str:
    """Where a form sends its browser on to, "" where it says none that is a whole address."""
    told = form.by_name.get("success_action_redirect", form.by_name.get("redirect", ""))
    try:
        url = urlsplit(told)
    except ValueError:
        return ""
    return told if url.scheme in ("http", "https") and url.netloc else ""
