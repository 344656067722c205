"""JSON Web Tokens signed with RS256 (RFC 7515, RFC 7519): three parts in base64url, joined by dots."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

ALGORITHM = "RS256"
PARTS = 3
_SCHEME = padding.PKCS1v15()


@dataclass(frozen=True, slots=True)
class Token:
    """A token as it was read; whether the signature is good is asked for apart."""

    header: Mapping[str, Any]
    claims: Mapping[str, Any]
    signed: bytes
    signature: bytes

    def is_signed_with(self, key: str) -> bool:
        """Whether the private key of this PEM has signed the token."""
        if self.header.get("alg") != ALGORITHM:
            return False
        try:
            _private_key(key).public_key().verify(self.signature, self.signed, _SCHEME, hashes.SHA256())
        except InvalidSignature:
            return False
        return True


def new_key() -> str:
    """A new private key as PEM."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    encoding, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    return key.private_bytes(encoding, form, serialization.NoEncryption()).decode()


def sign(claims: Mapping[str, Any], key: str) -> str:
    """The token that says `claims`, signed with the private key of a PEM."""
    signed = f"{_encode({'alg': ALGORITHM, 'typ': 'JWT'})}.{_encode(claims)}"
    signature = _private_key(key).sign(signed.encode(), _SCHEME, hashes.SHA256())
    return f"{signed}.{_base64url(signature)}"


def read(text: str) -> Token | None:
    """The parts of a token, or None where it is none."""
    parts = text.split(".")
    if len(parts) != PARTS or not text.isascii():
        return None
    try:
        header, claims, signature = (base64.urlsafe_b64decode(part + "==") for part in parts)
        read_header, read_claims = json.loads(header), json.loads(claims)
    except (ValueError, RecursionError):
        return None
    if not isinstance(read_header, dict) or not isinstance(read_claims, dict):
        return None
    return Token(read_header, read_claims, ".".join(parts[:2]).encode(), signature)


def _private_key(pem: str) -> rsa.RSAPrivateKey:
    # A world's keys are made in `new_key` and come from nobody else, and to check one takes 50 ms each time.
    key = serialization.load_pem_private_key(pem.encode(), password=None, unsafe_skip_rsa_key_validation=True)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise TypeError("RS256 signs with an RSA key")
    return key


def _encode(value: Mapping[str, Any]) -> str:
    return _base64url(json.dumps(value, separators=(",", ":")).encode())


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
