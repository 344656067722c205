"""moto carries a call out, and what comes of it is told."""

import json
from dataclasses import replace
from typing import Any

from lessons.aws import answers, budgets, unique_ids
from lessons.aws.credentials import Session
from lessons.aws.errors import AwsError
from lessons.aws.http_messages import Request
from lessons.aws.moto import cloud
from lessons.aws.outcome import Call, Outcome
from lessons.aws.policies.decision import Decision
from lessons.aws.services.iam.answers import table as iam_answers
from lessons.aws.services.s3 import calls as s3_calls
from lessons.aws.services.s3 import rules as s3_rules
from lessons.aws.services.s3 import stored as s3_stored
from lessons.aws.services.s3 import tagging as s3_tagging
from lessons.aws.services.s3 import xml as s3_xml
from lessons.aws.services.sts import rules as sts_rules
from lessons.aws.services.sts import web_identity
from lessons.aws.stages.authorization import may, refused_deletions
from lessons.aws.stages.target import Target
from lessons.aws.stages.visit import Visit


def execute(visit: Visit, target: Target, decision: Decision | None, known: dict[str, Any]) -> Outcome:
    """Let moto do it, and tell what came of it."""
    life = sts_rules.life(visit.asked.name, visit.parameters, visit.clock.now)
    ask = visit.ask(target.role)
    draft = sts_rules.draft(ask, life)
    work = cloud.Work(
        asked=visit.asked,
        request=_for_moto(visit),
        request_id=known["request_id"],
        account_id=target.account_id,
        account=visit.world.accounts[target.account_id],
        now=life.begin,
        copied=_copied(visit, target.account_id),
        answer=sts_rules.answer(ask, draft) if visit.asked.service == "sts" else {},
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
    if work.asked.service == "iam" and work.asked.name in iam_answers.ANSWERED:
        return iam_answers.answered(visit.wish, work.request_id)
    if work.asked.name == "CreateBucket" and work.asked.bucket in work.account["buckets"]:
        return s3_calls.create_again(work)
    if work.asked.name == "DeleteObjects":
        return s3_calls.delete(work, refused_deletions(visit, target))
    if work.asked.service == "s3" and work.asked.name in s3_calls.CALLS:
        return s3_calls.CALLS[work.asked.name](work)
    try:
        done = cloud.execute(work)
    except cloud.NotExecutedError:
        raise AwsError("not executed", work.asked.service) from None
    return _stored(visit, target, work, done) if work.asked.service == "s3" else done


def _stored(visit: Visit, target: Target, work: cloud.Work, done: cloud.Done) -> cloud.Done:
    """What was done with an object, and how many tags it has, if the caller may see them."""
    source = s3_rules.copied(visit.asked, visit.request, visit.world)
    done = s3_stored.told(work, done, source, visit.caller.principal.arn)
    if work.asked.name not in ("GetObject", "HeadObject"):
        return done
    tags = s3_tagging.of_object(work.account, work.asked.bucket, work.asked.key)
    if not tags:
        return done
    told = {"x-amz-tagging-count": str(len(tags))} if may(visit, target, "s3:GetObjectTagging") else {}
    return replace(done, headers={**done.headers, **told})


def _copied(visit: Visit, account_id: str) -> dict[str, Any] | None:
    """The bucket of another account that is copied from, as moto needs it."""
    source = s3_rules.copy_source(visit.asked, visit.request, visit.world)
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
    if visit.asked.service == "iam":  # which alone moves users and roles, and trusts providers
        names = unique_ids.moved(target.account_id, visit.world.accounts[target.account_id], done.account)
        changed = web_identity.with_keys(unique_ids.follow(changed, names))
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


def _success(visit: Visit, decision: Decision | None, life: sts_rules.Life) -> str:
    """One plain sentence: why it was allowed, and what happened."""
    done = visit.asked.operation.done.format(expires=f"{life.end:%H:%M:%S}") if visit.asked.operation else ""
    why = decision.reason.removesuffix(".") if decision else "Nobody needs a permission for this"
    return f"{why}, so {done}."
