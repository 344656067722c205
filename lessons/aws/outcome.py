"""What one request led to, and what is stored of it. Frozen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from lessons.aws.credentials import Session
from lessons.aws.http_messages import Response
from lessons.aws.policies.decision import Decision


@dataclass(frozen=True, slots=True)
class Call:
    """One call as it is stored: what was asked, by whom, and what came of it. Holds no secret and no token.

    `operation` and what follows from it are "" when the request could not be understood.
    `explanation` is one plain sentence for a student, for a success too.
    """

    service: str = ""
    operation: str = ""
    action: str = ""
    resource: str = ""
    caller_arn: str = ""
    access_key_id: str = ""
    parameters: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    source_ip: str = ""
    user_agent: str = ""
    status: int = 0
    error_code: str = ""
    error_message: str = ""
    request_id: str = ""
    decision: Decision | None = None
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one request led to. `world` is set when the call changed it, `issued` when STS issued one.

    `proven` tells whether it came from somebody known here: the holder of a key, or of a provider's token.
    """

    response: Response
    call: Call
    proven: bool
    world: dict[str, Any] | None = None
    issued: Session | None = None
