"""STS in moto, which makes the keys of a session. What STS says is the gateway's."""

from datetime import datetime
from typing import Any

from moto.iam.models import IAMBackend
from moto.sts.utils import random_session_token

from lessons.aws.values import Credentials


def issue(backend: IAMBackend) -> Credentials:
    """The keys of a new session."""
    key = backend.create_temp_access_key()
    return Credentials(key.access_key_id, key.secret_access_key, random_session_token())


def credentials(issued: Credentials, expires_at: datetime) -> dict[str, Any]:
    """The Credentials of an answer."""
    return {
        "AccessKeyId": issued.access_key_id,
        "SecretAccessKey": issued.secret_access_key,
        "SessionToken": issued.session_token,
        "Expiration": expires_at,
    }
