"""The whole window, as the user has it: `Program` with all its tabs, sums, log and details, and a TWS beside it.

A burst ends when its last rows are painted; processor time, pauses and memory are counted until the program is idle
again, so that what it puts off is counted, too.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
from collections.abc import Awaitable, Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, process_time
from typing import Any

import qasync
from PySide6.QtCore import Qt
from sqlalchemy import select
from sqlalchemy.sql.functions import count

from ibmonitor.app.process.application import make_application
from ibmonitor.app.process.daemon_threads import DaemonThreads
from ibmonitor.app.process.logs import Logs
from ibmonitor.app.program import Program
from ibmonitor.domain.records.events import RequestChanged
from ibmonitor.domain.records.link import RequestProgress
from ibmonitor.domain.records.requests import RequestKind
from ibmonitor.domain.search.find import Results
from ibmonitor.journal.store.open_store import open_store
from ibmonitor.journal.store.schema import COMMISSIONS, EXECUTIONS
from ibmonitor.models.table.record_table import RecordTable
from ibmonitor.settings.places import find_places
from ibmonitor.settings.store import save_settings
from ibmonitor.settings.table import Settings
from ibmonitor.windows.table.pages import FILLS, ORDERS
from ibmonitor.windows.table.table_page import TablePage
from tests.benchmarks.measure import Row, Stopwatch, Tws
from tests.benchmarks.pauses import Pauses

_SIZE = 1280, 800
_LATE = 2.5
"""Seconds after which all that a change costs has begun: its row is lit for two; sums, and words for Find, wait."""
_CALM = 0.25
"""Seconds in which an idle program works less than a twentieth of them."""
_IDLE = 20
_GROUP = 51
"""Executions of a group order: one of all, and one for each account."""


class Driver:
    """A program that is shown and not yet connected, and what its user does."""

    def __init__(self, program: Program, tws: Tws) -> None:
        self.program, self.tws = program, tws
        self.window, self.tables = program.window, program.tables
        self.watch, self._pauses = Stopwatch(), Pauses(program)

    def show(self, key: str) -> None:
        self.window.tabs.show_page(key)

    def fills(self) -> TablePage:
        """Bring the tab of fills to the front."""
        self.show(FILLS.key)
        return self.window.page(FILLS.key)

    def start(self) -> None:
        self._pauses.start()
        self.watch.start()

    async def connect(self, kind: RequestKind, table: RecordTable[Any], size: int) -> None:
        """Connect, and measure the answer to this request."""
        await self.answer(kind, kind, self.window.connect_requested.emit)
        self.program.feed.flush()
        await self.rows(table, size)
        self.paint()

    async def answer(self, first: RequestKind | None, last: RequestKind, ask: Callable[[], object]) -> None:
        """Start the watch when the first request goes out, or now, and return when the last one is answered."""
        done = asyncio.Event()
        is_started = False

        def on_announced(event: object) -> None:
            nonlocal is_started
            if not isinstance(event, RequestChanged):
                return
            if event.kind is first and not is_started:
                is_started = True
                self.start()
            if is_started and event.kind is last and event.progress is RequestProgress.COMPLETE:
                done.set()

        announced = self.program.connection.wrapper.announced
        announced.connect(on_announced)
        if first is None:
            is_started = True
            self.start()
        ask()
        await done.wait()
        announced.disconnect(on_announced)

    async def rows(self, table: RecordTable[Any], count: int) -> None:
        """Wait until the table has so many rows."""
        changed = asyncio.Event()
        table.counts_changed.connect(changed.set)
        while table.total_count < count:
            changed.clear()
            await changed.wait()
        table.counts_changed.disconnect(changed.set)

    def paint(self) -> None:
        """Paint the tab in front at once, and stop the watch."""
        self.window.tabs.current_page.repaint()
        self.watch.stop()

    async def idle(self, least: float = 0) -> None:
        """Wait until the program has nothing left to do, and `least` seconds have passed."""
        end, spent = monotonic() + least, 1.0
        while spent > _CALM / 20 or monotonic() < end:
            before = process_time()
            await asyncio.sleep(_CALM)
            spent = process_time() - before

    async def row(self, title: str = "", *, events: int = 0, fills: int = 0) -> Row:
        """What has been measured, once the program is idle."""
        await self.idle(_LATE)
        self._pauses.stop()
        pauses = self._pauses
        return self.watch.row(title, events=events, fills=fills, pause=pauses.longest_ms, pauses=pauses.long_ones)


Work = Callable[[Driver, int], Awaitable[list[Row]]]
Measure = Callable[[Tws, int], list[Row]]


def in_window(work: Work, *, keeps: bool = False) -> Measure:
    def run(tws: Tws, size: int) -> list[Row]:
        loop = qasync.QEventLoop(make_application())
        loop.set_default_executor(DaemonThreads())
        with TemporaryDirectory() as folder:
            rows: list[Row] = loop.run_until_complete(_run(work, tws, size, Path(folder), keeps=keeps))
        return rows

    return run


async def _run(work: Work, tws: Tws, size: int, folder: Path, *, keeps: bool) -> list[Row]:
    """`keeps`: with a history."""
    places = find_places(folder)
    save_settings(places.settings_file, Settings(port=tws.port, refresh_seconds=0, keep_history=keeps))
    logs = Logs(places.log)
    logs.start("Info")
    program = Program(argparse.Namespace(config_dir=folder, demo=False), logs)
    program.window.resize(*_SIZE)
    program.start()
    driver = Driver(program, tws)
    await driver.idle()
    return await work(driver, size)


async def _load(driver: Driver, size: int) -> None:
    """Connect to a TWS with so many fills, in their tab, and wait until the program is idle."""
    driver.fills()
    await driver.connect(RequestKind.EXECUTIONS, driver.tables.fills, size)
    await driver.row()


def _burst(prepare: Callable[[Driver], object], *, keeps: bool = False) -> Measure:
    """The executions of today, after the user has done this."""

    async def burst(driver: Driver, size: int) -> list[Row]:
        prepare(driver)
        await driver.connect(RequestKind.EXECUTIONS, driver.tables.fills, size)
        row = await driver.row(events=2 * size, fills=size)
        return [row, *(await _kept(driver, size) if keeps else ())]

    return in_window(burst, keeps=keeps)


async def _kept(driver: Driver, size: int) -> list[Row]:
    """Close the history, in which all fills must be, and what each takes there."""
    await driver.program.history.stop()
    kept = open_store(driver.program.places.history_file(), only_reads=True)
    with kept.reading() as connection:
        counts = [
            connection.execute(select(count()).select_from(table)).scalar() for table in (EXECUTIONS, COMMISSIONS)
        ]
    assert counts == [size, size]
    row: Row = {"title": "in its file", "bytes": kept.size() / size}
    kept.close()
    return [row]


def _sort(driver: Driver, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
    page = driver.fills()
    page.header.choose_order(page.table.column_number("price"), order)


fills = _burst(lambda driver: driver.fills())
fills_kept = _burst(lambda driver: driver.fills(), keeps=True)
fills_sorted = _burst(_sort)
fills_filtered = _burst(lambda driver: driver.fills().bar.edit.setText("AAPL"))
fills_on_day = _burst(lambda driver: driver.show("day"))


@in_window
async def orders(driver: Driver, size: int) -> list[Row]:
    driver.show(ORDERS.key)
    await driver.connect(RequestKind.OPEN_ORDERS, driver.tables.orders, size)
    return [await driver.row(events=2 * size, fills=size)]


@in_window
async def live_fill(driver: Driver, size: int) -> list[Row]:
    await _load(driver, size)
    nothing, lags, costs = [], [], []
    for number in range(size + 1, size + 6):
        driver.watch.start()
        await driver.idle(_LATE)
        nothing.append(driver.watch.row()["cpu"])
        driver.watch.start()
        driver.tws.do("live")
        await driver.rows(driver.tables.fills, number)
        driver.watch.stop()
        lags.append(driver.watch.ms)
        await driver.idle(_LATE - driver.watch.ms / 1000)
        costs.append(driver.watch.row()["cpu"])
    # Once more for the pauses: to count them costs time, too.
    driver.start()
    driver.tws.do("live")
    await driver.rows(driver.tables.fills, size + 6)
    row = await driver.row()
    return [{**row, "ms": statistics.median(lags), "cpu": statistics.median(costs) - statistics.median(nothing)}]


def _minute(*, keeps: bool) -> Measure:
    """Fills that come by and by, until the last is painted."""

    async def minute(driver: Driver, size: int) -> list[Row]:
        driver.fills()
        await driver.answer(RequestKind.EXECUTIONS, RequestKind.COMPLETED_ORDERS, driver.window.connect_requested.emit)
        await driver.row()
        driver.start()
        driver.tws.do("all")
        await driver.rows(driver.tables.fills, size)
        driver.paint()
        row = await driver.row(events=2 * size, fills=size)
        return [row, *(await _kept(driver, size) if keeps else ())]

    return in_window(minute, keeps=keeps)


minute, minute_kept = _minute(keeps=False), _minute(keeps=True)


def _one_order(*, is_open: bool) -> Measure:
    """Fills of one order, live."""

    async def fill(driver: Driver, size: int) -> list[Row]:
        driver.show(ORDERS.key)
        await driver.connect(RequestKind.OPEN_ORDERS, driver.tables.orders, 1)
        driver.window.records.go_to(next(iter(driver.program.blotter.orders)))
        if not is_open:
            driver.window.details_place.action.trigger()
        await driver.row()
        driver.start()
        driver.tws.do("live")
        await driver.rows(driver.tables.fills, size)
        driver.paint()
        return [await driver.row(events=3 * size, fills=size)]

    return in_window(fill)


details_open, details_closed = _one_order(is_open=True), _one_order(is_open=False)


@in_window
async def poll(driver: Driver, size: int) -> list[Row]:
    driver.show(ORDERS.key)
    await driver.connect(RequestKind.OPEN_ORDERS, driver.tables.orders, size)
    await driver.row()
    connector, rows = driver.program.connector, []

    def ask() -> None:
        """Have the open orders requested once: at each change of how often they are."""
        connector.set_refresh_seconds(0)

    for number, title in ((1, "the first one"), (2, "a later one")):
        answered = asyncio.create_task(driver.answer(RequestKind.OPEN_ORDERS, RequestKind.OPEN_ORDERS, ask))
        await driver.rows(driver.tables.fills, number)
        driver.paint()
        await answered
        rows.append(await driver.row(title, events=2 * size))
    return rows


@in_window
async def reconnect(driver: Driver, size: int) -> list[Row]:
    await _load(driver, size)
    await driver.answer(None, RequestKind.COMPLETED_ORDERS, lambda: driver.tws.do("drop"))
    driver.paint()
    return [await driver.row()]


@in_window
async def groups(driver: Driver, size: int) -> list[Row]:
    driver.show("allocations")
    await driver.answer(RequestKind.EXECUTIONS, RequestKind.SUB_ACCOUNTS, driver.window.connect_requested.emit)
    await driver.rows(driver.tables.fills, _GROUP * size)
    driver.paint()
    row = await driver.row("all of them")
    driver.start()
    driver.tws.do("live")
    await driver.rows(driver.tables.fills, _GROUP * (size + 1))
    driver.watch.stop()
    return [row, await driver.row("one more, live")]


@in_window
async def find(driver: Driver, size: int) -> list[Row]:
    await _load(driver, size)
    box = driver.window.find_box
    rows = []
    for text in ("SPY", "SPY 100", "rejected", "190355"):
        found = asyncio.Event()

        def on_found(results: Results, found: asyncio.Event = found) -> None:
            if not results.is_partial:
                found.set()

        box._search.found.connect(on_found)
        driver.start()
        box.setText(text)
        box.textEdited.emit(text)
        await found.wait()
        driver.watch.stop()
        box._search.found.disconnect(on_found)
        rows.append(await driver.row(f"“{text}”"))
    return rows


@in_window
async def sort_and_filter(driver: Driver, size: int) -> list[Row]:
    await _load(driver, size)
    edit, rows = driver.fills().bar.edit, []
    steps: tuple[tuple[str, Callable[[], object]], ...] = (
        ("sorted by price", lambda: _sort(driver, Qt.SortOrder.AscendingOrder)),
        ("sorted the other way round", lambda: _sort(driver, Qt.SortOrder.DescendingOrder)),
        ("filtered by a text, the first time", lambda: edit.setText("AAPL")),
        ("filtered by another text", lambda: edit.setText("SPY")),
    )
    for title, do in steps:
        driver.start()
        do()
        while driver.tables.fills.is_searching:
            await asyncio.sleep(0.001)
        driver.paint()
        rows.append(await driver.row(title))
    return rows


@in_window
async def idle(driver: Driver, size: int) -> list[Row]:
    await _load(driver, size)
    driver.watch.start()
    await asyncio.sleep(_IDLE)
    driver.watch.stop()
    return [driver.watch.row()]
