"""A question as an item of QTI 3: https://www.imsglobal.org/spec/qti/v3p0/impl.

What is asked is an interaction, what is right a response declaration, and the response processing computes
SCORE, which goes from 0 to the question's points, as ours does where QTI can say it. What is said afterwards
is feedback, which is shown where FEEDBACK has its identifier.
"""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

from lessons.aws.xml_text import escaped, holdable
from lessons.quizzes.exchange.moodle_bank import name_of
from lessons.quizzes.exchange.numbers import shown
from lessons.quizzes.exchange.qti_interactions import RESPONSE, TYPES, Asked, html
from lessons.quizzes.exchange.weights import WHOLE
from lessons.quizzes.written_question import WrittenQuestion

__all__ = ["NAMESPACE", "item"]

NAMESPACE = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
_SCHEMA = "https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqti_asiv3p0p1_v1p0.xsd"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_EXPLANATION = "EXPLANATION"


def item(question: WrittenQuestion, identifier: str) -> str | None:
    """The item as a file, None where QTI has no such type."""
    ask = TYPES.get(question.type)
    if ask is None:
        return None
    asked = ask(question.content, html(question.prompt))
    explained = {_EXPLANATION: question.explanation} if question.explanation else {}
    feedback = {**(asked.feedback or {}), **explained}
    title = quoteattr(holdable(name_of(question)))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<qti-assessment-item xmlns="{NAMESPACE}" xmlns:xsi="{_XSI}"\n'
        f'    xsi:schemaLocation="{NAMESPACE} {_SCHEMA}"\n'
        f'    identifier="{identifier}" title={title}\n'
        '    adaptive="false" time-dependent="false" xml:lang="en">\n'
        f"{_response(asked, question.points)}{_outcomes(question.points, bool(feedback))}"
        f"  <qti-item-body>\n{asked.interaction}  </qti-item-body>\n"
        f"{_processing(asked, question)}"
        f"{''.join(_modal(key, text) for key, text in feedback.items())}"
        "</qti-assessment-item>\n"
    )


def _response(asked: Asked, points: int) -> str:
    """What can be given, what of it is right, and what each is worth."""
    values = "".join(f"      <qti-value>{escaped(value)}</qti-value>\n" for value in asked.right)
    case = "" if asked.case else ' case-sensitive="false"'
    entries = "".join(
        f"      <qti-map-entry map-key={quoteattr(holdable(key))} "
        f'mapped-value="{shown(points * share / WHOLE)}"{case}/>\n'
        for key, share in (asked.worth or {}).items()
    )
    mapping = f'    <qti-mapping default-value="0" lower-bound="0">\n{entries}    </qti-mapping>\n'
    return (
        f'  <qti-response-declaration identifier="RESPONSE" cardinality="{asked.cardinality}" '
        f'base-type="{asked.base_type}">\n'
        f"    <qti-correct-response>\n{values}    </qti-correct-response>\n{mapping if entries else ''}"
        "  </qti-response-declaration>\n"
    )


def _outcomes(points: int, says: bool) -> str:
    declared = [("SCORE", 0), ("MAXSCORE", points)]
    outcomes = "".join(
        f'  <qti-outcome-declaration identifier="{name}" cardinality="single" base-type="float">\n'
        f"    <qti-default-value><qti-value>{value}</qti-value></qti-default-value>\n"
        "  </qti-outcome-declaration>\n"
        for name, value in declared
    )
    said = (
        '  <qti-outcome-declaration identifier="FEEDBACK" cardinality="multiple" base-type="identifier"/>\n'
    )
    return outcomes + (said if says else "")


def _processing(asked: Asked, question: WrittenQuestion) -> str:
    """How SCORE and FEEDBACK come of what was given."""
    if asked.worth:
        score = _set("SCORE", '<qti-map-response identifier="RESPONSE"/>')
    else:
        points = f'<qti-base-value base-type="float">{question.points}</qti-base-value>'
        condition = f"<qti-response-if>{asked.is_right}{_set('SCORE', points)}</qti-response-if>"
        score = f"<qti-response-condition>{condition}</qti-response-condition>"
    said = f'<qti-base-value base-type="identifier">{_EXPLANATION}</qti-base-value>'
    parts = (said if question.explanation else "") + (RESPONSE if asked.feedback else "")
    feedback = _set("FEEDBACK", f"<qti-multiple>{parts}</qti-multiple>") if parts else ""
    return f"  <qti-response-processing>\n    {score}\n    {feedback}\n  </qti-response-processing>\n"


def _set(outcome: str, value: str) -> str:
    return f'<qti-set-outcome-value identifier="{outcome}">{value}</qti-set-outcome-value>'


def _modal(identifier: str, text: str) -> str:
    return (
        f'  <qti-modal-feedback outcome-identifier="FEEDBACK" identifier="{identifier}" show-hide="show">\n'
        f"    <qti-content-body><p>{html(text)}</p></qti-content-body>\n  </qti-modal-feedback>\n"
    )
