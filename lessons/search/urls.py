"""Where things are found."""

from django.urls import path

from lessons.search import views

app_name = "search"
urlpatterns = [path("", views.search, name="search")]
