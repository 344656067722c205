"""The site's URLs, and beside them one for each of its error pages."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import path

from learnsts.sent_fields import sent_fields
from learnsts.signed_out import given_back
from learnsts.urls import handler400  # noqa: F401 -- Django reads it from the root URLconf
from learnsts.urls import urlpatterns as site
from learnsts.views import csrf_failure, unavailable


def raising(error: Exception) -> Callable[[HttpRequest], HttpResponse]:
    def view(request: HttpRequest) -> HttpResponse:
        raise error

    return view


def forged(request: HttpRequest) -> HttpResponse:
    return csrf_failure(request)


def too_many(request: HttpRequest) -> HttpResponse:
    return render(request, "429.html", status=429)


def not_stored(request: HttpRequest) -> HttpResponse:
    """As if a form had been sent with a field of each kind."""
    request.method = "POST"
    request.POST = QueryDict("title=Two words&article=Lines%0Aof text&status=draft&password=x")
    return unavailable(request)


def signed_out(request: HttpRequest) -> HttpResponse:
    """As if the same form had been sent after the session had ended."""
    request.POST = QueryDict("title=Two words&article=Lines%0Aof text&status=draft&password=x")
    return given_back(request, HttpResponse(status=404), sent_fields(request))


urlpatterns = [
    path("errors/signed_out/", signed_out),
    path("errors/400/", raising(BadRequest())),
    path("errors/403/", raising(PermissionDenied())),
    path("errors/403_csrf/", forged),
    path("errors/404/", raising(Http404())),
    path("errors/429/", too_many),
    path("errors/500/", raising(ZeroDivisionError())),
    path("errors/503/", not_stored),
    *site,
]
