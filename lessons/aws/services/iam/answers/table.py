"""The calls to IAM that are answered here."""

from lessons.aws.moto.cloud import Done
from lessons.aws.services import query_xml
from lessons.aws.services.iam import simulation
from lessons.aws.services.iam.answers import holders, managed
from lessons.aws.services.iam.wish import Wish

READS = {**holders.READS, **managed.READS, **simulation.READS}


def answered(wish: Wish, request_id: str) -> Done:
    """What came of a call that is in the table."""
    return Done(200, {}, query_xml.written("iam", wish.name, READS[wish.name](wish), request_id).encode())
