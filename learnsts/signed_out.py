"""A form that was sent after its session had ended: given back, to be sent again by who signs in anew."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from learnsts.sent_fields import FORGERY, SentField, sent_fields
from lessons.requests import wants_part

__all__ = ["KeepWhatWasSent"]

SIGN_IN = ("account_login", "admin:login")
REFUSED = {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}
REFUSED_BY_VIEW = "learnsts.refused_by_view"


class KeepWhatWasSent:
    """Answer a form that nobody may send, when nobody is signed in, with what was typed into it.

    Of a form that another site has sent (learnsts.csrf) nothing is shown. HTMX hears 401 and leaves the form
    as it stands. A page that a view made itself, such as one about a code that no class has, stays as it is.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, or the form again."""
        response = self.get_response(request)
        if not is_own_form(request) or not is_refused(request, response) or request.user.is_authenticated:
            return response
        if wants_part(request):
            return HttpResponse(status=HTTPStatus.UNAUTHORIZED)
        fields = sent_fields(request)
        return given_back(request, response, fields) if any(map(is_typed, fields)) else response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Note that the view has refused."""
        request.META[REFUSED_BY_VIEW] = isinstance(exception, Http404 | PermissionDenied)


def is_own_form(request: HttpRequest) -> bool:
    """Whether a page of this site has sent it: Django marks what its check let pass.

    A form to sign in is none that a session could have ended under.
    """
    is_sent = request.method == "POST" and getattr(request, "csrf_processing_done", False)
    return is_sent and request.path not in map(reverse, SIGN_IN)


def is_refused(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether the form was not taken: hidden, forbidden, or led to signing in."""
    to = response.get("HX-Redirect") or response.get("Location", "")
    return request.META.get(REFUSED_BY_VIEW, False) or to.partition("?")[0] in map(reverse, SIGN_IN)


def is_typed(field: SentField) -> bool:
    """Whether there is something to lose."""
    return bool(field.value) and field.name != FORGERY


def given_back(request: HttpRequest, response: HttpResponse, fields: list[SentField]) -> HttpResponse:
    """The page with the form; whoever was led to signing in hears 401, for the form was not taken."""
    status = response.status_code if response.status_code in REFUSED else HTTPStatus.UNAUTHORIZED
    context = {"url": request.get_full_path(), "fields": fields, "status": HTTPStatus(status)}
    page = render(request, "signed_out.html", context, status=status)
    page["Cache-Control"] = "no-store"
    return page
