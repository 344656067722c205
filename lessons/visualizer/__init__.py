"""Plays any trace, whoever recorded it: a diagram, the process table, the tracker and a player.

It knows no models. A chapter gives a ``Trace`` and says where each step is:

    visualizer.show(request, trace, number, url_for=lambda n: ..., page=lambda board: render(...))

The page's template loads ``css/visualizer/visualizer.css`` and ``js/visualizer.js`` and includes
``visualizer/_stage.html`` with the ``board`` where the frame belongs.
"""

from lessons.visualizer.board import Board, board_at, overview
from lessons.visualizer.modes import Mode, ModeLink, StepLink, mode_for
from lessons.visualizer.pages import show
from lessons.visualizer.table import Row, process_table
from lessons.visualizer.unreached_steps import veiled
from lessons.visualizer.verdict import Verdict

__all__ = [
    "Board",
    "Mode",
    "ModeLink",
    "Row",
    "StepLink",
    "Verdict",
    "board_at",
    "mode_for",
    "overview",
    "process_table",
    "show",
    "veiled",
]
