"""Signature Version 4, in the Authorization header or in the query of a presigned URL.

Order of checks, as AWS has it: the signature is complete, its scope fits (region, then service); who it is
comes between (`lessons.aws.authenticate`); at last the time and the signature itself.
"""

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from lessons.aws.arn import REGION
from lessons.aws.errors import AwsError
from lessons.aws.http_messages import Request
from lessons.aws.services.parameters import regions
from lessons.aws.signing import chunked, mismatch
from lessons.aws.signing.signer import HASH_HEADER, Signer

ALGORITHM = "AWS4-HMAC-SHA256"
TIMESTAMP = "%Y%m%dT%H%M%SZ"
SKEW = timedelta(minutes=15)
MILLISECONDS = 1000  # of a second
WEEK = 604_800  # seconds: the longest that a presigned URL of S3 is good for
UNSIGNED = "UNSIGNED-PAYLOAD"
FORM = "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request"

_SCOPE = re.compile(
    r"(?P<access_key_id>[^/]+)/(?P<day>\d{8})/(?P<region>[^/]*)/(?P<service>[^/]*)/aws4_request"
)
_TIMESTAMP = re.compile(r"\d{8}T\d{6}Z", re.ASCII)
_HEADER_FIELDS = ("Credential", "Signature", "SignedHeaders")
_QUERY_FIELDS = ("Algorithm", "Credential", "Date", "SignedHeaders", "Signature")


@dataclass(frozen=True, slots=True)
class Signature:
    """What a request is signed with. `timestamp` is the time of signing, as in `X-Amz-Date`.

    `seconds` is how long a presigned URL is good for; None where the signature stands in the header.
    """

    access_key_id: str
    region: str
    service: str
    timestamp: str
    signed_headers: tuple[str, ...]
    signature: str
    seconds: int | None = None

    @property
    def signed_at(self) -> datetime:
        """When it was signed, by the client's clock (UTC)."""
        return datetime.fromisoformat(self.timestamp)

    def check_scope(self, request: Request, service: str) -> None:
        """Whether the credential is scoped to this region and to the service it was sent to.

        One address stands for the endpoints of all regions. Each lists all buckets, which are in one.
        """
        if self.region != REGION and not (_is_in_any_region(request, service) and self.region in regions()):
            raise AwsError("region", service, given=self.region, region=REGION, Region=REGION)
        if self.service != service:
            raise AwsError("service", service, given=self.service)

    def check(self, request: Request, secret: str, now: datetime) -> None:
        """Whether the request was signed with `secret`, lately, and is unchanged. `now` is the signers'."""
        if self.service == "s3" and self.seconds is not None:
            _check_presigned_time(self, self.seconds, now)
        else:
            _check_time(self, now)
        self._check_secret(request, secret)

    def is_proof(self, request: Request, secret: str, now: datetime) -> bool:
        """Whether who sent the request has `secret`, though `check` may refuse it for its time.

        A presigned URL is given to others, so that it proves nothing once it is over.
        """
        try:
            self._check_secret(request, secret) if self.seconds is None else self.check(request, secret, now)
        except AwsError:
            return False
        return True

    def _check_secret(self, request: Request, secret: str) -> None:
        claimed = _claimed_hash(request, self)
        if _has_no_hash(claimed):
            if self.service != "s3":  # which alone takes a body that is not signed, or only chunk by chunk
                raise AwsError("signature", self.service)
        elif claimed and claimed != (computed := hashlib.sha256(request.body).hexdigest()):
            facts = {"ClientComputedContentSHA256": claimed, "S3ComputedContentSHA256": computed}
            raise AwsError("content hash", self.service, **facts)
        self._check_headers(request)
        signer = Signer(request, self, secret, claimed)
        expected = signer.of_request().encode()
        if "host" not in self.signed_headers or not hmac.compare_digest(expected, self.signature.encode()):
            raise self._mismatch(signer)
        if claimed.startswith(chunked.SIGNED):
            chunked.check(request.body, self.signature, signer.of_chunk)

    def _check_headers(self, request: Request) -> None:
        """S3 takes no header of its own that could have been added after the request was signed."""
        names = {name for name in request.headers_by_name if name.startswith("x-amz-")} | {"host"}
        unsigned = sorted(names - {*self.signed_headers, HASH_HEADER.lower()})
        if unsigned and self.service == "s3":
            raise AwsError("unsigned headers", self.service, HeadersNotSigned=", ".join(unsigned))

    def _mismatch(self, signer: Signer) -> AwsError:
        """S3 tells what it has signed itself, the others do not."""
        if self.service != "s3":
            return AwsError("signature", self.service)
        return mismatch.error(
            self.access_key_id, self.signature, signer.string_to_sign, signer.canonical_request
        )


def _is_in_any_region(request: Request, service: str) -> bool:
    """Whether a request could go to any region: to the address that stands for all of them, and to no bucket.

    A client asks IAM in us-east-1 wherever it is itself, but not where it is told an address.
    """
    path = request.url.partition("?")[0].partition("://")[2].partition("/")[2]
    names_no_bucket = f"/{path}".rstrip("/") == request.mount
    return bool(request.mount) and (service != "s3" or names_no_bucket)


def in_header(request: Request, service: str) -> Signature:
    """The signature in the Authorization header. Raises AwsError when it is not complete."""
    fields = header_fields(request)
    timestamp = request.header("X-Amz-Date")
    missing = [name for name in _HEADER_FIELDS if not fields.get(name)]
    complaints = [f"Authorization header requires '{name}' parameter." for name in missing]
    if not _is_timestamp(timestamp):
        complaints.append(
            "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header."
        )
    if complaints:
        raise AwsError("incomplete", service, message=" ".join(complaints))
    scope = _SCOPE.fullmatch(fields["Credential"])
    if scope is None or not timestamp.startswith(scope["day"]):
        raise AwsError("incomplete", service, message=f'the Credential is mal-formed; expecting "{FORM}".')
    if service == "s3" and not request.header(HASH_HEADER):
        raise AwsError("no content hash", service)
    return _signature(scope, timestamp, fields)


def in_query(query: Mapping[str, str], service: str) -> Signature:
    """The signature in the query of a presigned URL. Raises AwsError when it is not complete."""
    fields = {name: query.get(f"X-Amz-{name}", "") for name in _QUERY_FIELDS}
    scope = _SCOPE.fullmatch(fields["Credential"])
    if complaint := _complaint(service, fields, scope):
        raise AwsError("presigned", service, message=complaint)
    assert scope is not None  # noqa: S101 -- a complaint otherwise
    return _signature(scope, fields["Date"], fields, _seconds(query, service))


def header_fields(request: Request) -> dict[str, str]:
    """The fields of the Authorization header: Credential, SignedHeaders, Signature."""
    algorithm, _, fields = request.header("Authorization").partition(" ")
    if algorithm != ALGORITHM:
        return {}
    pairs = (field.strip().partition("=") for field in fields.split(","))
    return {name: value for name, _, value in pairs}


def scope_of(credential: str) -> tuple[str, str]:
    """The access key id and the service that a Credential names, or two empty strings."""
    match = _SCOPE.fullmatch(credential)
    return (match["access_key_id"], match["service"]) if match else ("", "")


def _signature(
    scope: re.Match[str], timestamp: str, fields: Mapping[str, str], seconds: int | None = None
) -> Signature:
    names = tuple(fields["SignedHeaders"].lower().split(";"))
    key, region, service = scope["access_key_id"], scope["region"], scope["service"]
    return Signature(key, region, service, timestamp, names, fields["Signature"], seconds)


def _complaint(service: str, fields: Mapping[str, str], scope: re.Match[str] | None) -> str:
    """What is wrong with the fields of a presigned URL, "" where nothing is."""
    missing = [name for name, value in fields.items() if not value]
    if missing and service == "s3":
        return (
            "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, "
            "X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters."
        )
    if missing:
        needed = " ".join(f"AWS query-string parameters must include 'X-Amz-{name}'." for name in missing)
        return f"{needed} Re-examine the query-string parameters."
    if fields["Algorithm"] != ALGORITHM:
        return f'X-Amz-Algorithm only supports "{ALGORITHM} and AWS4-ECDSA-P256-SHA256"'
    if not _is_timestamp(fields["Date"]):
        return "X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\""
    if scope is None or not fields["Date"].startswith(scope["day"]):
        return (
            f'Error parsing the X-Amz-Credential parameter; the Credential is mal-formed; expecting "{FORM}".'
        )
    return ""


def _seconds(query: Mapping[str, str], service: str) -> int:
    """How long S3 is to accept the URL. Other services go by the 15 minutes of every signature."""
    text = query.get("X-Amz-Expires", "" if service == "s3" else "0")
    if not re.fullmatch(r"-?[0-9]{1,18}", text):
        message = "X-Amz-Expires should be a number"
    elif int(text) < 0:
        message = "X-Amz-Expires must be non-negative"
    elif int(text) > WEEK:
        message = (
            "X-Amz-Expires must be less than a week (in seconds); "
            f"that is, the given X-Amz-Expires must be less than {WEEK} seconds"
        )
    else:
        return int(text)
    raise AwsError("presigned", service, message=message)


def _is_timestamp(text: str) -> bool:
    if not _TIMESTAMP.fullmatch(text):
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _check_presigned_time(signature: Signature, seconds: int, now: datetime) -> None:
    end = signature.signed_at + timedelta(seconds=seconds)
    times = {"Expires": _iso(end), "ServerTime": _iso(now)}
    if signature.signed_at - now > SKEW:
        signed = int(signature.signed_at.timestamp() * MILLISECONDS)
        raise AwsError("presigned too early", signature.service, **{"X-Amz-Date": signed}, **times)
    if now > end:
        raise AwsError("presigned expired", signature.service, **{"X-Amz-Expires": seconds}, **times)


def _iso(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _check_time(signature: Signature, now: datetime) -> None:
    signed = signature.signed_at
    if abs(now - signed) <= SKEW:
        return
    clock = now.strftime(TIMESTAMP)
    if signed < now:
        edge = (now - SKEW).strftime(TIMESTAMP)
        message = f"Signature expired: {signature.timestamp} is now earlier than {edge} ({clock} - 15 min.)"
    else:
        edge = (now + SKEW).strftime(TIMESTAMP)
        message = (
            f"Signature not yet current: {signature.timestamp} is still later than {edge} ({clock} + 15 min.)"
        )
    raise AwsError("skewed", signature.service, message=message)


def _claimed_hash(request: Request, signature: Signature) -> str:
    """What the client says of its body: a hash, that there is none, or "" where it says nothing."""
    presigned = signature.service == "s3" and signature.seconds is not None
    return request.header(HASH_HEADER) or (UNSIGNED if presigned else "")


def _has_no_hash(claimed: str) -> bool:
    return claimed == UNSIGNED or claimed.startswith(chunked.STREAMING)
