"""ARNs, times, commands and answers as the pages write them."""

from __future__ import annotations

import pytest

from lessons.sandbox.explanations.cli_output import as_text
from lessons.sandbox.explanations.commands import as_boto3, as_cli
from lessons.sandbox.models import Event
from lessons.sandbox.text import actor_of, arn_name, duration

ARNS = [
    ("arn:aws:iam::123456789012:user/alice", "alice", "caller"),
    ("arn:aws:sts::123456789012:assumed-role/demo/s1", "demo/s1", "sts"),
    ("arn:aws:iam::123456789012:role/demo", "role/demo", "caller"),
    ("arn:aws:s3:::reports-1/q1.csv", "reports-1/q1.csv", "caller"),
    ("not an arn", "not an arn", "caller"),
    ("", "", "caller"),
]
DURATIONS = [(0, "0 s"), (40, "40 s"), (900, "15 min"), (871, "14 min 31 s"), (7500, "2 h 5 min")]
BUCKET = "reports-123456789012"
COMMANDS = [
    (
        "sts",
        "GetCallerIdentity",
        {},
        "aws sts get-caller-identity",
        'boto3.client("sts").get_caller_identity()',
    ),
    (
        "s3",
        "GetObject",
        {"Bucket": BUCKET, "Key": "a b.csv"},
        f"aws s3api get-object \\\n    --bucket {BUCKET} \\\n    --key 'a b.csv' \\\n    /dev/stdout",
        f"boto3.client(\"s3\").get_object(\n    Bucket='{BUCKET}',\n    Key='a b.csv',\n)",
    ),
    (
        "s3",
        "ListObjectsV2",
        {"Bucket": "000000000001", "list-type": "2"},
        "aws s3api list-objects-v2 \\\n    --bucket 000000000001",
        "boto3.client(\"s3\").list_objects_v2(\n    Bucket='000000000001',\n)",
    ),
    (
        "sts",
        "AssumeRole",
        {"RoleArn": "$(rm -rf /)", "DurationSeconds": "60"},
        "aws sts assume-role \\\n    --role-arn '$(rm -rf /)' \\\n    --duration-seconds 60",
        "boto3.client(\"sts\").assume_role(\n    RoleArn='$(rm -rf /)',\n    DurationSeconds=60,\n)",
    ),
]


@pytest.mark.parametrize(("arn", "name", "actor"), ARNS)
def test_an_arn_is_named_by_its_end(arn: str, name: str, actor: str) -> None:
    assert (arn_name(arn), actor_of(arn)) == (name, actor)


@pytest.mark.parametrize(("seconds", "text"), DURATIONS)
def test_a_length_of_time_is_in_words(seconds: int, text: str) -> None:
    assert duration(seconds) == text


@pytest.mark.parametrize(("service", "operation", "parameters", "cli", "boto3"), COMMANDS)
def test_a_call_can_be_typed(
    service: str, operation: str, parameters: dict[str, str], cli: str, boto3: str
) -> None:
    event = Event(service=service, operation=operation, parameters=parameters)
    assert as_cli(event) == cli
    assert as_boto3(event) == boto3


def test_an_error_is_told_as_the_cli_tells_it() -> None:
    event = Event(operation="AssumeRole", status=403, error_code="AccessDenied", error_message="No.")
    assert as_text(event) == "An error occurred (AccessDenied) when calling the AssumeRole operation: No."


def test_an_error_without_a_message_is_told_as_the_cli_tells_it() -> None:
    """prowler-cloud/prowler#272."""
    event = Event(operation="GetCredentialReport", status=410, error_code="ReportNotPresent")
    said = "An error occurred (ReportNotPresent) when calling the GetCredentialReport operation: Unknown"
    assert as_text(event) == said


def test_an_answer_is_json_as_the_cli_prints_it() -> None:
    body = (
        "<GetCallerIdentityResponse><GetCallerIdentityResult><Account>1</Account>"
        "</GetCallerIdentityResult></GetCallerIdentityResponse>"
    )
    event = Event(service="sts", operation="GetCallerIdentity", status=200, answer=body)
    assert as_text(event) == '{\n    "Account": "1"\n}'


@pytest.mark.parametrize(
    ("operation", "body", "text"),
    [
        ("GetObject", "region,sales\n", "region,sales\n"),
        ("PutObject", "", "(AWS did it, and has nothing more to say.)"),
        (
            "ListObjectsV2",
            "<ListBucketResult><Contents><Key>cut sho",
            "<ListBucketResult><Contents><Key>cut sho",
        ),
    ],
)
def test_what_is_no_structure_is_shown_as_it_is(operation: str, body: str, text: str) -> None:
    assert as_text(Event(service="s3", operation=operation, status=200, answer=body)) == text
