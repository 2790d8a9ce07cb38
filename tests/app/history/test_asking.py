"""What the window of the history asks is answered from the history that is open."""

from __future__ import annotations

import asyncio

from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QWidget

from ibmonitor.app.history.asking import HistoryAsking
from ibmonitor.journal.sums import SumsBy
from ibmonitor.windows.widgets.empty_state import EmptyState
from tests.app.history.keeping import Keeping, Run
from tests.journal.histories import connects
from tests.support.blotter_events import commission, execution, open_order
from tests.support.waiting import until


def said(page: QWidget) -> str:
    return "\n".join(each.label.text() for each in page.findChildren(EmptyState) if each.isVisibleTo(page))


def test_orders_are_found_and_sums_are_shown(run: Run) -> None:
    async def steps(keeping: Keeping) -> None:
        await keeping.opened()
        keeping.receive(*connects("DU1"), open_order(71, 1, 5, account="DU1"))
        keeping.receive(execution("e.1.01.01", perm_id=71, acct_number="DU1"), commission("e.1.01.01", "1.25"))
        parent = QWidget()
        asking = HistoryAsking(keeping.keeper, parent)
        wanted = QSignalSpy(asking.day_requested)
        window = asking.open()
        find, sums = window.find_page, window.sums_page
        find.field.setText("71")
        while find.orders.table.rowCount() == 0 or find.executions.table.rowCount() == 0:
            # The rows of orders come a second later than those of executions.
            find.find_again()
            await asyncio.sleep(0.05)
        find.orders.record_activated.emit(find.orders.table.record(0))
        assert [wanted.at(0)[1], wanted.at(0)[2]] == ["paper", 71]
        asking.open()
        await until(lambda: sums.table is not None and sums.table.table.rowCount() == 1)
        sums.by[SumsBy.ACCOUNT].setChecked(True)
        await until(lambda: sums.table is not None and "Account" in [each.title for each in sums.table.table.columns])
        parent.deleteLater()

    run(steps)


def test_without_a_history_that_is_said(run: Run) -> None:
    async def steps(keeping: Keeping) -> None:
        parent = QWidget()
        window = HistoryAsking(keeping.keeper, parent).open()
        await until(lambda: said(window.find_page).startswith("No history is kept."))
        assert said(window.sums_page).startswith("No history is kept.")
        parent.deleteLater()

    run(steps)
