"""STS in moto, which makes the keys of a session. What STS says is the gateway's."""

import base64
import os
from datetime import datetime
from typing import Any

from moto.iam.models import IAMBackend

from lessons.aws.credentials import Credentials

# A session token in bytes: how each of today begins, which moto's do not, and how many follow.
_BEGIN, _REST = b"!\n\torigin_ec", 254


def issue(backend: IAMBackend) -> Credentials:
    """The keys of a new session."""
    key = backend.create_temp_access_key()
    token = base64.b64encode(_BEGIN + os.urandom(_REST)).decode()
    return Credentials(key.access_key_id, key.secret_access_key, token)


def credentials(issued: Credentials, expires_at: datetime) -> dict[str, Any]:
    """The Credentials of an answer."""
    return {
        "AccessKeyId": issued.access_key_id,
        "SecretAccessKey": issued.secret_access_key,
        "SessionToken": issued.session_token,
        "Expiration": expires_at,
    }
