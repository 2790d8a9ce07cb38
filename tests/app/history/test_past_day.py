"""The records of a past day are read without the window having to wait."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
import qasync
from PySide6.QtWidgets import QApplication

from ibmonitor.app.history.demo_days import invented_day
from ibmonitor.app.history.past_day import PastDay
from ibmonitor.app.history.whole_session import write_slices
from ibmonitor.domain.records.covered_day import Day
from ibmonitor.journal.days import days_of
from ibmonitor.journal.rows.days import EXCHANGE
from ibmonitor.journal.session import Circumstances
from ibmonitor.journal.store.errors import HistoryError
from ibmonitor.journal.store.open_store import open_store
from ibmonitor.journal.store.store import Store
from ibmonitor.models.text.account_names import ACCOUNT_NAMES
from ibmonitor.models.text.contract_names import CONTRACT_NAMES

DAY = date(2026, 11, 25)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(tmp_path / "history" / "default.sqlite")
    write_slices(invented_day(DAY, 2), store, Circumstances("test", None, EXCHANGE))
    yield store
    store.close()


def run(application: QApplication, work: Callable[[], Awaitable[None]]) -> None:
    with qasync.QEventLoop(application) as loop:
        loop.run_until_complete(work())


def test_it_is_read_with_its_progress_and_its_names(qapp: QApplication, store: Store) -> None:
    async def work() -> None:
        past, progress, ends = PastDay(days_of(store, EXCHANGE)[0], None), list[float](), list[str]()
        past.progressed.connect(progress.append)
        past.ended.connect(ends.append)
        past.read(store, EXCHANGE)
        assert past.reading is not None
        assert not past.reading.done()
        await past.reading
        assert past.is_read
        assert ends == [""]
        assert progress == sorted(progress)
        orders = past.blotter.orders
        assert past.tables.orders.rowCount() == len(orders) > 30
        assert {CONTRACT_NAMES.name(order.contract) for order in orders} == {"AAPL", "MSFT", "NVDA", "KO", "SPY"}
        assert ACCOUNT_NAMES.full_name("DU2250001") == "Smith family (DU2250001)"
        await past.close()
        assert ACCOUNT_NAMES.full_name("DU2250001") == "DU2250001"

    run(qapp, work)


def test_it_can_be_left_before_it_is_read(qapp: QApplication, store: Store) -> None:
    async def work() -> None:
        past = PastDay(days_of(store, EXCHANGE)[0], None)
        past.read(store, EXCHANGE)
        await asyncio.sleep(0)
        await past.close()
        assert past.is_read
        assert past.tables.orders.rowCount() == 0

    run(qapp, work)


class BrokenStore:
    """A history whose disk has gone."""

    def reading(self) -> None:
        raise HistoryError("The disk is gone.")


def test_why_it_cannot_be_read_is_said(qapp: QApplication) -> None:
    async def work() -> None:
        past, ends = PastDay(Day(DAY, "paper", ()), None), list[str]()
        past.ended.connect(ends.append)
        past.read(BrokenStore(), EXCHANGE)  # type: ignore[arg-type]  # all that is used of it
        assert past.reading is not None
        await past.reading
        assert ends == ["This day could not be read to its end, so what is shown is incomplete. The disk is gone."]
        await past.close()

    run(qapp, work)
