"""The log: lines that say when, how bad, of which request and whom; a visitor's fault has no traceback."""

from __future__ import annotations

import logging
import re
import shlex
from collections.abc import Callable, Iterator
from io import StringIO

import pytest
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path
from hypothesis import given
from hypothesis import strategies as st

from learnsts.monitoring.log_lines import LineFormatter, Ours, Soft
from learnsts.monitoring.request_id import HEADER, answering
from learnsts.urls import handler400  # noqa: F401 -- Django reads it from the root URLconf
from learnsts.urls import urlpatterns as site
from lessons.accounts.models import User

UTC_ISO = re.compile(r"time=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z ")


def raising(error: Exception) -> Callable[[HttpRequest], HttpResponse]:
    def view(request: HttpRequest) -> HttpResponse:
        bool(request.user.is_authenticated)
        raise error

    return view


VISITORS = {
    "400": raising(BadRequest("no sense")),
    "odd": raising(SuspiciousOperation("odd")),
    "403": raising(PermissionDenied("no")),
    "404": raising(Http404("none")),
}
urlpatterns = [
    *(path(name, view) for name, view in VISITORS.items()),
    path("500", raising(ZeroDivisionError("ours"))),
    *site,
]


@pytest.fixture
def lines() -> Iterator[Callable[[], list[str]]]:
    """What the log holds by now, line by line, as it is written to the console."""
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(LineFormatter())
    handler.addFilter(Soft())
    logging.getLogger().addHandler(handler)
    yield lambda: stream.getvalue().splitlines()
    logging.getLogger().removeHandler(handler)


def fields(line: str) -> dict[str, str]:
    return dict(part.split("=", 1) for part in shlex.split(line))


def ask(client: Client, url: str, **headers: str) -> HttpResponse:
    with override_settings(ROOT_URLCONF="tests.site.monitoring.test_logs"):
        return client.get(url, headers=headers)


@pytest.mark.django_db
@pytest.mark.parametrize("name", VISITORS)
def test_what_a_visitor_did_wrong_is_a_warning_without_a_traceback(
    lines: Callable[[], list[str]], name: str
) -> None:
    answer = ask(Client(), f"/{name}")
    assert answer.status_code < 500
    told = list(map(fields, lines()))
    assert {(line["level"], line["request"]) for line in told} == {("WARNING", answer.headers[HEADER])}
    assert "Traceback" not in "".join(lines())


@pytest.mark.django_db
def test_a_student_who_opens_the_admin_writes_no_traceback(
    lines: Callable[[], list[str]], client_of: Callable[[User | None], Client], student: User
) -> None:
    assert client_of(student).get("/admin/", follow=True).status_code == 403
    assert "Traceback" not in "".join(lines())


@pytest.mark.django_db
def test_a_strange_host_is_a_warning_without_a_traceback(lines: Callable[[], list[str]]) -> None:
    with override_settings(ALLOWED_HOSTS=["learn.example.edu"]):
        assert Client().get("/classes/", headers={"host": "elsewhere.example"}).status_code == 400
    assert "Traceback" not in "".join(lines())
    assert {fields(line)["level"] for line in lines()} == {"WARNING"}


@pytest.mark.django_db
def test_a_fault_of_ours_is_one_line_with_its_traceback_request_and_user(
    lines: Callable[[], list[str]], student: User
) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(student)
    response = ask(client, "/500", **{HEADER: "0123-abcd"})
    line = next(line for line in lines() if "Internal Server Error" in line)
    told = fields(line)
    assert UTC_ISO.match(line)
    assert (told["level"], told["logger"]) == ("ERROR", "django.request")
    assert (told["request"], told["user"]) == ("0123-abcd", str(student.pk))
    assert "ZeroDivisionError: ours" in told["traceback"]
    assert response.status_code == 500


@pytest.mark.django_db
@pytest.mark.parametrize("given_id", ["", "short", "x" * 65, "with space", "a\nb-12345678", "läuft-12345"])
def test_an_id_that_is_not_well_formed_is_replaced(given_id: str) -> None:
    answered = Client().get("/healthz", headers={HEADER: given_id}).headers[HEADER]
    assert re.fullmatch(r"[0-9a-f]{32}", answered)


@pytest.mark.django_db
def test_a_proxys_id_comes_back_with_the_answer_and_each_request_has_its_own() -> None:
    client = Client()
    assert client.get("/healthz", headers={HEADER: "from-proxy.1"}).headers[HEADER] == "from-proxy.1"
    assert client.get("/healthz").headers[HEADER] != client.get("/healthz").headers[HEADER]


@pytest.mark.django_db
def test_the_sandboxs_endpoint_has_an_id_too() -> None:
    assert Client().post("/aws/", {"Action": "GetCallerIdentity"}).headers[HEADER]


def test_a_line_looks_nobody_up(rf: RequestFactory) -> None:
    """Not even where the database is what went wrong."""
    from django.utils.functional import SimpleLazyObject

    def lookup() -> User:
        raise AssertionError("looked up")

    request = rf.get("/")
    request.user = SimpleLazyObject(lookup)
    token = answering.set(request)
    assert " user=- " in LineFormatter().format(record("x"))
    answering.reset(token)


def record(message: str, **extra: object) -> logging.LogRecord:
    return logging.getLogger("tests").makeRecord(
        "tests", logging.WARNING, "f", 1, message, (), None, extra=extra
    )


@given(st.text())
def test_no_text_makes_a_second_line_or_a_field_of_its_own(text: str) -> None:
    line = LineFormatter().format(record(text, fields={"name": text}))
    assert len(line.splitlines()) == 1
    assert line.isprintable()
    keys = re.findall(r'(?:^| )([a-z]+)=(?:"(?:[^"\\]|\\.)*"|[^" ]*)', line)
    assert keys == ["time", "level", "logger", "request", "user", "message", "name"]


@pytest.mark.parametrize(
    ("status", "ours"), [(400, False), (403, False), (404, False), (500, True), (503, True)]
)
def test_a_fault_is_ours_from_500_on(status: int, ours: bool) -> None:
    assert Ours().filter(record("x", status_code=status)) is ours
    assert Ours().filter(record("no request at all"))
