"""The site's URLs: one include per chapter."""

from django.contrib import admin
from django.urls import include, path

from learnsts.monitoring.health import PATHS
from learnsts.monitoring.metrics import metrics

handler400 = "learnsts.views.bad_request"
handler500 = "learnsts.views.server_error"

urlpatterns = [
    path("", include("lessons.urls")),
    path("", include("lessons.quizzes.urls")),
    path("", include("lessons.sandbox.urls")),
    path("search/", include("lessons.search.urls")),
    path("classes/", include("lessons.classrooms.urls")),
    path("accounts/", include("lessons.accounts.urls")),
    path("admin/", admin.site.urls),
    # answered before any other middleware, by `health_apart` and `counted`
    *(path(url[1:], view, name=url[1:]) for url, view in PATHS.items()),
    path("metrics", metrics, name="metrics"),
]
