"""What is found for what somebody types: what comes first, and what must not be missing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.models import Lesson
from lessons.search.places import Kind
from lessons.search.results import LONGEST, MOST_WORDS, Results, search

# A query, the kind that comes first with its first title, and the first title of other kinds.
FIRST = [
    ("AssumeRole", Kind.CALL, "AssumeRole", {Kind.LESSON: "Step 1: Alice starts AssumeRole"}),
    ("assumerole", Kind.CALL, "AssumeRole", {Kind.LESSON: "Step 1: Alice starts AssumeRole"}),
    ("assume role", Kind.CALL, "AssumeRole", {Kind.TERM: "assume a role"}),
    ("assume-role", Kind.CALL, "AssumeRole", {}),
    ("sts:AssumeRole", Kind.CALL, "AssumeRole", {}),
    ("aws sts assume-role", Kind.CALL, "AssumeRole", {}),
    ("ExpiredToken", Kind.ERROR, "ExpiredToken", {Kind.LESSON: "When the answer is no"}),
    ("expired token", Kind.ERROR, "ExpiredToken", {}),
    ("expired", Kind.ERROR, "ExpiredToken", {Kind.LESSON: "Assuming a role, step by step"}),
    ("AccessDenied", Kind.ERROR, "AccessDenied", {}),
    ("trust policy", Kind.TERM, "trust policy", {Kind.CALL: "UpdateAssumeRolePolicy"}),
    ("trust policies", Kind.TERM, "trust policy", {}),
    ("TRUST  Pólicy", Kind.TERM, "trust policy", {}),
    ("session token", Kind.TERM, "session token", {Kind.CALL: "GetSessionToken"}),
    ("getcalleridentity", Kind.CALL, "GetCallerIdentity", {}),
    ("put role policy", Kind.CALL, "PutRolePolicy", {}),
    ("confused deputy", Kind.TERM, "confused deputy", {Kind.LESSON: "The confused deputy"}),
    ("who am i", Kind.LESSON, "Who am I?", {}),
    ("hotel", Kind.LESSON, "How a hotel does it", {}),
    ("across accounts", Kind.LESSON, "Across accounts", {}),
]


def titles(found: Results) -> dict[Kind, list[str]]:
    return {group.kind: [hit.place.title for hit in group.hits] for group in found.groups}


@pytest.mark.parametrize(("query", "kind", "title", "others"), FIRST, ids=[row[0] for row in FIRST])
def test_what_somebody_means_comes_first(
    lessons: tuple[Lesson, ...], query: str, kind: Kind, title: str, others: dict[Kind, str]
) -> None:
    found = titles(search(query, lessons))
    assert next(iter(found)) == kind
    assert {kind: found[kind][0] for kind in (kind, *others)} == {kind: title} | others


def test_a_title_is_worth_more_than_a_heading_and_a_heading_more_than_a_text(lesson: Lesson) -> None:
    lesson.title = "Zebras"
    lesson.article = "zebra\n\n## Horses\n\nNo zebras.\n\n## A zebra\n\nStripes.\n\n## Zebrafish\n\nWet."
    lesson.save()
    assert titles(search("zebra", (lesson,))) == {
        Kind.LESSON: ["Zebras", "A zebra", "Zebrafish"],  # and of one lesson no more than three
    }


def test_all_words_have_to_be_there(lessons: tuple[Lesson, ...]) -> None:
    assert search("hotel", lessons).groups
    found = search("hotel zebra", lessons)
    assert (found.groups, found.instead) == ((), ("hotel",))


def test_a_hit_leads_to_its_place_and_shows_the_words_around_it(lessons: tuple[Lesson, ...]) -> None:
    [group] = search("reception passport", lessons).groups
    [hit] = group.hits
    assert hit.place.url == "/lessons/assuming-a-role/read/#on-how-a-hotel-does-it"
    assert [piece.text.lower() for piece in hit.text if piece.is_hit].count("reception") >= 1
    assert len("".join(piece.text for piece in hit.text)) < 300


def test_an_error_says_why_and_where_the_course_meets_it(lessons: tuple[Lesson, ...]) -> None:
    hit = search("MissingAuthenticationToken", lessons).groups[0].hits[0]
    assert "no signature" in hit.place.text
    expired = search("ExpiredToken", lessons).groups[0].hits[0]
    assert expired.told_at[0].url.startswith("/lessons/assuming-a-role/")


def test_no_error_shows_a_gap_that_a_call_fills_in(lessons: tuple[Lesson, ...]) -> None:
    for query in ("tag", "bucket", "policy", "limit", "bytes"):
        for group in search(query, lessons).groups:
            assert group.kind != Kind.ERROR or not [hit for hit in group.hits if "{" in hit.place.text]


INSTEAD = {
    "assumrole": "assumerole",
    "exipred tokn": "expired token",
    "AcessDenied": "accessdenied",
    "hotel zzzzzz": "hotel",
}


@pytest.mark.parametrize(("query", "instead"), INSTEAD.items())
def test_what_is_written_wrongly_leads_to_what_is_there(
    lessons: tuple[Lesson, ...], query: str, instead: str
) -> None:
    assert search(query, lessons).instead == (instead,)
    assert search(instead, lessons).groups


def test_words_that_are_nowhere_together_are_offered_one_by_one(lessons: tuple[Lesson, ...]) -> None:
    assert search("hotel ListMFADevices", lessons).instead == ("hotel", "listmfadevices")


@pytest.mark.parametrize("query", ["", "   ", "...", "\0", "zzzzzzzzzz", "%%%"])
def test_nothing_is_found_where_nothing_is_meant(lessons: tuple[Lesson, ...], query: str) -> None:
    found = search(query, lessons)
    assert (found.count, found.refusal, found.instead) == (0, "", ())


def test_a_query_has_a_limit(lessons: tuple[Lesson, ...]) -> None:
    assert str(LONGEST) in search("role " * 30, lessons).refusal
    assert str(MOST_WORDS) in search("b c d e f g h j k", lessons).refusal
    assert not search("role", lessons).refusal


@given(st.text(max_size=120))
def test_any_query_is_answered(query: str) -> None:
    found = search(query, ())
    for group in found.groups:
        for hit in group.hits:
            assert "".join(piece.text for piece in hit.title) == hit.place.title
            assert "".join(piece.text for piece in hit.text).strip("… ") in hit.place.text
