"""The course map and the lesson pages: one URL for every learning style."""

from django.urls import path

from lessons.reading import views
from lessons.stepping import views as step_views
from lessons.styles import STYLES

app_name = "lessons"
urlpatterns = [
    path("", views.home, name="home"),
    path("progress/", views.progress, name="progress"),
    path("glossary/", views.glossary, name="glossary"),
    path("lessons/<slug:slug>/", views.lesson, name="lesson"),
    *(
        path(f"lessons/<slug:slug>/{style.key}/", views.style, {"key": style.key}, name=style.key)
        for style in STYLES
        if style.by_reader
    ),
    path("lessons/<slug:slug>/steps/", step_views.steps, name="steps"),
    path("lessons/<slug:slug>/steps/<int:number>/", step_views.step, name="step"),
    path("lessons/<slug:slug>/predict/", step_views.predicting, name="predicting"),
    path("lessons/<slug:slug>/predict/again/", step_views.again, name="predict_again"),
    path("lessons/<slug:slug>/predict/<int:number>/", step_views.prediction, name="predict"),
    path("lessons/<slug:slug>/recall/<int:number>/", step_views.recall, name="recall"),
    path("lessons/<slug:slug>/<slug:style>/check/", views.check, name="check"),
    path("lessons/<slug:slug>/<slug:style>/done/", views.done, name="done"),
    path("lessons/<slug:slug>/vote/", views.vote, name="vote"),
    path("marks/", views.marks, name="marks"),
]
