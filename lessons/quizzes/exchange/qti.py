"""QTI 3, which LearnSTS writes and does not read: a package with one item for each question.

The manifest is IMS's content package as QTI 3 has it. The archive is the same for the same questions.
"""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lessons.quizzes.exchange.held import note_left_out, note_not_held
from lessons.quizzes.exchange.qti_items import item
from lessons.quizzes.exchange.results import Collected, Exported
from lessons.quizzes.written_question import WrittenQuestion

__all__ = ["MANIFEST", "write"]

MANIFEST = "imsmanifest.xml"
_NAMESPACE = "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1"
_SCHEMA = "https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqtiv3p0_imscpv1p2_v1p0.xsd"
_HELD = frozenset(("explanation", "points"))


def write(questions: Iterable[WrittenQuestion]) -> Exported:
    """The package; its items are numbered as the questions are."""
    found = Collected()
    items: dict[str, str] = {}
    for place, question in enumerate(questions, start=1):
        identifier = f"question-{place}"
        text = item(question, identifier)
        if text is None:
            note_left_out(place, question, f"QTI has nothing like the type `{question.type}`", found)
            continue
        items[identifier] = text
        note_not_held(place, question, _HELD, found, *_lost(question))
    return Exported(_archive(items), found.result().problems)


def _lost(question: WrittenQuestion) -> list[str]:
    """In words what of its content is not in an item."""
    lost = {
        "its other units": question.content.get("units"),
        "what is said to foreseen answers": question.content.get("foreseen"),
        "credit for a part of the order": question.type == "ordering",
    }
    return [words for words, is_there in lost.items() if is_there]


def _archive(items: dict[str, str]) -> bytes:
    files = {MANIFEST: _manifest(items)} | {f"items/{key}.xml": text for key, text in items.items()}
    data = BytesIO()
    with ZipFile(data, "w", ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(ZipInfo(name), text.encode(), ZIP_DEFLATED)
    return data.getvalue()


def _manifest(items: Iterable[str]) -> str:
    resources = "".join(
        f'    <resource identifier="{key}" type="imsqti_item_xmlv3p0" href="items/{key}.xml">\n'
        f'      <file href="items/{key}.xml"/>\n    </resource>\n'
        for key in items
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<manifest xmlns="{_NAMESPACE}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"\n'
        f'    xsi:schemaLocation="{_NAMESPACE} {_SCHEMA}" identifier="learnsts-questions">\n'
        "  <metadata>\n    <schema>QTI Package</schema>\n"
        "    <schemaversion>3.0.0</schemaversion>\n  </metadata>\n"
        f"  <organizations/>\n  <resources>\n{resources}  </resources>\n</manifest>\n"
    )
