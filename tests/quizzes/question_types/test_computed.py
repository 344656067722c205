"""The type computed: what authors may write, what a learner may answer, what is kept and asked again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from lessons.quizzes.generators.asked import ask
from lessons.quizzes.generators.catalog import GENERATORS
from lessons.quizzes.generators.generator import Answers, Drawn, Variant
from lessons.quizzes.generators.scene import Scene
from lessons.quizzes.question_types import computed
from lessons.quizzes.question_types.interface import NotAnAnswerError, QuestionMistakeError

CHOICES, SECONDS, TIME = "duration-asked", "longest-duration", "session-end"


def drawn(name: str, **settings: list[Any]) -> computed.Computed:
    written = {"generator": name, "settings": settings}
    return computed.draw(computed.parse(written), Random(7))  # noqa: S311 -- repeatable


@pytest.fixture
def with_generators(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Other generators than today's."""
    return lambda table: monkeypatch.setattr(computed, "GENERATORS", table)


@pytest.mark.parametrize(
    ("written", "key", "sentence"),
    [
        ({}, "generator", "“generator” is missing."),
        ({"generator": "weather"}, "generator", "There is no generator “weather”."),
        ({"settings": [1]}, "settings", "“settings” gives each value that it narrows a list."),
        ({"settings": {"tide": [1]}}, "settings", "“duration-asked” draws no “tide”."),
        ({"settings": {"maximum": 3600}}, "settings", "“settings” gives each value that it narrows a list."),
        ({"settings": {"maximum": []}}, "settings", "“settings” gives each value that it narrows a list."),
        (
            {"settings": {"maximum": [3600, 5]}},
            "settings",
            "“maximum” is never 5, but one of 3600, 7200, 14400, 43200.",
        ),
        ({"settings": {"maximum": [[3600]]}}, "settings", "“maximum” is never [3600], but one of"),
    ],
)
def test_a_mistake_is_told_beside_its_field(written: Mapping[str, Any], key: str, sentence: str) -> None:
    values = {"generator": CHOICES, **written} if written else {}
    with pytest.raises(QuestionMistakeError) as caught:
        computed.parse(values)
    assert caught.value.key == key
    assert caught.value.sentence.startswith(sentence)


@pytest.mark.parametrize(
    "change",
    [
        {"version": "1"},
        {"drawn": []},
        {"lines": 5},
        {"lines": []},
        {"lines": [1]},
        {"documents": [{}]},
        {"documents": ["x"]},
        {"documents": [{"title": "x", "text": None}]},
        {"choices": "abc"},
        {"choices": []},
        {"choices": ["x", "y"]},
        {"right": None},
        {"unit": 1},
        {"more": 1},
        {"choices": [], "unit": "seconds"},
        {"choices": [], "unit": "time", "right": "9:05"},
        {"explanation": None},
    ],
)
def test_what_was_never_kept_is_a_mistake(change: dict[str, Any]) -> None:
    written = computed.dump(drawn(CHOICES))
    with pytest.raises(QuestionMistakeError) as caught:
        computed.parse(written | {"asked": written["asked"] | change})
    assert caught.value.key == "asked"


@pytest.mark.parametrize("asked", [None, "x", [], {}, 1, {"version": 1}])
def test_what_was_never_asked_is_a_mistake(asked: Any) -> None:
    with pytest.raises(QuestionMistakeError):
        computed.parse({"generator": CHOICES, "asked": asked})


def test_a_number_written_with_a_point_is_the_one_that_is_drawn() -> None:
    assert computed.dump(computed.parse({"generator": CHOICES, "settings": {"maximum": [7200.0]}})) == {
        "generator": CHOICES,
        "settings": {"maximum": [7200]},
    }
    drawn_of = drawn(CHOICES, maximum=[7200.0]).asked
    assert drawn_of
    assert repr(drawn_of.drawn["maximum"]) == "7200"


def test_settings_narrow_what_is_drawn() -> None:
    written = computed.parse({"generator": CHOICES, "settings": {"maximum": [7200], "chained": [False]}})
    found = [one.asked.drawn for one in computed.variants(written, 20) if one.asked]
    assert {(values["maximum"], values["chained"]) for values in found} == {(7200, False)}
    assert len({values["asked"] for values in found}) > 3


def test_an_author_reads_what_was_written() -> None:
    written = {"generator": CHOICES, "settings": {"maximum": [7200]}}
    assert computed.dump(computed.parse(written)) == written
    assert computed.dump(computed.parse({"generator": CHOICES})) == {"generator": CHOICES}


def test_an_author_sees_a_hundred_variants() -> None:
    found = list(computed.variants(computed.parse({"generator": TIME}), 100))
    assert len({json.dumps(computed.dump(one)) for one in found}) == 100


def test_a_question_that_was_not_drawn_shows_its_first_variant() -> None:
    written = computed.parse({"generator": CHOICES})
    first = next(computed.variants(written, 1))
    assert computed.show(written, None) == computed.show(first, None)
    assert computed.grade(written, computed.key(first)) == 1


@pytest.mark.parametrize("sent", ["3600", " 3,600 ", "3 600", "03600", "60 min", "1 hour", "3600 seconds"])
def test_a_number_may_be_written_in_several_ways(sent: str) -> None:
    content = drawn(SECONDS, chained=[True])
    assert computed.grade(content, computed.read(content, {"answer": [sent]})) == 1


@pytest.mark.parametrize("sent", ["", " ", "an hour", "3600 pounds", "36,5", "1" * 1000, ","])
def test_what_is_no_number_is_no_try(sent: str) -> None:
    with pytest.raises(NotAnAnswerError):
        computed.read(drawn(SECONDS), {"answer": [sent]})


@pytest.mark.parametrize(("sent", "time"), [("9:05", "09:05"), (" 09:05 ", "09:05"), ("14:30", "14:30")])
def test_a_time_is_told_in_hours_and_minutes(sent: str, time: str) -> None:
    assert computed.read(drawn(TIME), {"answer": [sent]}) == time


@pytest.mark.parametrize(
    "sent", ["", "9", "905", "24:00", "9:60", "9:5", "9:05:00", "a:bc", ":05", "9:", "\u0669:05"]
)
def test_what_is_no_time_is_no_try(sent: str) -> None:
    with pytest.raises(NotAnAnswerError, match=r"such as 9:05 or 14:30|Write an answer"):
        computed.read(drawn(TIME), {"answer": [sent]})


@pytest.mark.parametrize("sent", [[], [""], ["x"], ["-1"], ["99"], ["0", "1"], ["01"]])
def test_what_is_no_choice_is_no_try(sent: list[str]) -> None:
    with pytest.raises(NotAnAnswerError, match="Choose one of the answers"):
        computed.read(drawn(CHOICES), {"choice": sent})


@pytest.mark.parametrize("name", [CHOICES, SECONDS, TIME])
@pytest.mark.parametrize("given", [None, True, 1.0, -1, 99, [], {}])
def test_what_nobody_can_have_read_is_not_graded(name: str, given: Any) -> None:
    with pytest.raises(NotAnAnswerError):
        computed.grade(drawn(name), given)


def test_the_line_says_what_is_right_and_why() -> None:
    content = drawn(SECONDS, maximum=[7200], chained=[False])
    (line,) = computed.say(content, "3600")
    assert (line.given, line.right, line.is_right) == ("3600", "7200 seconds", False)
    assert "7200 seconds (2 hours)" in line.reason


def test_the_page_shows_what_was_given() -> None:
    content = drawn(CHOICES)
    shown = computed.show(content, 1)
    assert [one["is_taken"] for one in shown["choices"]].index(True) == 1
    assert computed.show(drawn(TIME), "09:05")["typed"] == "09:05"
    assert computed.show(drawn(TIME), None)["typed"] == ""


def kept(name: str) -> computed.Computed:
    """A question as an attempt has kept it."""
    return computed.parse(json.loads(json.dumps(computed.dump(drawn(name)))))


def test_an_attempt_outlives_its_generator(with_generators: Any) -> None:
    content = kept(CHOICES)
    before = computed.show(content, None)
    with_generators({})
    assert computed.show(kept_again(content), None) == before
    assert computed.grade(content, computed.key(content)) == 1
    assert computed.recomputed(content) is None


def kept_again(content: computed.Computed) -> computed.Computed:
    return computed.parse(computed.dump(content))


def test_a_mended_rule_moves_the_key_of_what_was_asked(with_generators: Any) -> None:
    content = kept(SECONDS)
    generator = GENERATORS[SECONDS]

    def ask(values: Drawn, scene: Scene, answers: Answers) -> Variant:
        return replace(
            generator.ask(values, scene, answers), right="1234", explanation="So it is.", lines=("?",)
        )

    with_generators({SECONDS: replace(generator, ask=ask)})
    today = computed.recomputed(content)
    assert today
    assert today.asked
    assert content.asked
    assert computed.key(today) == "1234"
    assert computed.say(today, "1234")[0].reason == "So it is."
    assert today.asked.lines == content.asked.lines


def test_the_choices_of_an_attempt_stay_in_their_order(with_generators: Any) -> None:
    content = kept(CHOICES)
    assert content.asked
    wrong = next(one for one in content.asked.choices if one != content.asked.right)
    generator = GENERATORS[CHOICES]

    def ask(values: Drawn, scene: Scene, answers: Answers) -> Variant:
        return replace(generator.ask(values, scene, answers), right=wrong)

    with_generators({CHOICES: replace(generator, ask=ask)})
    today = computed.recomputed(content)
    assert today
    assert today.asked
    assert today.asked.choices == content.asked.choices
    assert computed.key(today) == content.asked.choices.index(wrong)
    assert computed.recomputed(today) == today


def test_a_regrade_asks_the_generator_that_was_asked(with_generators: Any) -> None:
    content, generator = kept(SECONDS), GENERATORS[SECONDS]

    def ask_anew(values: Drawn, scene: Scene, answers: Answers) -> Variant:
        return replace(generator.ask(values, scene, answers), right="1234")

    today = computed.parse({"generator": SECONDS, "settings": {"maximum": [3600]}})
    other = computed.parse({"generator": TIME})
    with_generators({SECONDS: replace(generator, ask=ask_anew)})
    found = computed.rekey(content, today)
    assert found
    assert computed.key(found) == "1234"
    assert computed.rekey(content, other) is None


@pytest.mark.parametrize(
    "change",
    [
        {"version": 2},
        {"space": {"asked": (1,)}},
        {"space": {**GENERATORS[CHOICES].space, "tide": (1,)}},
        {"ask": lambda *_: Variant(("?",), "Something that nobody was offered.", "So.")},
        {"ask": lambda *_: Variant(("?",), "900", "So.", unit="seconds")},
    ],
)
def test_the_kept_key_stands_where_today_has_no_answer(change: dict[str, Any], with_generators: Any) -> None:
    with_generators({CHOICES: replace(GENERATORS[CHOICES], **change)})
    assert computed.recomputed(kept_before(CHOICES)) is None


def kept_before(name: str) -> computed.Computed:
    """What was kept when the generator was today's."""
    return computed.Computed(name, {}, ask(GENERATORS[name], Random(7), {}))  # noqa: S311 -- repeatable


@pytest.mark.parametrize("values", [{}, {"seed": [1]}, {"seed": 1, "minute": 480}])
def test_the_kept_key_stands_where_the_values_are_not_today_s(values: dict[str, Any]) -> None:
    content = kept(CHOICES)
    assert content.asked
    drawn_then = {**content.asked.drawn, **values} if "seed" in values else values
    if values.keys() == {"seed", "minute"}:
        drawn_then = values
    assert computed.recomputed(replace(content, asked=replace(content.asked, drawn=drawn_then))) is None


def test_nothing_is_asked_again_of_what_was_not_asked() -> None:
    assert computed.recomputed(computed.parse({"generator": CHOICES})) is None
