"""The XML that STS and IAM answer with."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from lessons.aws.services.query_xml import written

CREDENTIALS = {"AccessKeyId": "ASIAEXAMPLE", "Expiration": datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)}


def test_an_answer_is_written_as_the_query_protocol_has_it() -> None:
    body = written("sts", "AssumeRole", {"Credentials": CREDENTIALS, "PackedPolicySize": 6}, "id-1")
    assert body == (
        '<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>'
        "<Credentials><AccessKeyId>ASIAEXAMPLE</AccessKeyId><Expiration>2026-01-02T03:04:05Z</Expiration>"
        "</Credentials><PackedPolicySize>6</PackedPolicySize></AssumeRoleResult>"
        "<ResponseMetadata><RequestId>id-1</RequestId></ResponseMetadata></AssumeRoleResponse>"
    )


def test_what_is_none_is_left_out_and_text_stays_text() -> None:
    body = written(
        "sts", "DecodeAuthorizationMessage", {"DecodedMessage": '{"a": "<&>"}', "Other": None}, "id-1"
    )
    assert '<DecodedMessage>{"a": "&lt;&amp;&gt;"}</DecodedMessage>' in body
    assert "Other" not in body


def test_what_xml_cannot_hold_is_replaced() -> None:
    body = written("iam", "ListUserPolicies", {"PolicyNames": ["a\x01b\ud800"]}, "id-1")
    assert "<member>a\ufffdb\ufffd</member>" in body


def test_lists_maps_and_values_are_written_as_the_model_has_them() -> None:
    summary = written("iam", "GetAccountSummary", {"SummaryMap": {"Users": 2}}, "id-1")
    assert "<SummaryMap><entry><key>Users</key><value>2</value></entry></SummaryMap>" in summary
    policies = written("iam", "ListUserPolicies", {"PolicyNames": ["a", "b"], "IsTruncated": False}, "id-1")
    assert "<PolicyNames><member>a</member><member>b</member></PolicyNames>" in policies
    assert "<IsTruncated>false</IsTruncated>" in policies
    report = written("iam", "GetCredentialReport", {"Content": b"user,arn"}, "id-1")
    assert "<Content>dXNlcixhcm4=</Content>" in report


def test_a_policy_is_encoded_as_rfc_3986_has_it() -> None:
    body = written("iam", "GetRolePolicy", {"PolicyName": "a b", "PolicyDocument": '{"a": "/*%3A"}'}, "id-1")
    assert "<PolicyName>a b</PolicyName>" in body
    assert "<PolicyDocument>%7B%22a%22%3A%20%22%2F%2A%253A%22%7D</PolicyDocument>" in body


def test_what_answers_nothing_has_no_result() -> None:
    assert written("iam", "DeleteUser", {}, "id-1") == (
        '<DeleteUserResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/">'
        "<ResponseMetadata><RequestId>id-1</RequestId></ResponseMetadata></DeleteUserResponse>"
    )


def test_a_member_that_aws_does_not_have_is_a_fault() -> None:
    with pytest.raises(KeyError):
        written("iam", "ListUserPolicies", {"Policies": []}, "id-1")
