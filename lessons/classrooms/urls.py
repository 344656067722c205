"""The pages of classes: those of their students, and those of their instructors."""

from django.urls import include, path

from lessons.classrooms import learning, teaching

app_name = "classrooms"

one_class = [
    path("", learning.classroom, name="classroom"),
    path("leave/", learning.leave, name="leave"),
    path("progress/", teaching.progress, name="progress"),
    path("predictions/", teaching.predictions, name="predictions"),
    path("progress.csv", teaching.export, name="export"),
    path("rename/", teaching.rename, name="rename"),
    path("close/", teaching.close, name="close"),
    path("reopen/", teaching.reopen, name="reopen"),
    path("new-code/", teaching.new_code, name="new_code"),
    path("delete/", teaching.delete, name="delete"),
    path("students/<int:student>/remove/", teaching.remove, name="remove"),
]

urlpatterns = [
    path("", learning.classes, name="classes"),
    path("create/", teaching.create, name="create"),
    path("join/", learning.enter_code, name="enter_code"),
    path("join/<str:code>/", learning.join, name="join"),
    path("<int:pk>/", include(one_class)),
]
