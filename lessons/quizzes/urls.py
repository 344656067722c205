"""A lesson's quiz, and the attempts at it."""

from django.urls import include, path

from lessons.quizzes import views

app_name = "quizzes"
urlpatterns = [
    path("lessons/<slug:slug>/quiz/", views.quiz, name="quiz"),
    path("lessons/<slug:slug>/quiz/start/", views.start, name="start"),
    path("lessons/<slug:slug>/quiz/analysis/", include("lessons.quizzes.analysis.urls")),
    path("quiz/<uuid:attempt_id>/", views.result, name="result"),
    path("quiz/<uuid:attempt_id>/<int:number>/", views.question, name="question"),
]
