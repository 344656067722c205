"""Session tags and the source identity: permissions of their own, handed on along a chain."""

from typing import Any

from lessons.aws.cases.assume_role import ALICE, DEMO
from lessons.aws.cases.case import Answered, Case, Parameters, Step, denied, invalid
from lessons.aws.cases.world import ACCOUNT

TAGS = "AssumeRole: tags and source identity"
TAGGED = f"{ACCOUNT}:role/tagged"
BLUE, RED = ({"Tags": [{"Key": "team", "Value": value}]} for value in ("blue", "red"))


def _asks(role: str, given: Parameters) -> Parameters:
    return {"RoleArn": role, "RoleSessionName": "session1", **given}


def _after(given: Parameters) -> tuple[Step, ...]:
    """A session of the role that may tag, from which it is assumed once more."""
    return (Step("assume_role", _asks(TAGGED, given)),)


def _case(asks: str, given: Parameters, answer: Answered, role: str = TAGGED, **more: Any) -> Case:
    return Case(TAGS, asks, "sts", "assume_role", answer, _asks(role, given), **more)


def _value(message: str) -> Answered:
    return Answered("InvalidParameterValue", 400, message)


CASES = (
    _case("Tags, which both policies allow", BLUE, Answered("", 200, "<PackedPolicySize>")),
    _case(
        "Tags, which the trust policy does not allow",
        BLUE,
        denied(ALICE, "sts:TagSession", DEMO),
        DEMO,
    ),
    _case(
        "A source identity, which the trust policy does not allow",
        {"SourceIdentity": "alice"},
        denied(ALICE, "sts:SetSourceIdentity", DEMO),
        DEMO,
    ),
    _case(
        "Two tags whose keys differ in case only",
        {"Tags": [{"Key": "team", "Value": "blue"}, {"Key": "Team", "Value": "red"}]},
        _value("Duplicate tag keys found. Please note that Tag keys are case insensitive."),
    ),
    _case(
        "A transitive key that is not among the tags",
        {**BLUE, "TransitiveTagKeys": ["stage"]},
        _value("The specified transitive tag key must be included in the requested tags."),
    ),
    _case(
        "More tags than there is room for",
        {"Tags": [{"Key": f"T{number}", "Value": "a" * 250} for number in range(1, 10)]},
        Answered("PackedPolicyTooLarge", 400, "Packed size of session tags consumes 498% of allotted space."),
    ),
    _case(
        "Another value for a tag that the chain hands on",
        RED,
        _value(
            "One of the specified transitive tag keys can't be set because it conflicts with a transitive "
            "tag key from the calling session."
        ),
        first=_after({**BLUE, "TransitiveTagKeys": ["team"]}),
    ),
    _case(
        "Another value for a tag that the chain does not hand on",
        RED,
        Answered("", 200),
        first=_after(BLUE),
    ),
    _case(
        "Another source identity than the calling session's",
        {"SourceIdentity": "bob"},
        invalid("The source identity is already set for this assume role session"),
        first=_after({"SourceIdentity": "alice"}),
    ),
)
