"""What AWS answers to a document that it does not save, and what it saves.

Where no other source is named, the answer of CreatePolicy is recorded in moto's `test_iam_policies.py`.
"""

import json
from typing import Any

import pytest
from moto.iam.aws_managed_policies import aws_managed_policies_data

from lessons.aws import parse, refused_for, validate
from lessons.aws.policies.grammar.kinds import KINDS, size
from lessons.aws.policies.grammar.refusals import REFUSALS
from tests.aws.conftest import VERSION, allow, trust
from tests.sizes import size as sample

BUCKET = "arn:aws:s3:::example_bucket"
SYNTAX = "Syntax errors in policy."
LEGACY = "The policy failed legacy parsing"
ACTIONS = "Policy statement must contain actions."
RESOURCES = "Policy statement must contain resources."
PREFACED = "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."
ONE_COLON = "Actions/Condition can contain only one colon."
UNIQUE = "Statement IDs (SID) in a single policy must be unique."
OLD = "Policy document must be version 2012-10-17 or greater."
OF_IAM = (
    'IAM resource path must either be "*" or start with user/, federated-user/, role/, group/, '
    "instance-profile/, mfa/, server-certificate/, policy/, sms-mfa/, saml-provider/, oidc-provider/, "
    "report/, access-report/."
)
ABSENT: Any = object()


def given(**changes: Any) -> dict[str, Any]:
    """A good policy of one statement with some of its elements changed, or left out."""
    statement = {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": BUCKET} | changes
    told = {name: value for name, value in statement.items() if value is not ABSENT}
    return {"Version": VERSION, "Statement": told}


def on(resource: Any) -> dict[str, Any]:
    return given(Resource=resource)


def when(block: Any) -> dict[str, Any]:
    return given(Condition=block)


def dated(date: str) -> dict[str, Any]:
    return when({"DateLessThan": {"aws:CurrentTime": date}})


def partition(name: str, shown: str) -> str:
    return f'Partition "{name}" is not valid for resource "arn:{shown}".'


def in_form(resource: str) -> str:
    return f'Resource {resource} must be in ARN format or "*".'


SAME = [{"Sid": "sdf", **given()["Statement"]}, {"Sid": "sdf", "Effect": "Allow"}]
MANAGED: list[tuple[Any, str]] = [
    ("This is no JSON", SYNTAX),
    ({"Statement": given()["Statement"]}, OLD),
    (given() | {"Version": "2008-10-17"}, OLD),
    (given() | {"Version": "2013-10-17"}, SYNTAX),
    ({"Version": VERSION}, SYNTAX),
    ({"Version": VERSION, "Statement": []}, SYNTAX),
    ({"Version": VERSION, "Statement": ["afd"]}, SYNTAX),
    (given() | {"Extra": "value"}, SYNTAX),
    (given(Extra="value"), SYNTAX),
    (given() | {"Id": ["cd3a324d2343d942772346"]}, SYNTAX),
    (given() | {"Id": {}}, SYNTAX),
    (given(Effect="invalid"), SYNTAX),
    (given(Effect=ABSENT), SYNTAX),
    (given(Effect="denY"), LEGACY),
    (given(Effect="allow", Action=ABSENT, Resource="arn:aws:s3:us-east-1::example_bucket"), LEGACY),
    ({"Statement": given(Effect="denY")["Statement"]}, OLD),
    ({"Statement": SAME}, OLD),
    ({"Version": VERSION, "Statement": SAME}, UNIQUE),
    ({"Version": VERSION, "Statement": [{**SAME[0], "Effect": "aLLow"}, SAME[1]]}, LEGACY),
    (given(Sid={}), SYNTAX),
    (given(Sid=[]), SYNTAX),
    (given(Action="invalid"), PREFACED),
    (given(Action=ABSENT, NotAction=""), PREFACED),
    (given(Action="invalid", Resource=ABSENT), PREFACED),
    (given(Action="a a:ListBucket"), "Vendor a a is not valid"),
    (given(Action="s3:List:Bucket"), ONE_COLON),
    (given(Action=["s3s:ListBucket", "s:3s:ListBucket"]), ONE_COLON),
    (given(Action="s:3:ListBucket", Resource="sdfsadf"), in_form("sdfsadf")),
    (given(Action=ABSENT), ACTIONS),
    (given(Action=ABSENT, Resource=ABSENT), ACTIONS),
    (given(Action=[]), ACTIONS),
    ({"Version": VERSION, "Statement": [{"Effect": "Deny"}, given()["Statement"]]}, ACTIONS),
    (given(Action=[[]]), SYNTAX),
    (given(Action={}), SYNTAX),
    (given(Action=[], NotAction="s3s:ListBucket"), SYNTAX),
    (given(NotAction="s3:ListBucket", Action="iam:dsf"), SYNTAX),
    (given(NotResource="*"), SYNTAX),
    (given(NotResource=[]), SYNTAX),
    (given(Resource=ABSENT), RESOURCES),
    (on([]), RESOURCES),
    (on({"a": BUCKET}), SYNTAX),
    (given(Effect="Deny", Resource=["adfdf", {}]), SYNTAX),
    (on("invalid resource"), in_form("invalid resource")),
    (on(""), in_form("")),
    (on(["adf"]), in_form("adf")),
    (on("a:bsdfdsafsad"), partition("bsdfdsafsad", "bsdfdsafsad:*:*:*:*")),
    (on("a:b:cadfsdf"), partition("b", "b:cadfsdf:*:*:*")),
    (on("a:b:c:d:e:f:g:h"), partition("b", "b:c:d:e:f:g:h")),
    (on("aws:s3:::example_bucket"), partition("s3", "s3:::example_bucket:*")),
    (
        on(["arn:error:s3:::example_bucket", "arn:error:s3::example_bucket"]),
        partition("error", "error:s3:::example_bucket"),
    ),
    (on("arn:aws"), "Resource vendor must be fully qualified and cannot contain regexes."),
    (on("arn:aws:iam:::example_bucket"), OF_IAM),
    (on("arn:aws:iam:::example*"), OF_IAM),
    (
        on("arn:aws:iam:us-east-1::example_bucket"),
        "IAM resource arn:aws:iam:us-east-1::example_bucket cannot contain region information.",
    ),
    (
        on("arn:aws:s3:us-east-1::example_bucket"),
        "Resource arn:aws:s3:us-east-1::example_bucket can not contain region information.",
    ),
    (on("arn:aws:s3"), "Resource arn:aws:s3 can not contain region information."),
    (on("arn:aws:s3::example_bucket"), LEGACY),
    (given(Action=ABSENT, Resource="arn:aws:s3::example_bucket"), LEGACY),
    (given(Resource=ABSENT, NotResource="arn:aws:s3::example_bucket"), LEGACY),
    (on("arn:aws::::example_bucket"), LEGACY),
    (on("arn:aws::fdsasf"), LEGACY),
    (when([]), SYNTAX),
    (when("a"), SYNTAX),
    (when({"a": "b"}), SYNTAX),
    (when({"DateGreaterThan": "b"}), SYNTAX),
    (when({"DateGreaterThan": []}), SYNTAX),
    (when({"DateGreaterThan": {"a": {}}}), SYNTAX),
    (when({"DateGreaterThan": {"a": [{}]}}), SYNTAX),
    (given(Action=ABSENT, Condition={"DateGreaterThan": {"a": {}}}), SYNTAX),
    (when({"x": {"a": "1"}}), SYNTAX),
    (when({"ForAnyValue::StringEqualsIfExists": {"a": "asf"}}), SYNTAX),
    (when({":StringEquals": {"a": "asf"}}), SYNTAX),
    (dated("sdfdsf"), LEGACY),
    (dated("234-13"), LEGACY),
    (dated("2016-12-13t2:00:00.593194+1"), LEGACY),
    (dated("2016-12-13t2:00:00.1999999999+10:59"), LEGACY),
    (dated("9223372036854775808"), LEGACY),
    (dated("-292275055"), LEGACY),
    (dated(""), LEGACY),
    ({"Statement": dated("sdfdsf")["Statement"]}, OLD),
    (given(Action=ABSENT, Resource=ABSENT, Condition={"DateGreaterThan": {"a": "sdfdsf"}}), LEGACY),
    (given(Resource="arn:error:s3:::b", Condition={"DateGreaterThan": {"a": "sdfdsf"}}), LEGACY),
    # hashicorp/terraform#13449
    (given(Principal="*"), "Policy document should not specify a principal."),
    # aws-cloudformation/cfn-lint#708
    (
        given(Sid="two words"),
        "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression "
        "[0-9A-Za-z]*",
    ),
    # No recording: a service's prefix takes no wildcard, and the words are those of other prefixes.
    (given(Action="*:GetObject"), "Vendor * is not valid"),
    (given(Action=":GetObject"), "Vendor  is not valid"),
    # IAM User Guide, "Grammar of the IAM JSON policy language": no key twice.
    ('{"Version": "2012-10-17", "Version": "2012-10-17", "Statement": []}', SYNTAX),
]


def answer(document: Any, kind: str, **more: Any) -> str:
    """What AWS answers to a document; "" where it saves it."""
    told = refused_for(validate(document, kind, **more))
    return told[0] if told else ""


@pytest.mark.parametrize(("document", "message"), MANAGED, ids=range(len(MANAGED)))
def test_what_is_no_managed_policy_is_refused_in_the_words_of_iam(document: Any, message: str) -> None:
    assert answer(document, "managed") == message


IAM = "arn:aws:iam::111122223333"
SAVED = [
    given(),
    given() | {"Id": "sdfsdfsdf"},
    given(Sid="dsfsdfsdfsdf"),
    given(Action="*"),
    given(Action="service-prefix:action-name"),
    given(Action="s3.s:ListBucket"),
    given(Action=ABSENT, NotAction="s3:ListBucket", Resource=ABSENT, NotResource="*"),
    on([BUCKET, "*"]),
    on("arn:aws:s33:::example_bucket"),
    on("arn:aws:invalid-service:us-east-1::example_bucket"),
    on("arn:aws:iam:::user/example_bucket"),
    on(f"{IAM}:*"),
    on(f"{IAM}:rol?/*"),
    on(f"{IAM}:root"),  # AWS's own IAMAuditRootUserCredentials
    on("arn:aws:organizations::*:"),  # AWS's own AmazonDevOpsGuruOrganizationsAccess
    on("arn:aws:s3:us-east-1:111122223333:accesspoint/a"),
    on("arn:*:s3:::example_bucket"),
    # Completed with "*" to six fields (IAM User Guide, "Identify AWS resources with ARNs").
    on("arn:aws:sts"),
    on("arn:aws:fdsasf"),
    when({}),
    when({"ForAllValues:StringEquals": {"aws:TagKeys": "Department"}}),
    when({"ForAnyValue:StringEqualsIfExists": {"a": "asf"}}),
    when({"NumericLessThan": {"aws:MultiFactorAuthAge": 3600}}),
    dated("2019-07-01T13:20:15Z"),
    dated("2016-12-13T21:20:37.593194+00:00"),
    dated("2016-12-13"),
    dated("1481577600"),
    dated("2025-01-01T00:00-05:00"),
]


@pytest.mark.parametrize("document", SAVED, ids=range(len(SAVED)))
def test_what_iam_saves_has_no_mark(document: Any) -> None:
    assert validate(document, "managed") == []


WARNED = [
    (given(Action="iam: asdf safdsf af "), "No action is called so, so this means nothing."),
    (given(Action="s3:"), "No action is called so, so this means nothing."),
    (when({"DateGreaterThan": {}}), "DateGreaterThan has no key, so the statement never applies."),
    (when({"x": {}, "StringEquals": {"a": "b"}}), "x has no key, so the statement never applies."),
    (when({"DateGreaterThan": {"a": []}}), "DateGreaterThan cannot read this value, so it means nothing."),
    (dated("01T"), "DateLessThan cannot read this value, so it means nothing."),
    (dated("-292275054"), "DateLessThan cannot read this value, so it means nothing."),
    (dated("2016-12-13t2:00:00.593194+23"), "DateLessThan cannot read this value, so it means nothing."),
    # Whether AWS saves these is recorded nowhere: the page of differences says so.
    (given(Action="s3:GetObject,PutObject"), "No action is called so, so this means nothing."),
    (when({"Bool": {"a": 1}}), "Bool cannot read this value, so it means nothing."),
    (when({"NumericEquals": {"a": "x"}}), "NumericEquals cannot read this value, so it means nothing."),
    (when({"IpAddress": {"a": "x"}}), "IpAddress cannot read this value, so it means nothing."),
    (when({"NullIfExists": {"a": "true"}}), "NullIfExists cannot read this value, so it means nothing."),
]


@pytest.mark.parametrize(("document", "said"), WARNED, ids=range(len(WARNED)))
def test_what_iam_saves_though_it_means_nothing_has_a_warning(document: Any, said: str) -> None:
    (problem,) = validate(document, "managed")
    assert problem.answer is None
    assert problem.message == f"{said} AWS saves it all the same."


@pytest.mark.parametrize("version", ["2008-10-17", None])
def test_other_policies_may_be_of_the_old_version(version: str | None) -> None:
    document = given() | {"Version": version}
    assert validate({name: value for name, value in document.items() if value}, "identity") == []


ALICE = {"AWS": f"{IAM}:user/alice"}
STS_ONLY = "AssumeRole policy may only specify STS AssumeRole actions."
# Transcripts of CreateRole, where no other source is named.
TRUST: list[tuple[Any, str]] = [
    ("{", "This policy contains invalid Json"),
    (given(Resource=ABSENT, Action="sts:AssumeRole"), "Missing required field Principal"),
    (trust(ALICE, Action="s3:GetObject"), STS_ONLY),
    (trust(ALICE, Action="*"), STS_ONLY),
    (
        trust(ALICE, Action="sts:Nonsense"),
        "Trust Policy statement actions can only be sts:AssumeRole, sts:AssumeRoleWithSAML,  and "
        "sts:AssumeRoleWithWebIdentity",
    ),
    # kubernetes-sigs/external-dns#3085, hashicorp/terraform#34231
    (trust(ALICE, Resource="*"), "Has prohibited field Resource"),
    (trust("*"), 'AssumeRolepolicy contained an invalid principal: "STAR":"*".'),
    (trust("*", Effect="Deny"), 'AssumeRolepolicy contained an invalid principal: "STAR":"*".'),
    (trust(ALICE, NotResource="*"), "Has prohibited field Resource"),
    (trust({"AWS": "alice"}), 'Invalid principal in policy: "AWS":"alice"'),
    (trust({"AWS": [f"{IAM}:user/*"]}), f'Invalid principal in policy: "AWS":"{IAM}:user/*"'),
    (trust("alice"), SYNTAX),
    (trust({}), SYNTAX),
    (trust({"User": "alice"}), SYNTAX),
    (trust(ALICE) | {"Id": 7}, SYNTAX),
    (trust(ALICE, Effect="allow"), LEGACY),
]
NOT_PRINCIPAL = [
    {"Version": VERSION, "Statement": {"Effect": effect, "NotPrincipal": name, "Action": "sts:AssumeRole"}}
    for effect in ("Allow", "Deny")
    for name in (ALICE, {"AWS": f"{IAM}:root"})
]


@pytest.mark.parametrize(("document", "message"), TRUST, ids=range(len(TRUST)))
def test_what_is_no_trust_policy_is_refused_in_the_words_of_iam(document: Any, message: str) -> None:
    assert answer(document, "trust") == message


@pytest.mark.parametrize("document", NOT_PRINCIPAL)
def test_no_trust_policy_has_a_notprincipal(document: Any) -> None:
    """IAM User Guide, "AWS JSON policy elements: NotPrincipal". The words are recorded nowhere."""
    assert answer(document, "trust") == "Has prohibited field NotPrincipal"


@pytest.mark.parametrize("effect", ["Allow", "Deny"])
def test_notprincipal_goes_with_deny_only(effect: str) -> None:
    document = given(Effect=effect, NotPrincipal=ALICE)
    said = "Allow with NotPrincipal is not allowed." if effect == "Allow" else ""
    assert answer(document, "bucket") == said


@pytest.mark.parametrize("kind", ["trust", "bucket", "control"])
def test_whoever_does_not_exist_is_named_where_he_stands(kind: str) -> None:
    one = trust({"AWS": [f"{IAM}:user/alice", f"{IAM}:user/bob"]})
    if kind != "trust":
        one["Statement"][0] |= {"Resource": BUCKET, "Action": "s3:*"}
    (problem,) = validate(one, kind, exists=lambda name: name.endswith("alice"))
    assert (problem.path, problem.message) == (
        "$.Statement[0].Principal.AWS[1]",
        f"There is nobody called {IAM}:user/bob.",
    )


def test_a_resource_control_policy_is_about_any_service() -> None:
    assert validate(allow(["sts:*", "s3:*"], "*", Effect="Deny", Principal="*"), "control") == []


def test_a_bucket_policy_is_the_policy_of_one_bucket() -> None:
    document = given(Principal=ALICE)
    assert validate(document, "bucket", bucket="example_bucket") == validate(document, "bucket") == []
    (problem,) = validate(document, "bucket", bucket="another")
    assert (
        problem.message == "The policy of a bucket is about arn:aws:s3:::another and arn:aws:s3:::another/*."
    )


@pytest.mark.parametrize(
    ("block", "message"),
    [
        ({"StringEquals": {}}, ""),
        ({"StringEquals": {"aws:username": []}}, "Invalid policy syntax."),
        ({"NumericEquals": {"aws:EpochTime": "x"}}, "Invalid policy syntax."),
        ("x", "Invalid policy syntax."),
    ],
)
def test_s3_reads_every_value_of_a_condition(block: Any, message: str) -> None:
    assert answer(given(Principal=ALICE, Condition=block), "bucket") == message


def test_every_policy_of_aws_is_one_that_aws_saves() -> None:
    """There are more than 1,500. Some are longer than a customer's may be, and are not looked into."""
    documents = [item["Document"] for item in json.loads(aws_managed_policies_data).values()]
    short = [item for item in documents if size(json.dumps(item)) <= KINDS["managed"].longest]
    assert len(short) > 1_400
    assert all(validate(item, "managed") == [] for item in short[:: sample(10, 1)])


def test_every_rule_of_a_document_that_somebody_saves_has_an_answer() -> None:
    assert {*REFUSALS} == {*KINDS}
    assert all(REFUSALS[kind][rule] for kind in KINDS if kind != "control" for rule in REFUSALS[kind])


def test_what_has_no_mark_can_be_read() -> None:
    for document in SAVED:
        for statement in parse(document).statements:
            assert statement.effect
            assert statement.actions.patterns is not None
            assert all(condition.expected is not None for condition in statement.conditions)
