"""A small, faithful slice of AWS: who may do what, and why. Plain Python; knows no Django and no database."""

from lessons.aws.client import call, client
from lessons.aws.credentials import Credentials, Session, Use
from lessons.aws.entities import AccessKey, Bucket, Role, User
from lessons.aws.gateway import handle, is_proven, refuse
from lessons.aws.http_messages import Request, Response
from lessons.aws.hypothetical import Supposed, would_be
from lessons.aws.moto.cloud import evict, keep_at_most
from lessons.aws.outcome import Call, Outcome
from lessons.aws.policies.access_request import AccessRequest, Level, Policies, Principal
from lessons.aws.policies.decision import Answer, Consulted, Decision
from lessons.aws.policies.evaluate import evaluate
from lessons.aws.policies.matching import ElementMatch, StatementMatch
from lessons.aws.policies.policy import Policy, parse
from lessons.aws.policies.validate import Problem, refused_for, validate
from lessons.aws.redecide import redecide
from lessons.aws.rehearsal import Rehearsal, Rehearsed, rehearse
from lessons.aws.saving import problems_of
from lessons.aws.scenario import build
from lessons.aws.services.iam.mfa import codes as mfa_codes
from lessons.aws.services.principals import problems_in
from lessons.aws.services.requested import service_of
from lessons.aws.services.sts.web_identity import issue_token
from lessons.aws.signing.key_ids import claimed_account
from lessons.aws.signing.signatures import token as session_token
from lessons.aws.world import World, WorldDocument

__all__ = [
    "AccessKey",
    "AccessRequest",
    "Answer",
    "Bucket",
    "Call",
    "Consulted",
    "Credentials",
    "Decision",
    "ElementMatch",
    "Level",
    "Outcome",
    "Policies",
    "Policy",
    "Principal",
    "Problem",
    "Rehearsal",
    "Rehearsed",
    "Request",
    "Response",
    "Role",
    "Session",
    "StatementMatch",
    "Supposed",
    "Use",
    "User",
    "World",
    "WorldDocument",
    "build",
    "call",
    "claimed_account",
    "client",
    "evaluate",
    "evict",
    "handle",
    "is_proven",
    "issue_token",
    "keep_at_most",
    "mfa_codes",
    "parse",
    "problems_in",
    "problems_of",
    "redecide",
    "refuse",
    "refused_for",
    "rehearse",
    "service_of",
    "session_token",
    "validate",
    "would_be",
]
