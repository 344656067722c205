"""Pages for instructors alone."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from lessons.accounts.guests.learners import LearnerRequest
from lessons.requests import wants_part

__all__ = ["instructors_only"]

P = ParamSpec("P")
ForInstructors = Callable[Concatenate[LearnerRequest, P], HttpResponse]
ForAnybody = Callable[Concatenate[HttpRequest, P], HttpResponse]


def instructors_only(refusal: str, home: str) -> Callable[[ForInstructors[P]], ForAnybody[P]]:
    """Let instructors in, send strangers to sign in, refuse everybody else in the sentence ``refusal``.

    Signed in, they are back at the page they asked for; who sent a form is led to the page named ``home``.
    """

    def decorate(view: ForInstructors[P]) -> ForAnybody[P]:
        @wraps(view)
        def wrapper(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not request.user.is_authenticated:
                return to_sign_in(request, home)
            if not request.user.is_instructor:
                raise PermissionDenied(refusal)
            return view(cast(LearnerRequest, request), *args, **kwargs)

        return wrapper

    return decorate


def to_sign_in(request: HttpRequest, home: str) -> HttpResponse:
    """To the sign-in page and back; a polling page goes there whole."""
    back = request.get_full_path() if request.method == "GET" else reverse(home)
    sign_in = redirect_to_login(back)
    return HttpResponseClientRedirect(sign_in.url) if wants_part(request) else sign_in
