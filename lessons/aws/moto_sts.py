"""STS in moto, which makes the keys of a session and writes the answer. What it says is the gateway's."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from moto.core.responses import ActionResult
from moto.iam.exceptions import MalformedPolicyDocument
from moto.iam.models import iam_backends
from moto.iam.policy_validation import IAMPolicyDocumentValidator
from moto.sts.responses import TokenResponse
from moto.sts.utils import random_session_token

from lessons.aws.values import Credentials


def malformed(text: str) -> str | None:
    """What AWS finds wrong in an identity-based policy, in its own words; None for a good one."""
    try:
        IAMPolicyDocumentValidator(text).validate()
    except MalformedPolicyDocument as error:
        return str(error.message)
    return None


class Responses(TokenResponse):
    """moto's STS with the answers that it is given. moto's own look up nothing, and issue one fixed key."""

    answer: Mapping[str, Any]
    expires_at: datetime | None
    issued: Credentials | None = None

    def _answer(self) -> ActionResult:
        if self.expires_at is None:
            return ActionResult(self.answer)
        key = iam_backends[self.current_account][self.partition].create_temp_access_key()
        self.issued = Credentials(key.access_key_id, key.secret_access_key, random_session_token())
        return ActionResult({"Credentials": _credentials(self.issued, self.expires_at), **self.answer})

    assume_role = assume_role_with_web_identity = get_session_token = get_federation_token = _answer
    get_caller_identity = get_access_key_info = decode_authorization_message = _answer


def _credentials(issued: Credentials, expires_at: datetime) -> dict[str, Any]:
    return {
        "AccessKeyId": issued.access_key_id,
        "SecretAccessKey": issued.secret_access_key,
        "SessionToken": issued.session_token,
        "Expiration": expires_at,
    }
