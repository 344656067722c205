"""What a figure means in words: tables of thresholds, each with the sentence of what reaches it.

Thresholds of facility, discrimination, efficiency and of the whole quiz are those of MoodleDocs, “Quiz report
statistics”; an efficiency under 15 % is what Moodle's report marks as dubious
(mod/quiz/report/statistics/statistics_table.php).
"""

from __future__ import annotations

from collections.abc import Sequence

__all__ = [
    "CONSISTENCY",
    "DEVIATION",
    "DISCRIMINATION",
    "DUBIOUS_EFFICIENCY",
    "EFFICIENCY",
    "ERROR_RATIO",
    "FACILITY",
    "KURTOSIS",
    "MEAN",
    "SKEWNESS",
    "STANDARD_ERROR",
    "meaning_of",
]

# Of each: from which figure on, what it means. The first row is for all that is below the second.
Meanings = Sequence[tuple[float, str]]

FACILITY: Meanings = (
    (0, "Extremely hard, or something is wrong with it."),
    (5.5, "Very hard."),
    (10.5, "Hard."),
    (20.5, "Moderately hard."),
    (34.5, "About right for the average student."),
    (65.5, "Fairly easy."),
    (80.5, "Easy."),
    (89.5, "Very easy."),
    (94.5, "Extremely easy."),
)
DISCRIMINATION: Meanings = (
    (-100, "It goes against the other questions, so it is probably not valid."),
    (0, "It hardly tells good students from weak ones."),
    (20, "It tells good students from weak ones only a little."),
    (30, "It tells good students from weak ones well enough."),
    (50, "It tells good students from weak ones very well."),
)
DUBIOUS_EFFICIENCY = 15
EFFICIENCY: Meanings = (
    (-1000, "That is far less than these marks allow."),
    (DUBIOUS_EFFICIENCY, "That is less than these marks allow."),
    (50, "That is about as much as these marks allow."),
)
MEAN: Meanings = (
    (0, "hard; 50 to 75 % tells people apart best"),
    (50, "where it tells people apart best"),
    (75, "easy; 50 to 75 % tells people apart best"),
)
DEVIATION: Meanings = (
    (0, "marks lie close together"),
    (12, "marks lie well apart"),
    (18, "marks lie very far apart"),
)
SKEWNESS: Meanings = (
    (-100, "a few very low marks; the better half is hardly told apart"),
    (-1, "no long tail on either side"),
    (1, "a few very high marks; the weaker half is hardly told apart"),
)
KURTOSIS: Meanings = (
    (-100, "flatter than a bell"),
    (0, "about as a bell"),
    (1, "more peaked than a bell: few are told from the average"),
)
CONSISTENCY: Meanings = (
    (-10_000, "too low: the questions do not measure one thing"),
    (64, "low, but it may do"),
    (75, "satisfactory"),
)
ERROR_RATIO: Meanings = (
    (0, "of the deviation is chance"),
    (50, "of the deviation is chance: more than half is too much"),
)
STANDARD_ERROR: Meanings = (
    (0, "as near as it usually gets to what somebody can do"),
    (6, "how far a mark may be from what somebody can do"),
    (8, "how far a mark may be from what somebody can do: many marks will be misleading"),
)


def meaning_of(figure: float | None, meanings: Meanings) -> str:
    """The words for a figure; what they say where there is none."""
    if figure is None:
        return "not defined for these attempts"
    return next((words for least, words in reversed(meanings) if figure >= least), meanings[0][1])
