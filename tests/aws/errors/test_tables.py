"""The tables of errors: each failure once, each answer as its source has it."""

from itertools import chain

import pytest

from lessons.aws.errors import FAILURES, common, iam, s3, sandbox, sources, sts
from lessons.aws.errors.failure import Words
from lessons.aws.services.parameters import service_model

TABLES = [common.FAILURES, sts.FAILURES, iam.FAILURES, s3.FAILURES, sandbox.FAILURES]
ANSWERS = [words for failure in FAILURES.values() for words in (failure.words, failure.s3) if words]
MODELS = {sources.STS_MODEL: "sts", sources.IAM_MODEL: "iam"}


def test_a_failure_stands_in_one_table() -> None:
    assert sorted(chain.from_iterable(TABLES)) == sorted(FAILURES)


def test_every_source_is_named_by_some_answer() -> None:
    named = {value for name, value in vars(sources).items() if name.isupper()}
    assert {words.source for words in ANSWERS} == named


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
