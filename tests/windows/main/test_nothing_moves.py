"""What comes and goes leaves the rows under the pointer where they are: banners, counts, the details, a lit row."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication

from ibmonitor.domain.records.events import Fault
from ibmonitor.domain.records.link import LinkState
from tests.support.blotter_events import open_order
from tests.windows.bench import Bench

pytestmark = pytest.mark.usefixtures("style_sheet")


def place_of_rows(bench: Bench) -> QPoint:
    """Where the first row begins, in the window."""
    QApplication.processEvents()
    view = bench.view("orders")
    return view.viewport().mapTo(bench.window, QPoint(0, view.rowViewportPosition(0)))


def test_no_banner_moves_the_rows_and_all_have_the_same_height_and_place(bench: Bench) -> None:
    bench.connect()
    bench.receive(*(open_order(number, 7, number) for number in range(1, 60)))
    before, places = place_of_rows(bench), set()
    changes: tuple[Callable[[], object], ...] = (
        lambda: bench.receive(Fault("The settings file is damaged.", "Details")),
        lambda: bench.window.moved_port.ask(7497),
        lambda: bench.link(LinkState.WAITING, "The connection was reset"),
        lambda: bench.link(LinkState.DOWN, "The client ID is in use"),
    )
    for show in changes:
        show()
        assert place_of_rows(bench) == before
        front = bench.window.body.banners.front
        assert front is not None
        places.add((front.mapTo(bench.window, QPoint()).toTuple(), front.height()))
    assert len(places) == 1


def test_the_details_and_the_counts_do_not_move_the_rows(bench: Bench) -> None:
    bench.connect()
    bench.receive(*(open_order(number, 7, number) for number in range(1, 60)))
    before = place_of_rows(bench)
    bench.view("orders").selectRow(2)
    assert place_of_rows(bench) == before
    bench.window.details.close()
    bench.receive(*(open_order(number, 7, number) for number in range(60, 2_000)))
    assert place_of_rows(bench) == before
