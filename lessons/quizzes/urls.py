"""A lesson's quiz and its attempts; quizzes with times, and sitting them; the cards that come back."""

from django.urls import include, path

from lessons.quizzes import regrade_views, views
from lessons.quizzes.cards import views as cards
from lessons.quizzes.sittings import exam_views, standing_views
from lessons.quizzes.sittings import views as sittings

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
    path("exam/", exam_views.exam, name="exam"),
    path("exam/start/", exam_views.start_exam, name="start-exam"),
    path("quizzes/<int:quiz_id>/", exam_views.graded, name="graded"),
    path("quizzes/<int:quiz_id>/start/", exam_views.start_graded, name="start-graded"),
    path("quizzes/<int:quiz_id>/standings/", standing_views.quiz_standings, name="standings"),
    path("sittings/<uuid:attempt_id>/", sittings.sitting, name="sitting"),
    path("sittings/<uuid:attempt_id>/<int:number>/", sittings.save, name="save-answer"),
    path("sittings/<uuid:attempt_id>/hand-in/", sittings.hand_in, name="hand-in"),
]
