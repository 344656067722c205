"""Every number, limit and error code in the course is a rule of the engine, or has its source."""

from __future__ import annotations

import re

import pytest

from lessons.aws.policies import conditions
from lessons.aws.services.iam import limits
from lessons.aws.services.parameters import service_model
from lessons.aws.services.sts import rules
from tests.course.error_codes import NAMED, unknown_codes
from tests.course.figure_rules import RULES
from tests.course.figure_ties import (
    COUNTED,
    NAMES,
    READ,
    TO_PAGES,
    TO_RULES,
    TO_STORIES,
    Tie,
    disagreeing,
    ties_for,
    untied,
)
from tests.course.figures import figures, sentences, with_figures

FOLDERS = {folder for folder, _ in sentences()}


def altered(tie: Tie) -> tuple[str, str]:
    """A sentence of the course with another number in the place of the one that is tied, and its folder."""
    folder, text, span = next((*at, span) for at in with_figures() for span in tie.spans(at[1]))
    figure = next((found for found in figures(text) if found.start in span), None)
    start, end = (figure.start, figure.end) if figure else (span.start, span.stop)
    return folder, f"{text[:start]}77{text[end:]}"


def test_every_figure_of_the_course_is_tied() -> None:
    assert [figure for folder, text in with_figures() for figure in untied(folder, text)] == []


def test_every_rule_says_what_the_course_says() -> None:
    assert disagreeing() == []


def test_every_tie_is_used() -> None:
    used = {tie for folder, text in with_figures() for tie in ties_for(folder) if any(tie.spans(text))}
    assert [tie for tie in (*TO_RULES, *TO_PAGES, *TO_STORIES) if tie not in used] == []


def test_ties_are_to_what_there_is() -> None:
    assert READ["rules"].keys() == RULES.keys()
    assert all(re.match(r"https://(docs\.)?aws\.amazon\.com/\w", page) for page in READ["sources"])
    assert READ["story"].keys() <= FOLDERS


def test_what_is_counted_or_named_is_in_the_course() -> None:
    words = {word for _, text in sentences() for word in re.findall(r"\w+", text)}
    names = {named["name"] for _, text in sentences() for named in NAMED.finditer(text)}
    assert words >= COUNTED
    assert names >= NAMES


def test_every_error_code_of_the_course_is_one_of_the_engine() -> None:
    assert [(folder, code) for folder, text in sentences() for code in unknown_codes(text, NAMES)] == []


# What has to be found.


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("It takes 900 seconds.", [900]),
        ("From 15 minutes to 12 hours.", [900, 43200]),
        ("Forty-three thousand two hundred seconds at most.", [43200]),
        ("They live for twelve hours, or 36 h.", [43200, 129600]),
        ("A quarter of an hour, half an hour, an hour and a half.", [900, 1800, 5400]),
        ("A code is new every half minute.", [30]),
        ("The hour of a chain; two-hour sessions; one hour.", [3600, 7200, 3600]),
        ("Nothing is signed for more than a week.", [604_800]),
    ],
)
def test_a_time_is_found_with_its_seconds(text: str, seconds: list[int]) -> None:
    assert [figure.number * (figure.unit or 0) for figure in figures(text)] == seconds


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("A name has 2 to 1,224 characters.", [2, 1224]),
        ("DurationSeconds 900, or `DurationSeconds: 3600`", [900, 3600]),
        ("A six-digit code, and ten of them.", [6, 10]),
        ("At most one password, and up to one more.", [1, 1]),
        ("498% of the room (until 2025).", [498, 2025]),
        ("The second one, a second key and one more role.", []),
        ("In step 4 and rows 2, 3 and 5, the session session1 reads q1.csv at 09:00.", []),
        ("arn:aws:iam::111122223333:role/demo in 111122223333", []),
        ("two-keys-one-door", []),
    ],
)
def test_a_number_is_found(text: str, numbers: list[int]) -> None:
    assert [figure.number for figure in figures(text)] == numbers


@pytest.mark.parametrize(
    "text",
    [
        "A user may have five access keys.",
        "An account has up to three roles.",
        "A policy has 6,144 characters.",
        "A session of a root user lasts for two hours.",
        "3,600 seconds is not always the default.",
        "the error InvalidToken with 404",
    ],
)
def test_a_figure_that_nobody_has_listed_is_told(text: str) -> None:
    assert untied("09-how-long", text)


@pytest.mark.parametrize(
    "text", ["Three roles trust the account.", "error AccessDenied, 403", "A chain gets one hour at most."]
)
def test_a_story_may_count_and_what_is_listed_may_be_said(text: str) -> None:
    assert untied("09-how-long", text) == []


def test_a_number_that_is_changed_in_a_text_is_told() -> None:
    assert [tie for tie in (*TO_RULES, *TO_PAGES) if not untied(*altered(tie))] == []


def test_a_number_that_is_changed_in_any_rule_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, rule in [*RULES.items()]:
        other = rule() + 1
        monkeypatch.setitem(RULES, name, lambda other=other: other)
    assert {told.partition(" is ")[0] for told in disagreeing()} == RULES.keys()
    assert len(disagreeing()) == len(TO_RULES)


def test_rules_are_read_where_the_engine_has_them(monkeypatch: pytest.MonkeyPatch) -> None:
    model = service_model("sts").operation_model("AssumeRole").input_shape.members["DurationSeconds"].metadata
    monkeypatch.setitem(rules.DEFAULT_SECONDS, "GetSessionToken", 3600)
    monkeypatch.setattr(rules, "LONGEST_CHAINED_SECONDS", 7200)
    monkeypatch.setattr(limits, "MOST_KEYS", 3)
    monkeypatch.setattr(conditions, "IF_EXISTS", "IfAny")
    monkeypatch.setitem(model, "max", 3600)
    assert {told.partition(" is ")[0] for told in disagreeing()} == {
        "GetSessionToken, default",
        "chain, most",
        "access keys of a user",
        "letters of IfExists",
        "AssumeRole, most",
    }


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("error AccessDenied, 403", []),
        ("It is called ExpiredToken.", []),
        ("With Bool or BoolIfExists call GetObject with RoleArn, for sts:TagSession.", []),
        ("error AccessDenied, 404", ["AccessDenied, 404"]),
        ("STS answers ExpiredTokens or NoSuchSession.", ["ExpiredTokens", "NoSuchSession"]),
    ],
)
def test_an_error_code_that_the_engine_does_not_have_is_told(text: str, unknown: list[str]) -> None:
    assert unknown_codes(text, frozenset()) == unknown
