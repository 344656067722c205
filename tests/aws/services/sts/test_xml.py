"""The XML that STS answers with."""

from __future__ import annotations

from datetime import UTC, datetime

from lessons.aws.services.sts.xml import written

CREDENTIALS = {"AccessKeyId": "ASIAEXAMPLE", "Expiration": datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)}


def test_an_answer_is_written_as_the_query_protocol_has_it() -> None:
    body = written("AssumeRole", {"Credentials": CREDENTIALS, "PackedPolicySize": 6}, "id-1")
    assert body == (
        '<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>'
        "<Credentials><AccessKeyId>ASIAEXAMPLE</AccessKeyId><Expiration>2026-01-02T03:04:05Z</Expiration>"
        "</Credentials><PackedPolicySize>6</PackedPolicySize></AssumeRoleResult>"
        "<ResponseMetadata><RequestId>id-1</RequestId></ResponseMetadata></AssumeRoleResponse>"
    )


def test_what_is_none_is_left_out_and_text_stays_text() -> None:
    body = written("DecodeAuthorizationMessage", {"DecodedMessage": '{"a": "<&>"}', "Other": None}, "id-1")
    assert '<DecodedMessage>{"a": "&lt;&amp;&gt;"}</DecodedMessage>' in body
    assert "Other" not in body
