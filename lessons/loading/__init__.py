"""Loads the course from files a person can read in a pull request.

A chapter that keeps a file of its own in a lesson's folder registers its reader in ``AppConfig.ready``:

    register_part("quiz.yaml", load_quiz, quiz_values, remove_quiz)

``load_quiz(lesson, document)`` reads ``document.root`` and raises ``node.error(sentence)`` where the file is
wrong; ``quiz_values(lesson)`` is the inverse, for the versions that every save keeps.
"""

from lessons.loading.course_folder import Loaded, load_course
from lessons.loading.documents import ContentError, CourseError, Document, Node, read_document
from lessons.loading.registry import register_part, register_shared
from lessons.loading.steps import keep_keys, step_at
from lessons.loading.trace_file import register_run_check
from lessons.loading.upsert import clean, delete_rows, save_changed, sync

__all__ = [
    "ContentError",
    "CourseError",
    "Document",
    "Loaded",
    "Node",
    "clean",
    "delete_rows",
    "keep_keys",
    "load_course",
    "read_document",
    "register_part",
    "register_run_check",
    "register_shared",
    "save_changed",
    "step_at",
    "sync",
]
