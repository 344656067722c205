"""The course in Django's admin. A chapter with rows of its own in a lesson adds its inline and its history:

LessonAdmin.inlines.append(QuestionInline)
PARTS.append(of_lesson(Question))
"""

from django.contrib import admin

from lessons.admin.chapters import ChapterAdmin
from lessons.admin.history import PARTS, HistoryAdmin, of_lesson
from lessons.admin.inlines import SHORT_TEXT, LessonPartInline, LessonPartStackedInline, OwnRowsFormSet
from lessons.admin.kept_rows import KeptWithWorkAdmin
from lessons.admin.lessons import LessonAdmin
from lessons.admin.widgets import LinesTextarea

__all__ = [
    "PARTS",
    "SHORT_TEXT",
    "ChapterAdmin",
    "HistoryAdmin",
    "KeptWithWorkAdmin",
    "LessonAdmin",
    "LessonPartInline",
    "LessonPartStackedInline",
    "LinesTextarea",
    "OwnRowsFormSet",
    "of_lesson",
]

admin.site.site_header = "LearnSTS: the course"
admin.site.site_title = "LearnSTS"
admin.site.index_title = "What instructors may edit"
