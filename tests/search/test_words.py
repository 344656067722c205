"""A word is found however it is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.search.words import Nearness, Words, asked_words, folded, joined

NEAR = [
    ("AssumeRole", "AssumeRole", "WHOLE"),
    ("assumerole", "AssumeRole", "WHOLE"),
    ("assume", "AssumeRole", "WHOLE"),
    ("ROLE", "AssumeRole", "WHOLE"),
    ("AssumeRole", "aws sts assume-role", "BEGINS"),
    ("AssumeRole", "assume nothing", "NONE"),
    ("expired", "ExpiredToken", "WHOLE"),
    ("expire", "ExpiredToken", "BEGINS"),
    ("mfa", "ListMFADevices", "WHOLE"),
    ("device", "ListMFADevices", "WHOLE"),
    ("v2", "ListObjectsV2", "WHOLE"),
    ("roles", "a role", "WHOLE"),
    ("policy", "many policies", "WHOLE"),
    ("policies", "a policy", "WHOLE"),
    ("aws", "AWS", "WHOLE"),
    ("rôle", "role", "WHOLE"),
    ("role", "rôle", "WHOLE"),
    ("role", "ro\u0302le", "WHOLE"),
    ("strasse", "Straße", "WHOLE"),
    ("oken", "token", "NONE"),
    ("t", "token", "NONE"),
]


@pytest.mark.parametrize(("query", "text", "nearness"), NEAR)
def test_a_word_is_found_whatever_its_case_accents_and_parts(query: str, text: str, nearness: str) -> None:
    [asked] = asked_words(query)
    assert Words(text).nearness(asked) == Nearness[nearness]


def test_a_query_is_its_words_without_fillers_beside_others() -> None:
    assert [word.whole for word in asked_words("sts:AssumeRole")] == ["sts", "assumerole"]
    assert [word.whole for word in asked_words("what is a role? A role!")] == ["role"]
    assert [word.whole for word in asked_words("what is it")] == ["what", "is", "it"]
    assert asked_words(" -- \0 …") == ()


def test_names_are_the_same_however_they_are_parted() -> None:
    assert joined("assume role") == joined("Assume-Role") == joined("AssumeRole")


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)
