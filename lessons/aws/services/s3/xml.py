"""XML as S3 is sent it and sends it: read by one parser, and written anew for whoever reads it next.

A document type could define entities that stand for far more than was sent. The parser itself refuses one as
soon as it comes to it, whatever the encoding. The standard library's parser needs two lines for that;
`defusedxml` would do the same, around a slower one in Python. A zero byte is in no XML but that of UTF-16 and
UTF-32, which are not read at all.
"""

from collections.abc import Iterator
from typing import NoReturn
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

from lessons.aws.errors import AwsError
from lessons.aws.policies.public import SETTINGS
from lessons.aws.xml_text import escaped

NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/"
MOST_PARTS = 10_000  # of an upload
_MOST_KEYS = 1000  # in one DeleteObjects
_LONGEST_NUMBER = 5  # digits of a part's number


def element(name: str, *content: str) -> str:
    """An element, of others or of a `text`."""
    return f"<{name}>{''.join(content)}</{name}>"


def text(name: str, value: object) -> str:
    """An element that holds a text."""
    return element(name, escaped(value))


def document(name: str, *content: str) -> bytes:
    """A whole answer."""
    inner = "".join(content)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{name} xmlns="{NAMESPACE}">{inner}</{name}>'.encode()


class _WithoutDoctype(TreeBuilder):
    def doctype(self, *_: object) -> NoReturn:
        """A document type begins here."""
        raise ParseError("a document type")


def read(body: bytes, name: str) -> Element:
    """The root element, which is called `name`. Raises MalformedXML."""
    parser = XMLParser(target=_WithoutDoctype())  # noqa: S314 -- no document type, so no entities to expand
    try:
        if b"\0" in body:
            raise ParseError("UTF-16 or UTF-32")
        parser.feed(body)
        root: Element = parser.close()
    except (ParseError, LookupError, ValueError):  # the latter two for the name of an encoding
        raise AwsError("malformed xml", "s3") from None
    if root.tag.rpartition("}")[2] != name:
        raise AwsError("malformed xml", "s3")
    return root


def to_delete(body: bytes) -> tuple[tuple[str, str], ...]:
    """The keys that a DeleteObjects names, each with its version or "". Raises MalformedXML."""
    objects = read(body, "Delete").findall("{*}Object")
    named = tuple((item.findtext("{*}Key"), item.findtext("{*}VersionId", "")) for item in objects)
    keys = tuple((key, version) for key, version in named if key is not None)
    if not 0 < len(keys) == len(named) <= _MOST_KEYS:
        raise AwsError("malformed xml", "s3")
    return keys


def keys_to_delete(body: bytes) -> tuple[str, ...]:
    """The keys alone."""
    return tuple(key for key, _ in to_delete(body))


def is_quiet(body: bytes) -> bool:
    """Whether a DeleteObjects wants to hear of failures only."""
    return read(body, "Delete").findtext("{*}Quiet", "").strip().lower() == "true"


def tags(body: bytes) -> list[tuple[str, str]]:
    """The tags of a PutBucketTagging or a PutObjectTagging. Raises MalformedXML."""
    root = read(body, "Tagging")
    items = root.findall("{*}TagSet/{*}Tag")
    pairs = [(item.findtext("{*}Key"), item.findtext("{*}Value")) for item in items]
    if root.find("{*}TagSet") is None or any(None in pair for pair in pairs):
        raise AwsError("malformed xml", "s3")
    return [(key or "", value or "") for key, value in pairs]


def names_location(body: bytes) -> bool:
    """Whether a CreateBucket asks for a region. Raises MalformedXML."""
    return bool(body) and read(body, "CreateBucketConfiguration").find("{*}LocationConstraint") is not None


def public_access_block(body: bytes) -> dict[str, bool]:
    """The four settings of a PutPublicAccessBlock, off where they are not named. Raises MalformedXML."""
    root = read(body, "PublicAccessBlockConfiguration")
    told = {name: root.findtext(f"{{*}}{name}", "false").strip().lower() for name in SETTINGS}
    if not set(told.values()) <= {"true", "false"}:
        raise AwsError("malformed xml", "s3")
    return {name: value == "true" for name, value in told.items()}


def parts(body: bytes) -> bytes:
    """The list of parts of a CompleteMultipartUpload, and nothing else of it. Raises MalformedXML."""
    listed = "".join(_parts(read(body, "CompleteMultipartUpload")))
    return f"<CompleteMultipartUpload>{listed}</CompleteMultipartUpload>".encode()


def part_numbers(body: bytes) -> list[str]:
    """The numbers of the parts that a CompleteMultipartUpload lists."""
    found = read(body, "CompleteMultipartUpload").findall("{*}Part")
    return [str(int(item.findtext("{*}PartNumber", ""))) for item in found]


def _parts(root: Element) -> Iterator[str]:
    items = root.findall("{*}Part")
    if not 0 < len(items) <= MOST_PARTS:
        raise AwsError("malformed xml", "s3")
    for item in items:
        number, etag = (item.findtext(name, "") for name in ("{*}PartNumber", "{*}ETag"))
        if not (number.isascii() and number.isdigit() and len(number) <= _LONGEST_NUMBER and etag):
            raise AwsError("malformed xml", "s3")
        yield f"<Part><PartNumber>{number}</PartNumber><ETag>{escaped(etag)}</ETag></Part>"
