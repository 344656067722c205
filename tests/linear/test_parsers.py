"""Every parser takes time that is linear in its text; each place that reads something stands in a table."""

from __future__ import annotations

import unicodedata
from functools import partial

import pytest

from tests.linear.growth import MOST, growth, slowest
from tests.linear.shapes import of_tokens
from tests.linear.sources import sites
from tests.linear.trials import TRIALS, Trial
from tests.sizes import size

TRIED = size(1, 6)  # shapes of each parser, those that take longest


@pytest.mark.parametrize("trial", TRIALS.values(), ids=TRIALS)
def test_a_parser_takes_linear_time(trial: Trial) -> None:
    for shape in slowest(trial.run, of_tokens(trial.tokens), TRIED):
        assert growth(trial.run, shape) <= MOST, shape


# Where the source reads something, and which trial shows it, or why none has to.
READ = {
    "learnsts.csrf.is_own_page urllib.parse.urlsplit": "referer",
    "lessons.accounts.codes.read_code unicodedata.normalize": "join code",
    "lessons.accounts.addresses._is_address ipaddress.ip_address": "client's address",
    "lessons.accounts.addresses.network_of ipaddress.IPv4Address": "client's address",
    "lessons.accounts.addresses.network_of ipaddress.IPv6Address": "client's address",
    "lessons.accounts.addresses.network_of ipaddress.ip_address": "client's address",
    "lessons.accounts.names.fold unicodedata.normalize": "name",
    "lessons.aws.answers.error_of html.unescape": "error in an answer",
    "lessons.aws.policies.conditions._number decimal.Decimal": "operator NumericEquals",
    "lessons.aws.policies.conditions._moment datetime.datetime.fromisoformat": "operator DateEquals",
    "lessons.aws.policies.conditions._bytes base64.b64decode": "operator BinaryEquals",
    "lessons.aws.policies.conditions._address ipaddress.ip_address": "address of a request",
    "lessons.aws.policies.conditions.OPERATORS ipaddress.ip_network": "operator IpAddress",
    "lessons.aws.policies.grammar.s3._named fnmatch.filter": "validate an action of S3",
    "lessons.aws.policies.policy_json.read_json json.loads": "read_json",
    "lessons.aws.services.sts.jwt.read base64.urlsafe_b64decode": "token",
    "lessons.aws.services.sts.jwt.read json.loads": "token",
    "lessons.aws.services.requested._split urllib.parse.urlsplit": "url's split",
    "lessons.aws.services.requested._parameters urllib.parse.parse_qsl": "form",
    "lessons.aws.services.requested._s3 urllib.parse.unquote": "url",
    "lessons.aws.services.s3.rules.copy_source urllib.parse.unquote": "header of a copy",
    "lessons.aws.services.s3.rules._is_address ipaddress.ip_address": "bucket's name",
    "lessons.aws.services.s3.listing._token base64.urlsafe_b64decode": "continuation token",
    "lessons.aws.services.s3.preconditions._date email.utils.parsedate_to_datetime": "date of a source",
    "lessons.aws.services.s3.tagging.given urllib.parse.parse_qsl": "tags in a header",
    "lessons.aws.services.s3.xml.read xml.etree.ElementTree.XMLParser": "keys to delete",
    "lessons.aws.form_answers._redirect urllib.parse.urlsplit": "where a form leads",
    "lessons.aws.signing.form._address urllib.parse.urlsplit": "url's split",
    "lessons.aws.signing.form.read urllib.parse.unquote": "url",
    "lessons.aws.signing.form_policy._expiration datetime.datetime.fromisoformat": "end of a form",
    "lessons.aws.signing.form_policy._read base64.b64decode": "policy of a form in base64",
    "lessons.aws.signing.key_ids.account_of base64.b32decode": "key id",
    "lessons.aws.signing.presigned.without_headers urllib.parse.unquote_plus": "presigned headers",
    "lessons.aws.signing.key_ids.claimed_account urllib.parse.parse_qs": "claimed account",
    "lessons.aws.signing.signatures._query urllib.parse.parse_qsl": "presigned",
    "lessons.aws.signing.signatures._query urllib.parse.urlsplit": "url",
    "lessons.aws.signing.sigv2.Signature._texts urllib.parse.urlsplit": "url",
    "lessons.aws.signing.sigv4._is_timestamp datetime.datetime.fromisoformat": "timestamp",
    "lessons.markdown.colour pygments.highlight": "code in markdown",
    "lessons.markdown.parser markdown_it.MarkdownIt": "markdown",
    "lessons.markdown.render nh3.clean": "markdown",
    "lessons.quizzes.exchange.moodle_text._said html.unescape": "questions in HTML",
    "lessons.quizzes.exchange.numbers._plain decimal.Decimal": "questions in gift",
    "lessons.quizzes.exchange.numbers.between decimal.Decimal": "questions in gift",
    "lessons.quizzes.exchange.numbers.number decimal.Decimal": "questions in gift",
    "lessons.quizzes.exchange.xml_tree.parse xml.parsers.expat.ParserCreate": "questions in moodle_xml",
    "lessons.search.suggestions._like difflib.get_close_matches": "query",
    "lessons.search.words.base unicodedata.normalize": "words that are found",
    "lessons.sandbox.console.fields._moment botocore.utils.parse_timestamp": "field of a time",
    "lessons.sandbox.console.fields._json json.loads": "field of a list",
    "lessons.sandbox.diagnoses.views._open_day datetime.date.fromisoformat": "day of a broken account",
    "lessons.sandbox.labs.call_patterns.plain json.loads": "goal's value",
    "lessons.sandbox.performing.equal_policies.meaning json.loads": "meaning of a policy",
    "lessons.sandbox.performing.grading._Reading.moment datetime.datetime.fromisoformat": "time in a move",
    "lessons.sandbox.performing.page.indented json.loads": "policy that is shown",
}
WRITTEN_BY_THE_SITE = {  # or by whoever runs it, and writes its lessons
    "lessons.authoring.differences.lines_between difflib.unified_diff",
    "lessons.quizzes.analysis.answer_texts.AnswerTexts.of json.loads",
    "lessons.quizzes.analysis.first_attempts.Questions.responses json.loads",
    "lessons.sandbox.what_if.replay._played_in json.loads",
    "learnsts.backup.manifest.Manifest.from_json json.loads",
    "learnsts.backup.manifest.current_release tomllib.load",
    "learnsts.monitoring.doctor.clock datetime.datetime.fromisoformat",
    "learnsts.monitoring.doctor.csrf_origins urllib.parse.urlsplit",
    "lessons.aws.hypothetical._has_key datetime.datetime.fromisoformat",
    "lessons.aws.hypothetical._in_session datetime.datetime.fromisoformat",
    "lessons.aws.moto.aws_managed.find json.JSONDecoder",
    "lessons.aws.moto.aws_managed.listed json.loads",
    "lessons.aws.services.iam.answers.credential_report._is_good datetime.datetime.fromisoformat",
    "lessons.aws.services.iam.answers.last_accessed._uses datetime.datetime.fromisoformat",
    "lessons.aws.services.iam.answers.holders.role_last_used datetime.datetime.fromisoformat",
    "lessons.aws.moto.clock.to_moto datetime.datetime.fromisoformat",
    "lessons.aws.services.s3.objects.body_of base64.b64decode",
    "lessons.aws.services.s3.preconditions._check_source datetime.datetime.fromisoformat",
    "lessons.aws.services.sts.jwt._private_key "
    "cryptography.hazmat.primitives.serialization.load_pem_private_key",
    "lessons.aws.services.iam.mfa.code_at base64.b32decode",
    "lessons.aws.credentials.Session.from_json datetime.datetime.fromisoformat",
    "lessons.sandbox.documents.goal_mistakes._is_moment datetime.datetime.fromisoformat",
    "lessons.sandbox.documents.goals._decision datetime.datetime.fromisoformat",
    "lessons.sandbox.labs.lab_view.events_by_goal json.loads",
    "lessons.sandbox.labs.progress._goals json.loads",
    "lessons.sandbox.console.field_help.help_of html.unescape",
    "lessons.sandbox.diagnoses.worlds._file yaml.safe_load",
    "lessons.sandbox.diagnoses.worlds._of_course yaml.safe_load",
    "lessons.sandbox.documents.storable.as_stored json.loads",
    "lessons.sandbox.performing.stage.Stage.from_json datetime.datetime.fromisoformat",
    "lessons.sql.select_together json.loads",
}
SHORT = {  # sixteen characters; names of 200 at most
    "lessons.aws.signing.sigv4.Signature.signed_at datetime.datetime.fromisoformat",
    "lessons.classrooms.instructor_views.export django.utils.text.slugify",
    "lessons.admin.version_pages.VersionsAdmin.page django.utils.text.capfirst",
    "lessons.authoring.drafts.free_slug django.utils.text.slugify",
    "lessons.keys.slug_of django.utils.text.slugify",
    "lessons.markdown.name_headings django.utils.text.slugify",
    "lessons.markdown.colour pygments.lexers.get_lexer_by_name",
}


def test_every_place_that_reads_something_is_tried() -> None:
    """A new one belongs into `READ`, with a trial of its own where no trial comes to it."""
    there = {site.key for site in sites() if not site.reader.startswith(("re.", "django.core.validators."))}
    assert there == READ.keys() | WRITTEN_BY_THE_SITE | SHORT
    assert set(READ.values()) <= TRIALS.keys()


def test_a_parser_that_takes_longer_is_found() -> None:
    """Accents that are not in order are put in order one by one."""
    trial = Trial(partial(unicodedata.normalize, "NFKC"), ("a", "\u0301", "\u0316"))
    with pytest.raises(AssertionError):
        test_a_parser_takes_linear_time(trial)
