"""A lesson's quiz and the attempts at it; the cards that come back."""

from django.urls import include, path

from lessons.quizzes import regrade_views, views
from lessons.quizzes.cards import views as cards

app_name = "quizzes"
urlpatterns = [
    path("lessons/<slug:slug>/quiz/", views.quiz, name="quiz"),
    path("lessons/<slug:slug>/quiz/start/", views.start, name="start"),
    path("lessons/<slug:slug>/quiz/analysis/", include("lessons.quizzes.analysis.urls")),
    path("lessons/<slug:slug>/quiz/regrade/", regrade_views.regrade, name="regrade"),
    path(
        "lessons/<slug:slug>/quiz/regrade/<int:regrade_id>/undo/",
        regrade_views.undo_regrade,
        name="regrade-undo",
    ),
    path("quiz/<uuid:attempt_id>/", views.result, name="result"),
    path("quiz/<uuid:attempt_id>/<int:number>/", views.question, name="question"),
    path("review/", cards.review, name="review"),
    path("review/<int:card_id>/", cards.card, name="card"),
]
