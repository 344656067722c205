"""Two empty views on the site's server, as `DJANGO_SETTINGS_MODULE=tests.bench.reference`.

One stands behind the middleware that `startproject` writes; the other reads the session and its user besides.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path

from learnsts.settings import *  # noqa: F403 -- the same database, sessions and key

__all__ = ["AUTHENTICATION_BACKENDS", "empty", "signed_in"]

ROOT_URLCONF = __name__
SESSION_ENGINE = "django.contrib.sessions.backends.db"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
INSTALLED_APPS = [
    "lessons.accounts",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]


def empty(request: HttpRequest) -> HttpResponse:
    """Nothing."""
    return HttpResponse()


def signed_in(request: HttpRequest) -> HttpResponse:
    """Nothing, for somebody who is signed in; 403 for anybody else."""
    return HttpResponse(status=200 if request.user.is_authenticated else 403)


urlpatterns = [path("healthz", empty), path("empty/", empty), path("signed-in/", signed_in)]
