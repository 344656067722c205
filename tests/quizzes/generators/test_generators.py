"""Every generator, over many seeds: one right answer, the same each time, and the one that AWS would give."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from pathlib import Path
from random import Random

import pytest

from lessons.quizzes.generators.asked import Asked
from lessons.quizzes.generators.catalog import GENERATORS
from lessons.quizzes.generators.generator import Generator
from lessons.quizzes.question_types import computed
from tests.quizzes.generators.stage import Stage
from tests.sizes import size

CONTENT = Path(__file__).resolve().parents[3] / "lessons/content"
SEEDS = range(size(60, 1000))
PLAYED = range(size(2, 40))
each_generator = pytest.mark.parametrize("generator", GENERATORS.values(), ids=GENERATORS)


def draw(name: str, seed: int) -> computed.Computed:
    return computed.draw(computed.parse({"generator": name}), Random(seed))  # noqa: S311 -- repeatable


drawn = cache(draw)


def asked(name: str, seed: int) -> Asked:
    found = drawn(name, seed).asked
    assert found
    return found


def words(variant: Asked) -> list[str]:
    """All that a learner reads."""
    documents = [text for document in variant.documents for text in (document.title, document.text)]
    return [*variant.lines, *documents, *variant.choices, variant.right, variant.explanation]


def test_each_lesson_has_two_generators() -> None:
    counted = Counter(generator.lesson for generator in GENERATORS.values())
    lessons = {path.name.partition("-")[2] for path in CONTENT.glob("[0-9]*")}
    assert {lesson for lesson in lessons if counted[lesson] < 2} == set()
    assert set(counted) == lessons


@each_generator
def test_exactly_one_answer_is_right(generator: Generator) -> None:
    for seed in SEEDS:
        content, choices = drawn(generator.name, seed), asked(generator.name, seed).choices
        key = computed.key(content)
        assert computed.grade(content, key) == 1
        if choices:
            assert 3 <= len(choices) <= 6
            assert len({" ".join(choice.split()).casefold() for choice in choices}) == len(choices)
            assert sum(computed.grade(content, index) for index in range(len(choices))) == 1
        else:
            assert asked(generator.name, seed).unit in {"seconds", "minutes", "time"}
            assert computed.read(content, {"answer": [key]}) == key
            wrong = "23:59" if asked(generator.name, seed).unit == "time" else f"{key}1"
            assert computed.grade(content, wrong) == 0


@each_generator
def test_what_is_asked_is_all_there(generator: Generator) -> None:
    for seed in SEEDS:
        variant = asked(generator.name, seed)
        assert variant.lines
        assert all(text.strip() for text in words(variant))
        assert all(json.loads(document.text) for document in variant.documents)
        said = " ".join(words(variant))
        for account in ("training", "other", "home", "vendor", "third"):
            assert f"{{{account}}}" not in said
        assert "None" not in said
        prose = " ".join((*variant.lines, *variant.choices, variant.right, variant.explanation))
        assert prose.count("`") % 2 == 0
        assert "{" not in prose.replace("${", "")


@each_generator
def test_a_seed_always_gives_the_same_variant(generator: Generator) -> None:
    for seed in SEEDS[:20]:
        assert draw(generator.name, seed) == drawn(generator.name, seed)


@each_generator
def test_a_drawn_question_is_kept_as_json(generator: Generator) -> None:
    for seed in SEEDS[:20]:
        content = drawn(generator.name, seed)
        kept = json.loads(json.dumps(computed.dump(content)))
        assert computed.parse(kept) == content
        assert computed.recomputed(computed.parse(kept)) == content


@each_generator
def test_learners_get_different_variants(generator: Generator) -> None:
    """Of their own, not by names and the minute of the day alone."""
    kept = [asked(generator.name, seed) for seed in range(60)]
    own = {json.dumps({name: one.drawn[name] for name in generator.space}) for one in kept}
    assert len(own) >= 20
    assert len({json.dumps(words(one)) for one in kept}) >= 50


@each_generator
def test_no_answer_is_right_far_too_often(generator: Generator) -> None:
    counted = Counter(asked(generator.name, seed).right for seed in range(60))
    assert max(counted.values()) <= 48
    assert len(counted) > 1


@each_generator
def test_the_key_is_what_the_gateway_really_answers(generator: Generator) -> None:
    for seed in PLAYED:
        values = asked(generator.name, seed).drawn
        scene = generator.scene(values)
        assert generator.ask(values, scene, Stage(scene).play()) == generator.variant(values)
