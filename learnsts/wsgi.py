"""The WSGI application that servers import."""

import os
from typing import Any

import django
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.utils.http import parse_header_parameters


class Request(WSGIRequest):
    """A request whose texts are UTF-8, whatever encoding it names.

    Forms have no other (RFC 1866), and Django would read the query by it before anything answers for errors:
    Python's encodings are more than those of texts (`hex` is one of them).
    """

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        try:
            self.content_type, self.content_params = parse_header_parameters(meta.get("CONTENT_TYPE", ""))
        except ValueError:
            self.content_type, self.content_params = "", {}


class Handler(WSGIHandler):
    """Django's own, for such requests."""

    request_class = Request


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "learnsts.settings")
django.setup(set_prefix=False)
application = Handler()
