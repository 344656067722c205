"""The pages of classes: those of their students, and those of their instructors."""

from django.urls import include, path

from lessons.classrooms import instructor_views, student_views

app_name = "classrooms"

one_class = [
    path("", student_views.classroom, name="classroom"),
    path("leave/", student_views.leave, name="leave"),
    path("progress/", instructor_views.progress, name="progress"),
    path("predictions/", instructor_views.predictions, name="predictions"),
    path("progress.csv", instructor_views.export, name="export"),
    path("rename/", instructor_views.rename, name="rename"),
    path("close/", instructor_views.close, name="close"),
    path("reopen/", instructor_views.reopen, name="reopen"),
    path("new-code/", instructor_views.new_code, name="new_code"),
    path("delete/", instructor_views.delete, name="delete"),
    path("students/<int:student>/remove/", instructor_views.remove, name="remove"),
]

urlpatterns = [
    path("", student_views.classes, name="classes"),
    path("create/", instructor_views.create, name="create"),
    path("join/", student_views.enter_code, name="enter_code"),
    path("join/<str:code>/", student_views.join, name="join"),
    path("<int:pk>/", include(one_class)),
]
