"""Who asks for what under which policies: the words in which cases of decisions are written."""

from typing import Any

from lessons.aws import AccessRequest, Answer, Decision, Level, Policies, Principal, evaluate, parse

Statements = tuple[Any, ...]

HERE, THERE = "111122223333", "444455556666"
ALICE = Principal(f"arn:aws:iam::{HERE}:user/alice", HERE, "alice")
DEMO = f"arn:aws:iam::{HERE}:role/demo"
SESSION = Principal(f"arn:aws:sts::{HERE}:assumed-role/demo/session1", HERE, "demo/session1", DEMO)
FEDERATED = Principal(f"arn:aws:sts::{HERE}:federated-user/visitor", HERE, "visitor", ALICE.arn)
WEB = Principal(f"arn:aws:iam::{HERE}:oidc-provider/login.example", HERE, "student-7", provider=True)
ROLE = f"arn:aws:iam::{HERE}:role/target"
OBJECT = "arn:aws:s3:::reports/q1.csv"

ALLOWED, DENIED, SILENT = Answer.ALLOWED, Answer.EXPLICITLY_DENIED, Answer.IMPLICITLY_DENIED


def statement(effect: str = "Allow", action: Any = "*", resource: Any = "*", **more: Any) -> dict[str, Any]:
    return {"Effect": effect, "Action": action, "Resource": resource, **more}


def policy(*statements: Any, version: str = "2012-10-17") -> Any:
    return parse({"Version": version, "Statement": list(statements)})


def by(principal: Any, effect: str = "Allow", action: Any = "*", **more: Any) -> dict[str, Any]:
    """A statement of a resource's policy."""
    return {"Effect": effect, "Principal": principal, "Action": action, **more}


def all_but(*names: str, effect: str = "Deny", kind: str = "AWS") -> tuple[dict[str, Any], ...]:
    """The statement of a resource's policy with a NotPrincipal."""
    return ({"Effect": effect, "NotPrincipal": {kind: list(names)}, "Action": "*"},)


def _levels(name: str, given: Statements | dict[str, Statements] | None) -> tuple[Level, ...] | None:
    if given is None:
        return None
    levels = given if isinstance(given, dict) else {"": given}
    return tuple(Level(level, ((name, policy(*statements)),)) for level, statements in levels.items())


def decide(
    *identity: Any,
    principal: Principal = ALICE,
    action: str = "s3:GetObject",
    resource: str = OBJECT,
    account: str = HERE,
    context: dict[str, tuple[str, ...]] | None = None,
    on: tuple[Any, ...] = (),
    boundary: tuple[Any, ...] | None = None,
    session: tuple[Any, ...] | None = None,
    scp: Statements | dict[str, Statements] | None = None,
    rcp: Statements | dict[str, Statements] | None = None,
) -> Decision:
    """The decision on statements: `identity` of the caller, `on` the resource.

    `scp` and `rcp` are the statements of an organization of one level, or of several by their names.
    """
    policies = Policies(
        (("identity", policy(*identity)),),
        (("resource", policy(*on)),),
        *(
            None if group is None else ((name, policy(*group)),)
            for name, group in (("boundary", boundary), ("session", session))
        ),
        _levels("scp", scp),
        _levels("rcp", rcp),
    )
    return evaluate(AccessRequest(principal, action, resource, account, context or {}), policies)


NOTHING = ()
YES = statement()
NO = statement("Deny")
USER_ARN, ACCOUNT_ARN = {"AWS": ALICE.arn}, {"AWS": f"arn:aws:iam::{HERE}:root"}
ROLE_ARN, SESSION_ARN = {"AWS": DEMO}, {"AWS": SESSION.arn}

HERE_AND_ALICE = {"AWS": [HERE, ALICE.arn]}
SAME_BUT_PUT = by(USER_ARN, action="s3:PutObject")
