"""What AWS would answer to a call: the gateway's rules, with nothing signed and nothing carried out. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

from botocore.serialize import create_serializer

from lessons.aws.arn import REGION
from lessons.aws.authenticate import Clock, Holder, recognize
from lessons.aws.credentials import Session
from lessons.aws.errors import AwsError
from lessons.aws.gateway import admit
from lessons.aws.http_messages import Request
from lessons.aws.policies.decision import Decision
from lessons.aws.services.parameters import service_model
from lessons.aws.services.requested import FORM_TYPE
from lessons.aws.services.sts import rules as sts_rules
from lessons.aws.world import World

TOKEN_HEADER = "X-Amz-Security-Token"  # noqa: S105 -- the name of a header


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """AWS's answer. `code` and `message` are the error's, "" where the call would be carried out.

    `why` is one plain sentence for a student. `issued` is the session that STS would issue, its keys made up;
    `says` what STS would say beside it.
    """

    code: str = ""
    message: str = ""
    why: str = ""
    decision: Decision | None = None
    issued: Session | None = None
    says: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A call that nobody makes: `operation` as boto3's clients name their models' (`AssumeRole`).

    `token` is the session token that is sent along, None for none. Times are UTC.
    """

    service: str
    operation: str
    parameters: Mapping[str, Any]
    token: str | None = None
    source_ip: str = "127.0.0.1"

    @property
    def request(self) -> Request:
        """The call as a client would send it, but for the signature."""
        model = service_model(self.service).operation_model(self.operation)
        sent = _serializer(self.service).serialize_to_request(self.parameters, model)
        query = f"?{urlencode(sent['query_string'])}" if sent["query_string"] else ""
        body = sent["body"]
        is_form = isinstance(body, Mapping)
        headers = {**sent["headers"], **({TOKEN_HEADER: self.token} if self.token is not None else {})}
        return Request(
            sent["method"],
            f"https://{self.service}.{REGION}.amazonaws.com{sent['url_path']}{query}",
            {**headers, **({"Content-Type": FORM_TYPE} if is_form else {})},
            urlencode(body).encode() if is_form else body,
            self.source_ip,
        )


@lru_cache(maxsize=4)
def _serializer(service: str) -> Any:
    protocol = service_model(service).metadata["protocol"]
    return create_serializer(protocol, include_validation=False)  # AWS is to refuse what is wrong


def rehearse(call: Rehearsal, holder: Holder, world: World, now: datetime) -> Rehearsed:
    """What AWS would answer to a call at `now` (UTC), signed with the key that `holder` holds."""
    request, clock = call.request, Clock(now, now)
    try:
        visit, target, decision = admit(
            request,
            world,
            clock,
            lambda service: recognize(request, service, holder, world, now),
            {"service": call.service},
        )
    except AwsError as error:
        return Rehearsed(error.code, error.message, error.why, error.decision)
    why = decision.reason if decision else ""
    if call.service != "sts":
        return Rehearsed("", "", why, decision)
    ask = visit.ask(target.role)
    draft = sts_rules.draft(ask, sts_rules.life(call.operation, visit.parameters, now))
    issued = draft and replace(draft, access_key_id="ASIA", session_token=draft.assumed_role_id)
    return Rehearsed("", "", why, decision, issued, sts_rules.answer(ask, draft))
