"""Where a request comes from: one reading of it for limits, logs and `aws:SourceIp`."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any

from django.conf import settings

__all__ = ["client_address", "network_of"]

UNKNOWN = "0.0.0.0"  # noqa: S104 -- told of a client without an address, never bound to
HOST_BITS = 64  # of an IPv6 address, which are its holder's to choose (RFC 4291, section 2.5.4)


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


def network_of(address: str) -> str:
    """What limits go by: an IPv4 address, or the network of an IPv6 address, all of which one client has."""
    found = ip_address(address)
    if isinstance(found, IPv4Address):
        return address
    return str(found.ipv4_mapped or IPv6Address(int(found) >> HOST_BITS << HOST_BITS))


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
