"""`PastDays`: shows a day of the history in a window of its own, over the one of today, and leads back to it."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from ibmonitor.app.gc_tuner import GcTuner, collect_frozen
from ibmonitor.app.history.keeper import HistoryKeeper
from ibmonitor.app.history.past_day import PastDay
from ibmonitor.app.settings_flow import zone_of
from ibmonitor.app.settings_in_force import SettingsInForce
from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.records.covered_day import Day
from ibmonitor.domain.records.events import Fault
from ibmonitor.domain.records.records import Order
from ibmonitor.domain.records.value import value
from ibmonitor.journal.rows.days import EXCHANGE
from ibmonitor.models.history.day_choice import DayChoice
from ibmonitor.models.live.feed import Feed
from ibmonitor.models.live.today_news import TodayNews
from ibmonitor.models.text.shown_zone import SHOWN_ZONE
from ibmonitor.settings.table import Settings
from ibmonitor.windows.main.main_window import MainWindow
from ibmonitor.windows.main.order_filter import show_orders
from ibmonitor.windows.table.views import ViewsStore

if TYPE_CHECKING:
    from ibmonitor.journal.store.store import Store

_MANY = 1_000
"""Records of a day that is left, for which it is worth a pause to give back their memory."""
_SOON_MS = 100


@value
class ShownDay:
    """A past day in its window."""

    past: PastDay
    window: MainWindow
    news: TodayNews
    tuner: GcTuner


class PastDays(QObject):
    """`window` is today's, and `feed` its feed. In a replay there are none, and `start` is not called."""

    def __init__(
        self,
        window: MainWindow,
        feed: Feed,
        history: HistoryKeeper,
        settings: SettingsInForce,
        views: ViewsStore,
        file: Callable[[], Path],
        parent: QObject | None = None,
    ) -> None:
        """`file` returns where the history is, or would be, on this computer."""
        super().__init__(parent)
        self.shown: ShownDay | None = None
        """`None` while today is in front."""
        self._live = window
        self._feed = feed
        self._history = history
        self._settings = settings
        self._views = views
        self._file = file
        self._own: Store | None = None
        """A history that is read though none is kept any more."""
        self._days: Sequence[Day] = ()
        self._refreshing: asyncio.Task[None] | None = None
        self._is_outdated = self._is_closed = False
        self._closing: set[asyncio.Task[int]] = set()

    def start(self) -> None:
        """Offer the days of the history."""
        self._live.days.requested.connect(self.open)
        self._live.days.button.opening.connect(self.refresh)
        self._live.days.button.settings_requested.connect(self._live.tools.open_settings)
        self._live.settings_accepted.connect(self._on_settings_accepted)
        self._live.profiles.chosen.connect(self.leave)
        self._history.changed.connect(self._on_history_changed)
        self._feed.link_changed.connect(self._offer)
        SHOWN_ZONE.day_changed.connect(self.refresh)
        self._offer()
        self.refresh()

    async def close(self) -> None:
        """Leave the day that is shown, and read nothing more."""
        self._is_closed = True
        self.leave()
        tasks = [*self._closing, *filter(None, [self._refreshing])]
        if tasks:
            await asyncio.wait(tasks)
        await self._close_own()

    # Which days there are

    def refresh(self) -> None:
        """Read again which days there are."""
        self._is_outdated = True
        if self._refreshing is None and not self._is_closed:
            self._refreshing = asyncio.get_running_loop().create_task(self._refresh())

    async def _refresh(self) -> None:
        try:
            while self._is_outdated:
                self._is_outdated = False
                store = await self._store()
                self._days = () if store is None else await asyncio.to_thread(_read_days, store)
                self._offer()
        finally:
            self._refreshing = None

    async def _store(self) -> Store | None:
        if self._history.store is not None:
            await self._close_own()
            return self._history.store
        if self._own is None and not self._settings.current.keep_history and self._file().exists():
            self._own = await asyncio.to_thread(_open_to_read, self._file())
        return self._own

    async def _close_own(self) -> None:
        own, self._own = self._own, None
        if own is not None:
            await asyncio.to_thread(own.close)

    def _on_history_changed(self) -> None:
        """It is another history, or the days are others now."""
        store = self._history.store
        if store is None or store is not self._shown_store:
            self.leave()
        self.refresh()

    def _offer(self) -> None:
        if self._is_closed:
            return
        today = datetime.now(EXCHANGE).date()
        site = ""
        if self._days:
            from ibmonitor.journal.session import site_of  # noqa: PLC0415 - loaded with the days

            site = site_of(self._feed.blotter.link.accounts, is_demo=self._live.is_simulated)
        is_kept = self._settings.current.keep_history or self._history.store is not None
        days = tuple(day for day in self._days if day.day < today)
        choice = DayChoice(days, today, None, site, is_kept)
        self._live.days.offer(choice)
        if self.shown is not None:
            self.shown.window.days.offer(dataclasses.replace(choice, shown=self.shown.past.day))

    # The day that is shown

    def open(self, day: Day | None, then: Callable[[ShownDay], object] = lambda _shown: None) -> None:
        """Show a past day; `None` is today. `then` is called when all of it is there."""
        if day is None:
            self.leave()
            return
        if self.shown is not None and self.shown.past.day.day == day.day and self.shown.past.day.site == day.site:
            _bring_to_front(self.shown.window)
            if self.shown.past.is_read:
                then(self.shown)
            else:
                shown = self.shown
                shown.past.ended.connect(lambda _problem: then(shown))
            return
        store = self._history.store or self._own
        if store is not None:
            self._show(day, store, then)

    def open_at(self, iso: str, site: str, perm_id: int | None) -> None:
        """Show the day of a date (2026-11-30) and a site, today's too, at the order with this permId if it is there."""
        if iso == datetime.now(EXCHANGE).date().isoformat():
            self.leave()
            _go_to(self._live, self._feed.blotter, perm_id)
            return
        day = next((each for each in self._days if (each.day.isoformat(), each.site) == (iso, site)), None)
        if day is not None:
            self.open(day, lambda shown: _go_to(shown.window, shown.past.blotter, perm_id))
        else:
            on = f"{date.fromisoformat(iso):%d %b %Y}"
            self._live.show_note(f"{on} cannot be opened: IB Monitor was not connected then.")

    def leave(self) -> None:
        """Bring today back to the front, where the past day's window was."""
        shown = self.shown
        if shown is None:
            return
        if shown.window.size() != self._live.size() or shown.window.pos() != self._live.pos():
            # The user has moved it, and takes it for the same window.
            self._live.restoreGeometry(shown.window.saveGeometry())
        _bring_to_front(self._live)
        self._end(shown)

    _shown_store: Store | None = None

    def _show(self, day: Day, store: Store, then: Callable[[ShownDay], object]) -> None:
        earlier, settings = self.shown, self._settings.current
        front = self._live if earlier is None else earlier.window
        past = PastDay(day, zone_of(settings), self)
        past.account_watch.set_hiding(settings.hide_accounts)
        book = lambda: past.book  # noqa: E731 - the book is made when it is needed
        window = MainWindow(past.tables, past.feed, past.blotter, settings, front.body.state(), (), book, self._views)
        window.set_simulated(simulated=self._live.is_simulated)
        window.show_profiles(self._settings.profiles.profiles, self._settings.profiles.current)
        window.show_past(day)
        news = TodayNews(self._feed, self) if earlier is None else earlier.news
        shown = ShownDay(past, window, news, GcTuner(past.feed))
        self._join(shown)
        for _ in window.late_parts():
            pass
        self.shown, self._shown_store = shown, store
        self._offer()
        if not window.isMaximized():
            # What is restored leaves out the frame, which the window does not have yet.
            window.resize(front.size())
            window.move(front.pos())
        window.show()
        if earlier is not None:
            self._end(earlier)
        past.progressed.connect(window.show_reading)
        past.ended.connect(lambda problem: self._on_read(shown, problem, then))
        past.read(store, EXCHANGE)

    def _join(self, shown: ShownDay) -> None:
        """Let the window do what today's does, where that has nothing to do with TWS."""
        window, live = shown.window, self._live
        for own, other in (
            (window.open_recording_requested, live.open_recording_requested),
            (window.demo_requested, live.demo_requested),
            (window.logs_requested, live.logs_requested),
            (window.profiles.chosen, live.profiles.chosen),
            (window.profiles.window_requested, live.profiles.window_requested),
            (window.profiles.accepted, live.profiles.accepted),
            (window.tools.test_row_shown, live.tools.test_row_shown),
        ):
            own.connect(other)
        window.days.requested.connect(self.open)
        window.days.button.opening.connect(self.refresh)
        window.days.button.settings_requested.connect(window.tools.open_settings)
        window.settings_accepted.connect(self._on_accepted_in_the_past)
        window.news_requested.connect(self._on_news_requested)
        window.quit_requested.connect(live.close)
        window.closed.connect(lambda: self._on_closed(window))
        shown.news.found.connect(window.show_news)

    def _on_read(self, shown: ShownDay, problem: str, then: Callable[[ShownDay], object]) -> None:
        if self.shown is not shown:
            return
        shown.window.show_reading(None)
        if problem:
            shown.past.feed.on_event(Fault(problem))
        else:
            then(shown)

    def _on_closed(self, window: MainWindow) -> None:
        if self.shown is not None and self.shown.window is window:
            self.leave()

    def _on_news_requested(self, words: str, orders: list[Order]) -> None:
        self.leave()
        show_orders(self._live.tabs, words, set(orders).__contains__)

    def _on_accepted_in_the_past(self, settings: Settings) -> None:
        """Settings are those of the program."""
        self._live.set_settings(settings)
        self._live.settings_accepted.emit(settings)

    def _on_settings_accepted(self, settings: Settings) -> None:
        if self.shown is not None:
            self.shown.past.account_watch.set_hiding(settings.hide_accounts)
            self.shown.window.set_settings(settings)
        self._offer()

    def _end(self, shown: ShownDay) -> None:
        """Close its window, and forget its records."""
        if self.shown is shown:
            self.shown = None
            shown.news.deleteLater()
            self._offer()
        shown.window.close()
        task = asyncio.get_running_loop().create_task(self._forget(shown))
        self._closing.add(task)
        task.add_done_callback(self._on_forgotten)

    def _on_forgotten(self, task: asyncio.Task[int]) -> None:
        self._closing.discard(task)
        if not task.cancelled() and task.result() > _MANY:
            # Once Qt has deleted the tables, too.
            QTimer.singleShot(_SOON_MS, collect_frozen)

    @staticmethod
    async def _forget(shown: ShownDay) -> int:
        """Return how many records it had."""
        await shown.past.close()
        count = len(shown.past.blotter.fills) + len(shown.past.blotter.orders)
        # The views go before the tables that they show.
        gone = asyncio.Event()
        shown.window.destroyed.connect(gone.set)
        shown.window.deleteLater()
        await gone.wait()
        shown.past.deleteLater()
        return count


def _go_to(window: MainWindow, blotter: Blotter, perm_id: int | None) -> None:
    order = None if perm_id is None else blotter.order_by_perm_id(perm_id)
    if order is not None:
        window.records.go_to(order)


def _bring_to_front(window: MainWindow) -> None:
    if window.isMinimized():
        window.showNormal()
    window.raise_()
    window.activateWindow()


def _open_to_read(file: Path) -> Store | None:
    """In a thread: open a history that is kept no more; what cannot be read offers nothing."""
    from ibmonitor.journal.store.errors import HistoryError  # noqa: PLC0415 - SQLAlchemy takes a quarter of a second
    from ibmonitor.journal.store.open_store import open_store  # noqa: PLC0415

    try:
        return open_store(file, only_reads=True)
    except HistoryError:
        return None


def _read_days(store: Store) -> Sequence[Day]:
    """In a thread: the days of the history; none where it cannot be read, which its writer reports."""
    from ibmonitor.journal.days import days_of  # noqa: PLC0415 - as above
    from ibmonitor.journal.store.errors import HistoryError  # noqa: PLC0415

    try:
        return days_of(store, EXCHANGE)
    except HistoryError:
        return ()
