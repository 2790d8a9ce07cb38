"""Makes the README's pictures from the demo: `python packaging/screenshot.py` writes them to its own folder."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import qasync

from ibmonitor.app.process.application import make_application
from ibmonitor.app.program import Program
from ibmonitor.domain.sums.day_sums import GroupBy
from ibmonitor.windows.day.page import DAY as DAY_PAGE
from ibmonitor.windows.main.main_window import MainWindow
from ibmonitor.windows.table.pages import ALLOCATIONS as ALLOCATIONS_PAGE

TARGET = Path(__file__).with_name("screenshot.png")
ALLOCATIONS = Path(__file__).with_name("allocations.png")
DAY = Path(__file__).with_name("day.png")
SECONDS = 25
"""Before the picture: long enough for live fills and a message."""


async def _take() -> None:
    with tempfile.TemporaryDirectory() as place:
        program = Program(argparse.Namespace(demo=True, config_dir=Path(place)))
        program.start()
        await asyncio.sleep(SECONDS)
        window = program.window
        # The single-account order with the longest history.
        of_one_account = [order for order in program.blotter.orders if not order.fa_group]
        window.records.go_to(max(of_one_account, key=lambda order: len(order.history) + len(order.fills)))
        await asyncio.sleep(1)
        window.grab().save(str(TARGET))
        await _show_allocations(window)
        window.grab().save(str(ALLOCATIONS))
        window.tabs.show_page(DAY_PAGE.key)
        window.day.bar.buttons[GroupBy.ACCOUNT].click()
        # The chart library has to load first.
        await asyncio.sleep(3)
        window.grab().save(str(DAY))
        program.window.close()
        await program.closed
        await program.finish()
        program.window.deleteLater()
        await asyncio.sleep(0)


async def _show_allocations(window: MainWindow) -> None:
    """The group orders, those that need review expanded, and the charts of one."""
    window.details.close()
    window.tabs.show_page(ALLOCATIONS_PAGE.key)
    page = window.allocations
    await asyncio.sleep(2)
    rows = [page.tree.index(row, 0) for row in range(page.tree.rowCount())]
    flagged = [row for row in rows if (found := page.tree.allocation(row)) is not None and found.flagged]
    for row in flagged:
        page.view.expand(row)
    page.view.setCurrentIndex(flagged[0])
    await asyncio.sleep(1)


def main() -> int:
    application = make_application()
    with qasync.QEventLoop(application) as loop:
        loop.run_until_complete(_take())
    return 0


if __name__ == "__main__":
    sys.exit(main())
