"""Errors in each service's own format."""

from string import Formatter
from xml.etree import ElementTree

import pytest

from lessons.aws.errors import FAILURES, AwsError


def facts(failure: str) -> dict[str, str]:
    """All that a failure asks for, with signs that XML must escape."""
    told = FAILURES[failure]
    words = [told.words.message, told.why, told.s3.message if told.s3 else ""]
    names = {name for text in words for _, name, _, _ in Formatter().parse(text) if name}
    return dict.fromkeys(names - {"service"} | set(told.details), "<&>")


@pytest.mark.parametrize("failure", FAILURES)
@pytest.mark.parametrize("service", ["sts", "iam", "s3"])
def test_every_failure_is_well_formed_xml_and_explained(failure: str, service: str) -> None:
    error = AwsError(failure, service, **facts(failure))
    assert 300 <= error.status < 500 or failure in ("unavailable", "internal failure", "throttled")
    assert error.why
    root = ElementTree.fromstring(error.body("request-id", "host-id"))  # noqa: S314 -- our own XML
    codes = [element.text or "" for element in root.iter() if element.tag.rpartition("}")[2] == "Code"]
    assert codes == [error.code]


def test_sts_answers_in_its_own_namespace() -> None:
    body = AwsError("unknown key", "sts").body("1-2-3", "").decode()
    assert body == (
        '<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">\n'
        "  <Error>\n"
        "    <Type>Sender</Type>\n"
        "    <Code>InvalidClientTokenId</Code>\n"
        "    <Message>The security token included in the request is invalid.</Message>\n"
        "  </Error>\n"
        "  <RequestId>1-2-3</RequestId>\n"
        "</ErrorResponse>\n"
    )


def test_s3_answers_in_its_own_words() -> None:
    body = AwsError("no bucket", "s3", BucketName="b").body("ABC", "host").decode()
    assert body == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        "<Error><Code>NoSuchBucket</Code><Message>The specified bucket does not exist</Message>"
        "<BucketName>b</BucketName><RequestId>ABC</RequestId><HostId>host</HostId></Error>"
    )


def test_what_xml_cannot_hold_is_replaced() -> None:
    body = AwsError("no bucket", "s3", BucketName="a\x00b\ud800").body("", "")
    assert "<BucketName>a\ufffdb\ufffd</BucketName>" in body.decode()
