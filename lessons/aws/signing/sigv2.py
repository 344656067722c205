"""The older signature in the query, which S3 still takes: AWSAccessKeyId, Signature, Expires.

`aws s3 presign` writes it for an endpoint of one's own. Recomputed with botocore's own signer (Amazon S3
User Guide, "Signing and authenticating REST requests", query string authentication alternative).
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from botocore.auth import HmacV1QueryAuth
from botocore.compat import HTTPHeaders
from botocore.credentials import Credentials as SigningCredentials

from lessons.aws.errors import AwsError
from lessons.aws.values import Request

FIELDS = ("AWSAccessKeyId", "Signature", "Expires")
LONGEST_NUMBER = 11  # digits of seconds since 1970: up to the year 5138


@dataclass(frozen=True, slots=True)
class Signature:
    """What a request is signed with. `expires` is in seconds since 1970, `headers` stand in the query."""

    access_key_id: str
    signature: str
    expires: int
    headers: Mapping[str, str]

    def check_scope(self, request: Request, service: str) -> None:
        """Such a signature names neither region nor service."""

    def check(self, request: Request, secret: str, now: datetime) -> None:
        """Whether the URL was signed with `secret`, is not yet old, and is unchanged."""
        if now.timestamp() > self.expires:
            end = datetime.fromtimestamp(self.expires, UTC)
            facts = {"Expires": _iso(end), "ServerTime": _iso(now)}
            raise AwsError("presigned expired", "s3", **facts)
        if not hmac.compare_digest(self._expected(request, secret).encode(), self.signature.encode()):
            raise AwsError("signature", "s3")

    def is_proof(self, request: Request, secret: str, now: datetime) -> bool:
        """Whether the URL is good: it is given to others, so that it proves nothing once it is over."""
        try:
            self.check(request, secret, now)
        except AwsError:
            return False
        return True

    def _expected(self, request: Request, secret: str) -> str:
        headers = HTTPHeaders()
        for name, value in {**request.headers, **self.headers}.items():
            headers[name] = value
        url = urlsplit(request.url)
        signer = _Signer(SigningCredentials(self.access_key_id, secret), self.expires)
        path = url.path.removeprefix(request.mount)
        return str(signer.get_signature(request.method, url, headers, auth_path=path))


class _Signer(HmacV1QueryAuth):  # type: ignore[misc] # botocore comes without types
    """Signs until a moment, not for a time from now on."""

    def _get_date(self) -> str:
        return str(self._expires)


def in_query(query: Mapping[str, str]) -> Signature:
    """The signature in the query. Raises AwsError when it is not complete."""
    key, signature, expires = (query.get(name, "") for name in FIELDS)
    if not (key and signature and expires):
        raise AwsError("presigned before v4", "s3")
    if not (expires.isascii() and expires.isdigit() and len(expires) <= LONGEST_NUMBER):
        raise AwsError("presigned date", "s3", given=expires)
    headers = {name: value for name, value in query.items() if _is_header(name)}
    return Signature(key, signature, int(expires), headers)


def _is_header(name: str) -> bool:
    return name.lower().startswith("x-amz-") or name.lower() in ("content-md5", "content-type")


def _iso(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
