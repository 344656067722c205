"""A lesson's rows as files: loading what was written changes nothing."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

import pytest
import yaml
from django.apps import apps
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from lessons.authoring.version_history import files_of
from lessons.loading import load_course
from lessons.loading.export import lesson_files
from lessons.loading.lesson import load_files
from lessons.models import Actor, Chapter, FlowNode, Lesson, LessonVersion, Step, TrackerValue

CONTENT = Path(__file__).parents[3] / "lessons" / "content"


def rows() -> dict[str, list[dict[str, object]]]:
    """What the course's tables hold, but for when a lesson was last written."""
    models = chain(*(apps.get_app_config(label).get_models() for label in ("lessons", "quizzes", "sandbox")))
    return {
        model.__name__: [
            {name: value for name, value in row.items() if name != "updated_at"}
            for row in model._base_manager.order_by("pk").values()
        ]
        for model in models
        if not model.__name__.startswith("Historical")
    }


def load_again(lesson: Lesson, files: dict[str, str]) -> None:
    chapters = {chapter.key: chapter for chapter in Chapter.objects.all()}
    load_files(lesson, files_of(LessonVersion(lesson=lesson, files=files)), chapters)


def test_every_lesson_of_the_course_is_the_same_after_writing_and_loading(db: None) -> None:
    load_course(CONTENT)
    loaded = rows()
    assert Lesson.objects.count() == len([*CONTENT.glob("*/lesson.md")])
    for lesson in Lesson.objects.all():
        files = lesson_files(lesson)
        assert set(files) == {"lesson.md", "trace.yaml", "quiz.yaml", "lab.yaml"}
        load_again(lesson, files)
        assert lesson_files(lesson) == files
    assert rows() == loaded


def test_the_calls_of_a_step_are_part_of_the_lesson(db: None) -> None:
    load_course(CONTENT)
    lesson = Lesson.objects.get(slug="assuming-a-role")
    assert lesson.scenario == "demo"
    assert lesson.steps.get(key="credentials-expire").run == {"skip": 2400}
    assert lesson.steps.get(key="alice-starts-assume-role").run is None
    assert "skip: 2400" in lesson_files(lesson)["trace.yaml"]


def test_a_version_that_tells_no_calls_leaves_them_as_they_are(db: None) -> None:
    load_course(CONTENT)
    lesson = Lesson.objects.get(slug="assuming-a-role")
    runs = dict(lesson.steps.values_list("key", "run"))
    files = lesson_files(lesson)
    trace = yaml.safe_load(files["trace.yaml"])
    del trace["scenario"]
    trace["steps"] = [{k: v for k, v in step.items() if k != "run"} for step in trace["steps"]]
    load_again(lesson, files | {"trace.yaml": yaml.safe_dump(trace)})
    lesson.refresh_from_db()
    assert lesson.scenario == "demo"
    assert dict(lesson.steps.values_list("key", "run")) == runs


def test_a_lesson_that_is_hardly_begun_is_the_same_too(lesson: Lesson) -> None:
    bare = Lesson.objects.create(chapter=lesson.chapter, slug="bare", title="Bare", summary="-", article="-")
    written = rows()
    load_again(bare, lesson_files(bare))
    assert rows() == written


# What a form stores: no line ends but \n, nothing blank around it.
LINE = st.text(st.characters(codec="utf-8", exclude_characters="\0\n\r"), min_size=1, max_size=30)
TEXT = st.lists(LINE | st.just(""), min_size=1, max_size=4).map(lambda lines: "\n".join(lines).strip() or "-")
ODD = st.sampled_from(["---", "on", "12", "1:30", "null", "- a", "a: b", "#", "'", '"', "| a", "…"])


class TestTexts(TestCase):
    """Whatever an author typed is the same after writing and loading."""

    @settings(max_examples=40)
    @given(texts=st.lists(TEXT | ODD, min_size=9, max_size=9), line=LINE.map(str.strip).filter(bool) | ODD)
    def test_any_text_is_the_same_after_writing_and_loading(self, texts: list[str], line: str) -> None:
        line = " ".join(line.split("\n"))
        article, command, transcript, action, why, value, stops, title, sources = texts
        chapter = Chapter.objects.create(title=line)
        lesson = Lesson.objects.create(
            chapter=chapter,
            slug="any",
            title=title,
            summary=line,
            article=article,
            command=command,
            transcript=transcript,
            stops_note=stops,
            objectives=transcript,
            snapshot=line,
            sources=sources,
        )
        actor = Actor.objects.create(lesson=lesson, position=1, kind="caller", name=line)
        node = FlowNode.objects.create(lesson=lesson, position=1, label=line, source=actor, target=actor)
        step = Step.objects.create(
            lesson=lesson, position=1, node=node, action=action, input=line, output=line, result=line, why=why
        )
        TrackerValue.objects.create(lesson=lesson, position=1, variable=line, value="none")
        TrackerValue.objects.create(lesson=lesson, position=2, variable=line, step=step, value=value)
        written = rows()
        with transaction.atomic():
            load_again(lesson, lesson_files(lesson))
        assert rows() == written


@pytest.mark.parametrize("url", ["https://docs.aws.amazon.com/x", ""])
def test_a_source_may_have_no_address(lesson: Lesson, url: str) -> None:
    lesson.sources = f"IAM User Guide {url}".strip()
    lesson.save()
    load_again(lesson, lesson_files(lesson))
    assert Lesson.objects.get().sources == f"IAM User Guide {url}".strip()
