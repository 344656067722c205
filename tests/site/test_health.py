"""/healthz tells a load balancer whether this worker can reach its database."""

from __future__ import annotations

import pytest
from django.db import DatabaseError
from django.test import Client

from learnsts import views


@pytest.mark.django_db
def test_it_is_well_when_the_database_answers(client: Client) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok", "database": "ok"})


def test_it_is_unavailable_when_the_database_does_not(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Gone:
        def cursor(self) -> None:
            raise DatabaseError("no route to host")

    monkeypatch.setattr(views, "connection", Gone())
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json()["database"] == "no answer"
    assert "route" not in response.text


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_it_is_only_for_reading(client: Client, method: str) -> None:
    assert getattr(client, method)("/healthz").status_code == 405
