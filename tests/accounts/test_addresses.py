"""Whose address a request is taken for, from behind proxies that tell and others that lie."""

from __future__ import annotations

import pytest
from django.test import Client, override_settings

from lessons.accounts.addresses import UNKNOWN, client_address, network_of
from lessons.models import Lesson

PROXY = "10.0.0.9"
# Trusted proxies, X-Forwarded-For, and the client.
HOPS = {
    "no proxy": (0, "", PROXY),
    "no proxy, and a claim": (0, "192.0.2.1", PROXY),
    "one proxy": (1, "192.0.2.1", "192.0.2.1"),
    "one proxy, and a claim": (1, "198.51.100.7, 192.0.2.1", "192.0.2.1"),
    "two proxies": (2, "192.0.2.1,10.0.0.8", "192.0.2.1"),
    "two proxies, and a claim": (2, "198.51.100.7, 192.0.2.1, 10.0.0.8", "192.0.2.1"),
    "past the first of two": (2, "192.0.2.1", "192.0.2.1"),
    "past both": (2, "", PROXY),
    "IPv6": (1, "2001:db8::1", "2001:db8::1"),
    "no address": (1, "unknown", PROXY),
    "an empty hop": (1, "192.0.2.1, ", PROXY),
    "a script": (1, "<script>", PROXY),
}


@pytest.mark.parametrize(("proxies", "forwarded", "client"), HOPS.values(), ids=HOPS)
def test_the_client_is_behind_as_many_proxies_as_are_trusted(
    proxies: int, forwarded: str, client: str
) -> None:
    with override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=proxies):
        environ = {"HTTP_X_FORWARDED_FOR": forwarded, "REMOTE_ADDR": PROXY}
        assert client_address(environ) == client


# Whoever has one address of a network of IPv6 has all of them (RFC 4291, section 2.5.4).
NETWORKS = {
    "192.0.2.1": "192.0.2.1",
    "2001:db8:0:1::7": "2001:db8:0:1::",
    "2001:db8:0:1:ffff::": "2001:db8:0:1::",
    "2001:db8:0:2::7": "2001:db8:0:2::",
    "::ffff:192.0.2.1": "192.0.2.1",
    "::1": "::",
}


@pytest.mark.parametrize(("address", "network"), NETWORKS.items())
def test_limits_go_by_what_one_client_has(address: str, network: str) -> None:
    assert network_of(address) == network


def test_a_client_without_an_address_is_one_of_all_such() -> None:
    assert client_address({"REMOTE_ADDR": ""}) == client_address({}) == UNKNOWN


@pytest.mark.django_db
@pytest.mark.parametrize("forwarded", ["192.0.2.1", "nonsense", ""])
@override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=2)
def test_too_few_hops_are_no_fault_of_the_site(client: Client, lesson: Lesson, forwarded: str) -> None:
    headers = {"x-forwarded-for": forwarded}
    assert client.get("/lessons/assume/read/", headers=headers).status_code == 200
    assert (
        client.post("/accounts/login/", {"login": "a", "password": "b"}, headers=headers).status_code == 200
    )
    assert client.get("/aws/", headers=headers).status_code == 302
