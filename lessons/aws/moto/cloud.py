"""moto as the cloud that every account lies in: calls are executed here, one account at a time.

moto's state is a cache of world documents, one entry an account: an account is built when its document is not
the one moto has, dropped when many or large others were used since, and can be dropped at any time. moto
decides nothing: its own authorization, its choice of account and its clock are replaced. Nothing leaves the
process.
"""

import json
import logging
import os
import time
from collections import OrderedDict, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from itertools import chain
from threading import Lock
from typing import Any
from urllib.parse import quote, urlencode

from moto.core.model_instances import model_data
from moto.core.request import Request as MotoRequest
from moto.core.responses import BaseResponse
from moto.iam.models import IAMBackend, iam_backends
from moto.moto_api._internal import mock_random
from moto.s3.models import S3Backend, s3_backends
from moto.s3.responses import S3Response
from moto.sts.models import sts_backends

from lessons.aws import budgets
from lessons.aws.arn import PARTITION, REGION
from lessons.aws.credentials import Credentials
from lessons.aws.http_messages import Request
from lessons.aws.moto import clock, iam, s3, sts
from lessons.aws.moto.iam_responses import IamResponses
from lessons.aws.services import query_xml
from lessons.aws.services.operation import Asked
from lessons.aws.services.requested import FORM_TYPE

logger = logging.getLogger(__name__)

Answer = tuple[int, Mapping[str, str], str | bytes]  # status, headers, body

MOST_ACCOUNTS = 500  # in memory; `keep_at_most` sets both
IDLE_SECONDS = 3600.0  # after its last call an account is dropped
REDIRECT = 300  # the first HTTP status that is no success

# One lock for many accounts: it is held for the millisecond that a call takes, and never two at a time.
_LOCKS = tuple(Lock() for _ in range(64))
_built: OrderedDict[str, Mapping[str, Any]] = OrderedDict()  # account id -> the document that moto has
_sizes: dict[str, int] = {}  # account id -> the bytes of that document as JSON
_used: dict[str, float] = {}  # account id -> when it was last used, in seconds of this process's clock

# moto lists every object it ever made, for a dashboard that is not here: such a list keeps none.
for _model in chain.from_iterable(models.values() for models in model_data.values()):
    _model.instances_tracked = deque(maxlen=0)  # type: ignore[attr-defined] # moto calls a model an object

# Processes forked from one would otherwise issue the same keys.
os.register_at_fork(after_in_child=mock_random.seed)


@dataclass(frozen=True, slots=True)
class Work:
    """One call that was allowed: on which account, and when.

    `copied` is the bucket of another account, by its name, that an object is copied from. `answer` is what to
    say where that is known, `expires_at` the end of the credentials that STS issues with it.
    """

    asked: Asked
    request: Request
    request_id: str
    account_id: str
    account: Mapping[str, Any]
    now: datetime
    copied: Mapping[str, Any] | None = None
    answer: Mapping[str, Any] = field(default_factory=dict)
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """What moto answered, the credentials it issued, and the account if the call changed it."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    issued: Credentials | None = None
    account: dict[str, Any] | None = None


class _Executes(BaseResponse):
    """What moto's responders do differently here: it works on the account it is told to, unasked."""

    issued: None = None

    def __init__(self, work: Work) -> None:
        super().__init__()
        self.work = work

    def get_current_account(self) -> str:
        return self.work.account_id

    def _authenticate_and_authorize_action(self, *_: object) -> None:
        """The gateway has done so."""


class _Sts:
    """STS needs of moto only new keys: the gateway has read the request, and says what to answer."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.issued: Credentials | None = None

    def respond(self) -> Answer:
        answer, expires_at = self.work.answer, self.work.expires_at
        if expires_at:
            self.issued = sts.issue(_iam(self.work.account_id))
            answer = {"Credentials": sts.credentials(self.issued, expires_at), **answer}
        return HTTPStatus.OK, {}, query_xml.written("sts", self.work.asked.name, answer, self.work.request_id)


class _S3(_Executes, S3Response):
    def respond(self) -> Answer:
        backend, copied = _s3(self.work.account_id), self.work.copied or {}
        s3.build(backend, copied)
        request = _to_s3(self.work)
        headers: Any = request.headers
        respond = self.key_response if self.work.asked.key else self.bucket_response
        answer = respond(request, request.raw_url, headers)
        s3.drop(backend, copied)
        return answer


class _Iam(_Executes, IamResponses):
    def respond(self) -> Answer:
        request = _to_iam(self.work)
        iam.provide(_iam(self.work.account_id), request.form.get("PolicyArn", ""))
        return self._dispatch(request)


_RESPONDERS: dict[str, type[_Sts | _S3 | _Iam]] = {"sts": _Sts, "iam": _Iam, "s3": _S3}


class NotExecutedError(Exception):
    """moto could not make sense of a call, as happens with input that no client sends."""


def execute(work: Work) -> Done:
    """Let moto do an allowed call. Accounts are built as needed; different accounts run in parallel."""
    with _lock(work.account_id), clock.at(work.now):
        _build(work.account_id, work.account)
        try:
            done = _respond(work)
        except Exception as error:
            logger.warning("moto could not do a call to %s", work.asked.service, exc_info=True)
            _drop(work.account_id)  # it may have done half of it
            raise NotExecutedError from error
    evict(_stale())
    return done


def _respond(work: Work) -> Done:
    responder = _RESPONDERS[work.asked.service](work)
    status, headers, body = responder.respond()
    account = _read_back(work) if status < REDIRECT and _changes(work) else None
    _forget(work.account_id, responder.issued)
    return Done(status, headers, body.encode() if isinstance(body, str) else body, responder.issued, account)


def _changes(work: Work) -> bool:
    """Whether a call that succeeds leaves the account another than it was."""
    if work.asked.service == "s3":
        return work.request.method in ("PUT", "POST", "DELETE")
    return work.asked.service == "iam"


def evict(account_ids: Iterable[str]) -> None:
    """Drop accounts from moto. They are built again when they are next used."""
    for account_id in account_ids:
        with _lock(account_id):
            _drop(account_id)


def _lock(account_id: str) -> Lock:
    return _LOCKS[int(account_id) % len(_LOCKS)]


def keep_at_most(accounts: int, idle_seconds: float) -> None:
    """Set how many accounts stay in memory, and for how long after their last call."""
    global MOST_ACCOUNTS, IDLE_SECONDS
    MOST_ACCOUNTS, IDLE_SECONDS = accounts, idle_seconds


def _stale() -> list[str]:
    """The accounts that are too many or too large together, and those which nobody has used for long.

    The oldest come first.
    """
    accounts, stale = list(_built), []
    too_many, too_large = len(accounts) - MOST_ACCOUNTS, sum(_sizes.values()) - budgets.IN_MOTO
    long_ago = time.monotonic() - IDLE_SECONDS
    for place, account_id in enumerate(accounts):
        if place < too_many or too_large > 0 or _used.get(account_id, long_ago) < long_ago:
            stale.append(account_id)
            too_large -= _sizes.get(account_id, 0)
    return stale


class _Unparsed(MotoRequest):
    """A request whose body is an object, never a form, whatever its type says.

    Its environment does not hold it in turn: the body would stay until garbage is searched for.
    """

    want_form_data_parsed = False

    def __init__(self, environ: dict[str, Any]) -> None:
        super().__init__(environ, populate_request=False)


# moto reads paths, queries and forms by rules of its own. It must act on exactly what was authorized, so each
# request is written anew from what the gateway understood, at AWS's own host.


def _to_iam(work: Work) -> MotoRequest:
    form = work.asked.form.values if work.asked.form else {}
    headers = {"Authorization": work.request.header("Authorization"), "Content-Type": FORM_TYPE}
    return MotoRequest.from_primitives("POST", "https://iam.amazonaws.com/", headers, urlencode(form))


# Tags and checksums stand in the document alone; what a body was signed with is not of the object.
_NOT_MOTOS = ("host", "x-amz-tagging", "x-amz-content-sha256", "x-amz-sdk-checksum-algorithm")
_CHECKSUM = "x-amz-checksum-"


def _to_s3(work: Work) -> MotoRequest:
    host = f"s3.{REGION}.amazonaws.com"
    path = f"{quote(work.asked.bucket, safe='')}/{quote(work.asked.key)}" if work.asked.bucket else ""
    url = f"https://{host}/{path}?{urlencode(work.asked.query, quote_via=quote)}"
    headers = {name: value for name, value in work.request.headers.items() if not _is_ours(name.lower())}
    return _Unparsed.from_primitives(work.request.method, url, headers | {"Host": host}, work.request.body)


def _is_ours(header: str) -> bool:
    return header in _NOT_MOTOS or header.startswith(_CHECKSUM)


def _iam(account_id: str) -> IAMBackend:
    return iam_backends[account_id][PARTITION]


def _s3(account_id: str) -> S3Backend:
    return s3_backends[account_id][PARTITION]


def _drop(account_id: str) -> None:
    _built.pop(account_id, None)
    _sizes.pop(account_id, None)
    _used.pop(account_id, None)
    if account_id in s3_backends:
        s3.drop(_s3(account_id), list(_s3(account_id).buckets))
    for backends in (iam_backends, s3_backends, sts_backends):
        dict.pop(backends, account_id, None)


def _build(account_id: str, document: Mapping[str, Any]) -> None:
    """Make moto's account what the document says, unless it already is."""
    if _built.get(account_id) != document:
        _drop(account_id)
        iam.build(_iam(account_id), document)
        s3.build(_s3(account_id), document["buckets"])
        _keep(account_id, document)
    _built.move_to_end(account_id)
    _used[account_id] = time.monotonic()


def _forget(account_id: str, issued: Credentials | None) -> None:
    """Sessions live in the database; moto would keep their keys for ever."""
    if issued:
        _iam(account_id).access_keys.pop(issued.access_key_id, None)


def _read_back(work: Work) -> dict[str, Any]:
    """The account's document after a call that changed something."""
    if work.asked.service == "iam":
        account = iam.read(_iam(work.account_id), work.account)
        _drop(work.account_id)  # moto counts attachments by calls; what it is built from is the document
        return account
    account = {
        **work.account,
        "buckets": s3.read(_s3(work.account_id), work.account["buckets"], work.asked),
    }
    _keep(work.account_id, account)
    return account


def _keep(account_id: str, document: Mapping[str, Any]) -> None:
    """Remember what moto has of an account from now on."""
    _built[account_id] = document
    _sizes[account_id] = len(json.dumps(document))
