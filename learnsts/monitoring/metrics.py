"""`/metrics`: how many requests of each kind, and how long they took, for Prometheus and its like.

The workers of a server count in files that they share (`learnsts.gunicorn` says where); each server has
its own.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from time import perf_counter

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from lessons.sandbox.calls import endpoint

__all__ = ["PATH", "counted", "metrics", "url_name"]

PATH = "/metrics"
METHODS = {"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"}
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)  # seconds

REQUESTS = Histogram(
    "learnsts_request_seconds",
    "Time until a request was answered, by the name of its URL.",
    ("url", "method", "status"),
    buckets=BUCKETS,
)


def counted(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Count each answer and its time; a monitor is answered here, by any name and without TLS."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path_info == PATH:
            return metrics(request)
        began = perf_counter()
        response = get_response(request)
        REQUESTS.labels(*_labels(request, response)).observe(perf_counter() - began)
        return response

    return middleware


def _labels(request: HttpRequest, response: HttpResponse) -> tuple[str, str, int]:
    """URL's name, method and status: few values each, whatever a visitor sends."""
    method = request.method if request.method in METHODS else "other"
    return url_name(request), str(method), response.status_code


def url_name(request: HttpRequest) -> str:
    """The name of the URL that was asked for, such as ``lessons:read``."""
    if endpoint.is_aws(request.path_info):
        return "sandbox:aws"
    return request.resolver_match.view_name if request.resolver_match else "none"


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """All counts of this server, for who shows METRICS_TOKEN; for anybody else there is no such page."""
    if not _is_monitor(request):
        raise Http404
    return HttpResponse(generate_latest(_registry()), content_type=CONTENT_TYPE_LATEST)


def _is_monitor(request: HttpRequest) -> bool:
    shown = request.headers.get("Authorization", "")
    token = settings.METRICS_TOKEN
    return bool(token) and constant_time_compare(shown, f"Bearer {token}")


def _registry() -> CollectorRegistry:
    """What this process counts, or with several workers what all of them do."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    registry = CollectorRegistry()
    MultiProcessCollector(registry)
    return registry
