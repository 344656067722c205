"""What the sandbox does as AWS does, and what it does not: counted from the tables that it works by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from lessons.aws import budgets
from lessons.aws.cases import CASES, Case
from lessons.aws.errors import FAILURES
from lessons.aws.services.parameters import service_model
from lessons.aws.services.requested import QUERY_OPERATIONS
from lessons.aws.services.s3.operations import S3
from lessons.aws.services.sts.session_policies import LONGEST_POLICY
from lessons.aws.services.sts.session_tags import LONGEST_TAGS
from lessons.aws.signing import sigv4
from lessons.sandbox.calls.clock import LONGEST_SKIP
from lessons.sandbox.explanations.undocumented import CHOICES

__all__ = ["DIFFERENCES", "Count", "Difference", "Service", "Topic", "cases", "count", "services"]

KILOBYTE = 1024
MINUTE = 60


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing in which the sandbox is not AWS."""

    about: str
    at_aws: str
    here: str


@dataclass(frozen=True, slots=True)
class Service:
    """A service, the operations of it that the sandbox has, and how many AWS has."""

    name: str
    title: str
    operations: tuple[str, ...]
    at_aws: int


@dataclass(frozen=True, slots=True)
class Topic:
    """The documented cases of one topic."""

    name: str
    cases: tuple[Case, ...]

    @property
    def as_aws(self) -> int:
        """How many of them the sandbox answers as AWS does."""
        return sum(case.as_aws for case in self.cases)


@dataclass(frozen=True, slots=True)
class Count:
    """How many documented cases there are, and how many of them the sandbox answers as AWS does."""

    total: int
    as_aws: int


_TEXTS = [
    words for failure in FAILURES.values() for words in (failure.words, failure.s3) if words and words.message
]
_WITHOUT_SOURCE = len([words for words in _TEXTS if words.source.year is None])

DIFFERENCES = (
    Difference(
        "Accounts",
        "An account is yours, and what you do in it may cost money.",
        "Every account is made up, and is in no contact with AWS. Nobody else's calls can reach it.",
    ),
    Difference(
        "Time",
        "Nobody can skip it.",
        f"You may put the sandbox's clock ahead, by {LONGEST_SKIP.days} days in all. Signatures are dated by "
        f"real time, and are good for {sigv4.SKEW.seconds // MINUTE} minutes as at AWS. A client that keeps "
        "credentials does not notice, and signs with dead ones until it has to ask again.",
    ),
    Difference(
        "Changes",
        "A changed policy takes some seconds to be known everywhere.",
        "A change counts from the very next call.",
    ),
    Difference(
        "Root user",
        "Each account has one, and it can assume no role.",
        "There is none. An administrator looks after the account.",
    ),
    Difference(
        "Regions",
        "There are dozens, and STS answers in each.",
        "Everything is in one, us-east-1. STS, IAM and the list of buckets answer clients of any region.",
    ),
    Difference(
        "Services",
        "Hundreds, many of which assume roles themselves.",
        "STS, IAM and S3. No service here assumes a role.",
    ),
    Difference(
        "Sign-in from elsewhere",
        "Any OpenID Connect provider on the internet, whose keys AWS fetches there.",
        "Providers of the sandbox's own, which sign real tokens. Whichever URL is trusted, the sandbox "
        "signs in its place, and asks nobody there. Thumbprints are kept and not looked at.",
    ),
    Difference(
        "SAML",
        "People may sign in through a company's SAML provider.",
        "There are no SAML providers and no AssumeRoleWithSAML.",
    ),
    Difference(
        "Size of a session policy and of session tags",
        "AWS packs policies and tags before it measures them, and does not say how.",
        f"PackedPolicySize is counted in characters: there is room for {LONGEST_POLICY:,} of a policy and "
        f"for {LONGEST_TAGS} of tags. The figure for tags is made from one that was measured at AWS.",
    ),
    Difference(
        "Size of a session token",
        "It varies. Answers of STS have members for it, SessionTokenSize and SessionTokenUtilization, and a "
        "caller may ask for a larger token by MinimumSessionTokenSize.",
        "Every token has the same size. No answer tells it, and nobody can ask for another.",
    ),
    Difference(
        "The words of errors",
        "Few are documented. Many are known from answers that somebody has published.",
        f"Of {len(_TEXTS)} texts {_WITHOUT_SOURCE} have no source that can be named. They are our own, or "
        "were seen without a public page. All others are AWS's words. Where nobody has published an answer, "
        "they are those of AWS's lists of errors.",
    ),
    Difference(
        "Size of objects",
        "An object may have terabytes, and a bucket any number of objects.",
        f"An object has up to {budgets.OBJECT // KILOBYTE} kB, and a sandbox has up to {budgets.OBJECTS} "
        "objects.",
    ),
    Difference(
        "Size of everything",
        "You pay for what you store.",
        f"All that is in a sandbox's accounts has up to {budgets.WORLD // KILOBYTE} kB, as JSON. What goes "
        "beyond is refused with LimitExceeded by IAM and EntityTooLarge by S3.",
    ),
    Difference(
        "Size of requests",
        "STS and IAM take what their longest parameters need, S3 takes gigabytes.",
        f"A request to STS or IAM has up to {budgets.BODY['sts'] // KILOBYTE} kB, one to S3 "
        f"{budgets.BODY['s3'] // KILOBYTE:,} kB.",
    ),
    Difference(
        "Number of users, groups, roles and policies",
        "Hundreds or thousands of each by default.",
        f"Up to {budgets.ENTITIES} of each, then LimitExceeded.",
    ),
    Difference(
        "The authorization id in a refusal of IAM",
        "Most refusals of IAM end with one. For a day at least, the console and the call "
        "GetRequestAuthorizationDetails tell by it what was evaluated.",
        "Every refusal that gives a reason ends with one, which is made up. The console of AWS does not know "
        "it, and the call is not offered: the page of a sandbox shows beside each call what was evaluated.",
    ),
    Difference(
        "The reason of a refused AssumeRole",
        "The IAM User Guide says “because no role trust policy allows the sts:AssumeRole action”. An answer "
        "that was published in 2026 gives no reason.",
        "No reason, whichever policy refuses. The page of a sandbox tells it.",
    ),
    Difference(
        "When a key or a role was last used",
        "IAM remembers it for 400 days, and tells it after some minutes.",
        "It is told from your list of calls at once, for as long as that goes back.",
    ),
    Difference(
        "MFA devices",
        "People register their own: an app, a security key, a token.",
        "Every user has one from the start, and the page shows its code. Others are made by calls; "
        "CreateVirtualMFADevice answers with the secret, without a QR code.",
    ),
    Difference(
        "Managed policies of AWS",
        "More than a thousand, which AWS changes from time to time.",
        "All of them, as they were on one day. Older versions are gone, and most have no description and "
        "another id.",
    ),
    Difference(
        "Service-linked roles",
        "Dozens of services have one, and some can have several.",
        "Some well-known services have theirs. No service comes and uses it, so that deleting one succeeds "
        "at once.",
    ),
    Difference(
        "Reports on an account",
        "The credential report begins with the root user, and services last accessed are all that a policy "
        "allows, down to single actions.",
        "There is no root user to report on. Of services the sandbox's own are told, and no actions.",
    ),
    Difference(
        "The policy simulator",
        "It can try control policies that a call brings, and groups of resources. It says of a call across "
        "accounts what each type of policy adds, in words that are not documented.",
        "It takes neither. Of a call across accounts it says what IAM Policy and Resource Policy add.",
    ),
    Difference(
        "Access for everybody",
        "A bucket can be opened to requests that nobody has signed, once its Block Public Access is off.",
        "A bucket is opened as there, but only to signed requests: others are refused.",
    ),
    Difference(
        "Block Public Access for a whole account",
        "An account, or an organization, can block what its buckets do not.",
        "Each bucket has its own four settings, all on in a new one. There are no access control lists, so "
        "two of them change nothing.",
    ),
    Difference(
        "Policies that AWS does not save",
        "It refuses them in words of its own, and does not document the words.",
        "The words are those of recorded answers. None is known for a NotPrincipal in a trust policy, nor "
        "which of several mistakes comes first. Nor is it known whether IAM saves an action with a comma in "
        "it, or a condition whose number or address is none: here it does, and the editor warns.",
    ),
    Difference(
        "Which key a user signs with",
        "Whoever calls has to hold a key that is active.",
        "The page signs with the oldest key of a user, even when it is off, so that you see how AWS refuses "
        "it. A terminal signs with whichever key you export.",
    ),
    Difference(
        "Condition keys",
        "Every request has dozens of them, and each service adds its own.",
        "A request tells who calls, when, from where and with what, and what STS, IAM and S3 are asked. It "
        "tells nothing of organizations and networks. A condition on such a key, as aws:PrincipalOrgID or "
        "aws:SourceVpc, finds no value.",
    ),
    Difference(
        "What else can refuse a call",
        "The keys of KMS and the endpoints of a network have policies of their own.",
        "There are no such keys and no such endpoints.",
    ),
    Difference(
        "What a request is about",
        "A request can be about a pattern, which policies are then held against.",
        "Each is about one thing, and a list of IAM about its path.",
    ),
    Difference(
        "Condition keys in the policy of a bucket",
        "S3 refuses a key that goes with none of the actions.",
        "It refuses an unknown key, and those of a listing (such as s3:prefix) where nothing is listed.",
    ),
    Difference(
        "S3's other features",
        "Versions, access control lists, encryption with KMS, other storage classes and much more.",
        "None of these: a request that asks for one is refused, never half done.",
    ),
    Difference(
        "Addresses of buckets",
        "A bucket stands in the name of the host, or in the path.",
        "It stands in the path: clients are told to use path style. A client that can be told a host only, "
        "such as s3cmd, cannot call it.",
    ),
    Difference(
        "Headers in a presigned URL",
        "S3 reads some of them there and passes over others, and no page says which.",
        "All are read but checksums, which whoever signed could not know.",
    ),
    Difference(
        "The policy of an upload by a form",
        "It is not documented what S3 says of one that lacks its end or its conditions.",
        "InvalidPolicyDocument, in the words of S3's list of error codes.",
    ),
    Difference(
        "Pace",
        "AWS slows down who calls too often.",
        f"So does the sandbox, with AWS's errors: {budgets.OF_SANDBOX.a_second} calls a second, and "
        f"{budgets.OF_SANDBOX.at_once} at once. AWS's own figures differ by service. Calls in one sandbox "
        "wait for one another.",
    ),
    Difference(
        "Records",
        "CloudTrail keeps 90 days of the calls that manage an account, and more for those who ask it to.",
        f"The sandbox keeps your newest {budgets.EVENTS:,} calls with the reason for each answer, and older "
        "ones while credentials live that they issued. Of a request that nobody here has signed it keeps "
        "nothing.",
    ),
    Difference(
        "Number of sessions",
        "A role may be assumed any number of times.",
        f"{budgets.SESSIONS:,} credentials of older calls may live at once in a sandbox, then LimitExceeded.",
    ),
    *(Difference(about, "Its documentation does not say.", here) for about, here in CHOICES),
)

TITLES = {"sts": "AWS STS", "iam": "IAM", "s3": "Amazon S3"}


@cache
def services() -> tuple[Service, ...]:
    """What is supported, from the tables by which calls are understood."""
    known = {name: set(table) for name, table in QUERY_OPERATIONS.items()}
    known["s3"] = {route.operation.name for route in S3}
    return tuple(
        Service(name, title, tuple(sorted(known[name])), len(service_model(name).operation_names))
        for name, title in TITLES.items()
    )


@cache
def cases() -> tuple[Topic, ...]:
    """The documented cases by topic, in the order they are written."""
    return tuple(_topics())


def _topics() -> Iterator[Topic]:
    for name, group in groupby(CASES, lambda case: case.topic):
        yield Topic(name, tuple(group))


def count() -> Count:
    """How faithful the sandbox is, in figures that the tests stand behind."""
    return Count(len(CASES), sum(case.as_aws for case in CASES))
