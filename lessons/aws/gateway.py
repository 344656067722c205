"""The one way in, for the browser and for the AWS CLI alike.

    what is asked -> who asks -> are the parameters valid -> may they -> moto executes -> what came of it

Each step raises `AwsError` for what AWS would refuse, and `handle` turns that into AWS's answer. Nothing is
stored here, and no clock is read.
"""

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from lessons.aws import answers, budgets, form_answers
from lessons.aws.authenticate import (
    Caller,
    Clock,
    FindSession,
    Holder,
    authenticate,
    claimed_arn,
    holder_of,
    is_signed_by,
)
from lessons.aws.credentials import FindUses
from lessons.aws.errors import AwsError
from lessons.aws.http_messages import Request, Response
from lessons.aws.outcome import Call, Outcome
from lessons.aws.policies.decision import Decision
from lessons.aws.services import requested
from lessons.aws.services.iam import mfa, subjects
from lessons.aws.services.sts import rules as sts_rules
from lessons.aws.services.sts import web_identity
from lessons.aws.signing import chunked, form, signatures
from lessons.aws.stages.authorization import authorize
from lessons.aws.stages.execution import execute
from lessons.aws.stages.rules import check_rules
from lessons.aws.stages.target import Target, target_of
from lessons.aws.stages.visit import Visit
from lessons.aws.world import World, WorldDocument

# A call that AWS would carry out: what it is about, and the decision that allows it, if it takes one.
Admitted = tuple[Visit, Target, Decision | None]


def handle(  # noqa: PLR0913, PLR0917 -- all that an answer depends on comes in here
    request: Request,
    world: WorldDocument,
    find_session: FindSession,
    now: datetime,
    wall_clock: datetime | None = None,
    find_uses: FindUses = lambda _: (),
) -> Outcome:
    """Answer one request as AWS would. `now` is the sandbox's clock (UTC), which every Expiration is by.

    `find_session` gives the session of an access key id, if this sandbox has issued it. `wall_clock` is the
    time that clients sign by, where the sandbox's clock runs ahead of it (None: the same). `find_uses` tells
    who was used when, by that clock.
    """
    service = requested.service_of(request)
    known: dict[str, Any] = {
        "service": service,
        "source_ip": request.source_ip,
        "user_agent": request.header("User-Agent"),
        "request_id": str(uuid.uuid4()) if service != "s3" else uuid.uuid4().hex[:16].upper(),
    }
    read, clock = World(world, find_uses), Clock(now, wall_clock or now)
    access_key_id, _ = signatures.claimed(request)
    holder = holder_of(access_key_id, read, find_session)
    known |= {"access_key_id": access_key_id, "caller_arn": claimed_arn(holder)}
    try:
        return _serve(request, read, holder, clock, known)
    except AwsError as error:
        response = answers.of_error(error, request, known["request_id"])
        known |= {"error_code": error.code, "error_message": error.message, "explanation": error.why}
        call = Call(**known, status=error.status, decision=error.decision)
        # Policies are asked about known callers only.
        proven = error.decision is not None or is_signed_by(holder, request, service, clock.signers)
        return Outcome(response, call, proven)


def is_proven(
    request: Request, world: WorldDocument, find_session: FindSession, now: datetime, wall_clock: datetime
) -> bool:
    """Whether a request comes from somebody known here, whatever it asks for: by a key or a provider's token.

    The times are those of `handle`.
    """
    service, read = requested.service_of(request), World(world)
    holder = holder_of(signatures.claimed(request)[0], read, find_session)
    return is_signed_by(holder, request, service, wall_clock) or _is_vouched_for(request, service, read, now)


def _is_vouched_for(request: Request, service: str, world: World, now: datetime) -> bool:
    try:
        asked = requested.identify(request, service)
        parameters = requested.read_parameters(asked)
        return web_identity.TOKEN in parameters and bool(web_identity.caller_of(parameters, world, now))
    except AwsError:
        return False


def refuse(failure: str, request: Request) -> Response:
    """AWS's answer to a request that never gets as far as `handle`: `failure` as in `lessons.aws.errors`."""
    error = AwsError(failure, requested.service_of(request))
    return answers.of_error(error, request, str(uuid.uuid4()))


def _serve(request: Request, world: World, holder: Holder, clock: Clock, known: dict[str, Any]) -> Outcome:
    """Take one request through every step. `known` gathers what the event will tell, as far as it comes."""
    _check_body(request, known["service"])
    visit, target, decision = admit(
        request, world, clock, lambda service: authenticate(request, service, holder, world, clock), known
    )
    return _as_asked(execute(visit, target, decision, known), request)


def admit(
    request: Request, world: World, clock: Clock, prove: Callable[[str], Caller], known: dict[str, Any]
) -> Admitted:
    """Take one request up to where something would be done. `prove` tells who calls a service.

    `known` is that of `_serve`. Raises AwsError for what AWS would refuse.
    """
    told = signatures.moved_to_headers(request)
    asked = requested.identify(told, known["service"])
    known |= {"operation": asked.name, "action": asked.action, "resource": asked.resource}
    known["parameters"] = asked.given
    unsigned = asked.operation is not None and asked.operation.unsigned
    if unsigned:  # then nobody has checked whose key it names
        known |= {"access_key_id": "", "caller_arn": ""}
    caller = web_identity.NOBODY if unsigned else prove(asked.service)
    sts_rules.check_credentials(asked.service, asked.name, caller.session)
    asked = subjects.with_user(asked, caller)
    parameters = requested.read_parameters(asked)
    known["parameters"] = {name: value for name, value in parameters.items() if name != web_identity.TOKEN}
    visit = _vouched(Visit(chunked.plain(told), world, clock, asked, caller, parameters))
    target = target_of(visit)
    known["resource"] = target.resource
    decision = authorize(visit, target)
    check_rules(visit, target)
    return visit, target, decision


def _as_asked(outcome: Outcome, request: Request) -> Outcome:
    """The outcome of an upload by a form, answered as the form asks; any other as it is."""
    if not form.is_form(request):
        return outcome
    response = form_answers.of_form(outcome.response, request, form.read(request))
    return replace(outcome, response=response, call=replace(outcome.call, status=response.status))


def _check_body(request: Request, service: str) -> None:
    """Whether the body is within what is read of one; a client's is not even read then."""
    if len(request.body) > budgets.BODY[service]:
        raise AwsError("body too large", service)


def _vouched(visit: Visit) -> Visit:
    """The visit with what vouches for the caller beside a signature: a code of MFA, or a provider's token."""
    parameters, caller, world, now = visit.parameters, visit.caller, visit.world, visit.clock.now
    if visit.asked.operation and visit.asked.operation.unsigned:
        return replace(visit, caller=web_identity.caller_of(parameters, world, now))
    device = mfa.used_device(parameters, caller, world, now) if visit.asked.service == "sts" else None
    return replace(visit, caller=replace(caller, mfa_age=0), mfa_device=device) if device else visit
