"""The course map and the lesson pages: one URL for every learning style."""

from django.urls import path

from lessons.reading import views
from lessons.stepping import views as step_views

app_name = "lessons"
urlpatterns = [
    path("", views.home, name="home"),
    path("lessons/<slug:slug>/", views.lesson, name="lesson"),
    path("lessons/<slug:slug>/read/", views.read, name="read"),
    path("lessons/<slug:slug>/flow/", views.flow, name="flow"),
    path("lessons/<slug:slug>/steps/", step_views.steps, name="steps"),
    path("lessons/<slug:slug>/steps/<int:number>/", step_views.step, name="step"),
    path("lessons/<slug:slug>/predict/", step_views.predicting, name="predicting"),
    path("lessons/<slug:slug>/predict/again/", step_views.again, name="predict_again"),
    path("lessons/<slug:slug>/predict/<int:number>/", step_views.prediction, name="predict"),
    path("lessons/<slug:slug>/recall/<int:number>/", step_views.recall, name="recall"),
    path("lessons/<slug:slug>/state/", views.state, name="state"),
    path("lessons/<slug:slug>/insights/", views.insights, name="insights"),
    path("lessons/<slug:slug>/snapshot/", views.snapshot, name="snapshot"),
    path("lessons/<slug:slug>/transcript/", views.transcript, name="transcript"),
    path("lessons/<slug:slug>/<slug:style>/done/", views.done, name="done"),
    path("lessons/<slug:slug>/vote/", views.vote, name="vote"),
    path("marks/", views.marks, name="marks"),
]
