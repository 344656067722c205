"""The tables of errors: each failure once, each answer as its source has it, and the source named."""

import re
from itertools import chain

import pytest

from lessons.aws.errors import FAILURES, common, iam, s3, s3_forms, s3_tags, sandbox, sources, sts
from lessons.aws.errors.failure import Words
from lessons.aws.services.parameters import service_model

TABLES = [
    common.FAILURES,
    sts.FAILURES,
    iam.FAILURES,
    s3.FAILURES,
    s3_forms.FAILURES,
    s3_tags.FAILURES,
    sandbox.FAILURES,
]
ANSWERS = [words for failure in FAILURES.values() for words in (failure.words, failure.s3) if words]
MODELS = {sources.STS_MODEL: "sts", sources.IAM_MODEL: "iam"}
NAMED = {source for source in vars(sources).values() if isinstance(source, sources.Source)}
TRANSCRIPT = re.compile(r"[\w.-]+/[\w.-]+(#\d+|, [\w/. -]+)")  # an issue, or a file, of a public repository
FIRST_YEAR, THIS_YEAR = 2011, 2026  # STS came in 2011


def test_a_failure_stands_in_one_table() -> None:
    assert sorted(chain.from_iterable(TABLES)) == sorted(FAILURES)


def test_every_source_is_named_by_some_answer() -> None:
    assert {words.source for words in ANSWERS} >= NAMED


@pytest.mark.parametrize("words", ANSWERS, ids=lambda words: f"{words.code}: {words.message}")
def test_every_answer_says_where_it_comes_from_and_when(words: Words) -> None:
    assert words.source in NAMED or TRANSCRIPT.fullmatch(words.source.where)
    if words.source not in (sources.OWN, sources.RECORDED):
        assert words.source.year
        assert FIRST_YEAR <= words.source.year <= THIS_YEAR


def test_fewer_than_one_in_ten_have_no_source() -> None:
    texts = [words for words in ANSWERS if words.message]
    without = [words.message for words in texts if words.source.year is None]
    assert len(without) * 10 < len(texts), without


@pytest.mark.parametrize(
    "words", [words for words in ANSWERS if words.source in MODELS], ids=lambda words: words.message
)
def test_botocore_knows_the_code_and_its_status(words: Words) -> None:
    known = {
        shape.error_code: shape.metadata["error"]["httpStatusCode"]
        for shape in service_model(MODELS[words.source]).error_shapes
        if "httpStatusCode" in shape.metadata.get("error", {})
    }
    assert known[words.code] == words.status
