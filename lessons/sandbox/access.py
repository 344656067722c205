"""Whose sandbox it is: the one place that lets a view have one."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from lessons.sandbox.models import Sandbox

__all__ = ["own_sandbox"]

NOT_YOURS = "There is no such sandbox of yours. A lesson's Sandbox tab opens one."
P = ParamSpec("P")


def own_sandbox(
    view: Callable[Concatenate[HttpRequest, Sandbox, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, UUID, P], HttpResponse]:
    """Give the view the user's own sandbox and keep its answer from caches. Anybody else's is a 404."""

    @never_cache
    @wraps(view)
    def wrapper(request: HttpRequest, pk: UUID, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            raise Http404(NOT_YOURS)
        try:
            sandbox = request.user.sandboxes.select_related("scenario", "broken_account").get(pk=pk)
            return view(request, sandbox, *args, **kwargs)
        except Sandbox.DoesNotExist:  # deleted meanwhile, in another tab, counts as well
            raise Http404(NOT_YOURS) from None

    return wrapper
