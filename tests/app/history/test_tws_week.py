"""When TWS is asked for past days, and what becomes of the answer."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import qasync
import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from ibmonitor.app.history.keeper import HistoryKeeper
from ibmonitor.app.history.past_answers import PastAnswers
from ibmonitor.app.history.tws_week import TwsWeek
from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.records.link import LinkState, RequestProgress
from ibmonitor.journal.asked_days import asked_days
from ibmonitor.journal.store.errors import HistoryError
from ibmonitor.journal.store.schema import EXECUTIONS
from ibmonitor.models.live.feed import Feed
from ibmonitor.models.live.tables import make_tables
from ibmonitor.recording.taps import Taps
from tests.app.history.test_past_answers import ASKED, answer
from tests.journal.histories import PATIENCE, connects, link
from tests.journal.store.history_rows import rows_of
from tests.support.blotter_events import execution
from tests.support.waiting import turns, until

NOW = datetime(2026, 6, 15, 13, tzinfo=UTC)
DONE, REFUSED, SILENT = RequestProgress.COMPLETE, RequestProgress.REFUSED, RequestProgress.NO_ANSWER


class Week:
    """The week of a keeper without a connection; `asked` are the days of each request, which the test answers."""

    def __init__(self, folder: Path) -> None:
        self._all = QObject()
        self.folder = folder
        self.feed = Feed(Blotter(), make_tables(self._all), parent=self._all)
        self.keeper = HistoryKeeper(self.feed, Taps(), lambda: 0, lambda: None, self._all)
        self.answers = PastAnswers(lambda: NOW, lambda: UTC)
        self.asked: list[int] = []
        self.done: Callable[[RequestProgress], None] = lambda _: None
        self.week = TwsWeek(self.feed, self.keeper, self.answers, self._ask, self._all, lambda: NOW)

    def _ask(self, days: int, on_done: Callable[[RequestProgress], None]) -> None:
        self.asked.append(days)
        self.done = on_done

    async def open(self, *, is_demo: bool = False) -> None:
        self.keeper.start(self.folder / "default.sqlite", self.folder / "default.tail", is_demo=is_demo)
        await until(lambda: self.keeper.is_writing)

    async def connect(self, server_version: int | None = 203) -> None:
        """Come up, and let the week find out what is missing."""
        self.feed.on_events([*connects("DU1"), link(LinkState.UP, server_version=server_version)])
        self.feed.flush()
        await self.settle()

    async def settle(self) -> None:
        await self.week.stop()
        await turns(2)
        await self.week.stop()

    def lose(self) -> None:
        self.feed.on_events([link(LinkState.CUT_OFF)])
        self.feed.flush()

    def receive(self) -> None:
        """A part of the answer."""
        self.answers.without([ASKED])
        self.answers.without([answer("a.1.01.01")])

    def days(self) -> list[date]:
        assert self.keeper.store is not None
        return [each.day for each in asked_days(self.keeper.store)]

    def ids(self) -> list[str]:
        assert self.keeper.store is not None
        return [row["exec_id"] for row in rows_of(self.keeper.store, EXECUTIONS)]

    async def end(self) -> None:
        await self.week.stop()
        await self.keeper.stop()
        shiboken6.delete(self._all)


Steps = Callable[[Week], Awaitable[None]]
Run = Callable[[Steps], None]


@pytest.fixture
def run(qapp: QApplication, tmp_path: Path) -> Run:
    def carry_out(steps: Steps) -> None:
        async def work() -> None:
            week = Week(tmp_path)
            async with asyncio.timeout(PATIENCE):
                try:
                    await steps(week)
                finally:
                    await week.end()

        with qasync.QEventLoop(qapp) as loop:
            loop.run_until_complete(work())
        del loop
        # As in `test_keeper.py`.
        gc.collect()

    return carry_out


def test_it_asks_once_and_adds_what_comes(run: Run) -> None:
    async def steps(week: Week) -> None:
        await week.open()
        await week.connect()
        assert week.asked == [7]
        held = [week.keeper.holds_tail]
        week.receive()
        week.done(DONE)
        held.append(week.keeper.holds_tail)
        assert held == [True, False]
        await week.settle()
        assert week.ids() == ["a.1.01.01"]
        assert week.days() == [date(2026, 6, day) for day in range(9, 15)]
        week.lose()
        await week.connect()
        assert week.asked == [7]

    run(steps)


def test_what_is_refused_is_not_asked_again_and_what_is_not_answered_is(run: Run) -> None:
    async def steps(week: Week) -> None:
        await week.open()
        await week.connect()
        week.receive()
        week.done(SILENT)
        await week.settle()
        # What came is kept, and no day is done.
        assert (week.ids(), week.days()) == (["a.1.01.01"], [])
        week.lose()
        await week.connect()
        assert week.asked == [7, 7]
        week.done(REFUSED)
        week.lose()
        await week.connect()
        assert week.asked == [7, 7]

    run(steps)


def test_it_does_not_ask_while_it_is_asking(run: Run) -> None:
    async def steps(week: Week) -> None:
        await week.open()
        await week.connect()
        week.lose()
        await week.connect()
        assert week.asked == [7]
        week.done(DONE)

    run(steps)


@pytest.mark.parametrize("server_version", [None, 199])
def test_it_does_not_ask_an_older_tws(run: Run, server_version: int | None) -> None:
    async def steps(week: Week) -> None:
        await week.open()
        await week.connect(server_version)
        assert week.asked == []

    run(steps)


def test_it_does_not_ask_for_a_demo_or_without_a_history(run: Run) -> None:
    async def steps(week: Week) -> None:
        await week.connect()
        assert week.asked == []
        await week.open(is_demo=True)
        await week.settle()
        week.lose()
        await week.connect()
        assert week.asked == []
        week.keeper.start(week.folder / "other.sqlite", week.folder / "other.tail")
        await until(lambda: not week.keeper.is_demo and week.keeper.is_writing)
        week.lose()
        await week.connect()
        assert week.asked == [7]
        week.done(SILENT)

    run(steps)


@pytest.mark.parametrize("name", ["ibmonitor.journal.asked_days.missing_days", "ibmonitor.journal.later.write_answer"])
def test_a_history_that_fails_is_tried_at_the_next_connection(
    run: Run, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    def broken(*_: object) -> None:
        raise HistoryError("The disk is full.")

    async def steps(week: Week) -> None:
        await week.open()
        with monkeypatch.context() as patch:
            patch.setattr(name, broken)
            await week.connect()
            week.receive()
            week.done(DONE)
            await week.settle()
        before = len(week.asked)
        assert week.days() == []
        week.lose()
        await week.connect()
        assert len(week.asked) == before + 1
        week.done(DONE)

    run(steps)


def test_what_is_not_of_an_answer_is_left_alone(run: Run) -> None:
    async def steps(week: Week) -> None:
        await week.open()
        week.receive()
        await week.connect()
        week.done(DONE)
        await week.settle()
        week.feed.on_events([execution("b.1.01.01")])
        assert week.keeper._writer is not None
        assert await asyncio.to_thread(week.keeper._writer.flush, PATIENCE)
        assert week.ids() == ["b.1.01.01"]

    run(steps)
