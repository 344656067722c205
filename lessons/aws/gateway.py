"""The one way in, for the browser and for the AWS CLI alike.

    what is asked -> who asks -> are the parameters valid -> may they -> moto executes -> what came of it

Each step raises `AwsError` for what AWS would refuse, and `handle` turns that into AWS's answer. Nothing is
stored here, and no clock is read.
"""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from lessons.aws import answers, budgets
from lessons.aws.applicable_policies import policies_for
from lessons.aws.arn import bucket_arn
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
from lessons.aws.context import condition_keys
from lessons.aws.errors import AwsError
from lessons.aws.errors.access_denied import access_denied
from lessons.aws.moto import cloud
from lessons.aws.policies.access import AccessRequest, NamedPolicies
from lessons.aws.policies.decision import Decision
from lessons.aws.policies.evaluate import evaluate
from lessons.aws.services import (
    iam,
    iam_rules,
    mfa,
    operations,
    s3,
    s3_calls,
    s3_xml,
    simulation,
    sts,
    web_identity,
)
from lessons.aws.services.operations import Asked
from lessons.aws.signing import checksums, chunked, signatures
from lessons.aws.values import Call, Outcome, Request, Response, Session, WorldDocument
from lessons.aws.world import Bucket, MfaDevice, Role, World


@dataclass(frozen=True, slots=True)
class Target:
    """What a call is about: an ARN, the account it is in, the policy that the resource itself has, and the
    condition keys that it brings."""

    resource: str
    account_id: str
    policies: NamedPolicies = ()
    condition_keys: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    role: Role | None = None
    bucket: Bucket | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """One authenticated call on its way through the gateway."""

    request: Request
    world: World
    clock: Clock
    asked: Asked
    caller: Caller
    parameters: Mapping[str, Any]
    mfa_device: MfaDevice | None = None


def handle(
    request: Request,
    world: WorldDocument,
    find_session: FindSession,
    now: datetime,
    wall_clock: datetime | None = None,
) -> Outcome:
    """Answer one request as AWS would. `now` is the sandbox's clock (UTC), which every Expiration is by.

    `find_session` gives the session of an access key id, if this sandbox has issued it. `wall_clock` is the
    time that clients sign by, where the sandbox's clock runs ahead of it (None: the same).
    """
    service = operations.service_of(request)
    known: dict[str, Any] = {
        "service": service,
        "source_ip": request.source_ip,
        "user_agent": request.header("User-Agent"),
        "request_id": str(uuid.uuid4()) if service != "s3" else uuid.uuid4().hex[:16].upper(),
    }
    read, clock = World(world), Clock(now, wall_clock or now)
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
    service, read = operations.service_of(request), World(world)
    holder = holder_of(signatures.claimed(request)[0], read, find_session)
    return is_signed_by(holder, request, service, wall_clock) or _is_vouched_for(request, service, read, now)


def _is_vouched_for(request: Request, service: str, world: World, now: datetime) -> bool:
    try:
        asked = operations.identify(request, service)
        parameters = operations.read_parameters(asked)
        return web_identity.TOKEN in parameters and bool(web_identity.caller_of(parameters, world, now))
    except AwsError:
        return False


def refuse(failure: str, request: Request) -> Response:
    """AWS's answer to a request that never gets as far as `handle`: `failure` as in `lessons.aws.errors`."""
    error = AwsError(failure, operations.service_of(request))
    return answers.of_error(error, request, str(uuid.uuid4()))


def _serve(request: Request, world: World, holder: Holder, clock: Clock, known: dict[str, Any]) -> Outcome:
    """Take one request through every step. `known` gathers what the event will tell, as far as it comes."""
    _check_body(request, known["service"])
    asked = operations.identify(request, known["service"])
    known |= {"operation": asked.name, "action": asked.action, "resource": asked.resource}
    known["parameters"] = asked.given
    unsigned = asked.operation is not None and asked.operation.unsigned
    if unsigned:  # then nobody has checked whose key it names
        known |= {"access_key_id": "", "caller_arn": ""}
    caller = web_identity.NOBODY if unsigned else authenticate(request, asked.service, holder, world, clock)
    sts.check_credentials(asked.service, asked.name, caller.session)
    asked = iam.with_user(asked, caller)
    parameters = operations.read_parameters(asked)
    known["parameters"] = {name: value for name, value in parameters.items() if name != web_identity.TOKEN}
    plain = signatures.moved_to_header(chunked.plain(request))
    visit = _vouched(Visit(plain, world, clock, asked, caller, parameters))
    target = _target(visit)
    known["resource"] = target.resource
    decision = _authorize(visit, target)
    _check_rules(visit, target)
    return _execute(visit, target, decision, known)


def _check_body(request: Request, service: str) -> None:
    """Whether the body is within what is read of one; a client's is not even read then."""
    if len(request.body) > budgets.BODY[service]:
        raise AwsError("body too large", service)


def _target(visit: Visit) -> Target:
    """The role or bucket that is asked for. Raises AwsError where there is none."""
    resource = visit.asked.resource
    s3.check_key(visit.asked.key)
    if visit.asked.bucket and visit.asked.name != "CreateBucket":
        bucket = s3.find_bucket(visit.asked.bucket, visit.world)
        return Target(resource, bucket.account_id, bucket.policy, bucket=bucket)
    if visit.asked.name in sts.FOR_ROLES:
        role = sts.find_role(visit.asked.name, resource, visit.caller.principal.arn, visit.world)
        keys = {f"aws:ResourceTag/{name}": value for name, value in role.tags.items()}
        return Target(resource, role.account_id, role.trust, keys, role=role)
    if visit.asked.service == "iam":
        return _iam_target(visit)
    if visit.asked.service == "sts":
        resource = sts.resource_of(_ask(visit, None))
    return Target(resource, visit.caller.principal.account_id)


def _iam_target(visit: Visit) -> Target:
    about = iam.subject(visit.asked, visit.parameters, visit.caller.principal.account_id, visit.world)
    return Target(about.resource, about.account_id, condition_keys=about.condition_keys)


def _vouched(visit: Visit) -> Visit:
    """The visit with what vouches for the caller beside a signature: a code of MFA, or a provider's token."""
    parameters, caller, world, now = visit.parameters, visit.caller, visit.world, visit.clock.now
    if visit.asked.operation and visit.asked.operation.unsigned:
        return replace(visit, caller=web_identity.caller_of(parameters, world, now))
    device = mfa.used_device(parameters, caller, world, now) if visit.asked.service == "sts" else None
    return replace(visit, caller=replace(caller, mfa_age=0), mfa_device=device) if device else visit


def _ask(visit: Visit, role: Role | None) -> sts.Ask:
    return sts.Ask(visit.asked.name, visit.parameters, visit.caller, role)


def _authorize(visit: Visit, target: Target) -> Decision | None:
    """The decision that allows the call, or None where nobody needs a permission. Raises the refusal."""
    operation = visit.asked.operation
    if operation is None or operation.open_to_all:
        return None
    if operation.name == "DeleteObjects":
        return _decide_deletions(visit, target)
    decision = _decide(visit, target, operation.action, target.resource)
    for action in _further_actions(visit, target):
        _decide(visit, target, action, target.resource)
    if target.bucket and operation.action == "s3:GetObject":
        _check_there(visit, target, target.bucket, visit.asked.key)
    source = s3.copy_source(visit.asked, visit.request, visit.world)
    if source:
        _authorize_copy(visit, source)
    return decision


def _further_actions(visit: Visit, target: Target) -> tuple[str, ...]:
    """The permissions that the call needs on the same resource, beside its own."""
    if visit.asked.service == "sts":
        return sts.further_actions(_ask(visit, target.role))
    return iam.further_actions(visit.asked.name, visit.parameters) if visit.asked.service == "iam" else ()


def _authorize_copy(visit: Visit, source: s3.Source) -> None:
    """Who copies an object reads it."""
    bucket, key = source
    target = Target(bucket_arn(bucket.name, key), bucket.account_id, bucket.policy, bucket=bucket)
    _decide(visit, target, "s3:GetObject", target.resource)
    _check_there(visit, target, bucket, key)


def _check_there(visit: Visit, target: Target, bucket: Bucket, key: str) -> None:
    """Whether an object is there to be read. Who may not list is not told."""
    if key not in bucket.keys:
        _decide(visit, target, "s3:ListBucket", bucket.arn)
        raise AwsError("no key", "s3", Key=key)


def _decide_deletions(visit: Visit, target: Target) -> Decision | None:
    """The decision on the first object that may not be deleted, or on the first of all."""
    refused = _refused_deletions(visit, target)
    if refused:
        return next(iter(refused.values())).decision
    key = s3_xml.keys_to_delete(visit.request.body)[0]
    return _decide(visit, target, "s3:DeleteObject", bucket_arn(visit.asked.bucket, key))


def _refused_deletions(visit: Visit, target: Target) -> dict[str, AwsError]:
    """The objects that may not be deleted, with what AWS says of each."""
    refused = {}
    for key in s3_xml.keys_to_delete(visit.request.body):
        try:
            _decide(visit, target, "s3:DeleteObject", bucket_arn(visit.asked.bucket, key))
        except AwsError as error:
            refused[key] = error
    return refused


def _decide(visit: Visit, target: Target, action: str, resource: str) -> Decision:
    caller = visit.caller
    context = condition_keys(visit.request, caller, visit.asked.service, visit.parameters, visit.clock)
    keys = {**target.condition_keys, "aws:ResourceAccount": target.account_id}
    context = {key: (value,) for key, value in keys.items()} | context
    asked = AccessRequest(caller.principal, action, resource, target.account_id, context)
    policies = policies_for(caller, visit.asked.service, target.account_id, target.policies, visit.world)
    decision = evaluate(asked, policies)
    if not decision.allowed:
        raise access_denied(visit.asked.service, asked, decision)
    return decision


def _check_rules(visit: Visit, target: Target) -> None:
    """The service's own rules, once the call is allowed."""
    if visit.asked.service == "sts":
        sts.check(_ask(visit, target.role), visit.world)
    if visit.asked.service == "iam":
        account_id = visit.caller.principal.account_id
        iam_rules.check(iam_rules.Wish(visit.asked.name, visit.parameters, account_id, visit.world))
    if visit.asked.service == "s3":
        _check_s3(visit, target)


def _check_s3(visit: Visit, target: Target) -> None:
    asked, body, world = visit.asked, visit.request.body, visit.world
    account_id = visit.caller.principal.account_id
    if asked.name == "CreateBucket":
        s3.check_new_bucket(asked.bucket, body, account_id, world)
    if target.bucket:
        checksums.check(visit.request)
        s3.check_policy_call(asked, body, account_id, target.bucket, world)
        s3.check_upload(asked, target.bucket, world)
        s3.check_reading(asked)
        s3.check_metadata(asked, visit.request)
        s3.check_room(asked, len(body), target.bucket, world)


def _execute(visit: Visit, target: Target, decision: Decision | None, known: dict[str, Any]) -> Outcome:
    """Let moto do it, and tell what came of it."""
    life = sts.life(visit.asked.name, visit.parameters, visit.clock.now)
    ask = _ask(visit, target.role)
    draft = sts.draft(ask, life)
    work = cloud.Work(
        asked=visit.asked,
        request=_for_moto(visit),
        request_id=known["request_id"],
        account_id=target.account_id,
        account=visit.world.accounts[target.account_id],
        now=life.begin,
        copied=_copied(visit, target.account_id),
        answer=_answer(visit, ask, draft),
        expires_at=draft.expires_at if draft else None,
    )
    done = _done(visit, target, work)
    response = answers.of_done(done, visit.request, visit.asked.service, known["request_id"])
    changed = _changed(visit, target, done)
    code, message = answers.error_of(response)
    known |= {"status": response.status, "error_code": code, "error_message": message, "decision": decision}
    call = Call(**known, explanation=message or _success(visit, decision, life))
    return Outcome(response, call, True, changed, _issued(draft, done))


def _for_moto(visit: Visit) -> Request:
    """The request with its body as moto is to read it: XML is read here. Raises AwsError where it is none."""
    if visit.asked.name == "CompleteMultipartUpload":
        return replace(visit.request, body=s3_xml.parts(visit.request.body))
    return replace(visit.request, body=b"") if visit.asked.name == "CreateBucket" else visit.request


def _done(visit: Visit, target: Target, work: cloud.Work) -> cloud.Done:
    if work.asked.name == "CreateBucket" and work.asked.bucket in work.account["buckets"]:
        return s3_calls.create_again(work.asked)
    if work.asked.name in s3.BUCKET_POLICY:
        return s3_calls.policy_call(work.asked, work.request.body, work.account)
    if work.asked.name == "DeleteObjects":
        return s3_calls.delete(work.asked, work.request.body, _refused_deletions(visit, target), work.account)
    try:
        return cloud.execute(work)
    except cloud.NotExecutedError:
        raise AwsError("not executed", work.asked.service) from None


def _answer(visit: Visit, ask: sts.Ask, draft: Session | None) -> Mapping[str, Any]:
    """What is answered here, and only written out where the call is carried out."""
    if visit.asked.service == "sts":
        return sts.answer(ask, draft)
    simulated = visit.asked.name == "SimulatePrincipalPolicy"
    return simulation.simulate(visit.parameters, visit.world) if simulated else {}


def _copied(visit: Visit, account_id: str) -> dict[str, Any] | None:
    """The bucket of another account that is copied from, as moto needs it."""
    source = s3.copy_source(visit.asked, visit.request, visit.world)
    if source is None or source.bucket.account_id == account_id:
        return None
    name = source.bucket.name
    return {name: visit.world.accounts[source.bucket.account_id]["buckets"][name]}


def _changed(visit: Visit, target: Target, done: cloud.Done) -> dict[str, Any] | None:
    if visit.mfa_device:
        return visit.world.with_mfa_device(visit.mfa_device)
    if done.account is None:
        return None
    changed = visit.world.with_account(target.account_id, done.account)
    _check_size(visit, changed)
    return changed


def _check_size(visit: Visit, changed: dict[str, Any]) -> None:
    """Whether the world has room for what the call adds. One that is over already may still get smaller."""
    size = len(json.dumps(changed))
    if size > budgets.WORLD and size > len(json.dumps(visit.world.document)):
        facts = {"ProposedSize": size, "MaxSizeAllowed": budgets.WORLD}
        raise AwsError("world full", visit.asked.service, **facts)


def _issued(draft: Session | None, done: cloud.Done) -> Session | None:
    """The session with the keys that it was issued with."""
    if draft is None or done.issued is None:
        return None
    keys = done.issued
    return replace(
        draft,
        access_key_id=keys.access_key_id,
        secret_access_key=keys.secret_access_key,
        session_token=keys.session_token or "",
    )


def _success(visit: Visit, decision: Decision | None, life: sts.Life) -> str:
    """One plain sentence: why it was allowed, and what happened."""
    done = visit.asked.operation.done.format(expires=f"{life.end:%H:%M:%S}") if visit.asked.operation else ""
    why = decision.reason.removesuffix(".") if decision else "Nobody needs a permission for this"
    return f"{why}, so {done}."
