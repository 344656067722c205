"""What changed between two versions, as an author reads it."""

from __future__ import annotations

from lessons.authoring.differences import MOST_LINES, Line, differences


def test_a_changed_line_stands_between_its_neighbors() -> None:
    (change,) = differences({"a.yaml": "1\n2\n3\n4\n5\n"}, {"a.yaml": "1\n2\nthree\n4\n5\n"})
    assert (change.name, change.added, change.removed) == ("a.yaml", 1, 1)
    assert change.lines == (
        Line("place", "…"),
        Line("around", "2"),
        Line("removed", "3"),
        Line("added", "three"),
        Line("around", "4"),
    )


def test_files_that_are_the_same_are_left_out() -> None:
    assert differences({"a.yaml": "x\n", "b.yaml": "y\n"}, {"a.yaml": "x\n", "b.yaml": "y\n"}) == ()


def test_a_file_that_came_or_went_is_told_whole() -> None:
    came, went = differences({"went.yaml": "a\nb\n"}, {"came.yaml": "c\n"})
    assert [line for line in came.lines if line.kind == "added"] == [Line("added", "c")]
    assert [line.text for line in went.lines if line.kind == "removed"] == ["a", "b"]


def test_lines_that_look_like_marks_of_a_difference_are_lines() -> None:
    (change,) = differences({"a.md": "---\nx\n---\n"}, {"a.md": "---\n+++ y\n---\n"})
    assert [line for line in change.lines if line.kind in ("added", "removed")] == [
        Line("removed", "x"),
        Line("added", "+++ y"),
    ]


def test_no_more_is_shown_than_a_page_holds() -> None:
    new = "\n".join(map(str, range(1000)))
    (change,) = differences({"a.md": ""}, {"a.md": new})
    assert len(change.shown) == MOST_LINES
    assert change.left_out == len(change.lines) - MOST_LINES > 0
    assert change.added == 1000


def test_texts_that_take_long_to_compare_are_told_as_another_text() -> None:
    old = "\n".join(["a", "b"] * 2_000)
    (change,) = differences({"a.md": old}, {"a.md": f"{old}\nc"})
    assert (change.removed, change.added) == (4_000, 4_001)
