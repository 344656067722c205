"""Files as Moodle 4 exports them, and what of them is named by line."""

from __future__ import annotations

import pytest

from lessons.quizzes.exchange.moodle_xml import read
from lessons.quizzes.exchange.results import Imported
from tests.quizzes.exchange.samples import FILES

TOPIC = "Temporary access/Roles"


@pytest.fixture(scope="module")
def moodle() -> Imported:
    return read((FILES / "moodle.xml").read_text())


def told(imported: Imported) -> list[tuple[int, str]]:
    return [(problem.line, problem.sentence) for problem in imported.problems]


def quiz(inner: str) -> Imported:
    """What is read of questions that stand from line 2 on."""
    return read(f"<quiz>\n{inner}\n</quiz>")


def asked(kind: str, inner: str) -> str:
    return f'<question type="{kind}"><questiontext><text>Who?</text></questiontext>\n{inner}\n</question>'


def answer(fraction: object, text: str, more: str = "") -> str:
    return f'<answer fraction="{fraction}"><text>{text}</text>{more}</answer>'


def test_a_choice_with_everything(moodle: Imported) -> None:
    found = moodle.questions[0]
    assert found.line == 15
    question = found.question
    assert question.prompt == "Which call returns temporary credentials for a `role` & its session?"
    assert question.content == {
        "choices": [
            {"text": "`sts:AssumeRole`", "feedback": "Yes: it is for roles."},
            {
                "text": "`sts:GetSessionToken`",
                "feedback": "That one is for the user's own permissions.",
            },
            "<none of them>",
        ],
        "right": "`sts:AssumeRole`",
    }
    assert question.explanation == "A role has no keys of its own.\nSTS issues them."
    assert question.hints == ("Look at its name.", "It begins with `Assume`.")
    assert (question.key, question.topic, question.difficulty, question.points) == (
        "call-for-a-role",
        TOPIC,
        "hard",
        2,
    )


def test_every_type_that_there_is_here(moodle: Imported) -> None:
    contents = [(found.question.type, found.question.content) for found in moodle.questions[1:]]
    assert contents == [
        (
            "choice",
            {
                "choices": ["An access key ID", "A secret access key", "A session token", "A password"],
                "right": ["An access key ID", "A secret access key", "A session token"],
            },
        ),
        (
            "choice",
            {
                "choices": [{"text": "True", "feedback": "Only users have them."}, "False"],
                "right": "False",
            },
        ),
        (
            "fill_in",
            {
                "accepted": ["STS"],
                "case": True,
                "foreseen": [{"text": "sts", "feedback": "Write it in capitals."}],
            },
        ),
        (
            "numeric",
            {
                "value": "3600",
                "tolerance": "0.5",
                "unit": "s",
                "units": [{"unit": "min", "factor": "60"}],
            },
        ),
        (
            "matching",
            {
                "pairs": [
                    {"left": "A user of the account", "right": "AssumeRole"},
                    {
                        "left": "A job with a token of an OpenID Connect provider",
                        "right": "AssumeRoleWithWebIdentity",
                    },
                ],
                "rights": ["GetCallerIdentity"],
            },
        ),
        ("ordering", {"items": ["The user calls STS", "STS answers", "The session calls S3"]}),
    ]


def test_a_name_is_the_key_and_what_is_hidden_a_draft(moodle: Imported) -> None:
    questions = [found.question for found in moodle.questions[1:]]
    assert [question.key for question in questions] == [
        "parts-of-temporary-credentials",
        "keys-of-role",
        "service",
        "default-duration",
        "who-asks-for-what",
        "order-of-session",
    ]
    assert [question.is_published for question in questions] == [True, False, True, True, True, True]


def test_what_is_not_kept_is_named_by_line(moodle: Imported) -> None:
    assert told(moodle) == [
        (158, "“sts” counts 50 % there, and is wrong here."),
        (164, "“*” is left out: * stands for anything there, and not here."),
        (248, "How it is graded, ABSOLUTE_POSITION, is not kept: here all pairs count."),
        (280, "There is nothing like Moodle's type “essay” here."),
        (291, "There are files in it (flow.png), and questions have no images yet."),
    ]


@pytest.mark.parametrize(
    "kind", ["description", "cloze", "calculated", "calculatedmulti", "ddwtos", "gapselect", "stack", ""]
)
def test_a_type_that_there_is_not_here_is_named(kind: str) -> None:
    assert told(quiz(asked(kind, ""))) == [(2, f"There is nothing like Moodle's type “{kind}” here.")]


@pytest.mark.parametrize(
    ("weights", "kept"),
    [
        ([50, 50, -50, -50], True),
        ([100, 0, 0], False),  # wrong ones cost nothing there
        ([70, 30, -100], False),
        ([33.33333, 33.33333, 33.33333, -100], True),
        ([100, -33.33333, -33.33333, -33.33333], True),
    ],
)
def test_weights_of_several_choices(weights: list[float], kept: bool) -> None:
    answers = "\n".join(answer(weight, f"a{place}") for place, weight in enumerate(weights))
    found = quiz(asked("multichoice", f"<single>false</single>{answers}"))
    assert found.questions[0].question.content["right"] == [
        f"a{place}" for place, weight in enumerate(weights) if weight > 0
    ]
    listed = ", ".join(f"{weight:g} %" for weight in weights)
    note = (
        f"The weights {listed} are not kept: here each right choice counts its share, and each wrong one "
        "takes its share away."
    )
    assert told(found) == ([] if kept else [(2, note)])


def test_part_of_the_credit_for_one_choice_is_not_kept() -> None:
    found = quiz(asked("multichoice", answer(100, "a") + answer(50, "b")))
    assert found.questions[0].question.content == {"choices": ["a", "b"], "right": "a"}
    assert told(found) == [
        (
            2,
            "The weights 100 %, 50 % are not kept: here one choice is right and worth everything, any other "
            "is worth nothing.",
        )
    ]


@pytest.mark.parametrize(
    ("kind", "inner", "line", "sentence"),
    [
        ("multichoice", answer(0, "a") + answer(0, "b"), 2, "None of the choices is right."),
        (
            "multichoice",
            answer(100, "a") + answer(100, "b"),
            2,
            "Several choices are right, and only one can be chosen.",
        ),
        (
            "multichoice",
            "\n" + answer("all", "a"),
            4,
            "“all” is no percentage that an answer is worth.",
        ),
        ("multichoice", answer(0, "a") * 51, 2, "There are 51 choices; 50 at most can be read."),
        ("truefalse", answer(100, "true"), 2, "The two answers are not “true” and “false”."),
        ("shortanswer", answer(50, "a"), 2, "No answer counts in full."),
        ("numerical", answer(100, "many"), 3, "“many” is no number with a tolerance."),
        ("numerical", answer(0, "*"), 2, "There is no number that counts in full."),
        (
            "numerical",
            answer(100, "1") + "<units>\n<unit><multiplier>0</multiplier></unit></units>",
            4,
            "A unit has a multiplier above 0.",
        ),
    ],
)
def test_a_question_that_cannot_be_asked_is_named(kind: str, inner: str, line: int, sentence: str) -> None:
    found = quiz(asked(kind, inner))
    assert found.questions == ()
    assert (line, sentence) in told(found)


@pytest.mark.parametrize(
    ("inner", "sentence"),
    [
        (
            answer(100, "1", "<feedback><text>Yes</text></feedback>"),
            "What is said to “1”, which is right, is not kept.",
        ),
        (
            answer(100, "1") + answer(50, "2"),
            "“2” is left out: one number is right here, and no other counts.",
        ),
        (
            answer(100, "1") + answer(0, "*", "<feedback><text>No</text></feedback>"),
            "What is said to a wrong number is not kept.",
        ),
    ],
)
def test_what_a_number_has_besides_is_named(inner: str, sentence: str) -> None:
    found = quiz(asked("numerical", inner))
    assert found.questions[0].question.content == {"value": "1"}
    assert told(found) == [(3, sentence)]


@pytest.mark.parametrize(
    ("html", "text", "note"),
    [
        ("<p>one</p>\n<p>two</p>", "one\ntwo", ""),
        ("one<br />two<!-- three -->", "one\ntwo", ""),
        ("a &lt;b&gt; &amp;amp; &eacute;&#233;", "a <b> &amp; éé", ""),
        ("<pre><code>a\n b</code></pre>", "`a\nb`", ""),
        ("an <account-id> here, 1 < 2", "an <account-id> here, 1 < 2", ""),
        ("<b>very</b> <a href='x'>far</a>", "very far", "Not kept: how <b>, <a> shows its text."),
        ("<ul><li>a</li><li>b</li></ul>", "a\nb", "Not kept: how <ul>, <li> shows its text."),
    ],
)
def test_html_is_read_as_plain_text(html: str, text: str, note: str) -> None:
    prompt = f'<questiontext format="html"><text><![CDATA[{html}]]></text></questiontext>'
    found = quiz(f'<question type="shortanswer">{prompt}{answer(100, "x")}</question>')
    assert found.questions[0].question.prompt == text
    assert told(found) == ([(2, note)] if note else [])


@pytest.mark.parametrize("form", ["plain_text", "markdown"])
def test_plain_text_is_taken_as_it_is(form: str) -> None:
    prompt = f'<questiontext format="{form}"><text>a &lt;b&gt; `c`</text></questiontext>'
    found = quiz(f'<question type="shortanswer">{prompt}{answer(100, "x")}</question>')
    assert found.questions[0].question.prompt == "a <b> `c`"


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        ("", 1, "This is not XML: no element found."),
        ("<quiz>\n<question>\n</quiz>", 3, "This is not XML: mismatched tag."),
        ("<quiz>&nbsp;</quiz>", 1, "This is not XML: undefined entity."),
        ("<html>\n</html>", 1, "Moodle's XML begins with <quiz>, not with <html>."),
        (
            '<?xml version="1.0"?>\n<!DOCTYPE quiz [<!ENTITY a "aaaa">]>\n<quiz>&a;</quiz>',
            2,
            "A document type is not read: leave <!DOCTYPE> out.",
        ),
        ("<quiz>\n<answer/></quiz>", 2, "<answer> is no question."),
        ("<quiz>" + "\n<a>" * 60, 51, "<a> lies too deep in other elements."),
    ],
)
def test_what_is_no_export_of_moodle_is_named(text: str, line: int, sentence: str) -> None:
    found = read(text)
    assert found.questions == ()
    assert told(found) == [(line, sentence)]


def test_an_encoding_that_the_file_names_does_not_matter() -> None:
    found = read(
        f'<?xml version="1.0" encoding="UTF-16"?><quiz>{asked("shortanswer", answer(100, "é"))}</quiz>'
    )
    assert found.questions[0].question.content == {"accepted": ["é"]}


@pytest.mark.parametrize(("grade", "points"), [("0.5000000", 1), ("2.5", 2), ("many", 1), ("0", 1)])
def test_points_that_are_not_whole_are_named(grade: str, points: int) -> None:
    inner = f"<defaultgrade>{grade}</defaultgrade>{answer(100, 'x')}"
    found = quiz(asked("shortanswer", inner))
    assert found.questions[0].question.points == points
    assert told(found) == [(2, f"The points, {grade}, are not kept: here they are whole, and at least 1.")]


def test_feedback_of_its_own_to_right_answers_is_named() -> None:
    inner = f"<correctfeedback><text>Well done, all of you.</text></correctfeedback>{answer(100, 'x')}"
    assert told(quiz(asked("shortanswer", inner))) == [
        (2, "What is said to right, partly right and wrong answers alike is not kept.")
    ]


def test_tags_are_difficulty_and_topic_and_others_are_named() -> None:
    tags = "".join(f"<tag><text>{tag}</text></tag>" for tag in ("Easy", "sts", "exam", "2026"))
    found = quiz(asked("shortanswer", f"{answer(100, 'x')}<tags>{tags}</tags>"))
    question = found.questions[0].question
    assert (question.difficulty, question.topic) == ("easy", "sts")
    assert told(found) == [(2, "Not kept: the tags exam, 2026.")]


@pytest.mark.parametrize(
    ("category", "topic"),
    [
        ("$course$/top/Default for Course", "Default for Course"),
        ("$course$", ""),
        ("$module$/top/A//B/C", "A/B/C"),
        ("top", ""),
        ("top/STS / IAM", "STS / IAM"),
    ],
)
def test_a_category_is_the_topic(category: str, topic: str) -> None:
    found = quiz(
        f'<question type="category"><category><text>{category}</text></category></question>'
        f"{asked('shortanswer', answer(100, 'x'))}"
    )
    assert found.questions[0].question.topic == topic


def test_a_picture_in_an_answer_is_named() -> None:
    image = '&lt;img src="https://example.org/a/b.png"&gt;'
    found = quiz(asked("multichoice", answer(100, "a") + answer(0, image)))
    assert found.questions == ()
    assert told(found) == [(2, "There are files in it (b.png), and questions have no images yet.")]
