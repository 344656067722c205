"""XML as S3 is sent it: read by one parser, and written anew for whoever reads it next.

A document type could define entities that stand for far more than was sent. The parser itself refuses one as
soon as it comes to it, whatever the encoding. The standard library's parser needs two lines for that;
`defusedxml` would do the same, around a slower one in Python. A zero byte is in no XML but that of UTF-16 and
UTF-32, which are not read at all.
"""

from collections.abc import Iterator
from typing import NoReturn
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser
from xml.sax.saxutils import escape

from lessons.aws.errors import AwsError

MOST_PARTS = 10_000  # of an upload
_MOST_KEYS = 1000  # in one DeleteObjects
_LONGEST_NUMBER = 5  # digits of a part's number


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


def keys_to_delete(body: bytes) -> tuple[str, ...]:
    """The keys that a DeleteObjects names. Raises MalformedXML."""
    keys = tuple(item.text or "" for item in read(body, "Delete").findall("{*}Object/{*}Key"))
    if not 0 < len(keys) <= _MOST_KEYS:
        raise AwsError("malformed xml", "s3")
    return keys


def names_location(body: bytes) -> bool:
    """Whether a CreateBucket asks for a region. Raises MalformedXML."""
    return bool(body) and read(body, "CreateBucketConfiguration").find("{*}LocationConstraint") is not None


def parts(body: bytes) -> bytes:
    """The list of parts of a CompleteMultipartUpload, and nothing else of it. Raises MalformedXML."""
    listed = "".join(_parts(read(body, "CompleteMultipartUpload")))
    return f"<CompleteMultipartUpload>{listed}</CompleteMultipartUpload>".encode()


def _parts(root: Element) -> Iterator[str]:
    items = root.findall("{*}Part")
    if not 0 < len(items) <= MOST_PARTS:
        raise AwsError("malformed xml", "s3")
    for item in items:
        number, etag = (item.findtext(name, "") for name in ("{*}PartNumber", "{*}ETag"))
        if not (number.isascii() and number.isdigit() and len(number) <= _LONGEST_NUMBER and etag):
            raise AwsError("malformed xml", "s3")
        yield f"<Part><PartNumber>{number}</PartNumber><ETag>{escape(etag)}</ETag></Part>"
