"""The item analysis of a lesson's quiz."""

from django.urls import path

from lessons.quizzes.analysis import views

urlpatterns = [
    path("", views.analysis, name="analysis"),
    path("<slug:name>.csv", views.sheet, name="analysis-sheet"),
    path("attempts/", views.attempts, name="analysis-attempts"),
    path("attempts/<uuid:attempt_id>/", views.attempt, name="analysis-attempt"),
]
