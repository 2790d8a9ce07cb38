"""Makes the pictures in `packaging/pictures` from the demo: `python packaging/screenshot.py`. The README shows some.

Each is to be opened and judged: they show what a user sees first.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
from array import array
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import qasync
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage

from ibmonitor.app.process.application import make_application
from ibmonitor.app.program import Program
from ibmonitor.domain.messages.reasons import rejection_of
from ibmonitor.domain.records.link import LinkState
from ibmonitor.domain.records.records import Order
from ibmonitor.domain.sums.day_sums import GroupBy
from ibmonitor.windows.main.main_window import MainWindow

FOLDER = Path(__file__).with_name("pictures")
SECONDS = 25
"""Before the first picture: long enough for live fills and a message."""
SETTLE = 2.5
"""Seconds until what has changed is laid out and no longer lit."""
SMALL, MEDIUM, WIDE = QSize(1280, 800), QSize(1440, 900), QSize(1600, 900)
HALF_4K = QSize(1920, 1080)
_PATIENCE = 30
COLORS = 256
"""Of a picture: more would triple its size, and nobody sees them."""
_NEWEST = 6
"""Rows from the top."""
_CANDIDATES = 6000
_ALIKE = 7
"""Steps of 255 in each of red, green and blue, which eyes do not tell apart."""


async def _take(window: MainWindow, name: str, size: QSize, scale: int = 1) -> None:
    window.resize(size)
    await asyncio.sleep(SETTLE)
    # Rows that have arrived on top have not moved what is in sight.
    window.page("orders").view.go_to_start()
    image = QImage(size * scale, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale)
    window.render(image)
    FOLDER.mkdir(exist_ok=True)
    path = FOLDER / f"{name}.png"
    if not _with_few_colors(image).save(str(path)):
        raise OSError(f"{path} cannot be written")


async def _take_orders(window: MainWindow, name: str, size: QSize, scale: int = 1) -> None:
    window.records.go_to(_busiest(window))
    await _take(window, name, size, scale)


def _with_few_colors(image: QImage) -> QImage:
    """The picture in at most 256 colors, the most frequent ones; each other pixel has the one nearest to its own.

    A rare color that is like no other, as that of the one rejected order, is kept before shades of frequent ones.
    """
    table: list[int] = []
    for color, _ in Counter(array("I", bytes(image.constBits()))).most_common(_CANDIDATES):
        if len(table) < COLORS and all(_distance(color, other) > _ALIKE for other in table):
            table.append(color)
    return image.convertToFormat(QImage.Format.Format_Indexed8, table, Qt.ImageConversionFlag.AvoidDither)


def _distance(one: int, other: int) -> int:
    return max(abs((one >> shift & 255) - (other >> shift & 255)) for shift in (0, 8, 16))


@asynccontextmanager
async def _program(*, demo: bool) -> AsyncIterator[Program]:
    with tempfile.TemporaryDirectory() as place:
        program = Program(argparse.Namespace(demo=demo, config_dir=Path(place)))
        program.start()
        try:
            yield program
        finally:
            program.window.close()
            await program.closed
            await program.finish()
            program.window.deleteLater()
            await asyncio.sleep(0)


async def _take_all() -> None:
    async with _program(demo=False) as program:
        await _take(program.window, "first-start", SMALL)
    async with _program(demo=True) as program:
        await asyncio.sleep(SECONDS)
        window = program.window
        await _take_orders(window, "orders", MEDIUM)
        await _take_orders(window, "orders-1280x800", SMALL)
        _use_theme(window, "dark")
        await _take_orders(window, "orders-dark", WIDE)
        _use_theme(window, "light")
        await _take_orders(window, "orders-4k", HALF_4K, 2)
        window.resize(MEDIUM)
        await asyncio.sleep(SETTLE)
        window.records.go_to(_rejected(window))
        await _take(window, "why", MEDIUM)
        await _show_allocations(window)
        await _take(window, "allocations", MEDIUM)
        window.details.close()
        window.tabs.show_page("day")
        window.tabs.day.bar.buttons[GroupBy.ACCOUNT].click()
        await _take(window, "day", MEDIUM)
        window.tabs.show_page("orders")
        window.records.go_to(_busiest(window))
        await _lose_tws(program)
        await _take(window, "stale", MEDIUM)


def _busiest(window: MainWindow) -> Order:
    """The single-account order with the most fills, of those that have changed last: they are on top."""
    newest: list[Order] = window.page("orders").table.visible_records()[:_NEWEST]
    return max(newest, key=lambda order: (not order.fa_group, len(order.fills), len(order.history)))


def _rejected(window: MainWindow) -> Order:
    """The last one."""
    shown: list[Order] = window.page("orders").table.visible_records()
    return next(order for order in shown if rejection_of(order) is not None)


def _use_theme(window: MainWindow, theme: str) -> None:
    window.appearance.chosen.emit("theme", theme)


async def _show_allocations(window: MainWindow) -> None:
    """The group orders, the one that needs review expanded and chosen."""
    window.details.hide()
    window.tabs.show_page("allocations")
    page = window.tabs.allocations
    await asyncio.sleep(SETTLE)
    rows = [page.tree.index(row, 0) for row in range(page.tree.rowCount())]
    flagged = [row for row in rows if (found := page.tree.allocation(row)) is not None and found.flagged]
    page.view.expand(flagged[0])
    page.view.setCurrentIndex(flagged[0])


async def _lose_tws(program: Program) -> None:
    if program.demo_tws is not None:
        program.demo_tws.stop()
    async with asyncio.timeout(_PATIENCE):
        while program.blotter.link.state is LinkState.UP:  # noqa: ASYNC110 - the blotter has no event for it
            await asyncio.sleep(0.1)


def main() -> int:
    application = make_application()
    application.setQuitOnLastWindowClosed(False)
    with qasync.QEventLoop(application) as loop:
        loop.run_until_complete(_take_all())
    return 0


if __name__ == "__main__":
    sys.exit(main())
