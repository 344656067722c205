"""The older signature in the query, which S3 still takes: AWSAccessKeyId, Signature, Expires.

`aws s3 presign` writes it for an endpoint of one's own. Recomputed with botocore's own signer (Amazon S3
User Guide, "Signing and authenticating REST requests", query string authentication alternative).
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import SplitResult, urlsplit

from botocore.auth import HmacV1QueryAuth
from botocore.compat import HTTPHeaders
from botocore.credentials import Credentials as SigningCredentials

from lessons.aws.errors import AwsError
from lessons.aws.http_messages import Request
from lessons.aws.signing import mismatch, presigned

FIELDS = ("AWSAccessKeyId", "Signature", "Expires")
LATEST = 2**31 - 1  # seconds since 1970, as 32 bits have it: in January 2038
_LONGEST_NUMBER = len(str(LATEST))


@dataclass(frozen=True, slots=True)
class Signature:
    """What a request is signed with. `expires` is in seconds since 1970, `headers` stand in the URL."""

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
        texts = self._texts(request)
        if not any(self._is_of(text, secret) for text in texts):
            raise mismatch.error(self.access_key_id, self.signature, texts[0])

    def is_proof(self, request: Request, secret: str, now: datetime) -> bool:
        """Whether the URL is good: it is given to others, so that it proves nothing once it is over."""
        try:
            self.check(request, secret, now)
        except AwsError:
            return False
        return True

    def _is_of(self, text: str, secret: str) -> bool:
        expected = self._signer(secret).sign_string(text)
        return hmac.compare_digest(expected.encode(), self.signature.encode())

    def _texts(self, request: Request) -> tuple[str, ...]:
        """What may have been signed: the name of a bucket ends with a slash, as botocore has it, or not."""
        url = urlsplit(request.url)
        path = url.path.removeprefix(request.mount)
        paths = (path,) if "/" in path[1:] else (f"{path}/", path)
        return tuple(self._text(request, url, path) for path in paths)

    def _text(self, request: Request, url: SplitResult, path: str) -> str:
        headers = HTTPHeaders()
        for name, value in presigned.with_headers(request.headers, self.headers).items():
            headers[name] = value
        return str(self._signer("").canonical_string(request.method, url, headers, auth_path=path))

    def _signer(self, secret: str) -> "_Signer":
        return _Signer(SigningCredentials(self.access_key_id, secret), self.expires)


class _Signer(HmacV1QueryAuth):  # type: ignore[misc] # botocore comes without types
    """Signs until a moment, not for a time from now on."""

    def _get_date(self) -> str:
        return str(self._expires)


def in_query(query: Mapping[str, str]) -> Signature:
    """The signature in the query. Raises AwsError when it is not complete."""
    key, signature, expires = (query.get(name, "") for name in FIELDS)
    if not (key and signature and expires):
        raise AwsError("presigned before v4", "s3")
    is_number = expires.isascii() and expires.isdigit() and len(expires) <= _LONGEST_NUMBER
    if not is_number or int(expires) > LATEST:
        raise AwsError("presigned date", "s3", given=expires)
    return Signature(key, signature, int(expires), presigned.headers_in(query))


def _iso(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
