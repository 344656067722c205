"""The calls to IAM that are answered here."""

from collections.abc import Mapping
from typing import Any

from lessons.aws.moto.cloud import Done
from lessons.aws.services import query_xml
from lessons.aws.services.iam import simulation
from lessons.aws.services.iam.answers import (
    account_details,
    account_summary,
    credential_report,
    holders,
    instance_profiles,
    last_accessed,
    managed,
    mfa_devices,
    oidc_providers,
    service_linked_roles,
)
from lessons.aws.services.iam.wish import Wish

READS = {
    **account_details.READS,
    **account_summary.READS,
    **credential_report.READS,
    **holders.READS,
    **instance_profiles.READS,
    **last_accessed.READS,
    **managed.READS,
    **mfa_devices.READS,
    **oidc_providers.READS,
    **service_linked_roles.READS,
    **simulation.READS,
}
CHANGES = {
    **account_summary.CHANGES,
    **credential_report.CHANGES,
    **instance_profiles.CHANGES,
    **last_accessed.CHANGES,
    **mfa_devices.CHANGES,
    **oidc_providers.CHANGES,
    **service_linked_roles.CHANGES,
}
ANSWERED = READS.keys() | CHANGES.keys()


def answered(wish: Wish, request_id: str) -> Done:
    """What came of a call that is in the tables. Raises what AWS refuses."""
    if wish.name in READS:
        return _done(wish, READS[wish.name](wish), request_id)
    change = CHANGES[wish.name](wish)
    return _done(wish, change.answer, request_id, {**wish.account, **change.parts})


def _done(
    wish: Wish, answer: Mapping[str, Any], request_id: str, account: dict[str, Any] | None = None
) -> Done:
    body = query_xml.written("iam", wish.name, answer, request_id)
    return Done(200, {}, body.encode(), account=account)
