"""One frame as a page, or as the part of it that HTMX swaps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lessons.requests import wants_part
from lessons.trace import Trace
from lessons.visualizer.board import Board, board_at

__all__ = ["show"]


def show(
    request: HttpRequest,
    trace: Trace,
    number: int,
    url_for: Callable[[int], str],
    page: Callable[[Board], HttpResponse],
    **looks: Any,
) -> HttpResponse:
    """Step ``number`` of ``trace``: what HTMX swaps, or what ``page`` makes of the board.

    ``looks`` are further fields of the board. Raises IndexError where there is no such step: ask
    ``trace.has_step`` first.
    """
    board = board_at(trace, number, url_for, **looks)
    if wants_part(request):
        return render(request, "visualizer/_swap.html", {"board": board})
    return page(board)
