"""Files that are not what they were: nothing is raised, a mistake has its line, and it takes no time."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from random import Random

import pytest

from lessons.quizzes.exchange.formats import FORMATS, READABLE, read_file
from tests.quizzes.exchange.samples import CONTENTS, FILES, full, question
from tests.sizes import size

TRIED = size(300, 100_000)  # files of each format
WRITTEN = size(100, 10_000)  # and of those that are written again
LONGEST = 1.0  # seconds of CPU for a file of 15 kB; it takes a hundredth of that
ALL = [
    one
    for place, kind in enumerate(CONTENTS)
    for one in (question(kind), replace(full(question(kind)), key=f"question-{place}"))
]
AIKEN = "Who is it?\nA) alice\nB) `bob`\nANSWER: B\n\n" * 5

WHOLE: Mapping[str, tuple[bytes, ...]] = {
    "gift": (FORMATS["gift"].write(ALL).data, (FILES / "moodle.gift").read_bytes()),
    "moodle_xml": (FORMATS["moodle_xml"].write(ALL).data, (FILES / "moodle.xml").read_bytes()),
    "aiken": (AIKEN.encode(),),
    "yaml": (FORMATS["yaml"].write(ALL).data,),
}
# What means something in a format, and what is often wrong in a file.
PIECES = (
    *rb"""
    { } {} {# ~ = -> #### # :: : \ \\ \= %50% %-100% %1e9% $CATEGORY: // [tag:a] [html] {>2 .. * T
    < > </ /> <!-- --> <![CDATA[ ]]> &amp; &#0; &#xD800; &x; <!DOCTYPE <text> <answer fraction="1e99">
    <b> <img src="a.png"> @@PLUGINFILE@@/a <code> ` " ' A) Z. ANSWER: ANSWER:A
    - ? | > & &a *a !!binary !!python/object:os.system [ ] , @ --- ... 1e999 .nan 0x1F 1:1 true null ~ <<
    NaN inf 99999999999999999999 -0 1e-99 0.1.2 \ud800 right choices accepted pairs prompt: type: questions:
    """.split(),
    *(b"\n", b"\n\n", b"\r", b"\t", b" ", b"\0", b"\xff"),
    *(sign.encode() for sign in "\u00a0\u2028\ufeff\u0301é"),
)


def mutated(whole: bytes, random: Random) -> bytes:
    """The file with one to eight parts of it gone, said twice, moved, or replaced."""
    data = bytearray(whole)
    for _ in range(random.randint(1, 8)):
        begin = random.randrange(len(data) + 1)
        end = min(len(data), begin + int(random.expovariate(1 / 30)))
        piece = bytes(data[begin:end])
        match random.randrange(6):
            case 0:
                del data[begin:end]
            case 1:
                data[begin:begin] = piece * random.randint(1, 3)
            case 2:
                del data[begin:end]
                place = random.randrange(len(data) + 1)
                data[place:place] = piece
            case 3:
                data[begin:end] = bytes(random.randrange(256) for _ in piece[:4])
            case _:
                data[begin : begin + random.choice((0, 0, len(piece)))] = random.choice(PIECES)
    return bytes(data[: random.randrange(len(data) + 1)] if random.random() < 0.1 else data)


def check(name: str, data: bytes) -> None:
    begin = time.thread_time()
    found = read_file(data, name)
    assert time.thread_time() - begin < LONGEST
    lines = data.count(b"\n") + data.count(b"\r") + 1
    for problem in found.problems:
        assert 1 <= problem.line <= lines
        assert problem.sentence.endswith((".", "?"))
        assert "\n" not in problem.sentence
    assert all(1 <= one.line <= lines for one in found.questions)
    for form in FORMATS.values():
        form.write([one.question for one in found.questions])


@pytest.mark.parametrize("name", READABLE)
def test_a_mutated_file_is_read_or_named(name: str) -> None:
    for seed in range(TRIED):
        random = Random(seed)  # noqa: S311 -- no secret, but the same in every run
        data = mutated(random.choice(WHOLE[name]), random)
        try:
            check(name, data)
        except Exception as failed:
            raise AssertionError((name, seed, data)) from failed


@pytest.mark.parametrize("name", READABLE)
def test_a_file_of_one_format_is_read_as_any_other(name: str) -> None:
    for files in WHOLE.values():
        for data in files:
            check(name, data)
    assert read_file(WHOLE[name][0], name).problems == ()


@pytest.mark.parametrize("name", READABLE)
def test_what_was_read_of_a_mutated_file_is_written_and_read_as_the_same(name: str) -> None:
    for seed in range(WRITTEN):
        random = Random(seed)  # noqa: S311 -- no secret, but the same in every run
        questions = [one.question for one in read_file(mutated(WHOLE[name][0], random), name).questions]
        written = FORMATS[name].write(questions)
        assert written.problems == (), seed
        again = [one.question for one in read_file(written.data, name).questions]
        assert again == questions, seed
