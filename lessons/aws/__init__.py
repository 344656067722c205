"""A small, faithful slice of AWS: who may do what, and why. Plain Python; knows no Django and no database."""

from lessons.aws.access import AccessRequest, Policies, Principal
from lessons.aws.client import client
from lessons.aws.decision import Answer, Consulted, Decision
from lessons.aws.evaluate import evaluate
from lessons.aws.gateway import handle, refuse
from lessons.aws.hypothetical import Supposed, would_be
from lessons.aws.key_ids import claimed_account
from lessons.aws.matching import ElementMatch, StatementMatch
from lessons.aws.mfa import codes as mfa_codes
from lessons.aws.moto_cloud import evict, keep_at_most
from lessons.aws.policy import Policy, parse
from lessons.aws.redecide import redecide
from lessons.aws.scenario import build
from lessons.aws.signatures import token as session_token
from lessons.aws.validate import Problem, validate
from lessons.aws.values import Call, Credentials, Outcome, Request, Response, Session, WorldDocument
from lessons.aws.web_identity import issue_token
from lessons.aws.world import AccessKey, Bucket, Role, User, World

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
    "Outcome",
    "Policies",
    "Policy",
    "Principal",
    "Problem",
    "Request",
    "Response",
    "Role",
    "Session",
    "StatementMatch",
    "Supposed",
    "User",
    "World",
    "WorldDocument",
    "build",
    "claimed_account",
    "client",
    "evaluate",
    "evict",
    "handle",
    "issue_token",
    "keep_at_most",
    "mfa_codes",
    "parse",
    "redecide",
    "refuse",
    "session_token",
    "validate",
    "would_be",
]
