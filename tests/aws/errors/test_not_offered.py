"""What AWS has and the sandbox has not: the refusal says what it is, and what is offered instead."""

from typing import Any

import pytest

from tests.aws.conftest import Sandbox, refused

ELSEWHERE = [
    ("accessanalyzer", "list_analyzers", {}),
    ("cloudtrail", "lookup_events", {}),
    ("dynamodb", "list_tables", {}),
    ("kms", "list_keys", {}),
    ("lambda", "list_functions", {}),
    ("organizations", "list_accounts", {}),
    ("sns", "list_topics", {}),
]


@pytest.mark.parametrize(("service", "operation", "parameters"), ELSEWHERE)
def test_another_service_is_named(
    sandbox: Sandbox, service: str, operation: str, parameters: dict[str, Any]
) -> None:
    assert refused(getattr(sandbox.client(service, "carol"), operation), **parameters) == (
        400,
        "UnsupportedOperation",
        f"The sandbox does not offer the service {service}. It offers AWS STS, IAM, Amazon S3.",
    )


def test_a_call_that_needs_no_signature_is_not_asked_for_one(sandbox: Sandbox) -> None:
    given = {"RoleArn": sandbox.role("demo"), "PrincipalArn": sandbox.role("demo"), "SAMLAssertion": "PHM+"}
    status, code, message = refused(sandbox.client("sts", "alice").assume_role_with_saml, **given)
    assert (status, code) == (400, "UnsupportedOperation")
    assert message.startswith(
        "The sandbox does not offer AssumeRoleWithSAML. Of AWS STS it offers AssumeRole, "
    )


def test_an_operation_is_named_with_those_there_are(sandbox: Sandbox) -> None:
    message = refused(sandbox.client("iam", "carol").list_signing_certificates)[2]
    assert message.startswith("The sandbox does not offer ListSigningCertificates. Of IAM it offers users, ")


CONTEXTS = [{"ProviderArn": "arn:aws:iam::aws:contextProvider/x", "ContextAssertion": "y" * 10}]


@pytest.mark.parametrize(
    ("name", "value"), [("ProvidedContexts", CONTEXTS), ("MinimumSessionTokenSize", 4_096)]
)
def test_a_parameter_is_named(sandbox: Sandbox, name: str, value: Any) -> None:
    given = {"RoleArn": sandbox.role("demo"), "RoleSessionName": "session1", name: value}
    message = refused(sandbox.client("sts", "alice").assume_role, **given)[2]
    assert message == (
        f"The sandbox does not offer the parameter {name} of AssumeRole. Without it, the call is answered."
    )


def test_a_value_of_a_header_is_named(sandbox: Sandbox) -> None:
    given = {"Bucket": sandbox.bucket, "Key": "k", "StorageClass": "GLACIER"}
    message = refused(sandbox.client("s3", "carol").put_object, **given)[2]
    assert message == (
        "The sandbox does not offer the value GLACIER of the header x-amz-storage-class of PutObject. "
        "Without it, the call is answered."
    )
