"""Requests that Django would stumble over before anything could answer for the error."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest

from learnsts.wsgi import application

FORM = "application/x-www-form-urlencoded"


def answered(content_type: str, path: str, query: str = "a=b") -> int:
    """The status of the answer to such a request, from when the server hands it over."""
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "CONTENT_TYPE": content_type,
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "wsgi.input": BytesIO(),
        "wsgi.url_scheme": "http",
    }
    return application.get_response(application.request_class(environ)).status_code


@pytest.mark.parametrize("path", ["/accounts/login/", "/aws/"])
@pytest.mark.parametrize(
    "content_type",
    [
        *(
            f"{FORM}; charset={name}"
            for name in ("hex", "rot13", "idna", "undefined", "utf-7", "\0", "nonsense")
        ),
        *(
            "multipart/form-data; boundary*=utf-9''b",
            "text/plain; charset*=hex''%ff",
            "a/b; c*0*=x",
            "/;=",
            ";",
        ),
    ],
)
@pytest.mark.django_db
def test_no_content_type_is_too_odd_to_be_answered(content_type: str, path: str) -> None:
    assert answered(content_type, path) in (200, 302)


@pytest.mark.django_db
def test_a_query_of_too_many_fields_is_refused_whatever_its_encoding() -> None:
    for content_type in ("", f"{FORM}; charset=utf-7"):
        assert answered(content_type, "/accounts/login/", "&a" * 2_000) == 400
