"""What a sandbox, a learner and an address may use: every limit that is the sandbox's own, with its unit.

Page and client meet the same ones. A learner in a class of sixty behind one address needs far less of each;
what is over a budget is answered with an error of AWS's, and nothing of it is stored. AWS's own limits stand
with the rules of their service.
"""

from collections.abc import Mapping
from typing import NamedTuple

KILOBYTE = 1024  # bytes


class Pace(NamedTuple):
    """Calls a second in the long run, and how many of them may come at once."""

    a_second: float
    at_once: int

    @property
    def ahead(self) -> float:
        """How many seconds a caller may be ahead of the long run."""
        return self.at_once / self.a_second


# -- requests: what is read of one before anybody knows who sends it ----------------------------------------

# Bytes of a body. IAM's largest policy of a role has 10,240 characters, and a form triples some of them. S3
# is told of larger objects than it keeps, so that it can answer which ones those are.
BODY: Mapping[str, int] = {"sts": 64 * KILOBYTE, "iam": 64 * KILOBYTE, "s3": 1024 * KILOBYTE}

# -- a world: what each call on it reads, and each change writes whole --------------------------------------

# Bytes of its JSON. A scenario has 4 to 10 kB; at this size a call takes at most 3 times as long as on those.
WORLD = 128 * KILOBYTE
OBJECT = 64 * KILOBYTE  # bytes of one object
OBJECTS = 100  # in all buckets, uploads that have begun included
BUCKETS = 20  # in all accounts
ENTITIES = 50  # users, groups, roles and managed policies each, in all accounts

PROVIDERS = 10  # OpenID Connect providers that accounts trust, each with a private key of 2 kB

# -- events: what a call leaves behind ----------------------------------------------------------------------

TEXT = 4_000  # characters of a text whose field has no limit of its own
PARAMETERS = 16_000  # characters of their JSON; a managed policy of IAM's largest size fits in
DECISION = 40_000  # characters of its JSON: half of them for statements, half for policies
EVENTS = 1_000  # of a sandbox, the newest; older ones are kept while credentials live that they issued
SESSIONS = 2_000  # how many such older ones: two calls a second for a quarter of an hour

# -- a learner ----------------------------------------------------------------------------------------------

SANDBOXES = 100  # of one learner, each of another scenario; the course has 18
BROKEN_ACCOUNTS = 400  # of one learner: two months of days, and some in each lab's world; 20 kB each
BROKEN_ACCOUNTS_OPEN = (
    20  # of these, the newest that are a sandbox; an older one begins anew when it is opened
)
ATTEMPTS = 200  # of one learner at the quiz of one lesson
TRIES = 50  # of one learner at one question of an attempt
MOVES = 500  # of one learner in the passes of one lesson, in which they do its steps themselves
ROUNDS = 200  # of one learner's predictions of one lesson's steps
# Characters of a policy that answers a question. One that solves it has less than 1,500; to check a bucket's
# policy of 1,500 patterns, in 18,000 characters, took 0.8 s, and nothing charges that to anybody.
WRITTEN_POLICY = 4_000
TYPED = 200  # characters of an answer that is typed into one line
IMPORTED = 600_000  # characters of a file of questions in a form, which may triple them; Django takes 2.5 MB
EXPORTED = 1_000  # questions in a file that is made while somebody waits; the course has 250
CARDS = 2_000  # of one learner: several times the questions and steps of the course

# -- pace ---------------------------------------------------------------------------------------------------

# A shell loop around the AWS CLI makes 2 calls a second, a boto3 loop about 100 of them for a while.
OF_SANDBOX = Pace(50, 200)  # counted in the sandbox's row, so by all processes together
OF_LEARNER = Pace(100, 400)  # of all sandboxes of one learner, by each process
CALL_SECONDS = 0.01  # of a processor: what takes longer counts as several calls of its learner
OF_ADDRESS = Pace(100, 400)  # requests of whom no sandbox knows, by each process

# -- memory -------------------------------------------------------------------------------------------------

IN_MOTO = 32 * KILOBYTE * KILOBYTE  # bytes of the accounts' JSON that a process keeps; moto takes thrice that
