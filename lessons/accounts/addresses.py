"""Where a request comes from: one reading of it for limits, logs and `aws:SourceIp`."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any

from django.conf import settings

__all__ = ["client_address"]

UNKNOWN = "0.0.0.0"  # noqa: S104 -- told of a client without an address, never bound to


def client_address(environ: Mapping[str, Any]) -> str:
    """The client's IP address, from behind as many proxies as are trusted (TRUSTED_PROXIES).

    Each of those adds whom it was asked by to X-Forwarded-For. Where there are fewer hops than proxies, the
    request came in behind some of them, and the first hop is the client.
    """
    hops = [hop.strip() for hop in environ.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    trusted = hops[-settings.ALLAUTH_TRUSTED_PROXY_COUNT :] if settings.ALLAUTH_TRUSTED_PROXY_COUNT else []
    for address in (*trusted[:1], environ.get("REMOTE_ADDR", "")):
        if _is_address(address):
            return address
    return UNKNOWN


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
