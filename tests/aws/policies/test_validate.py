"""What is wrong in a policy, and where."""

import json
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lessons.aws import parse, validate
from lessons.aws.policies.grammar.kinds import KINDS
from lessons.aws.policies.patterns import pattern
from lessons.aws.policies.policy import _parse as parse_once
from tests.aws.conftest import allow, trust
from tests.linear.growth import MOST, Shape, growth

OBJECTS = "arn:aws:s3:::reports/*"
ALICE = {"AWS": "arn:aws:iam::111122223333:user/alice"}
PROVIDER = {"Federated": "arn:aws:iam::111122223333:oidc-provider/login.example"}
GOOD = [
    ("identity", allow("s3:*")),
    ("identity", allow(["s3:Get*", "*"], ["*", "arn:aws:s3:::reports/${aws:username}/*"])),
    ("identity", {"Statement": {"Effect": "Deny", "NotAction": "iam:*", "NotResource": "*"}, "Id": "mine"}),
    ("trust", trust(ALICE)),
    ("trust", trust(PROVIDER, Action=["sts:AssumeRoleWithWebIdentity", "sts:TagSession"])),
    ("trust", trust({"AWS": "*"}, Condition={"StringEquals": {"sts:ExternalId": "x"}})),
    ("bucket", allow("s3:*", OBJECTS, Principal="*", Sid="In words, with spaces")),
]


@pytest.mark.parametrize(("kind", "document"), GOOD)
def test_a_good_policy_has_no_problems(kind: str, document: Any) -> None:
    assert validate(document, kind) == []


FIRST = "$.Statement[0]"
BAD = [
    ("identity", "{", ["$"]),
    ("identity", "[" * 100_000, ["$"]),
    ("identity", json.dumps(allow("s3:" + "x" * 10_240)), ["$"]),
    ("trust", json.dumps(trust({"AWS": "x" * 2_048})), ["$"]),
    ("identity", {1, 2}, ["$"]),
    ("identity", [], ["$"]),
    ("identity", {}, ["$.Statement"]),
    ("identity", {"Version": "2020-01-01", "Statement": []}, ["$.Version", "$.Statement"]),
    ("identity", {"Statement": ["x"]}, [FIRST]),
    (
        "identity",
        {"Statement": ["x", {"Effect": "Allow", "Action": "*"}]},
        [FIRST, "$.Statement[1].Resource"],
    ),
    ("identity", {"Statement": [{}]}, [f"{FIRST}.Effect", f"{FIRST}.Action", f"{FIRST}.Resource"]),
    ("identity", {"Statement": {"Effect": "Allow", "Action": "*"}}, ["$.Statement.Resource"]),
    ("identity", {"Version": "2012-10-17", "Statment": []}, ["$.Statment", "$.Statement"]),
    ("identity", allow("s3:*", Principal="*"), [f"{FIRST}.Principal"]),
    ("identity", allow("s3:*", NotAction="iam:*"), [f"{FIRST}.NotAction"]),
    ("identity", allow("s3:*", Actions="s3:*"), [f"{FIRST}.Actions"]),
    ("identity", allow("s3:*", Effect="allow"), [f"{FIRST}.Effect"]),
    ("identity", allow("s3:*", Sid="two words"), [f"{FIRST}.Sid"]),
    ("identity", allow("GetObject"), [f"{FIRST}.Action"]),
    ("identity", allow(["s3:*", "GetObject", 5]), [f"{FIRST}.Action[1]", f"{FIRST}.Action[2]"]),
    ("identity", allow([]), [f"{FIRST}.Action"]),
    ("identity", allow("s3:*", resource={}), [f"{FIRST}.Resource"]),
    ("identity", allow("s3:*", ["*", "reports"]), [f"{FIRST}.Resource[1]"]),
    ("identity", allow("s3:*", Condition={"Like": {"k": "v"}}), [f"{FIRST}.Condition.Like.k"]),
    (
        "identity",
        allow("s3:*", Condition={"DateLessThan": {"k": "v"}}),
        [f"{FIRST}.Condition.DateLessThan.k"],
    ),
    ("identity", allow("s3:*", Condition={"StringEquals": "v"}), [f"{FIRST}.Condition.StringEquals"]),
    ("identity", allow("s3:*", Condition=[]), [f"{FIRST}.Condition"]),
    ("trust", trust("alice"), [f"{FIRST}.Principal"]),
    ("trust", trust({"User": "alice"}), [f"{FIRST}.Principal.User"]),
    ("trust", trust(ALICE, Resource="*"), [f"{FIRST}.Resource"]),
    ("trust", {"Statement": {"Effect": "Allow", "Action": "sts:AssumeRole"}}, ["$.Statement.Principal"]),
    ("bucket", allow("s3:*", OBJECTS), [f"{FIRST}.Principal"]),
    ("bucket", trust(ALICE, Action="s3:*"), [f"{FIRST}.Resource"]),
]


@pytest.mark.parametrize(("kind", "document", "paths"), BAD)
def test_a_problem_has_its_place(kind: str, document: Any, paths: list[str]) -> None:
    problems = validate(document, kind)
    assert [problem.path for problem in problems] == paths
    assert all(problem.message.endswith(".") for problem in problems)


ELEMENTS = "Sid, Effect, Principal, NotPrincipal, Action, NotAction, Resource, NotResource, Condition"
WRITE_PRINCIPAL = 'Write "*" or an object such as {"AWS": "arn:aws:iam::…"}.'
WORDS = [
    ("identity", {1, 2}, ["This is not JSON that AWS would read."]),
    ("identity", "[" * 100_000, ["This is not JSON that AWS would read."]),
    (
        "identity",
        json.dumps(allow("s3:" + "x" * 10_240)),
        ["A policy of this kind has 10,240 characters at most."],
    ),
    (
        "trust",
        json.dumps(trust({"AWS": "x" * 2_048})),
        ["A policy of this kind has 2,048 characters at most."],
    ),
    ("identity", [], ["A policy is a JSON object with Version and Statement."]),
    (
        "identity",
        allow("s3:*") | {"Other": 1},
        ["There is no element Other here, only Version, Id, Statement."],
    ),
    ("identity", allow("s3:*") | {"Version": "2020-01-01"}, ["The version is 2012-10-17 or 2008-10-17."]),
    ("identity", {"Statement": []}, ["A policy has at least one statement."]),
    ("identity", {"Statement": ["x"]}, ["A statement is a JSON object."]),
    ("identity", allow("s3:*", Actions="*"), [f"There is no element Actions here, only {ELEMENTS}."]),
    ("identity", allow("s3:*", Effect="allow"), ["The effect is Allow or Deny."]),
    ("identity", allow("s3:*", Sid="two words"), ["A Sid has letters and digits only."]),
    ("bucket", allow("s3:*", OBJECTS, Principal="*", Sid=5), ["A Sid is a text."]),
    ("identity", allow("s3:*", NotAction="*"), ["A statement has Action or NotAction, not both."]),
    ("identity", allow("*", Principal="*"), ["A statement of this kind of policy has no Principal."]),
    ("identity", allow("*", NotPrincipal="*"), ["A statement of this kind of policy has no NotPrincipal."]),
    ("bucket", allow("*", OBJECTS), ["A statement of this kind of policy has a Principal."]),
    (
        "identity",
        {"Statement": {"Effect": "Deny", "Resource": "*"}},
        ["A statement of this kind of policy has an Action."],
    ),
    ("identity", allow("Get"), ['Write a service and an action, such as "sts:AssumeRole".']),
    ("identity", allow("*", "bucket"), ['Write an ARN, a list of ARNs, or "*".']),
    ("trust", trust("alice"), [WRITE_PRINCIPAL]),
    ("trust", trust({}), [WRITE_PRINCIPAL]),
    ("trust", trust({"AWS": {}}), [WRITE_PRINCIPAL]),
    ("trust", trust({"AWS": "1", "Service": [None]}), [WRITE_PRINCIPAL]),
    (
        "trust",
        trust({"User": "alice"}),
        ["There is no User here, only AWS, Service, Federated, CanonicalUser."],
    ),
    (
        "identity",
        allow("*", Condition={"Like": {"k": "v"}}),
        ["Like is no operator of AWS."],
    ),
    (
        "identity",
        {"Statement": [allow("*")["Statement"][0] | {"Sid": "A"}] * 2},
        ["Another statement has this Sid already."],
    ),
    (
        "identity",
        '{"Statement": {"Effect": "Deny", "Effect": "Allow", "Action": "*", "Resource": "*"}}',
        ["Effect appears twice here."],
    ),
]


@pytest.mark.parametrize(("kind", "document", "messages"), WORDS, ids=range(len(WORDS)))
def test_a_problem_says_what_to_write(kind: str, document: Any, messages: list[str]) -> None:
    assert [problem.message for problem in validate(document, kind)] == messages


@pytest.mark.parametrize("name", ["NotPrincipal", "Principal"])
def test_a_principal_is_looked_at_under_either_name(name: str) -> None:
    statement = {"Effect": "Deny", name: "alice", "Action": "*", "Resource": OBJECTS}
    (problem,) = validate({"Statement": [statement]}, "bucket")
    assert (problem.path, problem.message) == (f"{FIRST}.{name}", WRITE_PRINCIPAL)


@pytest.mark.parametrize(("name", "path"), [("NotAction", "NotAction"), ("NotResource", "NotResource[1]")])
def test_a_negation_is_looked_at_as_what_it_negates(name: str, path: str) -> None:
    statement = {"Effect": "Deny", "Action": "*", "Resource": "*"}
    del statement[name.removeprefix("Not")]
    wrong: Any = ["*", "reports"] if name == "NotResource" else "Get"
    (problem,) = validate({"Statement": [statement | {name: wrong}]})
    assert problem.path == f"{FIRST}.{path}"


@pytest.mark.parametrize(("kind", "longest"), [("identity", 10_240), ("trust", 2_048), ("bucket", 20_480)])
def test_a_policy_may_be_as_long_as_aws_says_and_no_longer(kind: str, longest: int) -> None:
    """White space does not count (IAM User Guide, "IAM and STS quotas")."""
    told = f"A policy of this kind has {longest:,} characters at most."
    for length in (longest, longest + 1):
        empty = '{"Version": "2012-10-17", "Id": "%s"}'
        text = empty % ("x" * (length - len("".join(empty.split())) + 2))
        assert any(problem.message == told for problem in validate(text, kind)) is (length > longest)


PLACED = """{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Perhaps",
     "Action": ["s3:GetObject", "GetObject"], "Resource": "*"},
    {"Sid": "A", "Effect": "Allow", "Sid": "B",
     "Action": "s3:*"}
  ]
}"""


def test_a_problem_has_its_line_and_column() -> None:
    told = [(problem.path, problem.line, problem.column) for problem in validate(PLACED)]
    assert told == [
        ("$.Statement[1].Sid", 6, 37),
        ("$.Statement[0].Effect", 4, 6),
        ("$.Statement[0].Action[1]", 5, 33),
        ("$.Statement[1].Resource", 6, 5),  # missing: the statement that it is missing in
    ]


def test_an_object_has_its_problems_where_they_stand_once_it_is_written_out() -> None:
    (problem,) = validate(allow("s3:*", Effect="Perhaps"))
    assert (problem.line, problem.column) == (5, 7)


def test_a_mistake_in_the_json_has_its_line_and_column() -> None:
    (problem,) = validate('{\n  "Version" "2012-10-17"\n}')
    assert (problem.line, problem.column) == (2, 13)
    assert problem.message.startswith("This is not JSON: ")


def test_two_statements_need_different_sids() -> None:
    statement = {"Sid": "Same", "Effect": "Allow", "Action": "*", "Resource": "*"}
    (problem,) = validate({"Statement": [statement, statement]})
    assert problem.path == "$.Statement[1].Sid"


@pytest.mark.parametrize("sid", [{}, {"Sid": ""}])
def test_a_statement_without_a_sid_has_none_in_common_with_another(sid: dict[str, str]) -> None:
    statement = {"Effect": "Allow", "Action": "*", "Resource": "*"}
    statements = [{**sid, **statement}, {**sid, **statement}, {"Sid": "None", **statement}]
    assert validate({"Statement": statements}) == []


def test_an_object_in_a_repeated_key_is_told_once() -> None:
    (problem,) = validate(
        '{"Statement": {"Effect": "Allow"}, "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}'
    )
    assert problem.path == "$.Statement"


ONE = '{"Effect":"Allow","Action":"s3:*","Resource":"*"}'
RESOURCE = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"'
SHAPES = [
    Shape('{"Statement":[{"Effect":"Allow","Resource":"*","Action":["s3:*"', ',"s3:Get*"', tail="]}]}"),
    Shape(f'{{"Statement":[{ONE}', f",{ONE}", tail="]}"),
    Shape(RESOURCE + "arn:aws:s3:::", "*a?", tail='"}]}'),
    Shape('{"Statement":', "[", "", "]", "}"),
    Shape("", '{"a":1,', '"b":1', "}"),
    Shape('{"Statement":{', '"Effect":"Allow",', tail='"Action":"*"}}'),
    Shape(
        '{"Statement":{"Effect":"Allow","Action":"*","Condition":{"StringLike":{"a":"b"}',
        ',"X":{"a":"b"}',
        tail="}}}",
    ),
    Shape(RESOURCE + "${", " ", tail=',x}"}]}'),
    Shape(RESOURCE + "${a", " ", ",'", " ", 'x}"}]}'),
    Shape(RESOURCE, "${", tail='"}]}'),
]


@pytest.mark.parametrize("shape", SHAPES, ids=range(len(SHAPES)))
def test_checking_grows_no_faster_than_the_text(shape: Shape) -> None:
    def run(text: str) -> object:
        parse_once.cache_clear()
        pattern.cache_clear()
        return validate(text, "bucket")

    assert growth(run, shape) <= MOST


def test_patterns_of_actions_take_not_much_longer_than_names() -> None:
    """The largest policy of a bucket has room for 2,000 of either, and its call keeps others waiting."""

    def seconds(form: str) -> float:
        statement = {"Effect": "Allow", "Principal": "*", "Resource": OBJECTS}
        text = json.dumps({"Statement": {**statement, "Action": [form.format(n) for n in range(1_300)]}})
        begin = time.thread_time()
        assert len(validate(text, "bucket")) == 1_300
        return time.thread_time() - begin

    plain = min(seconds("s3:No{}") for _ in range(3))
    assert seconds("s3:?o{}") < 60 * plain


@pytest.mark.parametrize("depth", [6, 31, 40, 400, *range(880, 1_010, 2), 5_000, 100_000])
def test_no_depth_makes_it_fail(depth: int) -> None:
    for text in ("[" * depth + "]" * depth, '{"Statement":' * depth + "1" + "}" * depth):
        assert validate(text)
        assert not any(statement.effect for statement in parse(text).statements)


@settings(deadline=None)  # a busy machine is no mistake
@given(st.text() | st.dictionaries(st.text(), st.none() | st.text()))
def test_no_document_makes_it_fail(document: Any) -> None:
    assert isinstance(validate(document), list)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
)


@settings(deadline=None)  # a busy machine is no mistake
@given(
    st.dictionaries(st.sampled_from(ELEMENTS.split(", ")), JSON),
    st.sampled_from(sorted(KINDS)),
)
def test_no_statement_makes_it_fail(statement: Any, kind: str) -> None:
    for problem in validate({"Version": "2012-10-17", "Statement": [statement]}, kind):
        assert problem.line >= 1
        assert problem.column >= 1
