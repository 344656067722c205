"""QTI 3 as the specification describes a package and its items; its examples are 1EdTech's qti-examples."""

from __future__ import annotations

from io import BytesIO
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from zipfile import ZipFile

import pytest

from lessons.quizzes.exchange.qti import MANIFEST, write
from lessons.quizzes.written_question import WrittenQuestion
from tests.quizzes.exchange.samples import CONTENTS, MARKED, WITH_UNITS, full, question

ASI = "{http://www.imsglobal.org/xsd/imsqtiasi_v3p0}"
CP = "{http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1}"
# Of an item, in the order of its schema.
PARTS = (
    "qti-response-declaration",
    "qti-outcome-declaration",
    "qti-item-body",
    "qti-response-processing",
    "qti-modal-feedback",
)


def package(asked: list[WrittenQuestion]) -> dict[str, Element]:
    """The files of the package, each as its root."""
    with ZipFile(BytesIO(write(asked).data)) as archive:
        return {name: ElementTree.fromstring(archive.read(name)) for name in archive.namelist()}  # noqa: S314 -- our own


def item(asked: WrittenQuestion) -> Element:
    return package([asked])["items/question-1.xml"]


def values(root: Element) -> list[str]:
    return [value.text or "" for value in root.findall(f".//{ASI}qti-correct-response/{ASI}qti-value")]


def mapping(root: Element) -> dict[str, float]:
    entries = root.findall(f".//{ASI}qti-map-entry")
    return {entry.attrib["map-key"]: float(entry.attrib["mapped-value"]) for entry in entries}


def test_the_manifest_names_every_item() -> None:
    files = package([question("choice"), question("ordering")])
    manifest = files[MANIFEST]
    assert manifest.tag == f"{CP}manifest"
    assert [child.tag for child in manifest] == [f"{CP}metadata", f"{CP}organizations", f"{CP}resources"]
    resources = manifest.findall(f".//{CP}resource")
    assert {resource.attrib["type"] for resource in resources} == {"imsqti_item_xmlv3p0"}
    assert {resource.attrib["href"] for resource in resources} == files.keys() - {MANIFEST}
    for resource in resources:
        root = files[resource.attrib["href"]]
        assert root.attrib["identifier"] == resource.attrib["identifier"]
        assert [file.attrib["href"] for file in resource] == [resource.attrib["href"]]


@pytest.mark.parametrize("kind", CONTENTS)
def test_an_item_has_its_parts_in_the_order_of_the_schema(kind: str) -> None:
    for asked in (question(kind), full(question(kind))):
        root = item(asked)
        assert root.tag == f"{ASI}qti-assessment-item"
        assert root.attrib["time-dependent"] == "false"
        parts = [child.tag.removeprefix(ASI) for child in root]
        assert sorted(parts, key=PARTS.index) == parts
        (response,) = root.findall(f"{ASI}qti-response-declaration")
        answered = [one for one in root.iter() if "response-identifier" in one.attrib]
        assert [one.attrib["response-identifier"] for one in answered] == [response.attrib["identifier"]]
        declared = {one.attrib["identifier"] for one in root.findall(f"{ASI}qti-outcome-declaration")}
        assert {one.attrib["identifier"] for one in root.iter(f"{ASI}qti-set-outcome-value")} <= declared


def test_everything_right_is_worth_the_points() -> None:
    for kind, content in CONTENTS.items():
        if kind in {"choice", "choice of many", "matching"}:
            root = item(full(question(kind)))
            assert sum(mapping(root)[value] for value in values(root)) == pytest.approx(3), content
        maximum = item(full(question(kind))).find(f"{ASI}qti-outcome-declaration[@identifier='MAXSCORE']")
        assert maximum is not None
        assert "".join(maximum.itertext()).strip() == "3"


def test_wrong_choices_take_their_share_away() -> None:
    root = item(question("choice of many"))
    third = pytest.approx(1 / 3, abs=1e-6)
    assert mapping(root) == {"A": third, "B": -0.5, "C": -0.5, "D": third, "E": third}
    assert values(root) == ["A", "D", "E"]
    declared = root.find(f".//{ASI}qti-mapping")
    assert declared is not None
    assert declared.attrib["lower-bound"] == "0"


def test_the_order_of_an_item_does_not_give_the_right_one_away() -> None:
    asked = WrittenQuestion("ordering", "Put in order.", {"items": ["c", "a", "b"]})
    root = item(asked)
    shown = {one.attrib["identifier"]: one.text for one in root.iter(f"{ASI}qti-simple-choice")}
    assert [shown[value] for value in values(root)] == ["c", "a", "b"]
    assert list(shown.values()) == ["a", "b", "c"]


def test_pairs_join_the_two_sets() -> None:
    asked = WrittenQuestion(
        "matching",
        "Match.",
        {"pairs": [{"left": "a", "right": "x"}, {"left": "b", "right": "x"}], "rights": ["y"]},
    )
    root = item(asked)
    sets = [
        {choice.attrib["identifier"]: choice.text for choice in one}
        for one in root.iter(f"{ASI}qti-simple-match-set")
    ]
    pairs = [value.split() for value in values(root)]
    assert [(sets[0][left], sets[1][right]) for left, right in pairs] == [("a", "x"), ("b", "x")]
    assert sorted(sets[1].values()) == ["x", "y"]


def test_a_word_is_mapped_with_or_without_its_case() -> None:
    for case, told in ((False, "false"), (True, None)):
        root = item(WrittenQuestion("fill_in", "Who?", {"accepted": ["a", "b"], "case": case}))
        assert mapping(root) == {"a": 1, "b": 1}
        assert [one.get("case-sensitive") for one in root.iter(f"{ASI}qti-map-entry")] == [told, told]


def test_a_number_is_right_within_its_tolerance() -> None:
    root = item(WrittenQuestion("numeric", "How many?", {"value": "3,600", "tolerance": "0.5"}))
    assert values(root) == ["3600"]
    equal = root.find(f".//{ASI}qti-equal")
    assert equal is not None
    assert equal.attrib == {"tolerance-mode": "absolute", "tolerance": "0.5 0.5"}


def test_texts_are_xhtml_with_code() -> None:
    prompt = item(question("choice")).find(f".//{ASI}qti-prompt")
    assert prompt is not None
    assert [code.text for code in prompt.iter(f"{ASI}code")] == ["code <i>"]
    assert "".join(prompt.itertext()) == f"Which one is it: {MARKED.replace('`', '')}?"


def test_what_an_item_does_not_hold_is_named() -> None:
    asked = [
        full(question("ordering")),
        WrittenQuestion("write_policy", "Write it.", {}),
        WrittenQuestion("numeric", "How long?", WITH_UNITS),
        question("fill_in"),
    ]
    problems = write(asked).problems
    assert [problem.line for problem in problems] == [1, 2, 3, 4]
    assert problems[0].sentence.endswith(
        "is in the file without its hints, its key, its topic, its difficulty, the step that proves it, "
        "being a draft, credit for a part of the order."
    )
    assert problems[1].sentence == "“Write it.” is left out: QTI has nothing like the type `write_policy`."
    assert problems[2].sentence == "“How long?” is in the file without its other units."
    assert problems[3].sentence.endswith("without what is said to foreseen answers.")


def test_the_same_questions_are_the_same_package() -> None:
    asked = [question(kind) for kind in CONTENTS]
    assert write(asked).data == write(asked).data
