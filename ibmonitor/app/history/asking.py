"""`HistoryAsking`: answers what the window of the history asks, in a thread."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from datetime import date
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ibmonitor.app.history.keeper import HistoryKeeper

if TYPE_CHECKING:
    from ibmonitor.journal.store.store import Store
    from ibmonitor.journal.sums import SumsBy
    from ibmonitor.windows.history.window import HistoryWindow

P = ParamSpec("P")
T = TypeVar("T")

_NO_HISTORY = "No history is kept. Switch it on in Settings, History: past days can be opened and searched then."


class HistoryAsking(QObject):
    """Opens the window over `parent`, and keeps it."""

    day_requested = Signal(str, str, object)
    """A day (2026-11-30), a site, and the permId of the order to show there; `None` where it has none."""

    def __init__(self, keeper: HistoryKeeper, parent: QWidget) -> None:
        super().__init__(parent)
        self._parent = parent
        self._keeper = keeper
        self._window: HistoryWindow | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        keeper.changed.connect(self._on_changed)

    def open(self) -> HistoryWindow:
        """Show the window, or bring it to the front."""
        if self._window is None:
            # With the database's library, which few starts need in a window.
            from ibmonitor.windows.history.window import HistoryWindow  # noqa: PLC0415

            window = self._window = HistoryWindow(self._parent)
            window.find_page.find_requested.connect(self._on_find)
            window.find_page.day_requested.connect(self.day_requested)
            window.sums_page.sums_requested.connect(self._on_sums)
        self._on_changed()
        self._window.show()
        self._window.activateWindow()
        return self._window

    def _on_changed(self) -> None:
        window = self._window
        if window is None:
            return
        store = self._keeper.store
        if store is None:
            window.find_page.show_problem(_NO_HISTORY)
            window.sums_page.show_problem(_NO_HISTORY)
            return
        window.find_page.show_found(window.find_page.text, None)
        window.find_page.find_again()
        self._start(self._show_range(store, window))

    async def _show_range(self, store: Store, window: HistoryWindow) -> None:
        from ibmonitor.journal.lists import executions_by_day  # noqa: PLC0415 - as above

        # TWS may have told of days on which nothing was connected.
        days = await self._answer(window.sums_page.show_problem, executions_by_day, store)
        if days:
            sites = list(dict.fromkeys(site for _, site in sorted(days, reverse=True)))
            first, last = (date.fromisoformat(which(days)[0]) for which in (min, max))
            window.sums_page.set_range(sites, first, last)
        elif days is not None:
            window.sums_page.show_problem("There are no executions in the history yet.")

    def _on_find(self, text: str) -> None:
        if self._keeper.store is not None and self._window is not None:
            self._start(self._find(self._keeper.store, self._window, text))

    async def _find(self, store: Store, window: HistoryWindow, text: str) -> None:
        from ibmonitor.journal.find import Wanted, find  # noqa: PLC0415 - as above

        found = await self._answer(window.find_page.show_problem, find, store, Wanted(text))
        if found is not None:
            window.find_page.show_found(text, found)

    def _on_sums(self, site: str, first: date, last: date, by: tuple[SumsBy, ...]) -> None:
        if self._keeper.store is not None and self._window is not None:
            self._start(self._sum(self._keeper.store, self._window, site, first, last, by))

    async def _sum(
        self, store: Store, window: HistoryWindow, site: str, first: date, last: date, by: tuple[SumsBy, ...]
    ) -> None:
        from ibmonitor.journal.sums import sums_of  # noqa: PLC0415 - as above

        sums = await self._answer(window.sums_page.show_problem, sums_of, store, site, first, last, by)
        if sums is not None:
            window.sums_page.show_sums(by, sums)

    async def _answer(
        self, say: Callable[[str], None], ask: Callable[P, T], *given: P.args, **named: P.kwargs
    ) -> T | None:
        """What a function of the history returns, asked in a thread; `None` where it cannot, which is said."""
        from ibmonitor.journal.store.errors import HistoryError  # noqa: PLC0415 - as above

        try:
            return await asyncio.to_thread(ask, *given, **named)
        except HistoryError as error:
            say(str(error))
            return None

    def _start(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
