"""botocore's own signer, turned round: what a secret gives for a request that somebody else has signed."""

from hashlib import sha256
from typing import Any, Protocol

from botocore.auth import S3SigV4Auth, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.compat import HTTPHeaders
from botocore.credentials import Credentials as SigningCredentials

from lessons.aws.values import Request

HASH_HEADER = "X-Amz-Content-SHA256"


class Scope(Protocol):
    """What a signature says it was made with."""

    @property
    def access_key_id(self) -> str: ...
    @property
    def region(self) -> str: ...
    @property
    def service(self) -> str: ...
    @property
    def timestamp(self) -> str: ...
    @property
    def signed_headers(self) -> tuple[str, ...]: ...


class _AsSigned:
    """Signs exactly the headers that the client has signed."""

    def headers_to_sign(self, request: Any) -> HTTPHeaders:
        headers = HTTPHeaders()
        for name in request.context["signed_headers"]:
            if name in request.headers:
                headers[name] = request.headers[name]
        return headers


class _QuerySigner(_AsSigned, SigV4Auth):
    """For STS and IAM, whose bodies are signed whole."""

    def payload(self, request: AWSRequest) -> str:
        return sha256(request.data).hexdigest()


class _S3Signer(_AsSigned, S3SigV4Auth):
    """For S3, whose paths are signed as they are."""


class Signer:
    """What a secret signs: the request, and the chunks of its body."""

    def __init__(self, request: Request, scope: Scope, secret: str) -> None:
        keys = SigningCredentials(scope.access_key_id, secret)
        kind = _S3Signer if scope.service == "s3" else _QuerySigner
        self._signer = kind(keys, scope.service, scope.region)
        signed = set(scope.signed_headers)
        headers = {name: value for name, value in request.headers.items() if name.lower() in signed}
        url = _without_signature(request.url)
        self._request = AWSRequest(method=request.method, url=url, headers=headers, data=request.body)
        self._request.context |= {"timestamp": scope.timestamp, "signed_headers": scope.signed_headers}

    def of_request(self, claimed_hash: str) -> str:
        """The signature of the request. The hash of the body counts whether or not its header is signed."""
        del self._request.headers[HASH_HEADER]
        if claimed_hash:
            self._request.headers[HASH_HEADER] = claimed_hash
        canonical = self._signer.canonical_request(self._request)
        return self._sign(self._signer.string_to_sign(self._request, canonical))

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
