"""Thirds go by the rest of the quiz, and people with the same marks stay together."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lessons.quizzes.analysis.table import FirstAttempt, Item, Response, Table
from lessons.quizzes.analysis.thirds import AnswerRow, answers_by_thirds, thirds_of
from tests.quizzes.analysis.tables import NOON

RESTS = st.lists(st.sampled_from([0.0, 0.2, 0.4, 0.6, 0.8, 1.0]), max_size=40)


def test_without_ties_each_third_is_a_third() -> None:
    assert thirds_of([n / 9 for n in range(9)]) == (0, 0, 0, 1, 1, 1, 2, 2, 2)


def test_where_all_tie_nobody_is_better() -> None:
    assert thirds_of([0.5] * 10) == (1,) * 10


@given(RESTS)
def test_people_with_the_same_marks_are_in_one_third_and_better_ones_never_in_a_lower(
    rests: list[float],
) -> None:
    found = dict(sorted(zip(rests, thirds_of(rests), strict=True)))
    assert set(zip(rests, thirds_of(rests), strict=True)) == set(found.items())
    assert list(found.values()) == sorted(found.values())


def answered(*texts: tuple[str, ...] | None) -> Table:
    """A question with these answers, by people of whom each did better in the other one."""
    item, other = Item("q1", 1, "Which?", choices=("a", "b"), right=frozenset({"b"})), Item("q2", 2, "Else?")
    attempts = [
        FirstAttempt(
            None,  # type: ignore[arg-type] # nobody asks whose it is
            NOON,
            {
                "q1": Response(None if chosen is None else float("b" in chosen), chosen or ()),
                "q2": Response(number / len(texts)),
            },
        )
        for number, chosen in enumerate(texts)
    ]
    return Table((item, other), tuple(attempts))


def counts_of(row: AnswerRow) -> tuple[int, ...]:
    return tuple(cell.count for cell in row.cells)


def test_every_choice_is_shown_also_one_that_nobody_took() -> None:
    column = answered(("a",), ("a",), ("a",)).columns[0]
    rows = answers_by_thirds(column, thirds_of(column.rests))
    assert [(row.text, row.is_right, counts_of(row), row.total) for row in rows] == [
        ("a", False, (1, 1, 1), 3),
        ("b", True, (0, 0, 0), 0),
    ]
    assert rows[0].share == 100


def test_other_answers_follow_by_how_many_gave_them() -> None:
    column = answered(("once",), ("twice",), ("twice",), None).columns[0]
    rows = answers_by_thirds(column, thirds_of(column.rests))
    assert [(row.text, row.total) for row in rows] == [("a", 0), ("b", 0), ("twice", 2), ("once", 1)]


def test_who_chose_several_counts_for_each() -> None:
    column = answered(("a", "b"), ("b",), ("b",)).columns[0]
    assert [row.total for row in answers_by_thirds(column, thirds_of(column.rests))] == [1, 3]
