"""botocore's own signer, turned round: what a secret gives for a request that somebody else has signed."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any, Protocol

from botocore.auth import S3SigV4Auth, SigV4Auth
from botocore.compat import HTTPHeaders
from botocore.credentials import Credentials as SigningCredentials

from lessons.aws.http_messages import Request

HASH_HEADER = "X-Amz-Content-SHA256"


class Scope(Protocol):
    """What a signature says it was made with."""

    @property
    def access_key_id(self) -> str:
        """The key id that the credential names, as sent: it may be nobody's."""

    @property
    def region(self) -> str:
        """The region of the credential's scope."""

    @property
    def service(self) -> str:
        """The service of the credential's scope: sts, iam or s3."""

    @property
    def timestamp(self) -> str:
        """When it was signed, in AWS's form: YYYYMMDDTHHMMSSZ, UTC."""

    @property
    def signed_headers(self) -> tuple[str, ...]:
        """The names of the headers that the signature covers."""


@dataclass(frozen=True, slots=True)
class _Signed:
    """A request as botocore's signer reads it.

    Its headers go by their names in lower case: the signer sees no hash among them, and asks for `payload`.
    """

    method: str
    url: str
    headers: Mapping[str, str]
    payload_hash: str
    context: Mapping[str, Any]
    params: None = None


class _AsSigned:
    """Signs exactly the headers that the client has signed, and the body by its hash."""

    def headers_to_sign(self, request: _Signed) -> HTTPHeaders:
        headers = HTTPHeaders()
        for name in request.context["signed_headers"]:
            if name in request.headers:
                headers[name] = request.headers[name]
        return headers

    def payload(self, request: _Signed) -> str:
        return request.payload_hash


class _QuerySigner(_AsSigned, SigV4Auth):  # type: ignore[misc] # botocore comes without types
    """For STS and IAM."""


class _S3Signer(_AsSigned, S3SigV4Auth):  # type: ignore[misc] # botocore comes without types
    """For S3, whose paths are signed as they are."""


class Signer:
    """What a secret signs: the request, and the chunks of its body.

    The hash that is claimed for the body counts whether or not its header is signed.
    """

    def __init__(self, request: Request, scope: Scope, secret: str, claimed_hash: str) -> None:
        keys = SigningCredentials(scope.access_key_id, secret)
        kind = _S3Signer if scope.service == "s3" else _QuerySigner
        self._signer = kind(keys, scope.service, scope.region)
        self._request = _Signed(
            request.method,
            _without_signature(request.url),
            {**request.headers_by_name, **({HASH_HEADER.lower(): claimed_hash} if claimed_hash else {})},
            claimed_hash or sha256(request.body).hexdigest(),
            {"timestamp": scope.timestamp, "signed_headers": scope.signed_headers},
        )

    @cached_property
    def canonical_request(self) -> str:
        """The request in the form in which it is signed."""
        return str(self._signer.canonical_request(self._request))

    @cached_property
    def string_to_sign(self) -> str:
        """What is signed of the request: its hash, and the scope of the signature."""
        return str(self._signer.string_to_sign(self._request, self.canonical_request))

    def of_request(self) -> str:
        """The signature of the request."""
        return self._sign(self.string_to_sign)

    def of_chunk(self, algorithm: str, before: str, *hashes: str) -> str:
        """The signature of a chunk of the body, which follows on the signature before it."""
        timestamp, scope = self._request.context["timestamp"], self._signer.credential_scope(self._request)
        return self._sign("\n".join((algorithm, timestamp, scope, before, *hashes)))

    def _sign(self, text: str) -> str:
        return str(self._signer.signature(text, self._request))


def _without_signature(url: str) -> str:
    """The URL as it was before its signature was added."""
    path, mark, query = url.partition("?")
    pairs = [pair for pair in query.split("&") if not pair.startswith("X-Amz-Signature=")]
    return path + mark + "&".join(pairs)
