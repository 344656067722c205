"""What is in the database stays when its tables change."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django_test_migrations.migrator import Migrator

from lessons.aws import Session

ROWS, EVENTS = ("sandbox", "0010_events_found_by_number"), ("sandbox", "0012_no_rows_of_credentials")
NOW = datetime(2026, 1, 2, 3, 4, 5, 678, tzinfo=UTC)
ISSUED = {
    "access_key_id": "ASIAEXAMPLE",
    "secret_access_key": "a secret",
    "session_token": "a token",
    "account_id": "123456789012",
    "arn": "arn:aws:sts::123456789012:assumed-role/demo/s1",
    "assumed_role_id": "AROAEXAMPLE:s1",
    "issued_at": NOW,
    "expires_at": NOW + timedelta(hours=1),
    "issuer_access_key_id": "AKIAEXAMPLE",
    "role_name": "demo",
    "session_policy": "{}",
    "policy_arns": ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
    "tags": {"team": "a"},
    "transitive_tag_keys": ["team"],
    "mfa_present": True,
}


def a_sandbox(apps: Any) -> Any:
    user = apps.get_model("accounts", "User").objects.create(username="maya")
    scenario = apps.get_model("sandbox", "Scenario").objects.create(slug="demo", title="Demo", document={})
    return apps.get_model("sandbox", "Sandbox").objects.create(user=user, scenario=scenario)


@pytest.mark.django_db(transaction=True)
def test_credentials_in_rows_move_into_their_events_and_back(migrator: Migrator) -> None:
    apps = migrator.apply_initial_migration(ROWS).apps
    sandbox, events = a_sandbox(apps), apps.get_model("sandbox", "Event").objects
    credential = apps.get_model("sandbox", "Credential").objects.create(sandbox=sandbox, **ISSUED)
    events.create(sandbox=sandbox, number=1, at=NOW, issued=credential)
    events.create(sandbox=sandbox, number=2, at=NOW)

    apps = migrator.apply_tested_migration(EVENTS).apps
    one, other = apps.get_model("sandbox", "Event").objects.order_by("number")
    session = Session.from_json(one.issued_session)
    told = {name: getattr(session, name) for name in ISSUED}
    assert told | {name: list(told[name]) for name in ("policy_arns", "transitive_tag_keys")} == ISSUED
    assert one.issued_key == "ASIAEXAMPLE"
    assert (other.issued_key, other.issued_session) == (None, None)

    apps = migrator.apply_tested_migration(ROWS).apps
    one, other = apps.get_model("sandbox", "Event").objects.select_related("issued").order_by("number")
    assert {name: getattr(one.issued, name) for name in ISSUED} == ISSUED
    assert other.issued is None
