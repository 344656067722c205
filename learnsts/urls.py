"""The site's URLs: one include per chapter."""

from django.contrib import admin
from django.urls import include, path

from learnsts.metrics import metrics
from learnsts.views import healthz

handler400 = "learnsts.views.bad_request"

urlpatterns = [
    path("", include("lessons.urls")),
    path("", include("lessons.quizzes.urls")),
    path("", include("lessons.sandbox.urls")),
    path("classes/", include("lessons.classrooms.urls")),
    path("accounts/", include("lessons.accounts.urls")),
    path("admin/", admin.site.urls),
    path("healthz", healthz, name="healthz"),
    path(
        "metrics", metrics, name="metrics"
    ),  # answered by learnsts.metrics.counted before any other middleware
]
