"""The check of the course's prose finds what is hard to read or misspelled, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import prose

EASY = "The key works today. It works next week too. You must switch it off. " * 10
HARD = "Organizational authorization considerations necessitate comprehensive administrative oversight. " * 15
LESSON = "---\ntitle: A key\ntranscript: |\n  One two.\n\n  {transcript}\n---\n# A key\n\n{article}\n"


@pytest.fixture
def found(tmp_path: Path):
    """What the check says about files of these names and texts, without the folder."""

    def check(**texts: str) -> list[str]:
        mistakes = []
        for name, text in texts.items():
            file = tmp_path / name.replace("_", ".")
            file.write_text(text, encoding="utf-8")
            mistakes += [mistake.removeprefix(f"{tmp_path}/") for mistake in prose.check(file)]
        return mistakes

    return check


def lesson(transcript: str = EASY, article: str = EASY) -> str:
    return LESSON.format(transcript=transcript, article=article)


def test_an_easy_lesson_has_no_mistakes(found) -> None:
    assert found(lesson_md=lesson()) == []


def test_a_misspelled_word_is_named_with_its_line(found) -> None:
    assert found(lesson_md=lesson(article="All is well.\nThe credntials end.")) == [
        "lesson.md:11: unknown word credntials"
    ]
    assert found(quiz_yaml="hint: >-\n  Look at\n  teh table.\nright: teh") == [
        "quiz.yaml:3: unknown word teh",
        "quiz.yaml:4: unknown word teh",
    ]


@pytest.mark.parametrize("word", ["favourite", "Organisation", "behaviour's", "recieve"])
def test_words_are_spelled_as_americans_do_and_may_be_capitalized(found, word: str) -> None:
    assert found(quiz_yaml=f"hint: “{word}”, they said.") == [f"quiz.yaml:1: unknown word {word}"]


@pytest.mark.parametrize(
    "text",
    [
        "Call `rol-arn xzy` now.",
        "```bash\naws zzyx qwrt\n```",
        "    aws zzyx qwrt",
        "The role arn:aws:iam::123456789012:role/dmoo is hers.",
        "See [the guide](https://zzyx.example/qwrt).",
        "AssumeRole gives AROAXX2… and s3://zzyx/qwrt, in user/zzyx and q1.csv.",
        "Alice's session doesn\u2019t last \u2013 it **ends**.",
    ],
)
def test_code_names_and_addresses_are_not_spelled(found, text: str) -> None:
    assert found(lesson_md=lesson(article=text)) == []


@pytest.mark.parametrize("key", ["command", "run", "seen", "url", "accounts"])
def test_what_a_machine_reads_is_not_spelled(found, key: str) -> None:
    assert found(trace_yaml=f"{key}:\n  - zzyx qwrt") == []


def test_a_hard_article_is_told_from_an_easy_transcript(found) -> None:
    (mistake,) = found(lesson_md=lesson(article=HARD))
    assert mistake.startswith("lesson.md:8: the article is of grade ")


def test_a_hard_transcript_is_told_from_an_easy_article(found) -> None:
    (mistake,) = found(lesson_md=lesson(transcript=HARD))
    assert mistake.startswith("lesson.md:2: the front matter is of grade ")


def test_the_grade_is_that_of_flesch_and_kincaid() -> None:
    # 6 words of one syllable: 0.39 * 6 + 11.8 * 1 - 15.59
    assert prose.grade(["The cat sat on the mat."]) == pytest.approx(-1.45)


def test_a_long_sentence_is_reported_where_it_stands(found) -> None:
    assert found(lesson_md=lesson(article="Short.\n\n" + "and " * 40 + "so on.")) == [
        "lesson.md:12: a sentence of 42 words, at most 40"
    ]


def test_labels_are_not_graded(found) -> None:
    assert found(trace_yaml=f"steps:\n  - result: {HARD.replace('.', ',')}") == []


def test_the_words_of_the_field_are_in_order_and_not_in_the_dictionary() -> None:
    words = prose.FIELD_WORDS.read_text(encoding="utf-8").splitlines()
    assert words == sorted(set(words))
    assert not set(words) & set(prose.SpellChecker().word_frequency.words())
