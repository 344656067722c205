"""STS in moto, which makes the keys of a session and writes the answer. What it says is the gateway's."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from moto.core.serialize import SerializationContext, get_serializer_class
from moto.core.utils import get_service_model
from moto.iam.exceptions import MalformedPolicyDocument
from moto.iam.models import IAMBackend
from moto.iam.policy_validation import IAMPolicyDocumentValidator
from moto.moto_api._internal import mock_random
from moto.sts.utils import random_session_token

from lessons.aws.values import Credentials

_SERVICE = get_service_model("sts")
_SERIALIZER = get_serializer_class("sts", "query")


def malformed(text: str) -> str | None:
    """What AWS finds wrong in an identity-based policy, in its own words; None for a good one."""
    try:
        IAMPolicyDocumentValidator(text).validate()
    except MalformedPolicyDocument as error:
        return str(error.message)
    return None


def issue(backend: IAMBackend) -> Credentials:
    """The keys of a new session."""
    key = backend.create_temp_access_key()
    return Credentials(key.access_key_id, key.secret_access_key, random_session_token())


def written(operation: str, answer: Mapping[str, Any]) -> tuple[int, Mapping[str, str], str | bytes]:
    """Status, headers and XML of an answer as STS writes it. moto's own look up nothing, so none is asked."""
    request_id = str(mock_random.uuid4())
    serializer = _SERIALIZER(_SERVICE.operation_model(operation), SerializationContext(request_id))
    response = serializer.serialize(answer)
    headers = {**response["headers"], "x-amzn-RequestId": request_id}
    return response["status_code"], headers, response["body"]


def credentials(issued: Credentials, expires_at: datetime) -> dict[str, Any]:
    """The Credentials of an answer."""
    return {
        "AccessKeyId": issued.access_key_id,
        "SecretAccessKey": issued.secret_access_key,
        "SessionToken": issued.session_token,
        "Expiration": expires_at,
    }
