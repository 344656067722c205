"""What reads texts in LearnSTS, and what hostile texts for it are made of."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from botocore.model import ListShape
from django.core.exceptions import ValidationError
from django.http import Http404
from django.test import RequestFactory

from learnsts.csrf import is_own_page
from learnsts.server.incoming import Incoming
from lessons import aws, markdown
from lessons.accounts.addresses import client_address, network_of
from lessons.accounts.names import fold
from lessons.aws import answers, form_answers
from lessons.aws.errors import AwsError
from lessons.aws.moto import aws_managed
from lessons.aws.policies import conditions, json_positions, patterns, policy, policy_json
from lessons.aws.policies.grammar.kinds import KINDS
from lessons.aws.services import parameters, requested
from lessons.aws.services.iam import simulation
from lessons.aws.services.iam.answers import paging
from lessons.aws.services.s3 import listing, preconditions, tagging
from lessons.aws.services.s3 import rules as s3_rules
from lessons.aws.services.s3 import xml as s3_xml
from lessons.aws.services.sts import jwt
from lessons.aws.signing import chunked, form, form_policy, key_ids, presigned, sigv4
from lessons.classrooms.join_codes import read_code
from lessons.glossary import glossary
from lessons.quizzes.exchange.formats import read_file
from lessons.quizzes.exchange.moodle_text import Texts
from lessons.quizzes.question_types.amounts import amount
from lessons.quizzes.question_types.typed import typed
from lessons.sandbox.console import fields
from lessons.sandbox.diagnoses import views as diagnoses
from lessons.sandbox.documents import placeholders
from lessons.sandbox.documents.storable import StorableJSON
from lessons.sandbox.labs import call_patterns
from lessons.sandbox.performing import equal_policies, grading, page
from lessons.sandbox.performing.stage import Stage
from lessons.sandbox.runs.sharing import masks
from lessons.search import results, words
from lessons.search.places import Kind, Place
from lessons.search.snippets import snippet

CHUNKED = b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"


class Trial(NamedTuple):
    """What reads a text, and pieces of which hostile ones are made, in an order that it likes."""

    run: Callable[[str], object]
    tokens: Sequence[str]


def request(url: str = "", body: str = "", **headers: str) -> aws.Request:
    """A request to the endpoint, as it comes before anybody has looked at it."""
    types = {"Content-Type": requested.FORM_TYPE}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    sent = body.encode("utf-8", "replace")
    return aws.Request("POST" if body else "GET", f"http://h/aws/{url}", types | named, sent, mount="/aws")


def uploaded(body: str, kind: str = f"{form.TYPE}; boundary=b") -> aws.Request:
    """An upload by a form."""
    return aws.Request("POST", "http://h/aws/bucket", {"Content-Type": kind}, body.encode("utf-8", "replace"))


def with_type(text: str) -> form.Form:
    """An upload that says of what type its file is."""
    return form.Form("bucket", {"key": "k", "Content-Type": text}, b"", None)


def handled(asked: aws.Request) -> object:
    """The answer of the whole gateway, to nobody it knows."""
    return aws.handle(asked, {}, lambda _: None, datetime(2025, 6, 1, tzinfo=UTC))


def refusing(run: Callable[[str], object]) -> Callable[[str], object]:
    """The same, where it may refuse what it reads."""

    def refused(text: str) -> object:
        try:
            return run(text)
        except (AwsError, ValidationError, ValueError, RecursionError, ArithmeticError, KeyError, Http404):
            return None

    return refused


def statement(**elements: Any) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **elements}]})


def operator(name: str) -> Callable[[str], object]:
    """What reads a value in a condition, and holds it against one of the request."""
    known = conditions.OPERATORS[name]

    def run(text: str) -> object:
        patterns.pattern.cache_clear()
        expected = known.read(text, True)
        known.test(text, expected, {"aws:username": ("alice",)})
        return known.test("arn:aws:iam::1:user/a", expected, {})

    return refusing(run)


def matched(text: str) -> object:
    """A pattern against itself, and against a text that is long."""
    patterns.pattern.cache_clear()
    found = patterns.pattern(text)
    return [found.matches(value, {"aws:username": ("a",)}) for value in (text, "a" * 2_000 + "b")]


def against(pattern: str) -> Callable[[str], object]:
    """A text against a pattern."""
    found = patterns.pattern(pattern)
    return lambda text: found.matches(text, {})


def validated(kind: str) -> Callable[[str], object]:
    def run(text: str) -> object:
        policy._parse.cache_clear()
        patterns.pattern.cache_clear()
        return aws.validate(text, kind)

    return run


def within(before: str, run: Callable[[str], object], after: str = "") -> Callable[[str], object]:
    """The same for a text that stands inside another, as JSON writes it."""
    return lambda text: run(before + json.dumps(text)[1:-1] + after)


def meaning_of_many(text: str) -> object:
    """A policy for as many principals, actions and resources as the text has characters."""
    many = [f"{place}{character}" for place, character in enumerate(text)]
    return equal_policies.meaning(statement(Principal={"AWS": many}, Action=many, Resource=many))


def parsed(text: str) -> object:
    patterns.pattern.cache_clear()
    return policy._parse.__wrapped__(text)


RESOURCE = ('{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"', '"}]}')
IN_BUCKET = '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"%s","Resource":"%s'
CONDITION = '{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Condition":'
JSON = ('{"', "a", '":', "[", '"a"', ",", "{}", "]", "}", "1", '\\"', " ")
FORM = ("Action", "=", "Tags.member.1.Key", "&", "%41", "%", "+", "a", ";", ".")
URL = ("b/", "k", "%41", "%", "?", "X-Amz-Signature", "=", "a", "&", "//", "+", "#")
XML = (
    "<Delete>",
    "<Object>",
    "<Key>",
    "a",
    "</Key>",
    "</Object>",
    "</Delete>",
    "&amp;",
    "<!--",
    "-->",
    " a='b'",
)
JWT = ("eyJ", "a", ".", "-", "=")
CHUNKS = ("1;chunk-signature=" + "0" * 64 + "\r\n", "a\r\n", "0\r\n", "x:y\r\n", "\r\n", ";")
LIST = ListShape("L", {"type": "list", "member": {"shape": "S"}}, None)
NUMBERS = ("1", "e", "9", ".", "-", "0")
TIMES = ("2025-01-01", "T", "12:00:00", ".1", "Z", "+", "1")
AUTHORIZATION = (
    "AWS4-HMAC-SHA256 ",
    "Credential=",
    "A/20250101/us-east-1/sts/aws4_request",
    ", ",
    "SignedHeaders=",
    "host;",
    "=",
)

NOW = datetime(2025, 6, 1, tzinfo=UTC)
OBJECT = {"body": "x", "base64": False, "modified": "2025-01-01T00:00:00Z", "metadata": {}}
UPLOADED = requested.Asked("s3", "PutObject", None)
FORM_READ = with_type("")
UPLOAD = (
    "--b\r\n",
    "Content-Disposition: form-data",
    '; name="key"',
    '; filename="',
    '"',
    "\r\n\r\n",
    "a",
    "\r\n",
    "--b--",
)

QUESTIONS = {
    "gift": (
        "::",
        "a",
        "::",
        "{",
        "=",
        "%50%",
        "~",
        "#",
        "1",
        "..",
        "->",
        "\\=",
        "####",
        "}",
        "\n",
        "//",
        "<b>",
    ),
    "moodle_xml": (
        *("<quiz>", '<question type="multichoice">', "<questiontext>", "<text>", "a", "&lt;b&gt;"),
        *("</text>", "</questiontext>", '<answer fraction="50">', "</answer>", "</question>", "</quiz>"),
    ),
    "aiken": ("Who?", "\n", "A) a", "\n", "B) b", "\n", "ANSWER: ", "A", "\n", " "),
    "yaml": (
        *("questions:\n", "- prompt: ", "a", "\n  choices:\n", "  - b\n", "  - {text: c}\n", "  right: b\n"),
        *("[", "{", ", ", "'", '"', "&a ", "*a", ": ", "- ", "#", "  x: 1", ":1", "|\n"),
    ),
}
TRIALS = {
    **{
        f"questions in {name}": Trial(
            lambda text, name=name: read_file(text.encode("utf-8", "replace"), name), tokens
        )
        for name, tokens in QUESTIONS.items()
    },
    "questions in HTML": Trial(
        lambda text: Texts().read(text),
        ("<p>", "a", "<code>", "&amp;", "&#", "`", "<!--", "<", "/", "src='", "@@"),
    ),
    "pattern": Trial(matched, ("${", "aws:username", "}", "*", "?", "a", " ", ",", "'", "$", "{")),
    "value against stars": Trial(against("*a*b*aa*ab*"), ("a", "b", "c")),
    "value against question marks": Trial(against("*a?b*??a*" + "a?" * 200), ("a", "b", "c")),
    "value against a long literal": Trial(against("*" + "a" * 500 + "b" + "a" * 500 + "*"), ("a", "b")),
    "policy": Trial(parsed, JSON),
    "policy's resource": Trial(
        within(RESOURCE[0], parsed, RESOURCE[1]), ("${", "a", " ", ",", "'", "}", "*", ":")
    ),
    **{f"validate {kind}": Trial(validated(kind), JSON) for kind in KINDS},
    "validate a resource": Trial(
        within(RESOURCE[0], validated("identity"), RESOURCE[1]),
        ("arn:", "aws:", "${", " ", ",", "'", "}", "a", "*"),
    ),
    "validate a resource of S3": Trial(
        within(IN_BUCKET % ("s3:*", "arn:aws:s3:::"), validated("bucket"), '"}]}'), ("*", "?", "/", "a", "${")
    ),
    "validate an action of S3": Trial(
        within(IN_BUCKET.partition("%s")[0], validated("bucket"), '"}]}'), ("s3:", "*", "?", "get", "Object")
    ),
    "validate a date": Trial(
        within(CONDITION + '{"DateEquals":{"k":"', validated("identity"), '"}}}]}'), (*TIMES, *NUMBERS)
    ),
    "validate a principal": Trial(
        within('{"Statement":[{"Principal":{"AWS":"', validated("trust"), '"}}]}'),
        (
            "arn:aws:iam::111122223333:",
            "user/",
            "role/",
            "a",
            "*",
            "arn:aws:sts::111122223333:federated-user/",
        ),
    ),
    "public access block": Trial(
        refusing(lambda text: s3_xml.public_access_block(text.encode())),
        (
            "<PublicAccessBlockConfiguration>",
            "<BlockPublicAcls>",
            "true",
            "</BlockPublicAcls>",
            "<a>",
            "&#65;",
        ),
    ),
    "read_json": Trial(refusing(policy_json.read_json), (*JSON, "\\ud800", "\\u0041")),
    "places": Trial(json_positions.places, JSON),
    "positions": Trial(
        within(RESOURCE[0], json_positions.statement_positions.__wrapped__, RESOURCE[1]),
        ("a", "{", "]", " ", ":"),
    ),
    **{
        f"operator {name}": Trial(
            operator(name), ("arn:", "${aws:username}", "*", "?", "a", ":", "$", "{", "1")
        )
        for name in ("StringEquals", "StringLike", "ArnLike", "StringEqualsIgnoreCase")
    },
    "operator NumericEquals": Trial(operator("NumericEquals"), NUMBERS),
    "operator DateEquals": Trial(operator("DateEquals"), (*TIMES, *NUMBERS)),
    "operator BinaryEquals": Trial(operator("BinaryEquals"), ("YWJj", "=", "-", "/")),
    "operator Bool": Trial(operator("Bool"), ("true", "false")),
    "operator IpAddress": Trial(operator("IpAddress"), ("10.", "1", ":", "::", "/", "%", "f")),
    "address of a request": Trial(
        refusing(
            lambda text: conditions._within(
                text, conditions.OPERATORS["IpAddress"].read("10.0.0.0/8", True), {}
            )
        ),
        ("10.", "1", ":", "::", "/", "%", "f"),
    ),
    "form": Trial(lambda text: handled(request(body=text)), FORM),
    "form's names": Trial(lambda text: parameters.form([(text, "")]), ("Tags.", "member.", "1", ".")),
    "url": Trial(lambda text: handled(request(text)), URL),
    "url's split": Trial(lambda text: requested._split(request(text)), ("[", "::1", "]", "@", ":", "/", "a")),
    "claimed account": Trial(
        lambda text: key_ids.claimed_account(request(body=text)), ("RoleArn=", "arn%3Aaws", "&", "%", "a")
    ),
    "key id": Trial(key_ids.account_of, ("AKIA", "A", "=", "2")),
    "authorization": Trial(lambda text: handled(request(Authorization=text)), AUTHORIZATION),
    "presigned": Trial(
        lambda text: handled(request("b/k?" + text)), ("X-Amz-Credential=", "/", "a", "&", "X-Amz-", "%2F")
    ),
    "presigned headers": Trial(
        presigned.without_headers, ("b/k?", "x-amz-acl", "=", "%41", "%", "&", "+", "a")
    ),
    "upload by a form": Trial(refusing(lambda text: form.read(uploaded(text))), UPLOAD),
    "type of a form": Trial(
        refusing(lambda text: form.read(uploaded("", f"{form.TYPE}{text}"))),
        ("; boundary=", '"', "a", "=", ";", " ", ","),
    ),
    "policy of a form": Trial(
        refusing(lambda text: form_policy.check(base64.b64encode(text.encode()).decode(), FORM_READ, NOW)),
        JSON,
    ),
    "policy of a form in base64": Trial(
        refusing(lambda text: form_policy.check(text, FORM_READ, NOW)), ("YWJj", "=", "-", "/", "é")
    ),
    "end of a form": Trial(refusing(lambda text: form_policy._expiration({"expiration": text})), TIMES),
    "value in a form": Trial(
        lambda text: form_policy._holds(["starts-with", "$content-type", "a"], with_type(text)),
        ("a", ",", " "),
    ),
    "where a form leads": Trial(
        lambda text: form_answers._redirect(form.Form("b", {"redirect": f"http:{text}"}, b"", "")),
        ("[", "::1", "]", "@", ":", "/", "a"),
    ),
    "timestamp": Trial(sigv4._is_timestamp, ("20250101", "T", "000000", "Z")),
    "header of a copy": Trial(
        refusing(
            lambda text: s3_rules.copy_source(
                requested.Asked("s3", "CopyObject", None),
                request(x_amz_copy_source=text),
                aws.World({"accounts": {}}),
            )
        ),
        ("/", "bucket", "%2F", "%", "?versionId=", "a"),
    ),
    "bucket's name": Trial(s3_rules._is_address, ("10.", "1", ":", "::", "/", "%", "f")),
    "keys to delete": Trial(refusing(lambda text: s3_xml.keys_to_delete(text.encode())), XML),
    "tags in a header": Trial(
        refusing(lambda text: tagging.check(UPLOADED, request(x_amz_tagging=text))),
        ("a", "=", "%41", "%", "&", "+"),
    ),
    "tags in a body": Trial(
        refusing(lambda text: s3_xml.tags(text.encode())),
        ("<Tagging>", "<TagSet>", "<Tag>", "<Key>", "a", "</Key>", "</Tag>", "</TagSet>", "</Tagging>"),
    ),
    "continuation token": Trial(
        refusing(lambda text: listing.check("ListObjectsV2", {"continuation-token": text})),
        ("YWJj", "=", "-", "é"),
    ),
    "number of objects": Trial(
        refusing(lambda text: listing.check("ListObjectsV2", {"max-keys": text})), NUMBERS
    ),
    "delimiter": Trial(
        lambda text: listing.objects_v2(
            "b", {text: OBJECT, f"{text}/": OBJECT}, {"delimiter": text[-9:]}, ""
        ),
        ("a", "/", "<", "é"),
    ),
    "date of a source": Trial(
        lambda text: preconditions._date(request(x_amz_copy_source_If_Modified_Since=text), "Modified-Since"),
        ("Wed, ", "21 ", "Oct ", "2015 ", "07:28:00 ", "GMT", "(", ")", "\\", "-", "+", "1", ":"),
    ),
    "parts": Trial(
        refusing(lambda text: s3_xml.parts(text.encode())),
        (
            "<CompleteMultipartUpload>",
            "<Part>",
            "<PartNumber>1</PartNumber>",
            "<ETag>a</ETag>",
            "</Part>",
            "<a>",
            "&#65;",
        ),
    ),
    "chunks": Trial(refusing(lambda text: chunked._read(text.encode())), CHUNKS),
    "token": Trial(jwt.read, JWT),
    "error in an answer": Trial(
        lambda text: answers.error_of(aws.Response(400, {}, text.encode())),
        ("<Code>", "a", "</Code>", " ", "<Message>", "&amp;", "&", "#65;", "</Message>"),
    ),
    "marker": Trial(refusing(lambda text: paging.place({"Marker": text})), ("1", "0", "a")),
    "variables of policies": Trial(
        within(RESOURCE[0], lambda text: simulation._keys_of(iter([policy.parse(text)])), RESOURCE[1]),
        ("${", "a", ":", "}", ",", " "),
    ),
    "managed policy of AWS": Trial(aws_managed.find.__wrapped__, ('"', "a", ":", "{", "\n")),
    "field of a list": Trial(refusing(lambda text: fields._json(LIST, text)), JSON),
    "field of a time": Trial(refusing(fields._moment), (*TIMES, *NUMBERS, "Jan ", "Mon, ")),
    "field of a number": Trial(refusing(fields._number), NUMBERS),
    "day of a broken account": Trial(refusing(diagnoses._open_day), TIMES),
    "meaning of a policy": Trial(refusing(equal_policies.meaning), JSON),
    "meaning of many actions": Trial(refusing(meaning_of_many), ("a", "A", "*", " ", "é")),
    "time in a move": Trial(refusing(grading._Reading(Stage({}, NOW)).moment), (*TIMES, "ASIA", "0a")),
    "policy that is shown": Trial(refusing(page.indented), JSON),
    "goal's value": Trial(call_patterns.plain, JSON),
    "goal's pattern": Trial(lambda text: placeholders.fits("*a*b*a*c*aa*", text), ("a", "b", "c")),
    "goal's identity": Trial(placeholders.IDENTITY.fullmatch, ("account", ":", "user/", "alice")),
    "masking": Trial(
        lambda text: masks.masked([text], frozenset({"secret"})), ("secret", "eyJ", "a", ".", "AKIA")
    ),
    "stored": Trial(lambda text: StorableJSON().encode([text]), ("\\", "u0000", "\0", "a", '"')),
    "client's address": Trial(
        lambda text: network_of(client_address({"REMOTE_ADDR": text})), ("10.", "1", ":", "::", "/", "%", "f")
    ),
    "head as it comes": Trial(
        lambda text: Incoming(text.encode("utf-8", "replace")), ("GET /", "\r\n", "a", ":", "b", ",", "\r\n")
    ),
    "chunks as they come": Trial(
        lambda text: Incoming(CHUNKED + text.encode("utf-8", "replace")), ("1", ";", "a", "\r\n", "x", "\r\n")
    ),
    "name": Trial(fold, ("a", "\u0301", "\u0316", "\ufb03", " ")),
    "referer": Trial(
        lambda text: is_own_page(RequestFactory().get("/"), f"http://{text}"),
        ("[", "::1", "]", "@", ":", "/", "a", "é"),
    ),
    "answer that is typed": Trial(
        refusing(lambda text: typed({"answer": [text]})), ("a", " ", "\0", "\u200b")
    ),
    "amount with its unit": Trial(refusing(amount), (*NUMBERS, ",000", " 000", " ", "s", "+")),
    "join code": Trial(read_code, ("A", "\u0301", "\u0316", "-", " ")),
    "markdown": Trial(
        lambda text: markdown.render.__wrapped__(text[:60_000]),
        ("[", "a", "](", "b", ")", "*", "`", "\n", "> ", "- ", "<", "|"),
    ),
    "markdown with terms": Trial(
        lambda text: markdown.render.__wrapped__(text[:60_000], glossary()),
        ("trust", " ", "\n", "policy", "policies", "a", "-", "*", "[", "](x)", "role "),
    ),
    "sections of markdown": Trial(
        lambda text: list(markdown.sections(text[:60_000])),
        ("# ", "## a", "\n", "a", "é", "`", "```", "\n\n", "| a |", "---"),
    ),
    "words that are found": Trial(
        words.Words, ("A", "a", "\u0301", "\u0316", "\ufb03", " ", "ies", "S", "é")
    ),
    "query": Trial(
        lambda text: results.search(text, ()),
        ("Assum", "rol", "\u0301", "\u0316", "z", ":", " ", "ExpierdToken"),
    ),
    "snippet": Trial(
        lambda text: snippet(
            Place(Kind.TERM, "a", text, {"text": words.Words(text)}), words.asked_words("role assumed ab")
        ),
        ("role ", "a", "assume", "AssumeRole", " ", "\u0301", "ab"),
    ),
    "code in markdown": Trial(
        lambda text: markdown.render.__wrapped__(text[:60_000]),
        ("```json\n", "{", '"', "\\", "a", "\n", "```\n", "```python\n", "("),
    ),
}
